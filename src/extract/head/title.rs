//! The name of a motion, by a label, a number before it, or its place and looks, and how far a
//! paragraph of the head goes.

use std::ops::Range;

use super::Reader;
use crate::extract::outcome;
use crate::extract::segment::{Kind, Unit};
use crate::extract::sheet::Sheet;
use crate::grammar::Field;
use crate::grammar::frame;
use crate::grammar::lex::find_word;
use crate::grammar::party;
use crate::grammar::term;
use crate::grammar::titles::{self, Title};

impl Reader<'_, '_> {
    /// Takes a unit and those that go on with it; gives the range of all.
    pub(super) fn paragraph(&mut self, at: usize) -> Range<usize> {
        self.taken[at] = true;
        let range = self.units[at].range.clone();
        let end = self.continued(at, range.end);
        range.start..end
    }

    /// Takes the units that go on with the one before: the next lines, where the line before was
    /// full and looks the same.
    pub(super) fn continued(&mut self, at: usize, mut end: usize) -> usize {
        let mut last = at;
        for next in at + 1..self.units.len() {
            let unit = self.units[next];
            let joined = || self.is_shouted(last, next) && self.text(next).starts_with("en ");
            let close =
                || (!self.sheet.is_wide(unit.line) || joined()) && self.looks_alike(last, next);
            // "gemeente X (mede namens de gemeenten", and on the next line "Y en Z)".
            let bracketed = || {
                let text = self.text(last);
                let inside = text.rfind('(').is_some_and(|at| !text[at..].contains(')'));
                inside || text.contains('(') && self.text(next).starts_with('(')
            };
            let full = || {
                bracketed()
                    || !self.sheet.follows_short(unit.line)
                    || self.is_unfinished(last)
                    || self.goes_on_small(last, next)
                    || self.is_quote_open(last)
                    || self.is_shouted(last, next)
            };
            let worded = || self.text(next).contains(char::is_alphanumeric);
            let goes_on =
                self.is_text(next) && close() && full() && worded() && !self.is_date(next);
            if !unit.begins_line || !goes_on {
                break;
            }
            self.taken[next] = true;
            end = unit.range.end;
            last = next;
        }
        end
    }

    /// The name right above the words of the assembly, where another one stands further up that is the same and says
    /// more: a page that shows a motion has a heading of its own, "Motie Brug unaniem aangenomen".
    pub(super) fn title_of_paper(&mut self) {
        let labelled = |at: &usize| match &self.units[*at].kind {
            Kind::Title(title) if !title.bare && title.name > self.units[*at].range.start => {
                Some((*at, title.clone()))
            }
            _ => None,
        };
        let mut titles = (0..self.units.len()).filter_map(|at| labelled(&at));
        let (Some((first, above)), Some((at, title))) = (titles.next(), titles.next_back()) else {
            return;
        };
        // "Motie Rookvrij", and right below it "Motie Op weg naar een rookvrije stad".
        let below = at == first + 1
            && above.number.is_none()
            && frame::verdict(self.scan, &self.scan.text[title.name..]).is_err();
        let last = (at + 1..self.units.len()).all(|at| self.taken[at] || self.is_date(at));
        let name = self.scan.text[title.name..self.units[at].range.end].trim_end();
        let heading = self.scan.text[above.name..self.units[first].range.end].trim_end();
        let more = heading.strip_prefix(name).is_some_and(|more| {
            let verdict = |word: &str| frame::verdict(self.scan, word).is_ok();
            more.trim_start().starts_with(['(', '.', '!'])
                || more.split(' ').any(|word| !word.is_empty() && verdict(word))
        });
        if last && (more || below) {
            if title.number.is_none() {
                let number = above.number.as_ref().map(|number| self.sheet.source(number.clone()));
                self.head.number.extend(number);
            }
            self.title(at, &title);
        }
    }

    pub(super) fn title(&mut self, at: usize, title: &Title) {
        let unit = self.units[at];
        self.taken[at] = true;
        if let Some(number) = &title.number
            && self.head.number.is_empty()
        {
            self.head.number.push(self.sheet.source(number.clone()));
        }
        self.counted_before(at);
        self.head.words.push(self.sheet.source(unit.range.start..title.name.min(unit.range.end)));
        let sort = !title.bare && self.is_sort_alone(at, title);
        let whole = !title.bare && title.name == unit.range.start;
        if whole && let Some(range) = self.worded_below(at) {
            self.head.title = Some(unquoted(self.sheet, self.sheet.source(range)));
            return;
        }
        if (title.bare || sort || whole)
            && let Some(end) = self.joined_below(at, whole)
        {
            self.head.title = Some(self.sheet.source(unit.range.start..end));
            return;
        }
        let below = self.name_below(at).filter(|&below| sort && self.is_name_below(below));
        let name = if let Some(below) = below {
            self.head.words.push(self.sheet.source(unit.range.clone()));
            self.paragraph(below)
        } else if !title.bare {
            let mut line = self.sheet.cell_of(title.name..unit.range.end);
            // Two spaces in a sentence part no cells.
            if line.end < unit.range.end
                && self.scan.text[line.end..].starts_with(|c: char| c.is_alphabetic())
                && !self.sheet.is_capital(line.end)
                && frame::verdict(self.scan, &self.scan.text[line.end..]).is_err()
                && !self.sheet.is_printed()
            {
                line.end = unit.range.end;
            }
            let end = if line.end < unit.range.end {
                line.end
            } else if whole {
                let end = self.continued(at, unit.range.end);
                self.bracket_below(at, end)
            } else {
                self.continued(at, unit.range.end)
            };
            title.name..end
        } else if let Some(next) = self.name_below(at) {
            self.paragraph(next)
        } else {
            return;
        };
        let name = match outcome::bracketed(self.scan, &name) {
            Some((_, bracket)) if bracket.start > name.start => name.start..bracket.start,
            _ => name,
        };
        let name = self.before_date(name);
        let name = self.behind_sort(self.behind_known_number(name));
        let name = self.behind_parties(name);
        if self.is_meeting_alone(&name) || self.is_running_text(&name) {
            return;
        }
        let source = self.sheet.source(name);
        self.head.title = Some(unquoted(self.sheet, source));
    }

    /// A heading that begins with the word "motie" alone, with space below it: "inzake de rust in het park"
    /// is the name then, "van het lid Bos" goes on with it.
    fn worded_below(&mut self, at: usize) -> Option<Range<usize>> {
        let alone = |name: &String| self.text(at).trim_end() == name;
        let below = self.units.get(at + 1).filter(|below| {
            self.is_text(at + 1)
                && self.sheet.is_wide(below.line)
                && !self.sheet.is_capital(below.range.start)
        })?;
        if !self.scan.grammar.words.motion_names.iter().any(alone) {
            return None;
        }
        let moved = self.scan.text[below.range.start..].starts_with("van ");
        let range = self.paragraph(at + 1);
        Some(if moved { self.units[at].range.start..range.end } else { range })
    }

    /// What stands in a bracket alone below a heading that names the matter: "Motie van het lid Bos inzake de
    /// begroting" above "(bomen voor de school)".
    fn bracket_below(&mut self, at: usize, end: usize) -> usize {
        let next = self.units[at + 1..].iter().position(|unit| unit.range.start >= end);
        let Some(next) = next.map(|next| at + 1 + next) else { return end };
        let text = self.text(next).trim_end();
        let aside = self.is_text(next)
            && text.starts_with('(')
            && text.find(')') == Some(text.len() - 1)
            && !self.sheet.is_wide(self.units[next].line)
            && {
                let inner = &self.scan.text[self.units[next].range.start + 1..];
                !titles::is_no_title(self.scan, inner)
                    && frame::replacing(self.scan, inner).is_err()
                    && frame::verdict(self.scan, inner).is_err()
            };
        if !aside {
            return end;
        }
        self.taken[next] = true;
        self.units[next].range.end
    }

    /// Where a heading ends that goes on below the word "motie": "van Mia Bos", "tot besluit van de
    /// interpellatie", each on lines of their own. Takes those lines.
    fn joined_below(&mut self, at: usize, whole: bool) -> Option<usize> {
        let joints = &self.scan.grammar.words.title_joints;
        let joined = whole
            && joints.iter().any(|joint| {
                joint.contains(' ') && find_word(self.text(at), joint.as_str()).is_some()
            });
        let mut end = joined.then_some(self.units[at].range.end);
        let mut next = at + 1;
        while let Some(unit) = self.units.get(next) {
            let text = self.text(next);
            let words = text.trim_start_matches(['-', '–', ' ']);
            let small = !self.sheet.is_capital(unit.range.start + text.len() - words.len());
            let begins = joints.iter().any(|joint| {
                words.strip_prefix(joint.as_str()).is_some_and(|rest| rest.starts_with(' '))
            });
            let goes_on = end.is_some() && !self.sheet.is_wide(unit.line);
            // Who brings it in may stand below it once more.
            let movers = matches!(unit.kind, Kind::Label(Field::Submitters, _));
            let kind = movers && end.is_none() || matches!(unit.kind, Kind::Text);
            if !(kind && (small && begins || goes_on)) {
                break;
            }
            self.taken[next] = true;
            end = Some(unit.range.end);
            next += 1;
        }
        end
    }

    /// The unit that may be the name below a label for titles; labels of the head may stand between, where
    /// they begin beside the label.
    fn name_below(&self, at: usize) -> Option<usize> {
        let is_name = |at| {
            self.may_be_title(at)
                && !(self.is_letterhead(at) || self.is_labelled(at) || self.is_place(at))
        };
        if is_name(at + 1) {
            return Some(at + 1);
        }
        let beside = self.units.get(at + 1).is_some_and(|next| next.line == self.units[at].line);
        let labels = self.units[at + 1..]
            .iter()
            .take_while(|unit| matches!(unit.kind, Kind::Label(..)))
            .count();
        let next = at + 1 + labels;
        (beside && labels > 0 && self.may_be_title(next) && self.looks_like_a_name(next))
            .then_some(next)
    }

    /// Whether a heading says no more than what sort of motion it is: "MOTIE VAN WANTROUWEN".
    fn is_sort_alone(&self, at: usize, title: &Title) -> bool {
        let heading = &self.scan.text[title.name..self.units[at].range.end];
        // "Motie van de gezamenlijke fracties".
        let source = self.sheet.source(title.name..self.units[at].range.end);
        let printed = self.sheet.document.slice(&source);
        let small = printed.chars().filter(|c| c.is_uppercase()).count() == 1
            && printed.split(' ').count() <= 6
            && !self
                .scan
                .grammar
                .words
                .mover_ends
                .iter()
                .any(|word| find_word(heading, word).is_some());
        if small && title.name == self.units[at].range.start {
            return true;
        }
        frame::motion_type(self.scan, heading).is_ok_and(|(rest, _)| {
            // A label may stand beside it.
            self.scan.at_cell_end(rest)
                || self.scan.at_line_end(rest.trim_start_matches([':', ' ']))
        })
    }

    /// Whether a unit may be the name of a motion below a heading without one.
    pub(super) fn is_name_below(&self, at: usize) -> bool {
        self.looks_like_a_name(at)
            && self.is_set_apart(at)
            && self.sheet.is_capital(self.units[at].range.start)
    }

    /// A name above a heading that says no more than whose motion it is: "Meer bomen" above "Motie van
    /// de fractie van D66".
    pub(super) fn named_above_movers(&mut self) {
        let Some(title) = self.head.title.clone() else { return };
        let start = self.sheet.offset(title.start);
        let at = self.units.iter().position(|unit| unit.range.contains(&start));
        let Some(at) = at.filter(|&at| at > 0) else { return };
        let text = self.text(at);
        let words = &self.scan.grammar.words;
        let bare = text.starts_with("motie van de fractie")
            && !words.mover_ends.iter().any(|word| find_word(text, word).is_some())
            && !text.contains(':');
        let above = at - 1;
        if bare
            && above == 0
            && self.may_be_title(above)
            && self.looks_like_a_name(above)
            && self.is_set_apart(above)
        {
            let range = self.paragraph(above);
            self.head.words.push(title);
            self.head.title = Some(unquoted(self.sheet, self.sheet.source(range)));
            self.head.title_unlabelled = true;
        }
    }

    /// Takes title labels that stand alone: all there is where nothing else names or numbers the
    /// motion.
    pub(super) fn spare_title_labels(&mut self) {
        for at in 0..self.units.len() {
            let Kind::Title(title) = &self.units[at].kind else { continue };
            if title.bare {
                self.taken[at] = true;
                if let Some(number) = title.number.as_ref().filter(|_| self.head.number.is_empty())
                {
                    self.head.number.push(self.sheet.source(number.clone()));
                }
                let label = self.sheet.source(self.units[at].range.clone());
                self.head.words.push(label.clone());
                // "Motie vreemd aan de orde van de dag" says of what sort it is.
                let input = &self.scan.text[self.units[at].range.start..];
                let sort = frame::motion_type(self.scan, input).is_ok();
                if title.number.is_none() && self.head.subject.is_none() && !sort {
                    self.head.title.get_or_insert(label);
                }
            }
        }
    }

    /// A title without a label: text that stands out by its size or weight, or else the only
    /// paragraph of the head that is left.
    pub(super) fn unlabelled_title(&mut self) {
        for at in 0..self.units.len() {
            if self.is_text(at) && self.is_amendment_alone(at) {
                self.taken[at] = true;
                self.head.words.push(self.sheet.source(self.units[at].range.clone()));
            }
        }
        let left: Vec<usize> = (0..self.units.len())
            .filter(|&at| self.may_be_title(at) && self.units[at].begins_line)
            .filter(|&at| self.looks_like_a_name(at))
            .collect();
        let line = |at: usize| self.sheet.lines()[self.units[at].line];
        let usual = usual_size(self.sheet);
        let size = |at: &usize| line(*at).size.unwrap_or(0.0);
        let largest = left
            .iter()
            .copied()
            .filter(|at| size(at) > usual * 1.1)
            .max_by(|a, b| size(a).total_cmp(&size(b)).then(b.cmp(a)));
        // "AOM121.07 – Stemmen zonder telefoon".
        let numbered = || {
            left.iter().copied().find(|&at| {
                let number = term::piece_number(self.text(at)).ok();
                number.is_some_and(|(rest, number)| {
                    term::is_unmistakable(number)
                        && [" - ", ": ", " | ", ". "].iter().any(|sign| rest.starts_with(sign))
                })
            })
        };
        // The name above "Motie bij agendapunt 6".
        let above = || {
            left.iter().copied().find(|&at| {
                self.units.get(at + 1).is_some_and(|next| {
                    let below = &self.scan.text[next.range.start..];
                    let called = { self.scan.grammar.words.motion_names.iter() }
                        .any(|name| below.starts_with(name.as_str()));
                    called
                        && !self.sheet.is_wide(next.line)
                        && titles::is_no_title(self.scan, below)
                })
            })
        };
        let bold = || left.iter().copied().find(|&at| line(at).bold);
        let only = || {
            // The first lines that are short and set apart from what follows.
            if let Some(name) = left.iter().copied().find(|&at| self.is_set_apart(at)) {
                return Some(name);
            }
            let first = *left.first()?;
            let paragraph = left.windows(2).all(|pair| {
                !self.sheet.is_wide(line_of(self.units, pair[1]))
                    && !self.sheet.follows_short(line_of(self.units, pair[1]))
            });
            (paragraph && self.text(first).len() <= 200).then_some(first)
        };
        let Some(at) = largest.or_else(bold).or_else(above).or_else(numbered).or_else(only) else {
            return;
        };
        let mut range = self.paragraph(at);
        // The number before the name, where it was taken already.
        range = self.behind_known_number(range);
        if let Some(number) = self.head.number.first() {
            let start = self.sheet.offset(number.start);
            if start == range.start {
                let end = self.sheet.offset(number.end);
                let rest = &self.scan.text[end.min(range.end)..range.end];
                range.start = range.end - rest.trim_start_matches([' ', ':', '-', '|', '.']).len();
            }
        }
        range = self.behind_date(range);
        // "26M07 Stages bij de provincie": the number before the name.
        let text = &self.scan.text[range.clone()];
        if self.head.number.is_empty()
            && let Ok((rest, number)) = term::piece_number(text)
            && term::is_unmistakable(number)
            && !party::is_known(number)
            && rest.starts_with([' ', ':', '.'])
        {
            let end = range.start + text.len() - rest.len();
            self.head.number.push(self.sheet.source(range.start..end));
            range.start = range.end - rest.trim_start_matches([' ', ':', '-', '|', '.']).len();
        }
        self.labelled = false;
        if let Some(range) = self.behind_label(range).filter(|range| !self.is_running_text(range)) {
            self.head.title = Some(unquoted(self.sheet, self.sheet.source(range)));
            self.head.title_unlabelled = !self.labelled;
        }
    }
}

fn line_of(units: &[&Unit], at: usize) -> usize {
    units[at].line
}

/// The size of most letters of the document; 0 where lines have none.
fn usual_size(sheet: &Sheet<'_>) -> f32 {
    let mut sizes: Vec<f32> = sheet.lines().iter().filter_map(|line| line.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
}

/// A range without the quotation marks around all of it, and without the space at its ends.
pub(super) fn unquoted(sheet: &Sheet<'_>, range: Range<usize>) -> Range<usize> {
    // The quotation mark that the motion itself begins with.
    let text = sheet.document.slice(&range).trim_end_matches(['“', '„', '«', ' ']);
    // “Meer bomen”, with what the sentence goes on with below it.
    let text = text.strip_suffix(',').filter(|text| text.ends_with(['”', '"'])).unwrap_or(text);
    let range = range.start..range.start + text.len();
    let quotes: &[char] = &['"', '`', '“', '”', '„', '‘', '’', '\'', '«', '»'];
    let inner = text.strip_prefix(quotes).and_then(|inner| inner.strip_suffix(quotes));
    // “‘Passende klassen’: beloofd is beloofd”: marks of another sort may stand inside.
    let is_pair = |open: &[char], close: char| {
        let ends = text.starts_with(open) && text.ends_with(close);
        ends && inner.is_some_and(|inner| !inner.contains(open) && !inner.contains(close))
    };
    let paired = is_pair(&['“', '„'], '”') || is_pair(&['‘'], '’');
    match inner {
        // "camera's" has no quotation mark.
        Some(inner) if paired || !inner.replace("'s", "").replace("’s", "").contains(quotes) => {
            let start = range.start + (inner.as_ptr() as usize - text.as_ptr() as usize);
            start..start + inner.len()
        }
        _ => range,
    }
}
