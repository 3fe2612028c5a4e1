//! Puts the record together: every field with its span, every doubt with a warning.

mod front;
mod kind;
pub(super) mod replacing;
mod tail;

use std::ops::Range;

pub use kind::shown;

use super::claims::Claims;
use super::detect::Fit;
use super::items::Items;
use super::segment::{Kind, Unit, Zone};
use super::sheet::Sheet;
use crate::clock::{self, Stage};
use crate::grammar::OTHER;
use crate::grammar::rules::{Heading, Stop};
use crate::grammar::scan::Scan;
use crate::grammar::term;
use crate::motion::{Clause, DocumentKind, Motion, Role, Source, Warning};
use crate::text::{Folded, Span, join};

/// What the records of a document's motions share.
#[derive(Debug)]
pub struct Build<'g> {
    /// The grammar that they are read by.
    pub fit: Fit<'g>,
    /// The document.
    pub source: Source,
    /// The hex SHA-256 of its bytes.
    pub id: String,
    /// What its first lines show it to be.
    pub shown: Option<DocumentKind>,
}

impl<'g> Build<'g> {
    /// Of a document that the grammar fits; what it is shows itself once it is parted.
    #[must_use]
    pub fn new(fit: Fit<'g>, source: Source, id: String) -> Self {
        Self { fit, source, id, shown: None }
    }

    /// Builds the record of the motion on a sheet; `number` says which one it is, from 0, where its
    /// document holds several.
    #[must_use]
    pub fn motion(
        &self,
        sheet: &Sheet<'_>,
        units: &[(Zone, Unit)],
        number: Option<usize>,
    ) -> Motion {
        let _stage = clock::enter(Stage::Build);
        let scan = sheet.scan(self.fit.grammar);
        // An amendment in a bundle is one alone; minutes and letters are so as a whole.
        let shown = match (self.shown, number) {
            (Some(DocumentKind::Amendement), Some(_)) => None,
            (shown, _) => shown,
        };
        let mut builder = Builder {
            sheet,
            scan: &scan,
            claims: Claims::default(),
            motion: self.empty(number.unwrap_or(0)),
            shown,
            title_unlabelled: false,
            title: None,
            called: false,
        };
        let zone = |zone: Zone| {
            units
                .iter()
                .filter(move |(at, _)| *at == zone)
                .map(|(_, unit)| unit)
                .collect::<Vec<&Unit>>()
        };
        let body = zone(Zone::Body);
        builder.opening(&body);
        builder.head(&zone(Zone::Head));
        builder.clauses(&body);
        builder.tail(units);
        builder.finish(&self.fit, number.is_some())
    }

    fn empty(&self, number: usize) -> Motion {
        let id = match number {
            0 => self.id.clone(),
            before => format!("{}-{}", self.id, before + 1),
        };
        Motion {
            grammar: self.fit.known.then(|| self.fit.grammar.name.clone()),
            grammar_runner_up: self.fit.runner_up.map(|grammar| grammar.name.clone()),
            ..Motion::unknown(id, self.source.clone())
        }
    }
}

struct Builder<'b, 'a> {
    sheet: &'b Sheet<'a>,
    scan: &'b Scan<'b>,
    claims: Claims,
    motion: Motion,
    /// What a line of the head shows the document to be.
    shown: Option<DocumentKind>,
    /// Nothing but its looks says that the title is one.
    title_unlabelled: bool,
    /// Where the title stands.
    title: Option<Range<usize>>,
    /// The head calls it a motion.
    called: bool,
}

impl Builder<'_, '_> {
    /// Takes a source range: its words on one line, and where they stand.
    fn field(&mut self, range: &Range<usize>) -> (Option<String>, Vec<Span>) {
        let document = self.sheet.document;
        let text = join::one_line(document, range);
        self.claims.take(range.clone());
        if text.is_empty() { (None, Vec::new()) } else { (Some(text), document.spans(range)) }
    }

    fn source(&self, range: Range<usize>) -> Range<usize> {
        self.sheet.source(range)
    }

    fn warn(&mut self, code: &str, message: impl Into<String>, at: Option<&Range<usize>>) {
        let span = at.and_then(|range| self.sheet.document.spans(range).into_iter().next());
        self.motion.warnings.push(Warning { code: code.to_owned(), message: message.into(), span });
    }

    /// Notes how sure an inferred field of the head is.
    fn sure(&mut self, field: &str, confidence: f32) {
        self.motion.confidence.insert(field.to_owned(), confidence);
    }

    fn clauses(&mut self, units: &[&Unit]) {
        // Lists under headings that nobody knows are those of a motion only beside what shows it to be one.
        let shows = |unit: &&Unit| match &unit.kind {
            Kind::Heading(heading) => self.scan.grammar.clauses[heading.clause].kind != OTHER,
            Kind::Closing(_) => true,
            _ => false,
        };
        let shown = units.iter().any(shows);
        for (at, unit) in units.iter().enumerate() {
            let Kind::Heading(heading) = &unit.kind else {
                continue;
            };
            if !shown {
                continue;
            }
            let texts: Vec<&Unit> = units[at + 1..]
                .iter()
                .copied()
                .take_while(|unit| matches!(unit.kind, Kind::Text))
                .collect();
            let next = units.get(at + 1).map(|next| &next.kind);
            if matches!(next, Some(Kind::Heading(_))) && self.is_of_form(unit, heading) {
                self.claims.take(self.source(unit.range.clone()));
                continue;
            }
            if let Some(body) = heading.spoken.clone().filter(|_| self.motion.body.is_none()) {
                (self.motion.body, self.motion.spans.body) = self.field(&self.source(body));
            }
            let clause = self.clause(unit, heading, &texts);
            self.motion.clauses.push(clause);
        }
        // Under whatever heading: what a motion says last it asks.
        let clauses = &mut self.motion.clauses;
        if clauses.iter().all(|clause| clause.role == Role::Preamble)
            && let Some(last) = clauses.last_mut().filter(|last| last.kind == OTHER)
        {
            last.role = Role::Dictum;
        }
    }

    /// Whether nothing but a heading of a form stands in a unit: "Overwegingen:".
    fn is_of_form(&self, unit: &Unit, heading: &Heading) -> bool {
        let words = &self.scan.text[heading.words.clone()];
        let behind = self.scan.text[heading.end.min(unit.range.end)..unit.range.end].trim();
        behind.is_empty() && self.scan.grammar.words.form_headings.has(words)
    }

    fn clause(&mut self, unit: &Unit, heading: &Heading, texts: &[&Unit]) -> Clause {
        let document = self.sheet.document;
        let mut kind = self.scan.grammar.clauses[heading.clause].clone();
        let words = self.source(heading.words.clone());
        let mut items = Items::behind(
            self.sheet,
            heading.stop,
            &self.scan.grammar.words,
            heading.end.min(unit.range.end)..unit.range.end,
        );
        texts.iter().for_each(|text| items.add(text));
        let items = items.finish();
        let end = texts.last().map_or(unit.range.end, |text| text.range.end);
        let range = self.source(unit.range.start..end);
        self.claims.take(range.clone());
        let heading_text = join::one_line(document, &words);
        if items.is_empty() && kind.kind != "gehoord" {
            self.warn(
                "heading-without-items",
                format!("nothing follows `{heading_text}`"),
                Some(&words),
            );
        }
        let other = kind.kind == OTHER;
        if other {
            kind.kind = participle(&self.scan.text[heading.words.clone()]);
            let message =
                format!("no grammar lists the opening `{heading_text}`; check what it says");
            self.warn("opening-unknown", message, Some(&words));
        }
        let addressee = heading.addressee.clone().map(|range| self.source(range));
        if let Some(range) = addressee.as_ref().filter(|_| !heading.addressee_known) {
            self.warn(
                "addressee-unknown",
                "no grammar lists this addressee; check where it ends",
                Some(range),
            );
        }
        let known = if other { 0.8 } else { 1.0 };
        let confidence = known * clause_confidence(heading, unit, items.is_empty());
        Clause {
            kind: kind.kind,
            role: kind.role,
            heading: heading_text,
            addressee: addressee.map(|range| join::one_line(document, &range)),
            items,
            spans: document.spans(&range),
            confidence,
        }
    }

    /// The date of minutes, which their running head or foot says.
    fn date_of_minutes(&mut self) {
        let document = self.sheet.document;
        let first = document.lines().iter().take(MINUTES_HEAD);
        let lines = document.lines().iter().filter(|line| line.furniture).chain(first);
        let found = lines.into_iter().find_map(|line| {
            // The date in a sentence is that of something else.
            let text = document.slice(&line.range);
            if text.ends_with(['.', ')', ';'])
                || text.split_whitespace().nth(RUNNING_HEAD).is_some()
            {
                return None;
            }
            let folded = Folded::whole(document.slice(&line.range));
            let (date, at) = term::find_date(folded.text())?;
            let range = folded.source_range(document.slice(&line.range), at);
            Some((date.iso()?, line.range.start + range.start..line.range.start + range.end))
        });
        if let Some((iso, range)) = found {
            self.motion.date = Some(iso);
            self.motion.spans.date = document.spans(&range);
            self.sure("date", LONE_DATE);
        }
    }

    fn finish(mut self, fit: &Fit<'_>, is_one_of_several: bool) -> Motion {
        let document = self.sheet.document;
        let dictum = self.motion.clauses.iter().any(|clause| clause.role == Role::Dictum);
        // A council decides in the same words; a paper that is a motion says so.
        let decides = dictum
            && self
                .motion
                .clauses
                .iter()
                .all(|clause| clause.role != Role::Dictum || clause.kind == "besluit");
        let names = &self.scan.grammar.words.motion_names;
        let called = !decides
            || self.motion.closing.is_some()
            || names.iter().any(|name| self.scan.text.contains(name.as_str()));
        let asks = dictum || self.motion.clauses.iter().any(|clause| clause.role == Role::Opinion);
        let named = self.called || self.motion.title.is_some() && !self.title_unlabelled;
        self.motion.document_kind = match self.shown {
            Some(kind) => kind,
            None if decides && !self.called && self.amends() => DocumentKind::Amendement,
            None if called
                && (asks || self.motion.closing.is_some())
                && (self.motion.body.is_some()
                    || named
                    || !self.motion.submitters.is_empty()
                    || dictum && self.motion.closing.is_some()) =>
            {
                DocumentKind::Motie
            }
            None => DocumentKind::Onbekend,
        };
        if self.motion.clauses.is_empty() {
            self.warn(
                "no-clauses",
                "expected clauses such as `overwegende dat` and `verzoekt`, found none",
                None,
            );
        } else if !asks {
            self.warn("no-dictum", "expected a clause that asks or decides, such as `verzoekt` or `spreekt uit`, found none", None);
        }
        if self.motion.signatories.is_empty() {
            self.warn("no-signatories", "expected names below the motion, found none", None);
        }
        for notice in document.notices() {
            let inside =
                |range: &Range<usize>| self.sheet.part.contains(&document.line_at(range.start));
            if !notice.range.as_ref().is_none_or(inside) {
                continue;
            }
            self.warn(notice.code, notice.message.clone(), notice.range.as_ref());
        }
        if self.motion.date.is_none() && self.motion.document_kind == DocumentKind::Verslag {
            self.date_of_minutes();
        }
        if fit.tied
            && let Some(other) = fit.runner_up
        {
            let message = format!(
                "the words of `{}` fit as well as those of `{}`",
                other.name, fit.grammar.name
            );
            self.warn("grammar-unsure", message, None);
        }
        let lines = self.sheet.lines().iter();
        // The pages of one of several motions are those that its words stand on.
        let lines = lines.filter(|line| !is_one_of_several || self.claims.holds(&line.range));
        for line in lines {
            if self.motion.pages.last() != Some(&line.page) {
                self.motion.pages.push(line.page);
            }
        }
        self.motion.unparsed = self.claims.rest(document, self.sheet.part.clone());
        if !self.motion.unparsed.is_empty() {
            let parts = self.motion.unparsed.len();
            self.motion.warnings.push(Warning {
                code: "text-unread".to_owned(),
                message: format!(
                    "{parts} part{} of the text went into no field",
                    if parts == 1 { "" } else { "s" }
                ),
                span: self.motion.unparsed.first().cloned(),
            });
        }
        self.motion
    }
}

/// The kind of a clause that opens with a participle before "dat": "hopende dat", "voorts hopend, dat".
fn participle(heading: &str) -> String {
    let before = heading.strip_suffix("dat").unwrap_or_default().trim_end_matches([' ', ',']);
    let word = before.rsplit(' ').next().unwrap_or_default();
    match word.strip_suffix("end") {
        Some(stem) => format!("{stem}ende"),
        None if word.ends_with("ende") => word.to_owned(),
        None => OTHER.to_owned(),
    }
}

/// A running head or foot has at most so many words.
const RUNNING_HEAD: usize = 12;

/// Within so many first lines minutes say their date.
const MINUTES_HEAD: usize = 15;

/// How sure it is that a clause begins with a heading: less without a colon behind it, inside a
/// line, with an addressee that no grammar lists, and with nothing that it says.
fn clause_confidence(heading: &Heading, unit: &Unit, empty: bool) -> f32 {
    let stop = match heading.stop {
        Stop::Colon => 1.0,
        Stop::Comma | Stop::Line => 0.97,
        Stop::Open => 0.95,
    };
    let place = if unit.begins_line { 1.0 } else { 0.9 };
    let asked = if heading.addressee.is_none() || heading.addressee_known { 1.0 } else { 0.8 };
    let said = if empty { 0.8 } else { 1.0 };
    stop * place * asked * said
}

/// How sure a date without a label is that of the motion.
const LONE_DATE: f32 = 0.7;
