//! Where headings begin clauses.

use crate::extract::fixture::{clauses_of, motion_of};

fn chamber(paragraphs: &[&str]) -> Vec<String> {
    let body = paragraphs.join("\n\n");
    clauses_of(&motion_of(&format!(
        "De Kamer,\n\n{body}\n\nen gaat over tot de orde van de dag.\n\nZandstra\n"
    )))
}

#[test]
fn a_paragraph_with_an_opening_is_a_clause_also_behind_a_comma() {
    assert_eq!(
        chamber(&[
            "gehoord de beraadslaging,",
            "overwegende dat de dijk zakt en het water stijgt, zoals in de brief van 3 mei staat,",
            "gezien het antwoord van de minister,",
            "spreekt uit de dijk eerst te willen zien,",
            "spreekt daarover haar zorg uit,",
        ]),
        [
            "gehoord gehoord de beraadslaging: ",
            "overwegende overwegende dat: de dijk zakt en het water stijgt, zoals in de brief van 3 mei staat",
            "gezien gezien: het antwoord van de minister",
            "spreekt_uit spreekt uit: de dijk eerst te willen zien",
            "spreekt_uit spreekt daarover haar zorg uit: ",
        ]
    );
}

#[test]
fn so_is_a_line_where_none_goes_on_below_and_a_part_of_a_paragraph_behind_a_semicolon() {
    let expected = [
        "overwegende overwegende dat: de dijk zakt",
        "gelet_op gelet op: de brief van 3 mei",
        "betreurt betreurt: de gang van zaken",
    ];
    for joint in [",\n", "; "] {
        let text = format!(
            "De Kamer,\noverwegende dat de dijk zakt{joint}gelet op de brief van 3 mei{joint}betreurt de \
             gang van zaken,\nen gaat over tot de orde van de dag.\n"
        );
        assert_eq!(clauses_of(&motion_of(&text)), expected, "{joint}");
    }
    // Lines that are broken anywhere.
    let text = "De Kamer,\noverwegende dat de dijk zakt en dat zij,\ngezien de metingen, sneller zakt dan\n\
                ooit, zoals de minister schreef in haar\nbrief van 3 mei,\n\nverzoekt de regering om zand,\n\
                en gaat over tot de orde van de dag.\n";
    let kinds: Vec<String> =
        motion_of(text).clauses.into_iter().map(|clause| clause.kind).collect();
    assert_eq!(kinds, ["overwegende", "verzoekt"]);
}

#[test]
fn where_blank_lines_part_lines_a_comma_ends_no_clause() {
    assert_eq!(
        chamber(&[
            "gehoord de beraadslaging,",
            "overwegende dat de dijk zakt en dat het water sinds de",
            "winter van vorig jaar en ook na een droge zomer weer tot",
            "boven de kade van de stad stijgt en daar is blijven staan,",
            "gezien de metingen van het waterschap, sneller dan ooit en",
            "zonder dat iemand weet waarom;",
            "verzoekt de regering de dijk te verhogen,",
        ]),
        [
            "gehoord gehoord de beraadslaging: ",
            "overwegende overwegende dat: de dijk zakt en dat het water sinds de winter van vorig jaar en ook na \
             een droge zomer weer tot boven de kade van de stad stijgt en daar is blijven staan, gezien de \
             metingen van het waterschap, sneller dan ooit en zonder dat iemand weet waarom",
            "verzoekt verzoekt de regering: de dijk te verhogen",
        ]
    );
}

#[test]
fn the_last_verb_of_a_sentence_that_closes_the_motion_opens_a_clause() {
    let text = "De Kamer,\n\noverwegende, dat het Kabinet faalt, keurt het optreden van dit Kabinet af \
                en gaat over tot de orde van den dag.\n";
    assert_eq!(
        clauses_of(&motion_of(text)),
        [
            "overwegende overwegende, dat: het Kabinet faalt",
            "keurt_af keurt het optreden van dit Kabinet af: ",
        ]
    );
}

#[test]
fn a_heading_may_be_ticked_led_by_who_speaks_or_stand_behind_a_full_stop() {
    for (heading, read_as) in [
        ("X Verzoeken het college (dictum)", "verzoekt Verzoeken het college"),
        ("We verzoeken:", "verzoekt We verzoeken"),
        ("Wij roepen het college op om:", "roept_op Wij roepen het college op om"),
        ("De gemeenteraad wil dat:", "wenst De gemeenteraad wil dat"),
        ("Daarom besluit de raad:", "besluit Daarom besluit de raad"),
        ("Draagt daartoe het college op:", "draagt_op Draagt daartoe het college op"),
        ("verzoekt het college:", "verzoekt verzoekt het college"),
    ] {
        // All but the last on a line of their own.
        let before = if heading.starts_with('v') { " " } else { "\n\n" };
        let motion = motion_of(&format!(
            "Motie Dijk\n\nDe gemeenteraad van Molendrecht overwegende dat:\n\n- de dijk zakt.{before}\
             {heading}\n\n- de dijk te verhogen.\n\nMia Bos (D66)\n"
        ));
        assert_eq!(
            clauses_of(&motion),
            [
                "overwegende overwegende dat: de dijk zakt.".to_owned(),
                format!("{read_as}: de dijk te verhogen.")
            ],
            "{heading}"
        );
    }
}

#[test]
fn a_body_may_stand_before_a_ground_without_a_comma() {
    let expected = [
        "overwegende overwegende dat: de brug te smal is",
        "verzoekt Verzoekt het college: haar te verbreden.",
    ];
    for opening in [
        "De raad van Loonrade, in vergadering bijeen op 12 mei 2022\n\nDe Raad",
        "De raad van Loonrade",
    ] {
        let motion = motion_of(&format!(
            "Motie Brug\n\n{opening} overwegende dat\n\n– de brug te smal is\n\nVerzoekt het college\n\nhaar te \
             verbreden.\n"
        ));
        assert_eq!(clauses_of(&motion), expected, "{opening}");
        assert_eq!(motion.body.as_deref(), Some("De raad van Loonrade"));
    }
}

#[test]
fn a_capital_on_the_line_below_begins_what_a_heading_says() {
    let motion = motion_of(
        "De raad van Loonrade,\n\nSpreekt uit\nVan oordeel te zijn dat de brug te smal is;\n\nDat zij breder moet;\n",
    );
    assert_eq!(
        clauses_of(&motion),
        [
            "spreekt_uit Spreekt uit: Van oordeel te zijn dat de brug te smal is | Dat zij breder moet"
        ]
    );
}

#[test]
fn who_is_asked_beside_somebody_known_stands_before_om() {
    let motion = motion_of(
        "De raad van Loonrade,\n\nverzoekt het college en de werkgroep om samen te overleggen;\n\nverzoekt het \
         college en de brug te sparen en te schilderen;\n",
    );
    let asked: Vec<Option<&str>> =
        motion.clauses.iter().map(|clause| clause.addressee.as_deref()).collect();
    assert_eq!(asked, [Some("het college en de werkgroep"), Some("het college")]);
}
