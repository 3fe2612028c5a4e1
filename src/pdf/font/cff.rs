//! Compact font programs (CFF): their own encoding, and the names of their glyphs.
//!
//! Programs whose glyphs have numbers (CIDs) in place of names say nothing about letters.

use std::collections::HashMap;

use ttf_parser::GlyphId;
use ttf_parser::cff::Table;

use super::name::{self, plain};
use crate::pdf::limits::Budget;

/// The texts of glyphs, by their ids.
pub type Letters = HashMap<u16, String>;

/// The text of each code by the program's own encoding; `None` when that has no code at all. A code
/// that the encoding leaves out is read by the standard encoding.
pub fn codes(table: &Table, budget: &mut Budget) -> Option<Vec<Option<String>>> {
    // A code is found by walking the encoding and the list of names.
    if !budget.program(256 * (name::STEPS + usize::from(table.number_of_glyphs()))) {
        return None;
    }
    let glyphs: Vec<_> = (0..=255).map(|code| table.glyph_index(code)).collect();
    let found = glyphs.iter().flatten().any(|glyph| glyph.0 != 0);
    if !found && has_standard_names(table) {
        return name::table(b"StandardEncoding").map(|table| plain(&table));
    }
    found.then(|| glyphs.iter().map(|glyph| named(table, (*glyph)?)).collect())
}

/// Whether the glyphs are those of the standard list, in its order: such a program says nothing of
/// its names, and the standard encoding goes without saying too.
fn has_standard_names(table: &Table) -> bool {
    [(1, "space"), (34, "A"), (228, "zcaron")]
        .into_iter()
        .all(|(glyph, name)| table.glyph_name(GlyphId(glyph)) == Some(name))
}

/// Adds the texts of glyphs that have a name and no text yet.
pub fn name_glyphs(letters: &mut Letters, table: &Table, budget: &mut Budget) {
    let count = table.number_of_glyphs();
    for glyph in (1..count).filter(|_| !is_numbered(table)) {
        if !letters.contains_key(&glyph) {
            // Finding a name walks the list of names.
            if !budget.program(name::STEPS + usize::from(count)) {
                return;
            }
            letters.extend(named(table, GlyphId(glyph)).map(|text| (glyph, text)));
        }
    }
}

/// The numbers (CIDs) of glyphs, each with its glyph; `None` for a program with names, whose numbers
/// are the glyphs themselves.
pub fn numbers(
    table: &Table,
    glyphs: impl Iterator<Item = u16>,
    budget: &mut Budget,
) -> Option<Vec<(u16, u16)>> {
    is_numbered(table).then(|| {
        let steps = usize::from(table.number_of_glyphs());
        glyphs
            .take_while(|_| budget.program(steps))
            .filter_map(|glyph| Some((table.glyph_cid(GlyphId(glyph))?, glyph)))
            .collect()
    })
}

/// Whether the glyphs of a program have numbers in place of names.
fn is_numbered(table: &Table) -> bool {
    table.glyph_cid(GlyphId(0)).is_some()
}

/// The text of a glyph by its name.
fn named(table: &Table, glyph: GlyphId) -> Option<String> {
    table.glyph_name(glyph).and_then(name::letter)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn codes_and_glyphs_are_read_by_their_names() {
        let program = sample::cff(&[(1, "eacute"), (2, "g12"), (200, "f_i")]);
        let table = Table::parse(&program).unwrap();
        let codes = codes(&table, &mut Budget::new()).unwrap();
        let shown = [1, 2, 200, 65].map(|code: usize| codes[code].as_deref());
        assert_eq!(shown, [Some("é"), None, Some("ﬁ"), None]);
        let mut letters = Letters::from([(1, "x".to_owned())]);
        name_glyphs(&mut letters, &table, &mut Budget::new());
        assert_eq!(letters[&1], "x");
        assert_eq!(letters[&3], "ﬁ");
        assert_eq!(letters.len(), 2);
        assert!(numbers(&table, [1].into_iter(), &mut Budget::new()).is_none());
    }
    #[test]
    fn a_program_that_is_damaged_anywhere_ends_without_harm() {
        let program = sample::cff(&[(1, "eacute"), (2, "B")]);
        let read = |bytes: &[u8]| {
            if let Some(table) = Table::parse(bytes) {
                let mut budget = Budget::new();
                let mut letters = Letters::new();
                name_glyphs(&mut letters, &table, &mut budget);
                let _ = codes(&table, &mut budget);
                let _ = numbers(&table, 0..3, &mut budget);
            }
        };
        for at in 0..program.len() {
            read(&program[..at]);
            for byte in [0, 1, 0x7f, 0xff] {
                let mut program = program.clone();
                program[at] = byte;
                read(&program);
            }
        }
    }
}
