//! Columns of a page that were copied below one another: parties, and then as many names, or the names
//! first.

use std::collections::HashMap;
use std::ops::Range;

use super::asked::Asked;
use crate::extract::segment::{Kind, Unit};
use crate::extract::sheet::Sheet;
use crate::grammar::term::Mark;

/// What a line of such columns is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Paired {
    /// A party, which a name has.
    Party,
    /// A name, with the cell of its party.
    Name(Range<usize>),
    /// A name below parties of which nothing tells the one that is its own.
    Alone,
}

/// The lines that are parties and as many names, each behind all of the other: by their order they
/// belong together.
///
/// Of three parties or more one may look like a name.
pub(super) fn paired(
    sheet: &Sheet<'_>,
    asked: &Asked<'_>,
    units: &[&Unit],
) -> HashMap<usize, Paired> {
    let mut found = HashMap::new();
    let cell = |unit: &Unit| sheet.lines()[unit.line].range.clone();
    let is_party = |unit: &&Unit| asked.is_party(&cell(unit)) || asked.is_led(&cell(unit));
    let is_name = |unit: &&Unit| {
        !is_party(unit)
            && asked.signatory(&cell(unit)).is_some_and(|signed| {
                signed.party.is_none() && signed.role.is_none() && signed.organisation.is_none()
            })
    };
    let mut rest = units;
    while let Some(first) = rest.iter().position(|unit| stands_alone(sheet, unit)) {
        let run = &rest[first..];
        let alone = run.iter().take_while(|unit| stands_alone(sheet, unit)).count();
        // Two of a sort first, and two of the other.
        let fits = |unit: &&Unit| is_party(unit) || is_name(unit);
        let begins = alone >= 4 && fits(&run[0]) && is_party(&run[0]) == is_party(&run[1]);
        let length =
            if begins { run[..alone].iter().take_while(|unit| fits(unit)).count() } else { 0 };
        rest = &run[length.max(1)..];
        // As many parties as it takes, and then another number of names, set apart from them.
        let parties = run[..length].iter().take_while(|unit| is_party(unit)).count();
        let (first, names) = run[..length].split_at(parties);
        let apart = |unit: &&Unit| sheet.is_wide(unit.line);
        if parties > 1
            && names.len() > 1
            && names.len() != parties
            && apart(&names[0])
            && !first[1..].iter().chain(&names[1..]).any(apart)
            && names.iter().all(is_name)
        {
            found.extend(first.iter().map(|unit| (unit.line, Paired::Party)));
            found.extend(names.iter().map(|unit| (unit.line, Paired::Alone)));
            continue;
        }
        let (above, below) = run[..length].split_at(length / 2);
        if above.len() < 2 || above.len() != below.len() {
            continue;
        }
        let parties = |half: &[&Unit]| {
            let known = half.iter().filter(|unit| is_party(unit)).count();
            if half.len() == 2 { known == 2 } else { 3 * known >= 2 * half.len() }
        };
        let names = |half: &[&Unit]| half.iter().all(is_name);
        let (named, of) = match () {
            () if parties(above) && names(below) => (below, above),
            () if names(above) && parties(below) => (above, below),
            () => continue,
        };
        for (name, party) in named.iter().zip(of) {
            found.insert(party.line, Paired::Party);
            found.insert(name.line, Paired::Name(cell(party)));
        }
    }
    found
}

/// Whether a unit is a line of one cell that may be a name or a party.
fn stands_alone(sheet: &Sheet<'_>, unit: &Unit) -> bool {
    let text = match unit.kind {
        Kind::Text => true,
        // They begin with the first of these, without words that say so.
        Kind::Signing(_, value) => value == unit.range.start,
        _ => false,
    };
    // "I. de Wit": initials look like the number of an item.
    let initials = matches!(unit.marker, None | Some((Mark::Roman | Mark::Letter, _)));
    text && unit.begins_line
        && initials
        && unit.range.len() <= LONG
        && sheet.document.cells(sheet.lines()[unit.line]).nth(1).is_none()
}

/// A name has at most so many bytes.
const LONG: usize = 60;
