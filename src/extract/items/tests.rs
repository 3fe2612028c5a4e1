//! Where items begin and end, and which stand under which.

use super::*;
use crate::extract::fixture::{clauses_of, motion_of};

#[test]
fn the_end_of_an_item_is_without_what_joins_it_to_the_next() {
    for (text, expected) in [
        ("een; en", "een"),
        ("een, of", "een"),
        ("een ;", "een"),
        ("een en twee en", "een en twee en"),
        ("een.", "een."),
        ("een.\"", "een."),
        ("de \"een\"", "de \"een\""),
        ("de „een”", "de „een”"),
        ("een;¹", "een"),
        ("een¹", "een¹"),
    ] {
        assert_eq!(without_end(text), expected);
    }
}

#[test]
fn lines_that_begin_with_dat_each_are_items_and_so_is_a_paragraph_below_a_bullet() {
    let motion = motion_of(
        "Motie Dijk\n\nDe raad van Molendrecht, in vergadering bijeen op 9 juni 2022, ter bespreking van de dijk.\n\n\
         Overwegende\n\ndat de dijk zakt\ndat het water stijgt\n\nVan mening dat:\n\n- de dijk te laag is\n\n\
         Het waterschap te langzaam werkt\n\nBomen te oud zijn\n\nVerzoekt het college\n\nde dijk te verhogen.\n",
    );
    assert_eq!(
        clauses_of(&motion),
        [
            "overwegende Overwegende: dat de dijk zakt | dat het water stijgt",
            "van_mening_zijnde Van mening dat: de dijk te laag is | Het waterschap te langzaam werkt | \
             Bomen te oud zijn",
            "verzoekt Verzoekt het college: de dijk te verhogen.",
        ]
    );
}

#[test]
fn a_list_below_a_paragraph_behind_a_nested_list_stands_under_that_paragraph() {
    let motion = motion_of(
        "De raad van Molendrecht,\n\nConstaterende dat:\n\n- het plan uit delen bestaat:\n   - een dijk\n   \
         - een brug.\n\nDeze delen zijn:\n\n- duur;\n- nodig.\n\nVerzoekt het college:\n\n- te beginnen.\n",
    );
    let items = &motion.clauses[0].items;
    let under =
        |item: &Item| -> Vec<String> { item.items.iter().map(|item| item.text.clone()).collect() };
    assert_eq!(
        items.iter().map(under).collect::<Vec<_>>(),
        [["een dijk", "een brug."], ["duur", "nodig."]]
    );
}

#[test]
fn dashes_behind_a_heading_on_its_line_mark_items_and_the_closing_may_stick_to_the_last() {
    let motion = motion_of(
        "Motie Dijk\n\nDe raad van Molendrecht,\n\nOverwegende dat - de dijk zakt; - het water stijgt, - de \
         tijd dringt;\n\nVerzoekt het college:\n\n- de dijk te verhogen voor de winter,en gaat over tot de \
         orde der vergadering.\n",
    );
    assert_eq!(
        clauses_of(&motion),
        [
            "overwegende Overwegende dat: de dijk zakt | het water stijgt | de tijd dringt",
            "verzoekt Verzoekt het college: de dijk te verhogen voor de winter",
        ]
    );
    assert_eq!(motion.closing.as_deref(), Some("en gaat over tot de orde der vergadering."));
}

/// The items of the first clause of a motion with these grounds.
fn grounds(text: &str) -> Vec<String> {
    let motion = motion_of(&format!(
        "Motie Brede brug\n\nDe raad van de gemeente Loonrade, in vergadering bijeen op 12 mei 2022,\n\n\
         Constaterende dat:\n{text}\n\nVerzoekt het college:\n\nde brug te verbreden.\n\nEn gaat over tot \
         de orde van de dag.\n"
    ));
    motion.clauses[0].items.iter().map(|item| item.text.clone()).collect()
}

#[test]
fn grounds_that_end_in_a_verb_and_no_sign_are_items() {
    for (text, items) in [
        (
            "\nde brug te smal is en fietsers klagen\n\nhet onderzoek knelpunten aangeeft\n\ndoor de raad geld is \
             vrijgemaakt",
            &[
                "de brug te smal is en fietsers klagen",
                "het onderzoek knelpunten aangeeft",
                "door de raad geld is vrijgemaakt",
            ][..],
        ),
        (
            "de brug over de Mare te smal is\neen breed pad voor fietsers nodig is",
            &["de brug over de Mare te smal is", "een breed pad voor fietsers nodig is"],
        ),
        // Sentences that go on.
        (
            "de brug die er nu is\nte smal is\nen fietsers hinder hebben\nvan de drukte",
            &["de brug die er nu is te smal is en fietsers hinder hebben van de drukte"],
        ),
        ("\nde brug smal is\n\nomdat het geld op was", &["de brug smal is omdat het geld op was"]),
        ("\nDe raad de visie heeft\n\nvastgesteld;", &["De raad de visie heeft vastgesteld"]),
        ("\nde brug voor voet-\n\ngangers te smal is", &["de brug voor voetgangers te smal is"]),
    ] {
        assert_eq!(grounds(text), items, "{text}");
    }
}

#[test]
fn a_list_behind_a_word_that_announces_one_stands_under_its_item() {
    let motion = motion_of(
        "De raad van Loonrade,\n\nConstaterende dat:\n\n \u{2022} een brede brug veel brengt, zoals;\n  - minder \
         ongelukken\n  - minder lawaai\n \u{2022} zij bij de plannen past.\n\nVerzoekt het college:\n\n- haar \
         te bouwen.\n",
    );
    let items: Vec<(&str, usize)> =
        motion.clauses[0].items.iter().map(|item| (&*item.text, item.items.len())).collect();
    assert_eq!(items, [("een brede brug veel brengt, zoals", 2), ("zij bij de plannen past.", 0)]);
}

#[test]
fn a_number_behind_a_bullet_is_of_the_marker() {
    let motion = motion_of(
        "De raad van Loonrade,\n\nVerzoekt het college:\n\n \u{2022} De brug te verbreden, namelijk:\n \u{2022} 1. \
         Aan de noordkant;\n \u{2022} 2. Aan de zuidkant;\n \u{2022} De raad te berichten.\n",
    );
    let items = &motion.clauses[0].items;
    let marked = |item: &Item| format!("{} {}", item.marker.as_deref().unwrap_or("?"), item.text);
    assert_eq!(
        items.iter().map(marked).collect::<Vec<_>>(),
        ["\u{2022} De brug te verbreden, namelijk:", "\u{2022} De raad te berichten."]
    );
    assert_eq!(
        items[0].items.iter().map(marked).collect::<Vec<_>>(),
        ["\u{2022} 1. Aan de noordkant", "\u{2022} 2. Aan de zuidkant"]
    );
}

#[test]
fn dashes_that_stick_to_their_words_mark_items_where_there_are_two() {
    let motion = motion_of(
        "De raad van Loonrade,\n\nVerzoekt het college:\n\nna te gaan:\n-hoe breed zij wordt;\n\n-wat zij kost.\n\nRoept het \
         college op:\n\nde laatste oever-\n-en waterplannen te lezen.\n",
    );
    let [asked, read] = motion.clauses.as_slice() else { panic!("{:?}", motion.clauses) };
    assert_eq!(asked.items[0].text, "na te gaan:");
    let marked: Vec<_> = asked.items[0].items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(marked, ["hoe breed zij wordt", "wat zij kost."]);
    assert_eq!(read.items.len(), 1);
    assert_eq!(read.items[0].marker, None);
}
