//! Clauses on paper: headings with their items below them, or sentences.

use super::Writer;
use crate::generate::paper::{Block, Look};
use crate::generate::speak::{capital, word};
use crate::generate::style::Case;
use crate::generate::truth::{Clause, Item};
use crate::generate::value::{Point, Said};
use crate::generate::words::{Opening, Says, WORDS};

impl Writer {
    /// Writes all clauses.
    pub(super) fn clauses(&mut self, clauses: &[Said]) {
        for (index, said) in clauses.iter().enumerate() {
            let is_again =
                clauses[..index].iter().any(|other| other.opening.kind == said.opening.kind);
            // What is asked last may be a list, also where the rest are sentences.
            let is_list = said.opening.says == Says::Requests
                && said.items.len() > 1
                && self.value.dice().chance(60);
            if self.style.inline && !is_list {
                self.sentences(said, is_again);
            } else {
                self.listed(said, is_again);
            }
        }
    }

    /// "Gehoord de beraadslaging", which says all that it says.
    pub(super) fn heard(&mut self) {
        let what = *self.value.dice().pick(&["de beraadslaging", "de beraadslagingen"]);
        let heading = self.heading(&format!("gehoord {what}"), "");
        let end = *self.value.dice().pick(&[",", ";", ","]);
        self.paper.gap();
        self.paper.plain(format!("{heading}{end}"));
        let opening = WORDS.forms.opening("gehoord");
        self.close(opening, heading, "", Vec::new());
    }

    /// A heading with items below it.
    fn listed(&mut self, said: &Said, is_again: bool) {
        let opening = said.opening;
        let bare = opening.bare.as_deref().filter(|_| self.style.bare && !is_again);
        let form = match bare {
            Some(bare) => bare.to_owned(),
            None => self.form(opening, is_again),
        };
        let heading = self.heading(&form, &said.asked);
        if self.style.airy {
            self.paper.gap();
        }
        let look = if self.style.bold { Look::Bold } else { Look::Plain };
        self.paper.text(look, format!("{heading}{}", self.style.behind));
        let before = match () {
            () if bare.is_some() => "dat ",
            () if form.ends_with("dat") && self.style.repeats_dat => "dat ",
            () if opening.says == Says::Requests
                && !form.ends_with(" om")
                && self.style.repeats_dat =>
            {
                "om "
            }
            () => "",
        };
        let is_marked = said.items.len() > 1 || !self.style.unmarked_one;
        let count = said.items.len();
        let mut items = Vec::with_capacity(count);
        for (index, point) in said.items.iter().enumerate() {
            let mark = is_marked.then(|| self.style.mark(index, self.marked));
            self.marked += 1;
            let mut text = format!("{before}{}", point.text);
            if self.style.capitals {
                text = capital(&text);
            }
            let end = self.style.end(index, count);
            items.push(self.item(mark, 0, text, &point.points, end));
        }
        self.close(opening, heading, &said.asked, items);
    }

    /// An item, with what stands under it.
    fn item(
        &mut self,
        mark: Option<String>,
        depth: u8,
        text: String,
        points: &[String],
        end: &str,
    ) -> Item {
        if self.style.roomy_items {
            self.paper.gap();
        }
        let has_end = !points.is_empty() || text.ends_with(['.', '?', '!', ':']);
        let printed = if has_end { text.clone() } else { format!("{text}{end}") };
        match &mark {
            Some(marker) => {
                let marker = marker.clone();
                self.paper.blocks.push(Block::Item { marker, depth, text: printed });
            }
            None => self.paper.plain(printed),
        }
        let read =
            if !has_end && end.starts_with(['.', '?']) { format!("{text}{end}") } else { text };
        let inner = self.style.inner.to_owned();
        let mut items = Vec::with_capacity(points.len());
        for (index, point) in points.iter().enumerate() {
            let is_last = index + 1 == points.len();
            let end = if is_last { end } else { ";" };
            items.push(self.item(Some(inner.clone()), depth + 1, point.clone(), &[], end));
        }
        Item { text: read, marker: mark, items }
    }

    /// A clause for each item, with its heading in the sentence.
    fn sentences(&mut self, said: &Said, is_again: bool) {
        let opening = said.opening;
        for (index, point) in said.items.iter().enumerate() {
            let form = match self.form(opening, is_again || index > 0) {
                form if opening.says == Says::Requests => {
                    form.strip_suffix(" om").map(str::to_owned).unwrap_or(form)
                }
                form => form,
            };
            let heading = self.heading(&form, &said.asked);
            let om = opening.says == Says::Requests && self.value.dice().chance(70);
            let text = format!("{}{}", if om { "om " } else { "" }, point.text);
            self.sentence(
                opening,
                heading,
                &said.asked,
                &Point { text, points: point.points.clone() },
            );
        }
    }

    fn sentence(&mut self, opening: &'static Opening, heading: String, asked: &str, point: &Point) {
        if self.style.airy {
            self.paper.gap();
        }
        let is_asked = opening.says == Says::Requests;
        let end = if is_asked { "," } else { ";" };
        let has_end = !point.points.is_empty() || point.text.ends_with(['.', '?', '!', ':']);
        let printed = format!("{heading} {}{}", point.text, if has_end { "" } else { end });
        self.paper.plain(printed);
        let inner = if self.style.inner == "o" { "–" } else { self.style.inner };
        let mut items = Vec::new();
        for (index, text) in point.points.iter().enumerate() {
            let end = if index + 1 == point.points.len() { end } else { ";" };
            let marker = inner.to_owned();
            items.push(Item {
                text: text.clone(),
                marker: Some(marker.clone()),
                items: Vec::new(),
            });
            self.paper.blocks.push(Block::Item { marker, depth: 0, text: format!("{text}{end}") });
        }
        let item = Item { text: point.text.clone(), marker: None, items };
        self.close(opening, heading, asked, vec![item]);
    }

    /// Notes a clause in the truth.
    fn close(&mut self, opening: &'static Opening, heading: String, asked: &str, items: Vec<Item>) {
        let is_asked = opening.says == Says::Requests;
        let addressee = is_asked.then(|| match self.style.case {
            Case::Upper => asked.to_uppercase(),
            _ => asked.to_owned(),
        });
        self.truth.clauses.push(Clause {
            kind: &opening.kind,
            role: &opening.role,
            heading,
            addressee,
            items,
        });
    }

    /// The words that open a clause: those of one or of several, who is asked still open.
    fn form(&mut self, opening: &'static Opening, is_again: bool) -> String {
        let list = if is_again { &opening.again } else { &opening.forms };
        let form = word(self.value.dice(), list);
        self.of_number(form).to_owned()
    }

    /// Of two forms that of this body's number.
    pub(super) fn of_number<'a>(&self, form: &'a str) -> &'a str {
        let (one, many) = form.split_once('/').unwrap_or((form, form));
        if self.value.body.many { many } else { one }
    }

    /// The words that open a clause, as this document prints them.
    fn heading(&self, form: &str, asked: &str) -> String {
        self.style.case.of(&form.replace("{college}", asked))
    }
}
