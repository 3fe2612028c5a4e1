//! Which body speaks.

use super::sheet::Sheet;
use crate::grammar::{Grammar, Grammars, body, frame};

/// How much an opening of a body weighs beside a line of its page furniture, or a word that its
/// documents have.
const OPENING: usize = 5;

/// The grammars that fit a document.
#[derive(Clone, Copy, Debug)]
pub struct Fit<'g> {
    /// The one that fits best.
    pub grammar: &'g Grammar,
    /// Whether any of its words say so.
    pub known: bool,
    /// The one that fits next best, if words of it stand there at all.
    pub runner_up: Option<&'g Grammar>,
    /// Whether that one fits as well, by words that only its documents have.
    pub tied: bool,
}

/// The grammar that fits a document best.
///
/// Where nothing says so it is the one whose clauses are found most often, the first of equals.
///
/// # Panics
/// Never: there is no set of grammars without one.
#[must_use]
pub fn grammar<'g>(sheet: &Sheet<'_>, grammars: &'g Grammars) -> Fit<'g> {
    let signs = grammars.signs(sheet.text(), sheet.memo());
    let begins: Vec<u64> = (0..sheet.lines().len())
        .map(|line| grammars.may_begin(sheet.text(), sheet.start(line), sheet.memo()))
        .collect();
    let all = grammars.all().iter().zip(signs).enumerate();
    let scored: Vec<(usize, usize, &Grammar)> = all
        .map(|(at, (grammar, signs))| {
            let may = |line: &usize| at >= 63 || begins[*line] & 1 << at != 0;
            let lines = (0..begins.len()).filter(may);
            (score(sheet, grammar, lines), signs, grammar)
        })
        .collect();
    let silent = sheet.is_unbroken() && scored.iter().all(|(score, ..)| *score < OPENING);
    let mut scored: Vec<(usize, usize, &Grammar)> = scored
        .into_iter()
        .map(|(score, signs, grammar)| {
            let inside = if silent { inside(sheet, grammar) } else { 0 };
            (score + inside + signs, signs, grammar)
        })
        .collect();
    // The sort is stable: of equals the first.
    scored.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
    let (best, _, grammar) = *scored.first().expect("grammars hold at least one body");
    let next = scored.get(1).filter(|(score, ..)| *score > 0);
    Fit {
        grammar,
        known: best > 0,
        runner_up: next.map(|(.., grammar)| *grammar),
        // How a body opens may be what another one is called too: only signs of its own speak for that.
        tied: next.is_some_and(|(score, signs, _)| *score == best && *signs > 0),
    }
}

/// How many of the lines begin with words of this body.
fn score(sheet: &Sheet<'_>, grammar: &Grammar, lines: impl Iterator<Item = usize>) -> usize {
    let scan = sheet.scan(grammar);
    let line = |line: usize| {
        let input = &scan.text[sheet.start(line)..];
        let opening = usize::from(
            frame::opening(&scan, input).is_ok()
                || frame::is_sign(&scan, input)
                || body::is_spoken(&scan, input),
        );
        OPENING * opening + usize::from(frame::furniture(&scan, input).is_ok())
    };
    lines.map(line).sum()
}

/// How many openings of a body stand inside lines: in a motion that is all one paragraph, behind the
/// title.
fn inside(sheet: &Sheet<'_>, grammar: &Grammar) -> usize {
    let scan = sheet.scan(grammar);
    let bodies = grammar.bodies.find_all(scan.text);
    OPENING * bodies.filter(|&at| frame::opening_inside(&scan, at).is_some()).count()
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::motion_of;

    #[test]
    fn only_words_of_its_own_make_another_body_as_likely() {
        for (words, warned) in [("de straat", false), ("het stemadvies van het vng-bestuur", true)]
        {
            let motion = motion_of(&format!(
                "De algemene ledenvergadering,\n\noverwegende dat {words} lang is;\n\nverzoekt het bestuur om bomen;\n"
            ));
            let unsure = motion.warnings.iter().find(|warning| warning.code == "grammar-unsure");
            let expected = "the words of `partijcongres` fit as well as those of `vng`";
            assert_eq!(
                unsure.map(|warning| warning.message.as_str()),
                warned.then_some(expected),
                "{words}"
            );
        }
    }

    #[test]
    fn a_council_may_say_wij() {
        let motion = motion_of(
            "Wij, de gemeenteraad van de gemeente Loonrade, bijeen op 3 mei 2024,\n\nVerzoekt het \
             college:\n- bomen te planten.\n",
        );
        assert_eq!(motion.body.as_deref(), Some("de gemeenteraad van de gemeente Loonrade"));
        assert_eq!(motion.date.as_deref(), Some("2024-05-03"));
    }
}
