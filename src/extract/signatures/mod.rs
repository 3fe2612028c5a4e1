//! Who signed: rows of names, and the offices and parties beside or below them.

mod asked;
mod behind;
mod below;
mod cells;
mod columns;
mod lead;
mod list;
mod paired;
mod record;
mod spaced;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use self::asked::Asked;
use self::paired::Paired;
use self::table::Column;

use super::ballot;
use super::claims::Claims;
use super::segment::{Kind, Unit};
use super::sheet::Sheet;
use super::submitters;
use super::town;
use crate::grammar::file::{Field, Section, SignatoryKind};
use crate::grammar::frame;
use crate::grammar::name;
use crate::grammar::party;
use crate::grammar::person::{self, Signed};
use crate::grammar::scan::Scan;
use crate::grammar::term::{self, Mark};
use crate::motion::{Signatory, Submitter};

/// A signatory while the rows are being read, in source ranges.
#[derive(Clone, Debug)]
struct Entry {
    signed: Signed,
    kind: SignatoryKind,
    /// Whether words say that names follow: a heading, the chair's sentence.
    said: bool,
    /// What a line above said that they sign for, where another one says it anew: "Burgemeester en
    /// wethouders van X" above "wethouder gemeente X".
    again: Option<Range<usize>>,
    /// What goes on with the name in the row below it.
    name_more: Option<Range<usize>>,
    /// What goes on with the name of the party in the row below it.
    party_more: Option<Range<usize>>,
}

/// Reads the units behind the clauses; takes what it reads. `submitters` are those whom the head names.
#[must_use]
pub fn read(
    sheet: &Sheet<'_>,
    scan: &Scan<'_>,
    units: &[&Unit],
    submitters: &[Submitter],
    claims: &mut Claims,
) -> Vec<Signatory> {
    let asked = Asked::new(sheet, scan, submitters);
    let mut reader = Reader {
        sheet,
        scan,
        asked: &asked,
        claims,
        entries: Vec::new(),
        moved: HashMap::new(),
        open: Vec::new(),
        party: None,
        pending: None,
        idle_parties: 0,
        columns: Vec::new(),
        bodies: Vec::new(),
        offices: Vec::new(),
        table: Vec::new(),
        read_to: 0,
        unfinished: Vec::new(),
        more: Vec::new(),
        party_comma: false,
        leading: 0,
        paired: paired::paired(sheet, &asked, units),
        party_lines: table::party_lines(sheet, &asked, units),
        are_spaced: spaced::are_spaced(sheet, &asked, units),
        party_first: None,
        party_sign: None,
        organisation: None,
        kind: SignatoryKind::Submitted,
        said: false,
    };
    let mut signing = true;
    let mut missed = 0;
    for unit in units {
        match &unit.kind {
            // Another motion begins.
            Kind::Opening(_) => break,
            Kind::Signing(kind, value) => {
                signing = true;
                missed = 0;
                let value = (*value).min(unit.range.end);
                reader.begin(*kind, unit.range.start..value);
                reader.said = value > unit.range.start;
                if value == unit.range.start {
                    reader.row(unit);
                } else {
                    reader.value(unit.line, value..unit.range.end);
                }
            }
            Kind::Movers(names, end) => {
                reader.said = true;
                reader.movers(unit.range.start..*end, names);
            }
            Kind::Section(_) | Kind::Label(Field::Outcome, _) => signing = false,
            Kind::Dated(_, date) => {
                let names = date.end.min(unit.range.end)..unit.range.end;
                let words = scan.text[names.clone()].trim_start_matches([',', ' ', '.']);
                if !words.trim().is_empty() {
                    reader.value(unit.line, names.end - words.len()..names.end);
                }
            }
            Kind::Closing(range) => {
                signing = true;
                missed = 0;
                reader.named_behind(range.end.min(unit.range.end)..unit.range.end);
            }
            _ if signing => {
                missed = if reader.row(unit) { 0 } else { missed + 1 };
                signing =
                    missed < MISSED && !(missed > 0 && is_prose(&scan.text[unit.range.clone()]));
            }
            _ => {}
        }
    }
    if reader.entries.is_empty()
        && let Some(last) = reader.below_explanation(units)
    {
        reader.row(last);
    }
    reader.finish()
}

/// So many rows that are no names end the signatures.
const MISSED: usize = 3;

/// Whether a line is a sentence rather than a row of names: it has many words.
fn is_prose(line: &str) -> bool {
    line.split_whitespace().count() > 8
}

/// Whether a line is words with bars between them, as the links of a page are: "Terug | Zoeken | RSS".
fn is_row_of_links(text: &str) -> bool {
    memchr::memchr_iter(b'|', text.as_bytes()).count() > 1
        && text.split('|').all(|part| !part.trim().contains(' '))
        && !text.split('|').any(|part| party::is_known(part.trim()))
}

struct Reader<'r, 'a> {
    sheet: &'r Sheet<'a>,
    scan: &'r Scan<'r>,
    asked: &'r Asked<'r>,
    claims: &'r mut Claims,
    entries: Vec<Entry>,
    /// Where those whom sentences name stand among the entries.
    moved: HashMap<String, usize>,
    /// The signatories of the row before, whose party may stand below.
    open: Vec<usize>,
    /// The party that the names to come sign for.
    party: Option<Range<usize>>,
    /// The cell that names it, until someone has signed for it.
    pending: Option<Range<usize>>,
    /// How many parties stood above another one, and nobody signed for them.
    idle_parties: usize,
    /// The parties of a row with several, whose members sign below.
    columns: Vec<Range<usize>>,
    /// The offices of a row with several, which those below hold.
    offices: Vec<Range<usize>>,
    /// The organisations of a row with several, for which those below sign.
    bodies: Vec<Range<usize>>,
    /// What stands in the columns of the rows to come, where a row has named them.
    table: Vec<Column>,
    /// Up to where a list of several lines was read.
    read_to: usize,
    /// Who signed for the parties of a row, whose names may go on below.
    unfinished: Vec<usize>,
    /// The same of the row before.
    more: Vec<usize>,
    /// Lines that are parties and names, each behind all of the other.
    paired: HashMap<usize, Paired>,
    /// Lines that hold the party of the names above them, each with the first line of those.
    party_lines: HashMap<usize, usize>,
    /// Whether names have their parties behind them, with nothing but a space between.
    are_spaced: bool,
    /// Whether parties stand above the names that sign for them, as the first of them shows.
    party_first: Option<bool>,
    /// How many cells of the row before were words before a party, and nothing else.
    leading: usize,
    /// Whether a comma stands behind the last of those.
    party_comma: bool,
    /// The sign behind the party of who signed with that first: "D66, Mia Bos", "D66 – Mia Bos".
    party_sign: Option<char>,
    /// The organisation that they sign for.
    organisation: Option<Range<usize>>,
    kind: SignatoryKind,
    said: bool,
}

impl Reader<'_, '_> {
    fn text(&self, range: &Range<usize>) -> &str {
        self.sheet.document.slice(range)
    }

    fn begin(&mut self, kind: SignatoryKind, words: Range<usize>) {
        self.kind = kind;
        self.open.clear();
        self.party = None;
        self.organisation = None;
        self.claims.take(self.sheet.source(words));
    }

    fn movers(&mut self, sentence: Range<usize>, names: &Range<usize>) {
        let source = self.sheet.source(names.clone());
        let found = submitters::people(self.sheet, self.scan, &source).unwrap_or_default();
        if found.is_empty() {
            return;
        }
        self.claims.take(self.sheet.source(sentence));
        for signed in found.into_iter().filter(|signed| !signed.name.is_empty()) {
            // The chair may say it twice: of the motion that was changed, and of this one.
            // It counts where it is said last.
            let name = self.text(&signed.name).to_owned();
            match self.moved.get(&name) {
                Some(&at) => self.entries[at].signed = signed,
                None => {
                    self.moved.insert(name, self.entries.len());
                    self.push(signed);
                }
            }
        }
        self.open.clear();
    }

    /// A line of names, or of what belongs to the names above it. Gives whether any of it was read;
    /// a line without a word counts as read.
    fn row(&mut self, unit: &Unit) -> bool {
        let scan = self.scan;
        let input = &scan.text[unit.range.start..];
        self.more = std::mem::take(&mut self.unfinished);
        let may_lead = scan.grammar.party_leads.at(input).next().is_some();
        if may_lead && frame::is_bare_party_lead(scan, input) {
            return false;
        }
        let lead = if may_lead { frame::party_lead(scan, input).ok() } else { None };
        if let Some(party) = lead.and_then(|lead| self.fraction_below(unit, lead)) {
            self.claims.take(self.sheet.source(unit.range.clone()));
            // It is that of all who stand above it on one line.
            let open = std::mem::take(&mut self.open);
            for at in open {
                self.open = vec![at];
                self.belongs_below(std::slice::from_ref(&party));
            }
            self.open.clear();
            return true;
        }
        self.rejoin_surname(unit.line);
        if let Some(paired) = self.paired.get(&unit.line).cloned() {
            return self.paired_row(unit, &paired);
        }
        if let Some(start) = self.party_lines.get(&unit.line).copied() {
            return self.party_of_block(unit, start);
        }
        let cells: Vec<Range<usize>> =
            self.sheet.document.cells(self.sheet.lines()[unit.line]).collect();
        if self.finished(unit.line, &cells) || self.is_tabled(unit, &cells) {
            return true;
        }
        if self.between_bars(unit.line) {
            return true;
        }
        if is_row_of_links(self.text(&self.sheet.lines()[unit.line].range)) {
            return false;
        }
        let folded = &scan.text[unit.range.clone()];
        if frame::verdict(scan, folded).is_ok_and(|(rest, _)| {
            scan.at(rest.trim_start_matches(['.', ' '])) >= unit.range.end || scan.at_line_end(rest)
        }) {
            return false;
        }
        if let [first, second] = cells.as_slice()
            && self.party_and_name(first, second)
        {
            return true;
        }
        if cells.len() > 1 && self.heads_columns(unit, &cells) || self.heads_block(unit, &cells) {
            return true;
        }
        let led = match cells.as_slice() {
            [first, second] => self.lead_and_names(first, second),
            [_] => lead.is_some_and(|lead| self.lead(unit, lead)),
            _ => false,
        };
        if led {
            return true;
        }
        // A list of names may have bullets.
        let bullet = unit.marker.filter(|(mark, _)| matches!(mark, Mark::Sign(_) | Mark::Number));
        let start = bullet.map_or(unit.range.start, |(_, words)| words.min(unit.range.end));
        let start = self.sheet.source_at(start);
        let cells: Vec<Range<usize>> = cells
            .into_iter()
            .map(|cell| cell.start.max(start)..cell.end)
            .filter(|cell| cell.end > start && self.may_name(cell))
            .map(|cell| table::unlabelled(&scan.grammar.words, self.text(&cell), cell.clone()))
            .filter(|cell| !cell.is_empty())
            .map(|cell| table::unbracketed(self.text(&cell), cell.clone()))
            .collect();
        let cells = self.parted_at_initials(self.joined(cells));
        let cells = self.parted_surnames(cells);
        if let [cell] = cells.as_slice() {
            if self.parties_of_cell(cell) || self.before_unknown_party(cell) {
                return true;
            }
            if self.is_stray(cell) {
                return false;
            }
            if self.behind_colon(cell) {
                return true;
            }
            if let Some(read) = self.listed(unit, cell) {
                return read;
            }
            if self.spaced(unit, cell) {
                return true;
            }
        }
        cells.is_empty() || self.cells(unit.line, cells)
    }

    /// A cell that is surnames with commas between, as members of a chamber sign: "Bos, De Wit".
    fn parted_surnames(&self, cells: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let words = &self.scan.grammar.words;
        let [cell] = cells.as_slice() else { return cells };
        let text = self.text(cell);
        let surname = |part: &str| name::is_surname(words, part) && !party::is_party(words, part);
        let listed = text.as_bytes().contains(&b',') && text.contains(", ");
        if !listed || !text.split(", ").all(surname) {
            return cells;
        }
        let place = |part: &str| cell.start + (part.as_ptr() as usize - text.as_ptr() as usize);
        text.split(", ").map(|part| place(part)..place(part) + part.len()).collect()
    }

    /// Whether a cell holds words that may be a name or what belongs to one: no stamp, nothing that
    /// says what became of the motion, no word before a name alone.
    fn may_name(&self, cell: &Range<usize>) -> bool {
        let scan = self.scan;
        let text = self.text(cell);
        let place = self.sheet.offset(cell.start)..self.sheet.offset(cell.end);
        let input = &scan.text[place.start..];
        let stamp = frame::section(scan, input).is_ok_and(|(_, found)| found == Section::Stamp);
        // "VERWORPEN (9 voor, 18 tegen)"
        let over = |rest: &str| scan.at_cell_end(rest) || rest.trim_start().starts_with('(');
        let verdict = frame::verdict(scan, input).is_ok_and(|(rest, _)| over(rest))
            || ballot::is_row(scan, place);
        // "Molendrecht,", above the names: where it was signed.
        let place = || {
            let town = text.strip_suffix(',').filter(|town| !town.is_empty());
            town.is_some() && town::name(self.sheet, scan) == town
        };
        // "Deadline", a label of the page.
        let label = || {
            let found = frame::label(scan, input)
                .is_ok_and(|(rest, (field, _))| field == Field::Other && scan.at_cell_end(rest));
            found && person::office(&scan.grammar.words, text).is_none()
        };
        text.contains(char::is_alphanumeric)
            && !place()
            && !label()
            && !text.contains("in te vullen")
            && !input.starts_with("griffie ")
            && !input.starts_with("postbus ")
            && term::find_date(&input[..input.floor_char_boundary(text.len())]).is_none()
            && !name::is_courtesy(&scan.grammar.words, text)
            && !stamp
            && !verdict
            && !self.is_signing(input)
    }

    /// Whether words that head signatures stand here, and nothing else in their cell.
    fn is_signing(&self, input: &str) -> bool {
        frame::signing_words(self.scan, input).is_some_and(|rest| self.scan.at_cell_end(rest))
    }

    /// Whether a cell is one word behind people who all signed with a first name or initials: it is neither the
    /// name of another nor what belongs to the last.
    fn is_stray(&self, cell: &Range<usize>) -> bool {
        let words = &self.scan.grammar.words;
        let text = self.text(cell).trim();
        let full = |entry: &Entry| {
            let name = self.text(&entry.signed.name);
            name.contains([' ', '.']) && !name::is_surname(words, name)
        };
        let Some(last) = self.entries.last() else { return false };
        // "Agnes Bos" above "Smaling": where the head names members, others may sign by a surname alone.
        let apart = || {
            self.asked.people().is_empty()
                && (last.signed.party.is_some() || self.sheet.has_space_above(self.line_of(cell)))
        };
        let told = last.signed.party.is_some() && self.entries.len() > 1 || apart();
        !text.contains([' ', '.', '('])
            && told
            && self.party.is_none()
            && self.columns.is_empty()
            && !party::is_party(words, text)
            && person::office(words, text).is_none()
            && self.entries.iter().all(full)
    }

    /// The line that a cell stands in.
    fn line_of(&self, cell: &Range<usize>) -> usize {
        self.sheet.line_of(self.sheet.offset(cell.start))
    }

    fn push(&mut self, mut signed: Signed) {
        self.idle_parties = 0;
        if self.is_named_again(&signed) {
            return;
        }
        let before = signed.party.clone().filter(|party| party.end < signed.name.start);
        let between = before.map(|party| self.text(&(party.end..signed.name.start)).trim());
        if let Some(sign @ ("," | ":" | "-" | "–")) = between {
            self.party_sign = sign.chars().next();
        }
        signed.party = signed.party.map(|party| self.bare(party));
        if signed.party.is_none() {
            signed.party.clone_from(&self.party);
            self.claims.take(self.pending.take().unwrap_or_default());
        }
        if signed.organisation.is_none() {
            signed.organisation.clone_from(&self.organisation);
        }
        for range in [
            Some(&signed.name),
            signed.role.as_ref(),
            signed.organisation.as_ref(),
            signed.party.as_ref(),
        ] {
            self.claims.take(range.cloned().unwrap_or_default());
        }
        self.entries.push(Entry {
            signed,
            kind: self.kind,
            said: self.said,
            again: None,
            name_more: None,
            party_more: None,
        });
    }

    fn finish(self) -> Vec<Signatory> {
        let sheet = self.sheet;
        self.entries.iter().map(|entry| record::signatory(sheet, entry)).collect()
    }
}
