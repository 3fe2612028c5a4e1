//! How the lines of a head look: which go on with one another, which may be a name, which say who meets
//! or what was decided.

use super::Reader;
use crate::grammar::{DocumentKind, body, frame, name, party, term};

impl Reader<'_, '_> {
    /// Whether a unit begins with a small letter, and the one before has no sign at its end.
    pub(super) fn goes_on_small(&self, last: usize, next: usize) -> bool {
        let start = self.units[next].range.start;
        self.text(next).starts_with(|c: char| c.is_alphabetic())
            && !self.sheet.is_capital(start)
            && self.text(last).trim_end().ends_with(char::is_alphanumeric)
    }

    /// Whether a unit ends inside quotation marks.
    pub(super) fn is_quote_open(&self, at: usize) -> bool {
        let source = self.sheet.source(self.units[at].range.clone());
        let text = self.sheet.document.slice(&source);
        [('“', '”'), ('‘', '’'), ('„', '”'), ('«', '»')].iter().any(|&(open, close)| {
            text.rfind(open).is_some_and(|opened| !text[opened..].contains(close))
        })
    }

    pub(super) fn looks_alike(&self, a: usize, b: usize) -> bool {
        let line = |at: usize| self.sheet.lines()[self.units[at].line];
        let (a, b) = (line(a), line(b));
        a.bold == b.bold && a.size.zip(b.size).is_none_or(|(a, b)| (a - b).abs() < 0.6)
    }

    /// Whether a unit ends in a word that another one must follow: "en", "van", "de".
    pub(super) fn is_unfinished(&self, at: usize) -> bool {
        let last = self.text(at).trim_end().rsplit(' ').next().unwrap_or_default();
        // "ter vervanging van die gedrukt onder nr."
        let numbered = matches!(last, "nr." | "nrs." | "nummer" | "art." | "artikel");
        numbered || self.scan.grammar.words.awaits(last)
    }

    /// Whether two units are both in capitals.
    pub(super) fn is_shouted(&self, a: usize, b: usize) -> bool {
        let shouted = |at: usize| {
            let text = self.sheet.document.slice(&self.sheet.source(self.units[at].range.clone()));
            text.contains(char::is_uppercase) && !text.contains(char::is_lowercase)
        };
        shouted(a) && shouted(b)
    }

    /// Whether a unit begins with a roman number in capitals, longer than a letter.
    pub(super) fn is_roman(&self, at: usize) -> bool {
        let source = self.sheet.source(self.units[at].range.clone());
        let word = self.sheet.document.slice(&source).split_whitespace().next().unwrap_or_default();
        self.units[at].begins_line
            && word.len() >= 2
            && word.bytes().all(|b| b"IVXLCDM".contains(&b))
            && term::is_roman_number(&word.to_lowercase())
            && (at + 1..self.units.len()).any(|next| self.is_letter(next))
    }

    /// Whether a unit is one or two capital letters: the letter of a paper of the Eerste Kamer.
    pub(super) fn is_letter(&self, at: usize) -> bool {
        // A letter folds to a letter: no other text needs to be seen in print.
        let folded = self.text(at).trim();
        if !self.is_text(at) || folded.len() > 2 && !folded.starts_with("letter ") {
            return false;
        }
        let source = self.sheet.source(self.units[at].range.clone());
        let text = self.sheet.document.slice(&source);
        let text =
            text.strip_prefix("Letter ").or_else(|| text.strip_prefix("LETTER ")).unwrap_or(text);
        (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
    }

    /// The last unit of the paragraph that begins with one.
    pub(super) fn last_of_paragraph(&self, at: usize) -> usize {
        let goes_on = |&next: &usize| {
            self.is_text(next)
                && !self.sheet.is_wide(self.units[next].line)
                && !self.sheet.follows_short(self.units[next].line)
        };
        (at + 1..self.units.len()).take_while(goes_on).last().unwrap_or(at)
    }

    /// Whether a line may be the name of a motion by its looks: no small letter at its start, no
    /// sign at its end that more must follow, not two sentences, no party.
    pub(super) fn looks_like_a_name(&self, at: usize) -> bool {
        let source = self.sheet.source(self.units[at].range.clone());
        let text = self.sheet.document.slice(&source);
        // The first line may be a name in small letters, where it stands alone.
        let lone = || at == 0 && self.is_set_apart(at) && text.split(' ').count() <= 8;
        (!text.starts_with(char::is_lowercase) || lone())
            && !self.is_letterhead(at)
            && !self.is_labelled(at)
            && !self.begins_with_date(at)
            && !is_address(text)
            && !text.starts_with("- ")
            && !self.is_verdict(at)
            && !self.is_meeting(at)
            && text.contains(char::is_alphabetic)
            && !text.ends_with([':', ';', ','])
            && !has_sentences(self.behind_number(at).trim_end())
            && !self.is_party(text)
            && !self.names_people(at)
            && !self.is_place(at)
    }

    /// Whether a line is several full names or parties, each in a cell of its own.
    fn names_people(&self, at: usize) -> bool {
        let words = &self.scan.grammar.words;
        let cells: Vec<_> = self.sheet.cells_of(self.units[at].range.clone()).collect();
        let full = |text: &str| {
            text.contains(' ') && name::is_name(words, text) || party::is_party(words, text)
        };
        cells.len() > 1 && { cells.into_iter() }
            .all(|cell| full(self.sheet.document.slice(&self.sheet.source(cell)).trim()))
    }

    /// Whether a line is a date and a few words behind it: "25 mei 2019, Molendrecht".
    fn begins_with_date(&self, at: usize) -> bool {
        let dated = term::date(self.text(at)).ok();
        dated.is_some_and(|(rest, date)| {
            date.year.is_some() && rest.starts_with(',') && rest.split_whitespace().count() <= 3
        })
    }

    /// Whether a line is a label that no grammar has, and its value, or a box of a form: "Behorend bij:
    /// agendapunt 4", "Vervangt:    M4", "[ ] bij een agendapunt".
    pub(super) fn is_labelled(&self, at: usize) -> bool {
        let range = self.units[at].range.clone();
        let first = self.scan.text[self.sheet.cell_of(range.clone())].trim_end();
        let text = self.text(at);
        let led = text.split_once(':').is_some_and(|(label, _)| {
            let last = label.trim_end().rsplit(' ').next().unwrap_or_default();
            label.split(' ').count() <= 4 && LABEL_ENDS.contains(&last)
        });
        let boxed = ["[logo", "[ ]", "[]", "[x]", "[ x ]", "☐", "☒", "☑", "□"];
        first.ends_with(':') || led || boxed.iter().any(|sign| text.starts_with(sign))
    }

    /// Whether a text is the name of a party, with its letters in brackets too: "Partij voor X (PX)".
    fn is_party(&self, text: &str) -> bool {
        let words = &self.scan.grammar.words;
        let lettered = party::without_letters(text);
        // "D66 Molendrecht": a branch.
        let mut pair = text.split_whitespace();
        let branch = pair.next().is_some_and(party::is_known) && pair.count() == 1;
        branch
            || party::is_listed(words, text)
            || lettered.is_some_and(|name| party::is_party(words, name))
    }

    /// Whether a unit is the name of a place whose municipality or other body the motion names: "Molendrecht"
    /// above "de raad van de gemeente Molendrecht".
    pub(super) fn is_place(&self, at: usize) -> bool {
        let text = self.text(at).trim();
        if text.is_empty() || text.split(' ').count() > 3 {
            return false;
        }
        let whole = self.scan.text;
        let sorts = &self.scan.grammar.words.organisation_words;
        memchr::memmem::find_iter(whole.as_bytes(), text).any(|found| {
            let ends = !whole[found + text.len()..].starts_with(char::is_alphanumeric);
            let before = whole[..found].strip_suffix(' ').filter(|_| ends);
            // "de gemeenteraad van Molendrecht"
            let before = before.map(|before| before.strip_suffix(" van").unwrap_or(before));
            if before.is_some_and(|before| before.ends_with("raad")) {
                return true;
            }
            let sort = |sort: &String| {
                let before = before?.strip_suffix(sort.as_str())?;
                Some(!before.ends_with(char::is_alphanumeric))
            };
            sorts.iter().any(|word| sort(word) == Some(true))
        })
    }

    /// Whether a line has a whole date in its middle or at its end, behind a sign: "34e congres - 14
    /// februari 1998 - Hogewaard".
    fn is_meeting(&self, at: usize) -> bool {
        let text = self.text(at);
        term::find_date(text).is_some_and(|(date, place)| {
            date.year.is_some()
                && [" - ", " | ", ", "].iter().any(|sign| text[..place.start].ends_with(sign))
        })
    }

    /// Whether a line says that the paper is an amendment, and nothing else.
    pub(super) fn is_amendment_alone(&self, at: usize) -> bool {
        let input = &self.scan.text[self.units[at].range.start..];
        frame::document(self.scan, input).is_ok_and(|(rest, kind)| {
            kind == DocumentKind::Amendement && self.scan.at_line_end(rest.trim_start_matches(':'))
        })
    }

    /// The words of a unit without the number before them: "M2. Meer bomen".
    pub(super) fn behind_number(&self, at: usize) -> &str {
        let text = self.text(at);
        let number =
            term::piece_number(text).ok().filter(|(_, number)| term::is_unmistakable(number));
        number.map_or(text, |(rest, _)| rest.trim_start_matches(['.', ' ']))
    }

    /// Whether a line says what became of the motion: "AANGENOMEN", "Verworpen met 12 stemmen".
    pub(super) fn is_verdict(&self, at: usize) -> bool {
        let start = self.units[at].range.start;
        let joints = &self.scan.grammar.words.vote_joints;
        frame::verdict(self.scan, &self.scan.text[start..]).is_ok_and(|(rest, _)| {
            let next = rest.split(' ').nth(1).unwrap_or_default();
            // "AANGENOMEN / VERWORPEN *"
            rest.starts_with(" / ")
                || rest.starts_with('/')
                || self.scan.at_line_end(rest.trim_start_matches(['.', '!']))
                || joints.iter().any(|word| word == next)
        })
    }

    /// Whether a line names the body, or a meeting of it, and nothing else: "Provinciale Staten van X",
    /// "Najaarscongres 2018".
    pub(super) fn is_letterhead(&self, at: usize) -> bool {
        let start = self.units[at].range.start;
        if body::is_named_alone(self.scan, &self.scan.text[start..]) {
            return true;
        }
        let text = self.text(at).trim_end();
        // "gemeente" below "MOLENDRECHT", with more beside it.
        let first = self.sheet.cell_of(self.units[at].range.clone());
        let sort = self.scan.text[first.clone()].trim();
        if first.end < self.units[at].range.end
            && self.scan.grammar.words.organisation_words.has(sort)
        {
            return true;
        }
        let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let meeting = names_meeting;
        let words = &self.scan.grammar.words;
        let named = |word: &str| {
            meeting(word)
                || year(word)
                || SORTS.contains(&word)
                || party::is_listed(words, word)
                || word == "vng"
        };
        let dated = text.split(' ').any(meeting) && text.split(' ').next_back().is_some_and(year);
        dated || text.split(' ').any(meeting) && text.contains(' ') && text.split(' ').all(named)
    }

    /// Whether a paragraph is short, and stands apart from what follows.
    pub(super) fn is_set_apart(&self, at: usize) -> bool {
        let last = self.last_of_paragraph(at);
        let apart = self.units.get(last + 1).is_none_or(|unit| {
            self.sheet.is_wide(unit.line) || self.sheet.has_space_above(unit.line)
        });
        let text =
            self.scan.text[self.units[at].range.start..self.units[last].range.end].trim_end();
        apart && text.len() <= 120 && text.contains(' ') && !text.ends_with([':', ',', ';', '.'])
    }
}

/// What meetings are called, before that word.
const SORTS: [&str; 6] =
    ["algemene", "buitengewone", "jaarlijkse", "openbare", "landelijk", "landelijke"];

/// What labels may end with, before their colon.
const LABEL_ENDS: [&str; 6] = ["door", "bij", "aan", "van", "voor", "op"];

/// What the names of streets end with.
const STREETS: [&str; 10] =
    ["straat", "plein", "laan", "weg", "kade", "singel", "gracht", "markt", "dijk", "dreef"];

/// Whether a line has an address in it, or leads to another page: "Postbus 1, 1234 AB X", "« Terug".
fn is_address(text: &str) -> bool {
    let words = || text.split([' ', ',']);
    let digits = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let letters = |word: &str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    // "Home / Standpunten / Moties"
    let path = [" / ", " > ", " » "].iter().any(|sign| text.matches(sign).count() > 1);
    let postcode = words().zip(words().skip(1)).any(|(a, b)| digits(a) && letters(b));
    let leads = text.starts_with(['«', '‹', '←', '<']) && !text.contains(['»', '›', '→', '>']);
    let first = words().next().unwrap_or_default().to_lowercase();
    let box_number = ["postbus", "postadres", "bezoekadres", "postadres:", "bezoekadres:"];
    // "Raadhuisplein 1"
    let mut pair = text.split(' ');
    let street = pair.next().is_some_and(|name| {
        name.starts_with(char::is_uppercase) && STREETS.iter().any(|end| name.ends_with(end))
    });
    let street = street
        && pair.next().is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
        && pair.next().is_none();
    path || street
        || box_number.contains(&first.as_str())
        || postcode
        || leads
        || words().any(|word| word.contains('@') || word.starts_with("www."))
}

/// Whether a word names a meeting: "najaarscongres", "alv".
pub(super) fn names_meeting(word: &str) -> bool {
    ["congres", "vergadering", "ledenraad", "alv"].iter().any(|end| word.ends_with(end))
}

/// Whether a sentence ends inside a text: a full stop behind a word that is no abbreviation, "i.k.v.", "m.b.t.".
fn has_sentences(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        !word.contains('.')
    })
}
