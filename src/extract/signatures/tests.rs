//! Who signs, and for whom, in layouts of all sorts.

use crate::extract::fixture::motion_of;
use crate::motion::{Motion, Signatory};

/// A motion with a block of signatures below its closing.
fn signed(below: &str) -> Motion {
    motion_of(&format!(
        "Motie Dijk\n\nDe raad van de gemeente Molendrecht, bijeen op 3 mei 2024,\n\nVerzoekt het \
         college:\n- de dijk te herstellen;\n\nEn gaat over tot de orde van de dag.\n\n{below}\n"
    ))
}

/// Names, each with an office and a party.
type People<'t> = &'t [(&'t str, Option<&'t str>, Option<&'t str>)];

#[test]
fn who_signs_is_told_from_for_whom() {
    let cases: &[(&str, People<'_>)] = &[
        // Names and parties in rows with single spaces, also with a blank line between.
        (
            "Kees van der Beek Anna Zuid\n\nGroep van der Beek Partij voor de Dieren",
            &[
                ("Kees van der Beek", None, Some("Groep van der Beek")),
                ("Anna Zuid", None, Some("Partij voor de Dieren")),
            ],
        ),
        // As many parties as names, with the same sign between.
        (
            "Karin de Boer / Teun Visser\n\nPartij voor de Dieren / 100% Molendrecht",
            &[
                ("Karin de Boer", None, Some("Partij voor de Dieren")),
                ("Teun Visser", None, Some("100% Molendrecht")),
            ],
        ),
        // What is no other name: initials with spaces, dashes, particles in short, letters that were misread.
        (
            "J. F. W. van Dorst\n\nA. B. C. Vonk\n\nF. Vonk–Maas, VVD\nRudi v.d. Berg, namens GroenLinks\nCorn√© van Vliet",
            &[
                ("J. F. W. van Dorst", None, None),
                ("A. B. C. Vonk", None, None),
                ("F. Vonk–Maas", None, Some("VVD")),
                ("Rudi v.d. Berg", None, Some("GroenLinks")),
                ("Corn√© van Vliet", None, None),
            ],
        ),
        // A party and its letters.
        (
            "Karin van Dorst Partij van de Arbeid (PvdA)\nPeter Vonk GroenLinks (GL)\nMia Zand Lokaal Belang (LB)",
            &[
                ("Karin van Dorst", None, Some("Partij van de Arbeid (PvdA)")),
                ("Peter Vonk", None, Some("GroenLinks (GL)")),
                ("Mia Zand", None, Some("Lokaal Belang (LB)")),
            ],
        ),
        // Rows of "namens", with and without a colon.
        (
            "Namens de PvdA:          Namens Beter van Molendrecht:\n\nKarel van Dorst          Ger Vonk\n\n\
             Namens GroenLinks Molendrecht:          Namens Molendrechtsbelang\n\nHanneke van der Maas          Nel Berg",
            &[
                ("Karel van Dorst", None, Some("PvdA")),
                ("Ger Vonk", None, Some("Beter van Molendrecht")),
                ("Hanneke van der Maas", None, Some("GroenLinks Molendrecht")),
                ("Nel Berg", None, Some("Molendrechtsbelang")),
            ],
        ),
        // Nothing tells whose these parties are.
        (
            "Waterlijst\nPartij voor de Dieren\nPartij van de Arbeid\n\nPeter von Dorst\nFrans Vonk\nAnton Maas\nBo Berg",
            &[
                ("Peter von Dorst", None, None),
                ("Frans Vonk", None, None),
                ("Anton Maas", None, None),
                ("Bo Berg", None, None),
            ],
        ),
        // A party with the year of its founding, and offices below a row of names.
        (
            "DORP’98\n\nM. Dorst\n\nF. v.d. Vonk",
            &[("M. Dorst", None, Some("DORP’98")), ("F. v.d. Vonk", None, Some("DORP’98"))],
        ),
        (
            "Edith van der Vonk Eize Zomer\n\nFractievoorzitter PvdD fractievoorzitter GroenLinks",
            &[
                ("Edith van der Vonk", Some("Fractievoorzitter"), Some("PvdD")),
                ("Eize Zomer", Some("fractievoorzitter"), Some("GroenLinks")),
            ],
        ),
        // What a page prints below the motion is nobody.
        (
            "Karel Dorst\n\nSGP\n\nAanbevolen\n\nGeef een reactie",
            &[("Karel Dorst", None, Some("SGP"))],
        ),
        ("Karel Dorst\n\nTERUG", &[("Karel Dorst", None, None)]),
        (
            "Karel Dorst (SGP)\n\nOnderwijs\n\nLandelijk/Provinciaal",
            &[("Karel Dorst", None, Some("SGP"))],
        ),
        ("Read More", &[]),
        ("Namens, D66, GroenLinks\nCindy Dorst", &[("Cindy Dorst", None, None)]),
        (
            "Deze motie is ondertekend door alle leden van de PVV te weten Karel Dorst, Mia de Vonk en Tim Zomer.",
            &[("Karel Dorst", None, None), ("Mia de Vonk", None, None), ("Tim Zomer", None, None)],
        ),
        // An office above a name.
        (
            "Ingediend door\nPvdA\nWoordvoerder\nMw. W.A. van Berg",
            &[("W.A. van Berg", Some("Woordvoerder"), Some("PvdA"))],
        ),
        // A party that no list has, between lines that show how all are written.
        (
            "Karin de Boer Dorp & Plein\nTeun Visser ChristenUnie\nRia Postma Partij voor de Ouderen\nSjoerd Kamp D66",
            &[
                ("Karin de Boer", None, Some("Dorp & Plein")),
                ("Teun Visser", None, Some("ChristenUnie")),
                ("Ria Postma", None, Some("Partij voor de Ouderen")),
                ("Sjoerd Kamp", None, Some("D66")),
            ],
        ),
        // Two surnames, whose party stands below.
        (
            "Han Verbruggen\n\nWendy de Jong – Bakker\n\nPvdA",
            &[
                ("Han Verbruggen", None, Some("PvdA")),
                ("Wendy de Jong – Bakker", None, Some("PvdA")),
            ],
        ),
        // Other signs between a name and a party.
        (
            "Jan Jansma — CDA\nPiet Pietersma [VVD]",
            &[("Jan Jansma", None, Some("CDA")), ("Piet Pietersma", None, Some("VVD"))],
        ),
        (
            "| CDA | J. Jansma |\n| P. Pietersma | VVD |",
            &[("J. Jansma", None, Some("CDA")), ("P. Pietersma", None, Some("VVD"))],
        ),
        (
            "Jan Jansma en Piet Pietersma\nfractie CDA",
            &[("Jan Jansma", None, Some("CDA")), ("Piet Pietersma", None, Some("CDA"))],
        ),
        (
            "PARTIJ VOOR X-DORP (PVX)\nFrans Bavijn",
            &[("Frans Bavijn", None, Some("PARTIJ VOOR X-DORP (PVX)"))],
        ),
        (
            "Aldus ingediend te Molendrecht op 3 mei 2024,\n\nJan Jansma (CDA)",
            &[("Jan Jansma", None, Some("CDA"))],
        ),
        (
            "Deze motie is ingediend door Kees Vrolijk namens Lijst Zilt",
            &[("Kees Vrolijk", None, Some("Lijst Zilt"))],
        ),
        // An office, and people who are named a second time with theirs.
        (
            "Piet Pietersma, burgerraadslid VVD",
            &[("Piet Pietersma", Some("burgerraadslid"), Some("VVD"))],
        ),
        (
            "Zeegers\nPodhuis\nOndertekenaars\n-\nEerste ondertekenaar\nDora Zeegers, Tweede \
             Kamerlid -\nMede ondertekenaar\nKai Podhuis, Tweede Kamerlid",
            &[
                ("Zeegers", Some("Tweede Kamerlid"), None),
                ("Podhuis", Some("Tweede Kamerlid"), None),
            ],
        ),
        // Where it was signed, parties alone, and the name of a paper are nobody.
        (
            "Molendrecht,\n\nNaam: Dhr. W. Hoek          Fractie:    VVD",
            &[("W. Hoek", None, Some("VVD"))],
        ),
        ("Mede-indieners: PvdA, SP, GroenLinks, ZiltBelang", &[]),
        ("Groene Motie – Een groene dijk (A-versie)", &[]),
        ("Deadline", &[]),
    ];
    for (below, expected) in cases {
        let motion = signed(below);
        let found: Vec<_> = motion
            .signatories
            .iter()
            .map(|signatory| {
                (signatory.name.as_str(), signatory.role.as_deref(), signatory.party.as_deref())
            })
            .collect();
        assert_eq!(found, *expected, "{below}");
    }
}

#[test]
fn names_above_parties_end_a_request_without_a_closing() {
    let motion = motion_of(
        "Motie Dijk\n\nDe raad van Molendrecht,\n\nverzoekt het college:\n\nDe dijk te herstellen en te\n\n\
         verhogen.\n\nAlex Engelman\n\nCDA\n",
    );
    let texts: Vec<&str> = motion.clauses[0].items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["De dijk te herstellen en te verhogen."]);
    assert_eq!(motion.signatories[0].name, "Alex Engelman");
    assert_eq!(motion.signatories[0].party.as_deref(), Some("CDA"));
}

#[test]
fn parties_alone_are_left_to_be_looked_at() {
    let motion = signed("Mede-indieners: PvdA, SP, GroenLinks, ZiltBelang");
    assert_eq!(motion.unparsed.len(), 1, "the list of parties");
}

#[test]
fn who_signs_below_an_explanation_explains_nothing() {
    let motion = signed("Toelichting\n\nDijken houden het water tegen.\n\nA.H. van Vliet");
    assert_eq!(motion.signatories[0].name, "A.H. van Vliet");
    assert_eq!(motion.explanation.as_deref(), Some("Dijken houden het water tegen."));
}

#[test]
fn who_signs_on_the_line_of_the_closing_or_right_above_it() {
    let names = |text: &str| -> Vec<String> {
        let signatories = motion_of(text).signatories;
        let named =
            |one: &Signatory| format!("{}, {}", one.name, one.party.as_deref().unwrap_or("-"));
        signatories.iter().map(named).collect()
    };
    let motion =
        "Motie Dijk\n\nDe raad van Molendrecht, bijeen op 3 mei 2024,\n\nVerzoekt het college:\n\n";
    let beside = format!(
        "{motion}- de dijk te herstellen;\n\nEn gaat over tot de orde van de dag.Karel Dorst\n\nPartij voor de Dieren\n"
    );
    assert_eq!(names(&beside), ["Karel Dorst, Partij voor de Dieren"]);
    let above = format!(
        "{motion}de dijk te herstellen en neemt van het oude plan afstand\n\nK. Dorst (NBL)\n\nen gaat over tot de orde van de dag.\n"
    );
    assert_eq!(names(&above), ["K. Dorst, NBL"]);
    let item = motion_of(&above).clauses.pop().unwrap().items.pop().unwrap();
    assert_eq!(item.text, "de dijk te herstellen en neemt van het oude plan afstand");
}

#[test]
fn members_above_names_sign_also_without_a_closing() {
    for lead in ["De leden,\n", "Het lid\n\n", "De raadsleden,\n", ""] {
        let motion = motion_of(&format!(
            "Motie Brug\n\nDe raad van Molendrecht, bijeen op 3 mei 2024,\n\nVerzoekt het college:\n\n- de brug te \
             verbreden;\n- een tweede brug te bouwen.\n\n{lead}K. Dorst\nP. Vonk\n"
        ));
        let names: Vec<_> = motion.signatories.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["K. Dorst", "P. Vonk"], "{lead}");
        assert_eq!(motion.clauses[0].items.len(), 2, "{lead}");
        assert!(motion.unparsed.is_empty(), "{lead}");
    }
    // An item goes on behind a comma, but not in a name with initials.
    let motion = motion_of(
        "Motie Brug\n\nDe raad van Molendrecht, bijeen op 3 mei 2024,\n\nVerzoekt het college:\n\n- de brug te \
         verbreden,\nK. Dorst\nP. Vonk\n",
    );
    assert_eq!(motion.signatories.len(), 2);
}

#[test]
fn members_of_a_chamber_sign_by_names_and_by_surnames() {
    let motion = motion_of(
        "32 999 Bruggen\n\nNr. 12 MOTIE VAN HET LID AGNES BOS C.S.\n\nVoorgesteld 8 februari 2024\n\nDe Kamer,\n\ngehoord de \
         beraadslaging,\n\nverzoekt de regering de brug te verbreden,\n\nen gaat over tot de orde van de dag.\n\nAgnes \
         Bos\n\nSmaling\n\nDekker\n",
    );
    let names: Vec<_> = motion.signatories.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Agnes Bos", "Smaling", "Dekker"]);
}
