//! Whether words that could be the heading of a clause are one, by what stands around them.

use std::ops::Range;

use super::{Kind, SENTENCE_ENDS, Segmenter, Spot, Unit, Zone};
use crate::extract::{ballot, prose};
use crate::grammar::file::Role;
use crate::grammar::frame;
use crate::grammar::rules::{self, Heading, Stop};
use crate::grammar::term::Mark;
use crate::grammar::{body, closing};

impl Segmenter<'_, '_> {
    /// The heading that begins at a spot, where what stands around it allows one there.
    pub(super) fn heading(&self, spot: &Spot) -> Option<Heading> {
        let heading = match rules::heading(self.scan, &self.scan.text[spot.words..]) {
            Ok((_, heading)) => heading,
            Err(_) => {
                let named = (spot.begins_line && self.named).then(|| self.behind_body(spot));
                let sentence = || self.prose.then(|| prose::heading(self.scan, spot.words));
                let ticked = || self.behind_tick(spot);
                named.flatten().or_else(ticked).or_else(|| sentence().flatten())?
            }
        };
        // "… laagdrempelige plekken zijn / Van mening dat": the heading begins on the line below.
        let line_end = self.scan.line_end(spot.words);
        if !spot.begins_line
            && heading.words.end > line_end
            && rules::heading(self.scan, self.scan.text[line_end..].trim_start())
                .is_ok_and(|(_, below)| self.sheet.is_capital(below.words.start))
        {
            return None;
        }
        let heading = self.without_om(heading);
        // "Spreekt uit", and below it "Van oordeel te zijn dat …": that is what it says.
        if self.scan.text[heading.end..].starts_with("te zijn ") && heading.addressee.is_none() {
            return None;
        }
        // "Besluit / Het college te verzoeken om": that is what is decided.
        let decided =
            heading.addressee.as_ref().is_some_and(|asked| asked.start == heading.words.start);
        let behind = |(_, unit): &(Zone, Unit)| match &unit.kind {
            Kind::Heading(before) => before.end == spot.at && before.stop != Stop::Open,
            _ => false,
        };
        // "- het COA te verzoeken …", one of the things that somebody is asked.
        let listed = spot.marker.is_some() && self.list.dictum && self.list.begun;
        if decided && (listed || self.units.last().is_some_and(behind)) {
            return None;
        }
        // "Besluit: aangenomen", "Besluit" above "Aangenomen": that is what became of the motion.
        let verdict = frame::verdict(self.scan, &self.scan.text[heading.end..]);
        let whole = |rest: &str| heading.stop == Stop::Colon || self.scan.at_line_end(rest);
        if heading.stop != Stop::Open && verdict.is_ok_and(|(rest, _)| whole(rest)) {
            return None;
        }
        // Who is asked does not stand apart from the verb: "vraagt", the last word of the page before.
        let torn = |asked: &Range<usize>| {
            let line = self.sheet.line_of(asked.start);
            line > spot.line && self.sheet.is_wide(line)
        };
        if heading.addressee.as_ref().is_some_and(torn) {
            return None;
        }
        // "Besluit   ☐ aangenomen   ☒ verworpen"
        let line = spot.at..self.scan.line_end(spot.at);
        if self.zone == Zone::Head && ballot::is_row(self.scan, line) {
            return None;
        }
        let before = self.sheet.before(spot.at);
        let around = Around {
            before,
            ended: before.is_none_or(|c| SENTENCE_ENDS.contains(c)),
            apart: self.sheet.is_wide(spot.line) || self.sheet.follows_short(spot.line),
            capital: self.sheet.is_capital(spot.words)
                || self.scan.text[spot.words..].starts_with('"')
                    && self.sheet.is_capital(spot.words + 1),
        };
        // A sentence about the body that speaks, not one that it says.
        if heading.led && heading.stop == Stop::Open {
            let asks = self.scan.grammar.clauses[heading.clause].role == Role::Dictum
                && heading.addressee_known;
            // "De raad vindt dat het college:", above a list.
            let announces = || {
                let line = self.scan.line_end(spot.at);
                self.scan.announces(spot.at) && self.marker(line).is_some()
            };
            let alone = around.ended && around.apart && around.capital && spot.begins_line;
            if !(alone && (asks || announces())) {
                return None;
            }
        }
        let accepted = if self.prose {
            let dictum = self.scan.grammar.clauses[heading.clause].role == Role::Dictum;
            let quoted = around.before.is_some_and(|c| matches!(c, '"' | '“' | '‘'));
            dictum && heading.addressee_known && around.ended && around.capital && !quoted
        } else if !spot.begins_line {
            self.heads_inside(&heading, &around, spot)
        } else if let Some((mark, _)) = spot.marker {
            self.heads_marked(&heading, spot.at, mark)
        } else if self.is_first_behind_opening() || self.is_first_behind_title() {
            true
        } else {
            self.heads_line(&heading, &around, spot.line)
        };
        accepted.then_some(heading)
    }

    /// A heading that seems to end with its line, behind "om", and goes on with the sentence below: the line
    /// is full, and what follows has no marker and no capital. "om" is of what is asked then.
    fn without_om(&self, heading: Heading) -> Heading {
        let text = &self.scan.text[heading.words.clone()];
        let line = self.sheet.line_of(heading.words.end.saturating_sub(1));
        let infinitive = [" om te", " om", " te"].into_iter().find(|word| text.ends_with(word));
        let Some(infinitive) = infinitive.filter(|_| heading.stop == Stop::Line) else {
            return heading;
        };
        let runs_on = line + 1 < self.sheet.lines().len()
            && heading.end == self.sheet.start(line + 1)
            && !self.sheet.is_wide(line + 1)
            && !self.sheet.follows_short(line + 1)
            && self.marker(heading.end).is_none()
            && !self.sheet.is_capital(heading.end);
        if !runs_on {
            return heading;
        }
        let end = heading.words.end - infinitive.len();
        Heading { words: heading.words.start..end, stop: Stop::Open, end: end + 1, ..heading }
    }

    /// Whether a line begins left of where the items of its list go on, at their markers or before them:
    /// "- item" over two lines, and below them a line at the dash.
    fn is_outdented(&self, line: usize) -> bool {
        let indent = |line: usize| self.sheet.lines()[line].indent;
        let Some((_, item)) = self.units.iter().rev().find(|(_, unit)| unit.marker.is_some())
        else {
            return false;
        };
        let near = line.saturating_sub(HANGING)..line;
        let hangs = near.into_iter().any(|other| indent(other) > indent(item.line) + 0.9);
        hangs && indent(line) <= indent(item.line) + 0.5
    }

    /// A heading with the body named again before it: "De raad, overwegende dat", also without the comma.
    fn behind_body(&self, spot: &Spot) -> Option<Heading> {
        let input = &self.scan.text[spot.words..];
        let (behind, comma) = body::behind_body(self.scan, input)?;
        let (_, heading) = rules::heading(self.scan, behind).ok()?;
        let joined = || self.scan.text[heading.words.clone()].ends_with(" dat") && !heading.led;
        (heading.stop != Stop::Open && (comma || joined())).then_some(heading)
    }

    /// Whether what the last heading says follows it at once.
    fn is_inline(&self) -> bool {
        self.list.begun && self.last_heading().is_some_and(|(_, last)| last.stop == Stop::Open)
    }

    /// A heading behind the tick of a form: "X Verzoekt het college:".
    fn behind_tick(&self, spot: &Spot) -> Option<Heading> {
        let line = &self.scan.text[spot.at..];
        let behind = TICKS.iter().find_map(|tick| line.strip_prefix(tick)?.strip_prefix(' '));
        let behind = behind.filter(|_| spot.begins_line && spot.marker.is_none())?;
        let (_, heading) = rules::heading(self.scan, behind).ok()?;
        (heading.stop != Stop::Open && self.sheet.is_capital(self.scan.at(behind)))
            .then_some(heading)
    }

    /// Whether nothing but the closing formula stands behind a heading in its sentence: "keurt het beleid
    /// af en gaat over tot de orde van de dag".
    fn ends_motion(&self, heading: &Heading) -> bool {
        let behind = &self.scan.text[heading.end..];
        let behind = &behind[..behind.floor_char_boundary(LAST)];
        let sentence = behind.find([';', '.', ':']).map_or(behind, |end| &behind[..end]);
        let and = ["en ", ", en "].into_iter().any(|and| sentence.starts_with(and));
        let joints = sentence.match_indices(" en ").map(|(at, _)| at + 1);
        let mut joints = and.then_some(0).into_iter().chain(joints);
        joints.any(|at| closing::closing(self.scan, &self.scan.text[heading.end + at..]).is_ok())
    }

    /// Whether a heading may stand inside a line: one that ends, begins with a capital, and stands
    /// where a sentence ends or sticks to the word before it; or behind a marker.
    fn heads_inside(&self, heading: &Heading, around: &Around, spot: &Spot) -> bool {
        let glued = !self.scan.text[..spot.at].ends_with(' ');
        let shown = around.capital && (around.ended || glued);
        let ends = heading.stop != Stop::Open;
        // "…; stelt vast dat:", and a list on the lines below.
        let last = heading.stop == Stop::Colon && matches!(around.before, Some(';' | '.'));
        // All in one line: "… groeit Overwegende - dat …", and the quote that a motion begins with.
        let quoted = around.before == Some('"')
            && self.zone == Zone::Head
            && self.scan.text[..spot.at].ends_with(" \"");
        let lined = around.capital
            && self.sheet.is_unbroken()
            && (quoted
                || heading.stop == Stop::Line
                    && !self.scan.at_line_end(&self.scan.text[heading.end..]));
        // A sentence of its own that asks somebody, in running text.
        let asks = self.scan.grammar.clauses[heading.clause].role == Role::Dictum
            && heading.addressee_known
            && around.capital
            && around.before == Some('.')
            && !self.list.marked;
        // "gehoord de beraadslaging, overwegende dat …" on one line; in one paragraph a request may
        // stand behind a comma too.
        let dat = self.scan.text[heading.words.clone()].ends_with(" dat");
        let known = self.scan.grammar.clauses[heading.clause].role == Role::Dictum
            && heading.addressee_known;
        let behind_heading = self.units.last().is_some_and(|(_, unit)| match &unit.kind {
            Kind::Heading(before) => before.end == spot.at && before.stop == Stop::Open,
            _ => false,
        }) && around.before == Some(',');
        // "…, besprekende het plan, gehoord de beraadslaging,"
        let behind_subject = ends
            && around.before == Some(',')
            && heading.stop == Stop::Comma
            && self.scan.grammar.clauses[heading.clause].kind == "gehoord"
            && self.units.last().is_some_and(|(_, unit)| {
                matches!(&unit.kind, Kind::Opening(opening) if opening.subject.is_some())
            });
        // "…; overwegende dat …; verzoekt het college …", all in one paragraph.
        let dictum = self.scan.grammar.clauses[heading.clause].role == Role::Dictum;
        let asked = dictum && heading.addressee.is_some();
        let capital = around.capital && self.sheet.is_unbroken();
        let strung = around.before == Some(';')
            && !self.list.marked
            && (dat || known || asked || capital || self.is_inline());
        let inline = self.last_heading().map(|(unit, _)| !unit.begins_line);
        let joined = around.before == Some(',')
            && (known || dat && inline == Some(true))
            && !self.asked
            && self.zone == Zone::Body
            && self.list.begun
            && !self.list.marked
            && (self.sheet.is_unbroken() || inline == Some(true));
        // "overwegende dat …, keurt het beleid af en gaat over …", all in one sentence.
        let closes = around.before == Some(',')
            && self.scan.grammar.clauses[heading.clause].role != Role::Preamble
            && heading.stop == Stop::Open
            && !self.asked
            && self.zone == Zone::Body
            && self.list.begun
            && !self.list.marked
            && self.ends_motion(heading);
        lined
            || closes
            || ends && (shown || last || spot.marker.is_some() && self.has_marked_headings())
            || asks
            || strung
            || behind_heading
            || behind_subject
            || joined
            || self.ends_opening(spot)
    }

    /// Whether a spot stands right behind the opening: "De raad, overwegende dat …".
    pub(super) fn ends_opening(&self, spot: &Spot) -> bool {
        let end = |(_, unit): &(Zone, Unit)| match &unit.kind {
            Kind::Opening(opening) => Some(opening.end),
            _ => None,
        };
        let end = self.units.last().and_then(end);
        // "ter bespreking van / het verzoek van": what is discussed.
        let asks_more = |end: usize| {
            let last = self.scan.text[..end].trim_end().rsplit(' ').next().unwrap_or_default();
            self.scan.grammar.words.awaits(last)
        };
        end.is_some_and(|end| {
            end <= spot.at && matches!(&self.scan.text[end..spot.at], "" | "\"") && !asks_more(end)
        })
    }

    /// Whether nothing stands between here and the opening but what the head states.
    pub(super) fn is_first_behind_opening(&self) -> bool {
        let said = self.units.iter().rev().find(|(_, unit)| !matches!(unit.kind, Kind::Label(..)));
        said.is_some_and(|(_, unit)| matches!(unit.kind, Kind::Opening(_)))
    }

    /// Whether nothing stands between here and the title of another motion.
    fn is_first_behind_title(&self) -> bool {
        let last = self.units.last();
        self.titled && last.is_some_and(|(_, unit)| matches!(unit.kind, Kind::Title(_)))
    }

    /// Whether a heading may stand behind the marker of a line: one that ends, or where headings
    /// have such markers and items others.
    fn heads_marked(&self, heading: &Heading, at: usize, mark: Mark) -> bool {
        // A list right behind a heading that ends: its first item is none.
        let listed = |(_, unit): &(Zone, Unit)| match &unit.kind {
            // "gehoord de beraadslaging" says all that it says.
            Kind::Heading(before) => {
                let words = &self.scan.text[before.words.clone()];
                before.end == at
                    && before.stop != Stop::Open
                    && (words.ends_with(" dat") || !words.contains(' '))
            }
            _ => false,
        };
        heading.stop == Stop::Colon
            || heading.stop != Stop::Open && !self.list.marked
            || self.has_marked_headings() && !self.units.last().is_some_and(listed)
            || self.list.marked
                && self.heading_marks.contains(&mark)
                && !self.list.marks.contains(&mark)
    }

    /// Whether a heading may stand at the start of a line without a marker.
    fn heads_line(&self, heading: &Heading, around: &Around, line: usize) -> bool {
        let Around { before, ended, apart, capital } = *around;
        // "overwegende, dat": what follows is what it says.
        let joined = || self.scan.text[heading.words.clone()].ends_with(" dat");
        // Behind an item without a sign at its end, and a list of the same sort below.
        let marked = || {
            let below = self.marker(heading.end).map(|(mark, _)| mark);
            below.is_some_and(|mark| self.list.marks.contains(&mark))
        };
        match heading.stop {
            Stop::Colon => ended || capital || apart || marked(),
            Stop::Comma | Stop::Line => {
                let closed = matches!(before, Some(';' | '.' | ':'));
                // A word at the top of a page may end the sentence of the page before.
                let word = || !self.scan.text[heading.words.clone()].contains(' ');
                let torn = || !capital && self.sheet.begins_page(line) && word();
                ended && (apart || capital || closed || self.sheet.is_paragraph(line))
                    || capital && apart
                    || self.sheet.is_wide(line) && !torn()
                    || marked() && (capital || joined() || heading.addressee_known)
                    || (ended || apart) && self.marker(heading.end).is_some()
            }
            Stop::Open if self.zone == Zone::Head => {
                let spaced = self.sheet.is_wide(line) || self.sheet.has_space_above(line);
                (ended || capital && spaced) && apart && line > 0
            }
            // In a list a comma does not end an item, unless space does.
            Stop::Open if before == Some(',') => {
                let spaced =
                    || self.sheet.has_space_above(line) && (joined() || heading.addressee_known);
                // "… overwegend door anderen": a word in a sentence that began as a ground.
                let last = self.last_heading().map(|(_, last)| &self.scan.text[last.words.clone()]);
                let inside = last.is_some_and(|last| last.ends_with(" dat"))
                    && !joined()
                    && heading.addressee.is_none();
                // Grounds behind one another, each on a line of its own.
                let again = joined() && last.is_some_and(|last| last.ends_with(" dat"));
                // "verzoekt de regering tevens om …", below a list of what it was asked before.
                let asks = self.scan.grammar.clauses[heading.clause].role == Role::Dictum
                    && heading.addressee_known
                    && self.list.dictum;
                // An item may be torn: "… langs de steiger, / aangezien de kade donker is".
                let preamble = self.scan.grammar.clauses[heading.clause].role == Role::Preamble;
                let paragraph = self.sheet.is_paragraph(line) && !(self.list.marked && preamble);
                !self.list.marked && (apart && !inside || again)
                    || asks
                    || self.sheet.is_wide(line)
                    || paragraph
                    || spaced()
            }
            Stop::Open => {
                let spaced = self.sheet.has_space_above(line);
                let asked = heading.addressee_known && (self.sheet.is_wide(line) || spaced);
                // "zegt het vertrouwen op in": so many words are no part of a sentence.
                let long = self.scan.text[heading.words.clone()].split(' ').count() > 3
                    && self.scan.grammar.clauses[heading.clause].role == Role::Dictum;
                let outdented = || self.list.marked && self.is_outdented(line);
                ended
                    || capital && apart
                    || asked
                    || (joined() || long) && spaced
                    || (joined() || heading.addressee_known) && outdented()
            }
        }
    }

    /// Whether a marked line may be a heading: in a motion whose headings are marked themselves.
    pub(super) fn has_marked_headings(&self) -> bool {
        !self.list.begun || self.list.heading_marked || !self.list.marked && !self.list.dictum
    }
}

/// Before the heading of a clause that was chosen on a form.
const TICKS: [&str; 5] = ["x", "[x]", "\u{2612}", "\u{2611}", "\u{2713}"];

/// What a motion asks last, in the sentence that closes it, has at most so many bytes.
const LAST: usize = 400;

/// Within so many lines one of a list goes on below another.
const HANGING: usize = 40;

/// What stands around a place where a heading may begin.
#[derive(Clone, Copy, Debug)]
struct Around {
    /// The last character before it.
    before: Option<char>,
    /// That character may end a sentence or a part of one.
    ended: bool,
    /// There is space above, or room at the end of the line before.
    apart: bool,
    /// It begins with a capital.
    capital: bool,
}

#[cfg(test)]
mod tests;
