//! The head of a motion: labels and their values, number, title, dossier.

mod beside;
mod dates;
mod labels;
mod looks;
mod number;
mod numbered;
mod title;

use std::cell::OnceCell;
use std::ops::Range;

use super::build::replacing::Replacing;
use super::outcome::TICKED;
use super::outcome::sightings::Sightings;
use super::segment::{Kind, Unit};
use super::sheet::Sheet;
use super::submitters;
use crate::grammar::MotionType;
use crate::grammar::frame;
use crate::grammar::scan::Scan;
use crate::grammar::sights::Sort;
use crate::grammar::term::Date;
use crate::grammar::titles;
use crate::motion::Submitter;

/// What the head states, in source ranges.
#[derive(Debug, Default)]
pub struct Head {
    /// The value behind "Aan".
    pub addressee: Option<Range<usize>>,
    /// The value behind "Van".
    pub sender: Option<Range<usize>>,
    /// The value behind "Onderwerp", or the title of the dossier.
    pub subject: Option<Range<usize>>,
    /// Other numbers that it is filed under.
    pub file_numbers: Vec<Range<usize>>,
    /// Who brings it in.
    pub submitters: Vec<Submitter>,
    /// What a label names as who brings it in, as printed.
    pub submitted_by: Option<Range<usize>>,
    /// What sort of motion it is.
    pub motion_type: Option<MotionType>,
    /// What it replaces.
    pub replaces: Option<Range<usize>>,
    /// The number: one range, or those of a dossier and a paper in it.
    pub number: Vec<Range<usize>>,
    /// Whether its second part is a letter: "36 410, E".
    pub lettered: bool,
    /// Whether it is that of a paper in a dossier that is not printed: "nr. 12".
    pub paper_alone: bool,
    /// The name of the motion.
    pub title: Option<Range<usize>>,
    /// Whether nothing but its place and looks says that it is the name.
    pub title_unlabelled: bool,
    /// The date, and where it stands.
    pub date: Option<(Date, Range<usize>)>,
    /// A date that stands alone, without a label, and where.
    pub lone_date: Option<(Date, Range<usize>)>,
    /// The value of a date label that holds no date.
    pub no_date: Option<Range<usize>>,
    /// Labels and other words that stand for something in the record.
    pub words: Vec<Range<usize>>,
}

/// Reads the units of the head; in minutes, debates and letters, which are `other` papers, no line is a
/// title by its looks.
#[must_use]
pub fn read(sheet: &Sheet<'_>, scan: &Scan<'_>, units: &[&Unit], other: bool) -> Head {
    let (taken, head) = (vec![false; units.len()], Head::default());
    let mut reader = Reader {
        sheet,
        scan,
        units,
        taken,
        head,
        published: None,
        spaced: OnceCell::new(),
        labelled: false,
    };
    reader.explained();
    reader.dossier();
    reader.rows();
    reader.columned();
    for (at, unit) in units.iter().enumerate() {
        match &unit.kind {
            Kind::Label(field, value) if !reader.taken[at] => reader.label(at, *field, *value),
            _ => {}
        }
    }
    reader.title_of_paper();
    // A label with a name behind it wins over one that stands alone, and that over looks.
    for bare in [false, true] {
        for (at, unit) in units.iter().enumerate() {
            match &unit.kind {
                Kind::Title(title)
                    if title.bare == bare && reader.head.title.is_none() && !reader.taken[at] =>
                {
                    // "Met redenen omklede motie" above a heading that begins so and says more.
                    let more = units.get(at + 1).is_some_and(|next| {
                        let (here, below) = (reader.text(at).trim(), reader.text(at + 1).trim());
                        matches!(next.kind, Kind::Title(_))
                            && below.len() > here.len()
                            && below.starts_with(here)
                    });
                    if more {
                        reader.taken[at] = true;
                        reader.head.words.push(sheet.source(unit.range.clone()));
                    } else {
                        reader.title(at, title);
                    }
                }
                _ => {}
            }
        }
    }
    reader.titled_subject();
    reader.named_above_movers();
    reader.document_number();
    reader.stamped_number(other);
    if reader.head.title.is_none() {
        reader.named_behind_dossier();
    }
    if reader.head.title.is_none() {
        reader.named_below_number();
    }
    if reader.head.title.is_none() && !other {
        reader.numbered_name();
    }
    if reader.head.title.is_none() {
        reader.named_beside_number();
    }
    if reader.head.title.is_none() && !other {
        reader.unlabelled_title();
    }
    reader.spare_title_labels();
    reader.lone_date();
    reader.letterhead_date();
    reader.published_date();
    reader.filed_once();
    reader.sorts();
    reader.moved_by_title();
    reader.moved_below_title();
    reader.head
}

struct Reader<'r, 'a> {
    sheet: &'r Sheet<'a>,
    scan: &'r Scan<'r>,
    units: &'r [&'r Unit],
    taken: Vec<bool>,
    head: Head,
    /// The value of a label that says when it was published.
    published: Option<Range<usize>>,
    /// Whether labels stand alone, each above its value, with blank lines between; told once.
    spaced: OnceCell<bool>,
    /// Whether a label stands before the name that was read last.
    labelled: bool,
}

impl Reader<'_, '_> {
    /// The words of a unit, folded.
    fn text(&self, at: usize) -> &str {
        &self.scan.text[self.units[at].range.clone()]
    }

    fn is_text(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|unit| matches!(unit.kind, Kind::Text)) && !self.taken[at]
    }

    /// Whether a unit is text that may be a title.
    fn may_be_title(&self, at: usize) -> bool {
        self.is_text(at)
            && !titles::is_no_title(self.scan, &self.scan.text[self.units[at].range.start..])
            && !self.text(at).starts_with('(')
            && !self.is_date(at)
            && !self.is_dated(at)
    }

    /// The motion's own number is no other one that it is filed under.
    fn filed_once(&mut self) {
        if let [number] = self.head.number.as_slice() {
            let document = self.sheet.document;
            let own = document.slice(number).trim();
            self.head.file_numbers.retain(|other| document.slice(other).trim() != own);
        }
    }

    /// Takes the lines of an explanation that stands in the head.
    fn explained(&mut self) {
        for at in 0..self.units.len() {
            if matches!(self.units[at].kind, Kind::Section(_)) {
                let text = |at: &usize| matches!(self.units[*at].kind, Kind::Text);
                let below: Vec<usize> = (at + 1..self.units.len()).take_while(text).collect();
                below.into_iter().for_each(|below| self.taken[below] = true);
            }
        }
    }

    /// What sort of motion it is, and what it replaces, by words of the head.
    fn sorts(&mut self) {
        let title = self.head.title.as_ref();
        let title = title.map(|title| self.sheet.offset(title.start)..self.sheet.offset(title.end));
        let ranges =
            || title.iter().cloned().chain(self.units.iter().map(|unit| unit.range.clone()));
        let start = ranges().map(|range| range.start).min().unwrap_or(0);
        let stretch = start..ranges().map(|range| range.end).max().unwrap_or(0);
        let grammar = self.scan.grammar;
        let sorts =
            Sightings::of(self.scan, Sort::MotionType, &grammar.motion_types, [stretch.clone()]);
        for unit in self.units.iter().filter(|unit| sorts.any_in(&unit.range)) {
            let text = &self.scan.text[unit.range.clone()];
            let found =
                self.scan.find_all(Sort::MotionType, &grammar.motion_types, unit.range.clone());
            let sort = { found }.find_map(|at| {
                let input = &self.scan.text[at..];
                let at = at - unit.range.start;
                let begins = at == 0
                    || value_of(unit) == Some(unit.range.start + at)
                    || self.scan.cells.has(unit.range.start + at)
                    || input.starts_with("motie van")
                    || text[..at].trim_end().ends_with(['(', ':'])
                    // "7 Motie vreemd aan de orde", "M11.1 - Motie vreemd aan de orde".
                    || input.starts_with("motie vreemd")
                        && !text[..at].trim_end().contains(' ')
                        && text[..at].contains(|c: char| c.is_ascii_digit())
                    || input.starts_with("motie vreemd") && text[..at].ends_with(" - ")
                    || TICKED.iter().any(|tick| text[..at].trim_end().ends_with(tick));
                frame::motion_type(self.scan, input).ok().filter(|_| begins)
            });
            if let Some((_, sort)) = sort {
                self.head.motion_type.get_or_insert(sort);
            }
        }
        let replacing = Replacing::of(self.scan, stretch);
        let number = ranges().find_map(|range| replacing.number(&range));
        self.head.replaces = number.map(|number| self.sheet.source(number));
    }

    /// Whether a value is a heading that names who brings the motion in: "Motie van het lid Bos".
    fn is_heading(&self, value: &Range<usize>) -> bool {
        self.scan.text[self.sheet.offset(value.start)..].starts_with("motie van ")
    }

    /// Who brings it in, by a heading that names them.
    fn moved_by_title(&mut self) {
        let titles = self.units.iter().filter(|unit| matches!(unit.kind, Kind::Title(_)));
        let lines = titles.map(|unit| self.sheet.source(unit.range.clone()));
        let subject = self.head.subject.iter().filter(|subject| self.is_heading(subject));
        let titles = self.head.title.iter().chain(subject).cloned();
        let headings: Vec<Range<usize>> = titles.chain(lines).collect();
        for heading in headings {
            if self.head.submitters.is_empty() {
                self.head.submitters = submitters::of_heading(self.sheet, self.scan, &heading);
            }
        }
    }
}

impl Reader<'_, '_> {
    /// Who brings it in, by a line below the heading: "van het lid Bos, D66".
    fn moved_below_title(&mut self) {
        if !self.head.submitters.is_empty() {
            return;
        }
        let leads = &self.scan.grammar.words.mover_leads;
        let found = (0..self.units.len()).filter(|&at| self.is_text(at)).find_map(|at| {
            let unit = self.units[at];
            let led = |lead: &String| {
                let rest = self.text(at).strip_prefix(lead.as_str())?;
                (lead.starts_with("van ") && rest.starts_with(' ')).then_some(rest.len())
            };
            let rest = leads.iter().filter_map(led).min()?;
            let names = self.sheet.source(unit.range.end - rest..unit.range.end);
            let found = submitters::listed(self.sheet, self.scan, &names)?;
            Some((at, found))
        });
        if let Some((at, found)) = found {
            self.taken[at] = true;
            self.head.words.push(self.sheet.source(self.units[at].range.clone()));
            self.head.submitters = found;
        }
    }
}

/// Where the name begins that stands in a heading, or the value that a label has.
fn value_of(unit: &Unit) -> Option<usize> {
    match &unit.kind {
        Kind::Title(title) => Some(title.name),
        Kind::Label(_, value) => Some(*value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::motion_of;
    use crate::motion::{DocumentKind, Motion};

    /// A motion with a head above its opening sentence, and what stands behind the day in that.
    fn headed(head: &str, day: &str) -> Motion {
        motion_of(&format!(
            "{head}\n\nDe raad van de gemeente Molendrecht, in vergadering bijeen op 12 mei 2022{day}\n\nConstaterende \
             dat:\n\n- de brug te smal is;\n\nVerzoekt het college:\n\n- de brug te verbreden;\n\nEn gaat over tot \
             de orde van de dag.\n\nK. Dorst (SGP)\n"
        ))
    }

    #[test]
    fn labels_say_what_a_motion_is_about_and_whose_it_is() {
        let motion = headed(
            "Motie Brug\n\nMOTIE\n\ningediend in de raadsvergadering van 12 mei 2022\n\nBetreffende:\n\nSneller verbreden van de brug",
            ",",
        );
        assert_eq!(motion.subject.as_deref(), Some("Sneller verbreden van de brug"));
        let motion = headed("Motie Brede brug", " ter agendapunt J Voorstellen brug");
        assert_eq!(motion.subject.as_deref(), Some("J Voorstellen brug"));
        let motion = headed("Motie\n\n2. Motie Brug: Weg met de smalle brug", ",");
        assert_eq!(motion.number.as_deref(), Some("2"));
        assert_eq!(motion.title.as_deref(), Some("Brug: Weg met de smalle brug"));
        let motion = headed("MOTIE vreemd aan de orde van de dag – 12 mei 2022", ",");
        assert_eq!((motion.title, motion.date.as_deref()), (None, Some("2022-05-12")));
        let motion = headed("Bruggen i.k.v. Kadernota 2020 - 2029\n\n\n4 december 2019", ",");
        assert_eq!(motion.title.as_deref(), Some("Bruggen i.k.v. Kadernota 2020 - 2029"));
        let motion = headed("Motie Brug\n\nindieners:\nfractie CDA\nfractie Lokaal Zilt", ",");
        assert_eq!(motion.submitters.len(), 2);
        let dated = "dinsdag 29 oktober 2019\n\nMotie Brug\n\nDe raad,\n\nverzoekt het college de brug te verbreden.\n";
        assert_eq!(motion_of(dated).date.as_deref(), Some("2019-10-29"));
        // A page shows a motion below a heading of its own.
        let news = "Er is een motie behandeld. De tekst was als volgt:";
        let motion =
            headed(&format!("MOTIE BREDE BRUG AANGENOMEN\n\n{news}\n\nMotie Brede brug"), ",");
        assert_eq!(motion.title.as_deref(), Some("Brede brug"));
        let motion =
            headed("12 mei 2022\n\nMotie Brede brug\nMotie Op weg naar een bredere brug", ",");
        assert_eq!(motion.title.as_deref(), Some("Op weg naar een bredere brug"));
        for heading in [
            "7 Motie vreemd aan de orde van de dag ingediend door D66 inzake de brug\n\nMOTIE BREDE BRUG",
            "M11.1 - Motie vreemd aan de orde van de dag - Raadsbreed - Brede brug",
        ] {
            let sort = headed(heading, ",").motion_type;
            assert_eq!(sort, Some(crate::motion::MotionType::Vreemd), "{heading}");
        }
        for label in ["Deze motie wordt mede ingediend door", "Indieners: fracties"] {
            let motion =
                headed(&format!("{label} D66, Lokaal Molendrecht en PVV.\nOnderwerp: Brug"), ",");
            let parties: Vec<_> =
                motion.submitters.iter().map(|one| one.party.as_deref()).collect();
            assert_eq!(parties, [Some("D66"), Some("Lokaal Molendrecht"), Some("PVV")], "{label}");
            assert_eq!(motion.title, None, "{label}");
        }
    }

    #[test]
    fn parties_are_no_dossier_and_a_letter_with_the_letter_of_its_paper_is_one() {
        let motion = motion_of(
            "CDA\n\nVVD\n\nD66\n\nCU\n\n\nNr. 21 MOTIE VAN DE LEDEN DORST EN VONK\n\nVoorgesteld 12 mei 2022\n\nDe \
             Kamer,\n\ngehoord de beraadslaging,\n\nverzoekt de regering, de brug te verbreden,\n\nen gaat over tot de \
             orde van de dag.\n\nDorst\n\nVonk\n",
        );
        assert_eq!((motion.number.as_deref(), motion.subject), (Some("nr. 21"), None));
        let motion = motion_of(
            "32 999 IXB Brugwinning\n\n28 888 Zeebeleid\n\nNr. 398 MOTIE VAN HET LID DORST\n\nVoorgesteld 21 november \
             2017\n\nDe Kamer,\n\ngehoord de beraadslaging,\n\nverzoekt de regering de brug te verbreden,\n\nen gaat over \
             tot de orde van de dag.\n\nDorst\nkst-32999-12 ISSN 0921 - 7371\nTweede Kamer\n",
        );
        assert_eq!(motion.number.as_deref(), Some("32 999 IXB, nr. 398"));
        assert_eq!(motion.file_numbers, ["28 888"]);
        assert_eq!(motion.subject.as_deref(), Some("Brugwinning"));
        assert_eq!(motion.signatories.len(), 1);
        let letter = motion_of(
            "CXXIV Verslag van de Commissie Bruggen\n\nG BRIEF VAN DE VOORZITTER\n\nAan de leden\n\nMolendrecht, 12 mei \
             2022\n\nIn het debat is een motie ingediend, met als strekking dat de brug open dient te zijn.\n",
        );
        assert_eq!(letter.document_kind, DocumentKind::Brief);
    }
}
