//! Whether signatures begin, by words that say so or by the looks of names.

use super::{Kind, Segmenter, Spot};
use crate::extract::furniture;
use crate::extract::place::{Begins, Place};
use crate::extract::submitters;
use crate::grammar::file::SignatoryKind;
use crate::grammar::person::Signed;
use crate::grammar::term::Mark;
use crate::grammar::{closing, debate, frame, name, party, people, person, term};

/// Words before the day on which a motion was brought in.
pub const SUBMITTED: [&str; 3] = ["ingediend op ", "ingediend d.d. ", "datum indiening: "];

/// A line that says for which party others sign has at most so many words.
const LEAD: usize = 8;

/// So many last lines of a paper may be names, each above its party.
const PAIRS: usize = 24;

impl Segmenter<'_, '_> {
    pub(super) fn movers(&self, at: usize) -> Option<Kind> {
        let (rest, names) = debate::movers(self.scan, &self.scan.text[at..]).ok()?;
        // "van Mia Bos, Jan de Wit": names that nothing but their form tells.
        if names.start <= at + 4 && self.scan.text[at..].starts_with("van ") {
            // The sentence has no full stop: it is one line, or two.
            let line = self.scan.line_end(names.start);
            let ends = [names.end, self.scan.line_end(line), line];
            let people = ends.into_iter().filter(|&end| end <= names.end).find_map(|end| {
                let source = self.sheet.source(names.start..end);
                submitters::people(self.sheet, self.scan, &source)
            })?;
            let full = |signed: &Signed| self.sheet.document.slice(&signed.name).contains(' ');
            let named = people.len() > 1 && people.iter().all(full);
            return named.then_some(Kind::Signing(SignatoryKind::Submitted, names.start));
        }
        Some(Kind::Movers(names, self.scan.at(rest)))
    }

    pub(super) fn signing(&self, at: usize) -> Option<Kind> {
        let input = &self.scan.text[at..];
        self.scan.grammar.signing.at(input).next()?;
        if let Ok((rest, kind)) = frame::signing(self.scan, input) {
            return Some(Kind::Signing(kind, self.scan.at(rest)));
        }
        // "Ingediend door Mia Bos en Jan Wit", without a colon.
        let (rest, kind) = frame::signing_open(self.scan, input).ok()?;
        let start = self.scan.at(rest);
        let names = self.sheet.source(start..self.scan.line_end(start));
        let words = &self.scan.grammar.words;
        people::people(words, self.sheet.document.slice(&names))?;
        Some(Kind::Signing(kind, start))
    }

    /// Members of the body who sign, which it opens with elsewhere: "De leden van de gemeenteraad,"
    /// above names.
    pub(super) fn members_sign(&self, spot: &Spot) -> Option<Kind> {
        let next = spot.line + 1;
        let input = &self.scan.text[spot.words..];
        let (rest, kind) = frame::signing(self.scan, input).ok()?;
        let opens = || frame::opening(self.scan, input).is_ok();
        let signed = next < self.sheet.lines().len() && opens() && self.is_signed(next);
        signed.then(|| Kind::Signing(kind, self.scan.at(rest)))
    }

    /// The signatures that begin on a line without words that say so, or with "De leden," alone above names.
    pub(super) fn signatures(&self, spot: &Spot) -> Option<Kind> {
        let submitted = |names| Kind::Signing(SignatoryKind::Submitted, names);
        if self.heads_names(spot.line) && self.is_signed(spot.line + 1) {
            return Some(submitted(self.scan.line_end(spot.at)));
        }
        self.begins_signatures(spot.line).then(|| submitted(spot.at))
    }

    /// Whether a line is who they are that stand below it, and nothing else: "De leden,", set apart.
    fn heads_names(&self, line: usize) -> bool {
        if line + 1 >= self.sheet.lines().len() || !self.sheet.has_space_above(line) {
            return false;
        }
        let text = self.scan.text[self.sheet.start(line)..self.sheet.start(line + 1)].trim_end();
        self.scan.grammar.words.members.has(text.trim_end_matches([',', ':', ' ']))
    }

    /// Whether signatures begin on this line, without words that say so: it stands apart, and it
    /// and most lines below it are names or parties.
    pub(super) fn begins_signatures(&self, line: usize) -> bool {
        if self.signs_above_closing(line) {
            return true;
        }
        // "… in overleg met Dorst, / Vonkveen en Marewold.": an item goes on behind a comma.
        let goes_on = || {
            self.sheet.before(self.sheet.start(line)) == Some(',')
                && !self.is_initialled(line)
                && !self.heads_names(line - 1)
        };
        let listed = || self.list.marked && !goes_on();
        let apart = self.sheet.is_wide(line)
            || self.sheet.begins_page(line)
            || listed() && self.sheet.follows_short(line)
            || self.is_surely_signed(line);
        if !apart || self.is_awaited(line) || !self.is_signed(line) {
            return false;
        }
        let closes = |below: &usize| {
            let input = &self.scan.text[self.sheet.start(*below)..];
            closing::closing(self.scan, input).is_ok()
                || *below > line
                    && (frame::section(self.scan, input).is_ok()
                        || furniture::begins(self.sheet, self.scan, *below))
        };
        let below: Vec<usize> = (line..self.sheet.lines().len().min(line + 12))
            .take_while(|line| !closes(line))
            .collect();
        let signed = below.iter().filter(|&&line| self.is_signed(line)).count();
        2 * signed > below.len()
    }

    /// Whether the line before ends in a word that another one must follow: "langs de / Kersenweg".
    fn is_awaited(&self, line: usize) -> bool {
        let before = self.scan.text[..self.sheet.start(line)].trim_end();
        let last = before.rsplit(' ').next().unwrap_or_default();
        self.scan.grammar.words.awaits(last)
    }

    /// Whether a line names somebody with a party, or for which party others sign, and the next one
    /// goes on so, or there is none: what no item looks like.
    fn is_surely_signed(&self, line: usize) -> bool {
        let words = &self.scan.grammar.words;
        let text = |line: usize| {
            self.sheet.lines().get(line).map(|line| self.sheet.document.slice(&line.range))
        };
        let full = |line: usize| {
            text(line).and_then(|text| Some((text, person::signatory(words, text)?))).is_some_and(
                |(text, signed)| {
                    let party = signed.party.map(|party| &text[party]);
                    text[signed.name].contains(' ')
                        && party.is_some_and(|party| party::is_party(words, party))
                },
            )
        };
        // "Mia Bos" above "D66", and nothing but such pairs below, under whatever blank lines.
        let paired = |line: usize| {
            let name = text(line).is_some_and(|text| {
                text.contains(' ') && name::is_name(words, text) && !party::is_party(words, text)
            });
            name && text(line + 1).is_some_and(|text| party::is_listed(words, text.trim()))
        };
        let pairs = || {
            let lines = self.sheet.lines().len();
            (lines - line).is_multiple_of(2)
                && lines - line <= PAIRS
                && (line..lines).step_by(2).all(paired)
        };
        let ended =
            self.sheet.before(self.sheet.start(line)).is_some_and(|c| matches!(c, '.' | ';' | ','));
        // Below it stands nothing, or what became of the motion.
        let next = || {
            let below = &self.scan.text[self.sheet.start(line + 1)..];
            line + 1 < self.sheet.lines().len()
                && frame::label(self.scan, below).is_err()
                && frame::verdict(self.scan, below).is_err()
        };
        let spaced = self.sheet.has_space_above(line);
        let leads = || self.leads_party(line) && next();
        ended
            && (full(line) && (full(line + 1) || !next())
                || pairs()
                || leads() && self.is_signed(line + 1))
            // Items that end in no sign, and below them people of whom initials are told.
            || spaced
                && (self.is_initialled(line) || leads() && self.heads_nothing(line))
                && next()
                && self.is_initialled(line + 1)
    }

    /// Whether a line is initials and a surname, with a party or without: "J.G.W. de Vonk".
    fn is_initialled(&self, line: usize) -> bool {
        let Some(line) = self.sheet.lines().get(line) else { return false };
        let text = self.sheet.document.slice(&line.range);
        let first = text.split_whitespace().next().unwrap_or_default();
        first.contains('.')
            && name::is_only_initials(first)
            && person::signatory(&self.scan.grammar.words, text)
                .is_some_and(|signed| signed.name.end > first.len())
    }

    /// Whether a line that says for which party others sign asks nothing: it has no verb with "te" in it.
    fn heads_nothing(&self, line: usize) -> bool {
        let text = &self.scan.text[self.sheet.start(line)..self.sheet.start(line + 1)];
        text.split(' ').count() <= LEAD && !text.contains(" te ")
    }

    /// Whether a line is "Mia Bos (D66)", set apart right above the closing or above another such line: a name,
    /// whatever the line before it ends with.
    fn signs_above_closing(&self, line: usize) -> bool {
        let words = &self.scan.grammar.words;
        let bracketed = |line: usize| {
            let line = self.sheet.lines().get(line);
            let text = line.map(|line| self.sheet.document.slice(&line.range));
            text.filter(|text| text.ends_with(')')).is_some_and(|text| {
                let party = person::signatory(words, text).and_then(|signed| signed.party);
                party.is_some_and(|party| {
                    party::is_party(words, &text[party.clone()])
                        || party::is_in_capitals(&text[party])
                })
            })
        };
        let closing = |line: usize| {
            closing::closing(self.scan, &self.scan.text[self.sheet.start(line)..]).is_ok()
        };
        let last = || (line + 1..self.sheet.lines().len()).find(|&line| !bracketed(line));
        self.sheet.has_space_above(line) && bracketed(line) && last().is_some_and(closing)
    }

    /// Whether what looks like a marker is the first letter of a name, below a list that is over: "I. Bos".
    pub(super) fn is_initial(&self, place: &Place, mark: Mark) -> bool {
        let letter = matches!(mark, Mark::Roman | Mark::Letter);
        if !letter || !self.asked || place.begins != Begins::Line {
            return false;
        }
        let line = self.sheet.line_of(place.at);
        let text = self.sheet.document.slice(&self.sheet.lines()[line].range);
        let ended = self.sheet.before(place.at).is_some_and(|c| matches!(c, '.' | ';' | ','));
        let apart = (self.sheet.is_wide(line) || self.sheet.has_space_above(line))
            && text.starts_with(char::is_uppercase);
        if !apart || self.list.marks.contains(&mark) {
            return false;
        }
        // With a party it is no item, whatever stands above.
        let signed = person::signatory(&self.scan.grammar.words, text);
        signed.is_some_and(|signed| ended && self.list.marked || signed.party.is_some())
    }

    /// Whether a line is "namens" and a party: "Namens de Volkspartij (VP)".
    fn leads_party(&self, line: usize) -> bool {
        let Ok((rest, _)) = frame::party_lead(self.scan, &self.scan.text[self.sheet.start(line)..])
        else {
            return false;
        };
        let printed = self.sheet.printed_from(self.scan.at(rest));
        // "Namens, D66, SP".
        let party = |name: &str| party::is_party(&self.scan.grammar.words, name.trim());
        if printed.contains(", ") && printed.split(", ").all(party) {
            return true;
        }
        // "Burgemeester en wethouders van Molendrecht,": a college, with a name behind it.
        let start = self.sheet.start(line);
        let lead = &self.scan.text[start..self.scan.at(rest)];
        let college = self.scan.grammar.words.bare_addressees.iter();
        if printed.starts_with(char::is_uppercase) && self.sheet.is_capital(start) && { college }
            .any(|college| lead.contains(college.as_str()))
        {
            return true;
        }
        let name = printed.split(" (").next().unwrap_or_default();
        let articles = &self.scan.grammar.words.articles;
        let bare = name
            .split_once(' ')
            .filter(|(first, _)| articles.iter().any(|article| article == first))
            .map_or(name, |(_, rest)| rest);
        let words = &self.scan.grammar.words;
        // "De fractie van Loonrade Leeft,", above people of whom initials are told.
        let heads = || {
            printed.starts_with(char::is_uppercase)
                && printed.trim_end().ends_with([',', ':'])
                && self.heads_nothing(line)
                && self.is_initialled(line + 1)
        };
        party::is_party(words, bare) || person::begins_organisation(words, bare) || heads()
    }

    /// A line that is a date, set apart or with "ingediend op" before it.
    fn lone_date(&self, spot: &Spot, text: &str) -> Option<Kind> {
        let behind = SUBMITTED.iter().find_map(|words| text.strip_prefix(words));
        let dated = behind.unwrap_or(text);
        let (rest, day) = term::date(dated).ok()?;
        let below = spot.line + 1;
        let apart = self.sheet.is_wide(spot.line)
            && (below >= self.sheet.lines().len() || self.sheet.is_wide(below));
        let end =
            self.sheet.before(self.sheet.start(spot.line)).is_some_and(|c| ".;,!".contains(c));
        let whole = rest.trim_matches(['.', ' ']).is_empty() && day.year.is_some();
        let start = self.sheet.start(spot.line) + text.len() - dated.len();
        (whole && (behind.is_some() || apart && end))
            .then(|| Kind::Dated(day, start..start + dated.len() - rest.len()))
    }

    /// A line that is a place and a date and nothing else, or a date alone: "Molendrecht, 3 mei 2024."
    pub(super) fn place_and_date(&self, spot: &Spot) -> Option<Kind> {
        let start = self.sheet.start(spot.line);
        let text = self.scan.text[start..self.sheet.start(spot.line + 1)].trim_end();
        // Cheap to rule out: a date, "ingediend op", "datum indiening".
        if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'd'))
            && let Some(dated) = self.lone_date(spot, text)
        {
            return Some(dated);
        }
        if !self.sheet.is_capital(start) {
            return None;
        }
        let comma = |&at: &usize| text[at + 1..].starts_with(' ');
        let comma = memchr::memchr_iter(b',', text.as_bytes()).find(comma)?;
        let (place, dated) = (&text[..comma], &text[comma + 2..]);
        if place.split(' ').count() > 4 {
            return None;
        }
        let (rest, day) = term::date(dated).ok()?;
        // "Molendrecht, 3 mei 2024, Mia Bos (D66)".
        let named = || {
            let names = rest.trim_start_matches([',', ' ']);
            let start = start + text.len() - names.len();
            let names = self.sheet.source(start..start + names.len());
            rest.starts_with(", ")
                && people::people(&self.scan.grammar.words, self.sheet.document.slice(&names))
                    .is_some_and(|people| people.iter().any(|signed| !signed.name.is_empty()))
        };
        let whole = rest.trim_matches(['.', ' ']).is_empty() || named();
        whole.then(|| {
            Kind::Dated(day, start + text.len() - dated.len()..start + text.len() - rest.len())
        })
    }

    /// Whether a line says for which party those below it, or behind it, sign.
    pub(super) fn is_party_lead(&self, line: usize) -> bool {
        let found = frame::party_lead(self.scan, &self.scan.text[self.sheet.start(line)..]);
        found.is_ok_and(|(_, certain)| certain)
    }

    /// Whether every cell of a line is a name, a name with what belongs to it, or a party.
    pub(super) fn is_signed(&self, line: usize) -> bool {
        let words = &self.scan.grammar.words;
        let document = self.sheet.document;
        let dotted = |text: &str| !text.contains(char::is_alphanumeric);
        // "C.P.   Dekhuyzen   (PPR)": one name in several cells.
        let whole = || {
            let text = document.slice(&self.sheet.lines()[line].range);
            let words_of = text.split_whitespace();
            words_of.clone().next().is_some_and(name::is_only_initials) && {
                let text = words_of.collect::<Vec<&str>>().join(" ");
                person::signatory(words, &text).is_some()
            }
        };
        let input = &self.scan.text[self.sheet.start(line)..];
        let may_lead = self.scan.grammar.party_leads.at(input).next().is_some();
        let led = || {
            self.is_party_lead(line)
                || self.leads_party(line)
                || frame::is_bare_party_lead(self.scan, input)
        };
        may_lead && led()
            || whole()
            || document.cells(self.sheet.lines()[line]).all(|cell| {
                // "Lokaal Belang    – Mia Bos".
                let text = document.slice(&cell).trim_start_matches(['–', '-', ' ']);
                // "Mia Bos, Jan Wit, Bo de Haan".
                let several = || {
                    text.as_bytes().contains(&b',')
                        && text.contains(", ")
                        && people::people(words, text).is_some_and(|people| {
                            people.iter().all(|signed| !signed.name.is_empty())
                        })
                };
                dotted(text)
                    || person::office(words, text.trim_end_matches([',', ' '])).is_some()
                    || person::signatory(words, text).is_some()
                    || several()
                    || party::is_party(words, text)
            })
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::motion_of;

    /// The items of a request, and who signs below them.
    fn read(behind: &str) -> (Vec<String>, Vec<String>) {
        let motion = motion_of(&format!(
            "Motie Brede brug\n\nDe raad van Loonrade, in vergadering bijeen op 12 mei 2022,\n\nConstaterende \
             dat:\n\nde brug te smal is.\n\nVerzoekt het college:\n\n{behind}\n"
        ));
        let items = motion.clauses[1].items.iter().map(|item| item.text.clone());
        let signed = motion.signatories.iter().map(|signed| match &signed.party {
            Some(party) => format!("{} ({party})", signed.name),
            None => signed.name.clone(),
        });
        (items.collect(), signed.collect())
    }

    #[test]
    fn people_sign_below_requests_also_without_a_closing_formula() {
        let asked = ["De brug te verbreden", "De raad te berichten"].map(str::to_owned).to_vec();
        let requests = "De brug te verbreden\n\nDe raad te berichten\n\n";
        for (signed, people) in [
            (
                "De fractie van Loonrade Leeft,\n\nP.Y.J. Dorst\n\nJ.G.W. de Vonk",
                ["P.Y.J. Dorst (Loonrade Leeft)", "J.G.W. de Vonk (Loonrade Leeft)"],
            ),
            ("P.Y.J. Dorst\n\nJ.G.W. de Vonk", ["P.Y.J. Dorst", "J.G.W. de Vonk"]),
            (
                "Het lid / De leden van de gemeenteraad\n\nA.L. Dorst\n\nD.T. Vonk",
                ["A.L. Dorst", "D.T. Vonk"],
            ),
            (
                "\nIk steun deze motie!\n\nDeze motie is ondertekend door:\n\n \u{2022} Karel Dorst\n \u{2022} Mina Vonk",
                ["Karel Dorst", "Mina Vonk"],
            ),
        ] {
            let people = people.map(str::to_owned).to_vec();
            assert_eq!(read(&format!("{requests}{signed}")), (asked.clone(), people), "{signed}");
        }
        let (items, signed) = read(&format!("{requests}De fractie van Loonrade Leeft te danken"));
        assert_eq!((items.len(), signed.len()), (3, 0));
    }

    #[test]
    fn places_on_the_next_line_of_an_item_sign_nothing() {
        let motion = motion_of(
            "De raad van Loonrade,\nRoept het college op:\n 1. Om een voorstel te doen voor een brug, in overleg met \
             Dorst,\n  Vonkveen, Marewold en Nieuwzand.\n\nJ. Dorst\n",
        );
        assert_eq!(
            motion.clauses[0].items[0].text,
            "Om een voorstel te doen voor een brug, in overleg met Dorst, Vonkveen, Marewold en Nieuwzand."
        );
        let names: Vec<&str> = motion.signatories.iter().map(|signed| &*signed.name).collect();
        assert_eq!(names, ["J. Dorst"]);
    }
}
