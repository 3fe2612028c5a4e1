//! Any text is a question, and what one prints reads as the same one.

use proptest::prelude::*;

use super::tests::outlined;
use super::*;

/// Checks what holds for any text.
fn hold(text: &str) {
    let question = read(text);
    for note in &question.notes {
        assert!(text.get(note.range.clone()).is_some(), "{text:?}: {note:?}");
    }
    let terms = question.terms();
    assert!(terms.len() <= MAX_TERMS);
    for seen in &terms {
        assert_eq!(text.get(seen.term.range()), Some(seen.term.text()), "{text:?}");
        assert!(seen.term.text().contains(char::is_alphanumeric));
    }
    let printed = question.to_string();
    let again = read(&printed);
    assert_eq!(outlined(&again), outlined(&question), "{text:?} printed as {printed:?}");
    assert_eq!(again.to_string(), printed, "{text:?}");
}

/// What the language is made of, and what hurts.
const SCRAPS: [&str; 96] = [
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "a",
    "woning",
    "fiets*",
    "fietz~",
    "fietz~1",
    "x~9",
    "B&W",
    "d.d.",
    "36410-17",
    "'s-Gravenhage",
    "14:30",
    "https://x.nl/a",
    "re:",
    "bewoner(s)",
    "É",
    "ß",
    "ﬁ",
    "e\u{301}",
    "\u{301}",
    "İ",
    "\u{200b}",
    "\u{0}",
    "🚲",
    "漢字",
    "\u{202e}",
    "\u{feff}",
    "\"",
    "“",
    "”",
    "„",
    "«",
    "»",
    "'",
    "(",
    ")",
    "((",
    "))",
    "()",
    "|",
    "OR",
    "OF",
    "AND",
    "EN",
    "NOT",
    "NIET",
    "NEAR",
    "NEAR/5",
    "BIJ/3",
    "NEAR/",
    "NEAR/0",
    "/",
    "-",
    "−",
    "–",
    "+",
    "*",
    "~",
    "~2",
    "~0.8",
    ":",
    "::",
    "//",
    ",",
    ";",
    "?",
    "!",
    "…",
    "..",
    ".",
    "&",
    "^2",
    "[a TO b]",
    "{",
    "}",
    "\\",
    "titel:",
    "verzoekt:",
    "overwegende:",
    "aan:",
    "soort:",
    "gemeente:",
    "uitslag:",
    "datum:",
    "na:",
    "voor:",
    "2020",
    "2020..2024",
    "1 mei 2020",
    "titl:",
];

/// Numbers that look random and are the same in every run (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// `MOTIES_FUZZ_QUESTIONS` says how many, `MOTIES_SEED` gives other ones.
#[test]
fn any_row_of_scraps_is_a_question() {
    let given = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let mut numbers = Numbers(given("MOTIES_SEED").unwrap_or(0x6d6f_7469_6573));
    for _ in 0..given("MOTIES_FUZZ_QUESTIONS").unwrap_or(20_000) {
        let length = numbers.below(24);
        let text: String = (0..length).map(|_| SCRAPS[numbers.below(SCRAPS.len())]).collect();
        hold(&text);
    }
}

proptest! {
    // What fails is printed; nothing is written beside the sources.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_question(text in any::<String>()) {
        hold(&text);
    }

    #[test]
    fn any_text_of_signs_is_a_question(text in "[a:\"()|*~+ ./0-9ORNEAR-]{0,60}") {
        hold(&text);
    }

    #[test]
    fn what_is_printed_is_understood(text in question_text()) {
        let printed = read(&text).to_string();
        let again = read(&printed);
        prop_assert!(again.notes.iter().all(|note| note.code == NoteCode::OnlyNot), "{printed}");
        prop_assert_eq!(outlined(&again), outlined(&read(&text)));
    }
}

/// Questions of which all is understood, but that fields may stand in fields.
fn question_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-z]{1,8}[*~]?",
        "\"[a-z][a-z ]{0,8}\"",
        Just("datum:2020..2021".to_owned()),
        Just("gemeente:\"Den Haag\"".to_owned()),
        Just("soort:roept_op".to_owned()),
    ];
    leaf.prop_recursive(5, 24, 4, |inner| {
        let some = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            some.clone().prop_map(|parts| format!("({})", parts.join(" "))),
            some.prop_map(|parts| format!("({})", parts.join(" OR "))),
            inner.clone().prop_map(|part| format!("-({part})")),
            inner.clone().prop_map(|part| format!("verzoekt:({part})")),
            inner.clone().prop_map(|part| format!("aan:({part})")),
            (inner.clone(), inner).prop_map(|(one, other)| format!("{one} NEAR/7 {other}")),
        ]
    })
}
