//! Clauses on paper: headings with their items below them, or sentences.

use super::Writer;
use crate::generate::paper::Block;
use crate::generate::speak::{capital, word};
use crate::generate::style::{Case, Flow};
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
            // "Besluit" stands above what is decided.
            let is_heading = said.opening.kind == "besluit";
            if self.style.inline && !is_list && !is_heading {
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
        self.close(opening, "gehoord", heading, "", Vec::new());
    }

    /// A heading with items below it.
    fn listed(&mut self, said: &Said, is_again: bool) {
        let opening = said.opening;
        let noun = self.noun(opening, is_again);
        let bare = opening.bare.as_deref().filter(|_| self.style.bare && !is_again);
        let form = match (noun, bare) {
            (Some(noun), _) => noun.to_owned(),
            (None, Some(bare)) => bare.to_owned(),
            (None, None) => self.form(opening, is_again),
        };
        let heading = self.heading(&form, &said.asked);
        let points = self.points(said, &form, noun.is_some());
        if self.style.airy {
            self.paper.gap();
        }
        let has_points = points.iter().any(|point| !point.points.is_empty());
        let items = if self.style.flow == Flow::Strung && !has_points {
            self.strung(&heading, &points)
        } else {
            self.below(&heading, &points)
        };
        self.close(opening, &form, heading, &said.asked, items);
    }

    /// The noun that heads a clause, where this document has such.
    fn noun(&mut self, opening: &'static Opening, is_again: bool) -> Option<&'static str> {
        if !self.style.nouns || is_again || opening.nouns.is_empty() {
            return None;
        }
        Some(self.value.dice().pick::<String>(&opening.nouns))
    }

    /// What a clause says, in the words that go with its heading.
    fn points(&mut self, said: &Said, form: &str, is_noun: bool) -> Vec<Point> {
        let says = said.opening.says;
        let is_ground = matches!(says, Says::Facts | Says::Grounds | Says::Opinions);
        let before = match () {
            () if is_ground && (is_noun || !form.ends_with("dat")) => "dat ",
            () if form.ends_with("dat") && self.style.repeats_dat => "dat ",
            () if says == Says::Requests && !form.ends_with(" om") && self.style.repeats_dat => {
                "om "
            }
            () => "",
        };
        let is_sentence = is_noun && is_ground && self.style.sentences;
        let mut points = Vec::with_capacity(said.items.len());
        for point in &said.items {
            let (text, points_below) = if is_sentence {
                (self.value.speaker.say_other(&WORDS.common.explanations), Vec::new())
            } else {
                (format!("{before}{}", point.text), point.points.clone())
            };
            let text = if self.style.capitals { capital(&text) } else { text };
            // A semicolon would end an item that nothing marks.
            let text = match self.style.flow {
                Flow::Unmarked => text.replace("; ", ", "),
                Flow::Marked | Flow::Strung => text,
            };
            points.push(Point { text, points: points_below });
        }
        points
    }

    /// A heading, and its items on lines of their own.
    fn below(&mut self, heading: &str, points: &[Point]) -> Vec<Item> {
        let depth = self.head_of_clause(heading);
        let count = points.len();
        let is_marked =
            (count > 1 || !self.style.unmarked_one) && self.style.flow != Flow::Unmarked;
        let mut items = Vec::with_capacity(count);
        for (index, point) in points.iter().enumerate() {
            let mark = is_marked.then(|| self.style.mark(index, self.marked));
            self.marked += 1;
            let end = self.style.end(index, count);
            items.push(self.item(mark, depth, point.text.clone(), &point.points, end));
        }
        items
    }

    /// A heading, and its items behind it on one line.
    fn strung(&mut self, heading: &str, points: &[Point]) -> Vec<Item> {
        let mut line = format!("{heading}{}", self.style.behind);
        let mut items = Vec::with_capacity(points.len());
        for (index, point) in points.iter().enumerate() {
            let mark = self.style.mark(index, self.marked);
            self.marked += 1;
            let (printed, read) = ended(&point.text, self.style.end(index, points.len()));
            line.push_str(&format!(" {mark} {printed}"));
            items.push(Item { text: read, marker: Some(mark), items: Vec::new() });
        }
        self.paper.plain(line);
        items
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
        let (printed, read) = ended(&text, if points.is_empty() { end } else { "" });
        match &mark {
            Some(marker) => {
                let marker = marker.clone();
                self.paper.blocks.push(Block::Item { marker, depth, text: printed });
            }
            None => self.paper.plain(printed),
        }
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
            let point = Point { text, points: point.points.clone() };
            let items = self.sentence(opening, &heading, &point);
            self.close(opening, &form, heading, &said.asked, items);
        }
    }

    fn sentence(&mut self, opening: &Opening, heading: &str, point: &Point) -> Vec<Item> {
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
        vec![Item { text: point.text.clone(), marker: None, items }]
    }

    /// Notes a clause in the truth; who is asked is of it where its words name them.
    pub(super) fn close(
        &mut self,
        opening: &'static Opening,
        form: &str,
        heading: String,
        asked: &str,
        items: Vec<Item>,
    ) {
        let addressee = form.contains("{college}").then(|| match self.style.case {
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
    pub(super) fn form(&mut self, opening: &'static Opening, is_again: bool) -> String {
        let list = if is_again { &opening.again } else { &opening.forms };
        let form = word(self.value.dice(), list);
        self.of_number(form).to_owned()
    }

    /// Of two forms that of this body's number.
    pub(super) fn of_number<'a>(&self, form: &'a str) -> &'a str {
        let (one, many) = form.split_once('/').unwrap_or((form, form));
        if self.value.body.many { many } else { one }
    }
}

/// An item as it is printed, with its end, and as it is read: a full stop is of it.
pub(super) fn ended(text: &str, end: &str) -> (String, String) {
    if text.ends_with(['.', '?', '!', ':']) {
        return (text.to_owned(), text.to_owned());
    }
    let read = if end.starts_with(['.', '?']) { format!("{text}{end}") } else { text.to_owned() };
    (format!("{text}{end}"), read)
}
