//! The number of a motion: of a paper in its dossier, of a piece, stamped or alone on its line.

use std::ops::Range;

use super::Reader;
use crate::extract::segment::Kind;
use crate::grammar::Field;
use crate::grammar::party;
use crate::grammar::term;

/// Whether a text is a year and the next one: "2012-2013".
fn is_session(text: &str) -> bool {
    let years = text.split_once('-').map(|(one, next)| (one.parse::<u16>(), next.parse::<u16>()));
    matches!(years, Some((Ok(one), Ok(next))) if (1900..2100).contains(&one) && next == one + 1)
}

/// A number without a label stands among so many first parts of a document.
const TOP: usize = 8;

impl Reader<'_, '_> {
    /// The number of a paper of the Flemish parliament, on a line of its own.
    pub(super) fn document_number(&mut self) {
        if !self.head.number.is_empty() {
            return;
        }
        for at in 0..self.units.len() {
            if !self.is_text(at) {
                continue;
            }
            let unit = self.units[at].range.clone();
            let cell = self.sheet.cell_of(unit.clone());
            let text = self.scan.text[cell.clone()].trim();
            let Ok(("", number)) = term::document_number(text) else { continue };
            // It may stand there twice: at both sides of a cover.
            let rest = self.scan.text[cell.end..unit.end.max(cell.end)].trim();
            if !rest.is_empty() && rest != text {
                continue;
            }
            let start = cell.start + text.len() - number.len();
            self.taken[at] = true;
            self.head.words.push(self.sheet.source(unit));
            self.head.number.push(self.sheet.source(start..start + number.len()));
            return;
        }
    }

    /// A number of its own that a cell of the head is and no label names: "Q.2 GL"; in minutes and letters,
    /// which are `other` papers, only one that says what it is: "RIS321067".
    pub(super) fn stamped_number(&mut self, other: bool) {
        if !self.head.number.is_empty() {
            return;
        }
        for at in 0..self.units.len() {
            if matches!(self.units[at].kind, Kind::Label(..)) {
                continue;
            }
            // Every number has a digit.
            let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
            if !has_digit(self.text(at)) {
                continue;
            }
            let (sheet, range) = (self.sheet, self.units[at].range.clone());
            let alone = self.is_text(at) && sheet.cell_of(range.clone()).end == range.end;
            for cell in sheet.cells_of(range) {
                let text = self.scan.text[cell.clone()].trim();
                if !has_digit(text) {
                    continue;
                }
                let source = self.sheet.source(cell.clone());
                let capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
                let printed = self.sheet.document.slice(&source);
                // The name of a party, by its own, or by its capitals: "HvDH".
                let party = |party: &str| {
                    party::is_listed(&self.scan.grammar.words, party)
                        || party.len() <= 8 && capitals(printed) > 2
                };
                // A number alone, at the top and the end of its line; "D66" is a party, "2012-2013" a session.
                let lone = at < TOP
                    && !party::is_known(printed.trim())
                    && !is_session(text)
                    && !self.head.file_numbers.contains(&source)
                    && term::is_unmistakable(text)
                    && term::piece_number(text).is_ok_and(|(rest, _)| rest.is_empty())
                    && text.len() <= 14
                    && !term::date(text).is_ok_and(|(rest, _)| rest.is_empty())
                    && term::dossier(text).is_err();
                // "RIS321067": what a label for numbers of files begins with.
                let filed = lone
                    && self.scan.grammar.labels.at(text).any(|(phrase, field)| {
                        *field == Field::FileNumber
                            && text.starts_with(phrase.leading_words().as_str())
                    });
                if filed {
                    self.taken[at] |= alone;
                    self.head.words.push(source.clone());
                    self.head.file_numbers.push(source);
                    continue;
                }
                if !other && (lone || term::is_piece(text, party)) {
                    self.taken[at] |= alone;
                    // "Nr. 11", alone on its line, is a paper whose dossier is not printed.
                    let digits = term::paper_number(text).map_or(0, |(_, digits)| digits.len());
                    self.head.paper_alone = digits > 0 && alone;
                    self.head.words.push(source.clone());
                    let start = if digits > 0 { source.end - digits } else { source.start };
                    self.head.number.push(start..source.end);
                    return;
                }
            }
        }
    }

    /// The number of a paper whose dossier is not printed: "Nr. 12 MOTIE VAN HET LID BOS".
    pub(super) fn paper_alone(&mut self) {
        let titled = |at: usize| {
            self.units.get(at + 1).is_some_and(|next| matches!(next.kind, Kind::Title(_)))
        };
        let found = (0..self.units.len()).find(|&at| {
            let text = self.text(at).trim();
            let whole = term::paper_number(text).is_ok_and(|(rest, _)| rest.is_empty());
            whole && self.is_text(at) && titled(at)
        });
        if let Some(at) = found {
            self.taken[at] = true;
            let unit = self.units[at].range.clone();
            let digits = self.text(at).len()
                - self.text(at).trim_start_matches(|c: char| !c.is_ascii_digit()).len();
            self.head.words.push(self.sheet.source(unit.clone()));
            self.head.number.push(self.sheet.source(unit.start + digits..unit.end));
            self.head.paper_alone = true;
        }
    }

    /// A dossier whose paper has its number in a line above it, as papers of the Eerste Kamer had: "Nr.
    /// 61a".
    pub(super) fn paper_above(&mut self, at: usize, dossier: Range<usize>) {
        let found = (0..at).find_map(|above| {
            let cells: Vec<_> = self.sheet.cells_of(self.units[above].range.clone()).collect();
            cells.into_iter().find_map(|cell| {
                let text = self.scan.text[cell.clone()].trim_end();
                let (rest, number) = term::paper_number(text).ok()?;
                let end = cell.start + text.len();
                rest.is_empty().then_some((cell, end - number.len()..end))
            })
        });
        let Some((cell, number)) = found else { return };
        self.taken[at] = true;
        self.head.words.push(self.sheet.source(cell));
        self.head.number.push(self.sheet.source(dossier.clone()));
        self.head.number.push(self.sheet.source(number));
        let end = self.continued(at, self.units[at].range.end);
        if dossier.end < end {
            self.head.subject.get_or_insert(self.sheet.source(dossier.end..end));
        }
    }

    /// The dossier and the number in it that papers of parliament have at their head.
    pub(super) fn dossier(&mut self) {
        let found = (0..self.units.len()).find_map(|at| {
            let text = self.text(at);
            let roman = |byte: &u8| b"ivxlcdm".contains(byte);
            let (rest, dossier) = match text.as_bytes().first()? {
                b'0'..=b'9' => term::dossier(text).ok()?,
                byte if roman(byte) && self.is_roman(at) => term::roman_dossier(text).ok()?,
                _ => return None,
            };
            Some((at, dossier.trim_end().len(), rest.trim().is_empty(), dossier.contains('-')))
        });
        let Some((at, len, alone, dashed)) = found else {
            return self.paper_alone();
        };
        // All on one line: "39 633, J".
        let start = self.units[at].range.start;
        let behind = self.text(at)[len..].trim_end();
        let letter = behind.strip_prefix(", ").is_some_and(|rest| {
            rest.len() == 1 && self.sheet.is_capital(start + len + 2)
                || term::paper_number(rest).is_ok_and(|(rest, _)| rest.is_empty())
        });
        if letter {
            let end = start + len + behind.len();
            self.taken[at] = true;
            self.head.number.push(self.sheet.source(start..end));
            return;
        }
        let paper = (at + 1..self.units.len())
            .find(|&at| term::paper_number(self.text(at)).is_ok() || self.is_letter(at));
        // "29 684    Waddenzee" above "Nr.", which is to be filled in.
        let unfilled =
            (at + 1..self.units.len()).find(|&at| matches!(self.text(at).trim(), "nr." | "nr"));
        unfilled.into_iter().for_each(|at| self.taken[at] = true);
        if paper.is_none() && !(alone && dashed) && unfilled.is_none() {
            self.paper_above(at, start..start + len);
            return;
        }
        let start = self.units[at].range.start;
        self.taken[at] = true;
        // "30800 A 72": the number of the paper, which stands by itself too.
        let again = paper.and_then(|paper| term::paper_number(self.text(paper)).ok());
        let again = again.and_then(|(_, number)| {
            let rest = self.text(at)[..len].strip_suffix(number)?;
            rest.strip_suffix(' ').map(str::len)
        });
        let len = again.unwrap_or(len);
        // What stands above it then is the dossier's title.
        if again.is_some() && at > 0 && self.is_text(at - 1) && self.head.subject.is_none() {
            self.taken[at - 1] = true;
            self.head.subject = Some(self.sheet.source(self.units[at - 1].range.clone()));
        }
        // On a web page the dossier's title stands above "30 800 XII MOTIE VAN DE LEDEN BOS EN DE WIT".
        let beside = self.units.get(at + 1).is_some_and(|next| {
            next.line == self.units[at].line && matches!(next.kind, Kind::Title(_))
        });
        if beside
            && at > 0
            && self.is_text(at - 1)
            && self.head.subject.is_none()
            && self.sheet.has_space_above(self.units[at].line)
            && self.sheet.is_capital(self.units[at - 1].range.start)
            && self.text(at - 1).split_whitespace().count() > 3
        {
            self.taken[at - 1] = true;
            self.head.subject = Some(self.sheet.source(self.units[at - 1].range.clone()));
        }
        // The chapter of the budget on a line of its own: "34 950" above "VIII".
        let chapter = |next: &usize| {
            let text = self.text(*next).trim_end();
            alone
                && self.is_text(*next)
                && term::roman_dossier(text).is_ok_and(|(rest, _)| rest.is_empty())
        };
        let chapter = Some(at + 1).filter(|next| *next < self.units.len()).filter(chapter);
        let len = chapter.map_or(len, |next| self.units[next].range.end - start);
        chapter.into_iter().for_each(|next| self.taken[next] = true);
        self.head.number.push(self.sheet.source(start..start + len));
        if let Some(paper) = paper {
            let letter = self.is_letter(paper);
            let text = self.text(paper);
            let word = text.trim_end().rsplit(' ').next().unwrap_or_default().len();
            let (rest, digits) = term::paper_number(text).map_or_else(
                |_| (text.len() - text.trim_end().len(), word),
                |(rest, number)| (rest.len(), number.len()),
            );
            self.head.lettered = letter;
            let end = self.units[paper].range.end - rest;
            self.head.words.push(self.sheet.source(self.units[paper].range.start..end));
            self.head.number.push(self.sheet.source(end - digits..end));
            self.taken[paper] = true;
        }
        // "29 684 Waddenbeleid" below "32 849 Mijnbouw": it is filed under both.
        let other = |next: &usize| self.is_text(*next) && term::dossier(self.text(*next)).is_ok();
        let others: Vec<usize> = (at + 1..paper.or(unfilled).unwrap_or(at)).filter(other).collect();
        let first_other = others.first().copied();
        for other in others {
            let len =
                term::dossier(self.text(other)).map_or(0, |(_, number)| number.trim_end().len());
            let start = self.units[other].range.start;
            self.head.file_numbers.push(self.sheet.source(start..start + len));
        }
        let until = first_other.or(paper).or(unfilled).unwrap_or_else(|| {
            (at + 1..self.units.len()).find(|&at| !self.is_text(at)).unwrap_or(self.units.len())
        });
        let first = chapter.map_or(if alone { at + 1 } else { at }, |chapter| chapter + 1);
        // "Verordening politie" above "2023": the year of the title.
        let year = |text: &str| {
            text.len() == 4
                && text.starts_with(['1', '2'])
                && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let words = |unit: usize| {
            let text = self.text(unit).trim();
            self.is_text(unit) && (text.contains(char::is_alphabetic) || year(text))
        };
        // A date between the number and the title of the dossier is that of the paper.
        let first = (first..until).find(|&next| next == at || !self.is_date(next)).unwrap_or(first);
        let last = (first..until).take_while(|&next| next == at || words(next)).last();
        if let Some(last) = last {
            (first..=last).for_each(|unit| self.taken[unit] = true);
            let from = if alone { self.units[first].range.start } else { start + len };
            self.head.subject = Some(self.sheet.source(from..self.units[last].range.end));
        }
    }
}
