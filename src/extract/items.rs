//! The items of a clause: which lines belong together, and which items stand under which.

use std::ops::Range;

use super::segment::Unit;
use super::sheet::Sheet;
use crate::grammar::rules::Stop;
use crate::grammar::term::Mark;
use crate::grammar::words::Words;
use crate::motion::Item;
use crate::text::{RAISED, join};

/// How much further to the right an item stands that is under another one: in points, and in
/// characters of plain text.
const DEEPER: (f32, f32) = (6.0, 1.5);

/// An item while its lines are being gathered, in ranges of the folded text.
#[derive(Clone, Debug)]
struct Node {
    words: Range<usize>,
    marker: Option<(Mark, Range<usize>)>,
    depth: usize,
}

/// The level of a list: its mark, and how far to the right it stands.
#[derive(Clone, Copy, Debug)]
struct Level {
    mark: Mark,
    /// `None` where the item stands inside a line.
    indent: Option<f32>,
}

/// Gathers the items of a clause.
#[derive(Debug)]
pub struct Items<'s, 'a> {
    sheet: &'s Sheet<'a>,
    /// How the heading of the clause ends.
    stop: Stop,
    /// Whether it ends with "dat": each item is a sentence, and ends in a verb.
    joined: bool,
    /// The words of the grammar.
    words: &'s Words,
    nodes: Vec<Node>,
    levels: Vec<Level>,
    /// The depth of the first marked item: 1 under an introduction that ends with a colon.
    base: usize,
}

impl<'s, 'a> Items<'s, 'a> {
    /// Begins the items of a clause with what stands behind its heading, if anything does.
    #[must_use]
    pub fn behind(
        sheet: &'s Sheet<'a>,
        stop: Stop,
        words: &'s Words,
        behind: Range<usize>,
    ) -> Self {
        let heading = sheet.text()[..behind.start].trim_end_matches([':', ',', ' ']);
        let joined = stop != Stop::Open && heading.ends_with(" dat");
        let (nodes, levels) = (Vec::new(), Vec::new());
        let mut items = Self { sheet, stop, joined, words, nodes, levels, base: 0 };
        for words in strung(sheet, stop, behind) {
            items.nodes.push(Node { words, marker: None, depth: 0 });
        }
        items
    }

    /// Adds a unit of text: to the item before it, or as an item of its own.
    pub fn add(&mut self, unit: &Unit) {
        // A line of signs: "_______".
        let text = &self.sheet.text()[unit.range.clone()];
        let line_of_signs = unit.begins_line && unit.marker.is_none();
        if line_of_signs && text.len() > 3 && !text.contains(char::is_alphanumeric) {
            return;
        }
        match unit.marker {
            Some((mark, _)) if self.is_dash_in_sentence(unit, mark) => self.extend(unit),
            Some((mark, at)) => self.add_marked(unit, mark, at),
            None if self.returns(unit) => {
                self.levels.clear();
                self.nodes.push(Node { words: unit.range.clone(), marker: None, depth: 0 });
            }
            None if self.continues(unit) => self.extend(unit),
            None => {
                let introduced = self.is_introduced();
                // A list below it stands right under it.
                self.levels.truncate(1);
                let depth =
                    if self.levels.is_empty() { usize::from(introduced) } else { self.base };
                self.nodes.push(Node { words: unit.range.clone(), marker: None, depth });
            }
        }
    }

    /// Whether what stands behind the heading announces a list without markers: "verzoekt de
    /// regering om …, waarbij:".
    fn is_introduced(&self) -> bool {
        self.stop == Stop::Open
            && self.nodes.first().is_some_and(|first| {
                first.marker.is_none()
                    && self.sheet.text()[first.words.clone()].trim_end().ends_with(':')
            })
    }

    /// Whether a line goes back from a marked list to the items above it, which have no marks: it stands
    /// left of that list, whose last item has ended.
    fn returns(&self, unit: &Unit) -> bool {
        let Some(last) = self.nodes.last().filter(|last| last.depth > 0) else { return false };
        let unmarked = self.nodes.iter().filter(|node| node.depth == 0 && node.marker.is_none());
        let outdents = |level: &Level| {
            let apart = level.indent.zip(self.indent(unit)).map(|(there, here)| there - here);
            apart.is_some_and(|apart| apart >= self.deeper())
        };
        let text = self.sheet.text()[last.words.clone()].trim_end();
        unmarked.count() > 0
            && last.marker.is_some()
            && text.ends_with([';', '.', '?', '!'])
            && self.levels.len() == 1
            && self.levels.first().is_some_and(outdents)
    }

    fn extend(&mut self, unit: &Unit) {
        if let Some(last) = self.nodes.last_mut() {
            last.words.end = unit.range.end;
        }
    }

    /// Whether a dash at the start of a line stands in a sentence: the line before was full and
    /// its sentence is not over, and the items of the list have another mark, or none.
    fn is_dash_in_sentence(&self, unit: &Unit, mark: Mark) -> bool {
        let Some(last) = self.nodes.last() else { return false };
        let Mark::Sign(sign) = mark else { return false };
        let dashed = |level: &Level| same_mark(level.mark, mark);
        let text = self.sheet.text()[last.words.clone()].trim_end();
        is_dash(sign)
            && unit.begins_line
            && !self.levels.iter().any(dashed)
            && !self.sheet.follows_short(unit.line)
            && text.ends_with(char::is_alphanumeric)
            && !self.is_listed_below(unit)
    }

    /// Whether a marked line is further in than the item above, and ends as items do: "- schoolroutes;"
    fn is_listed_below(&self, unit: &Unit) -> bool {
        let text = self.sheet.text()[unit.range.clone()].trim_end();
        text.ends_with(';')
            && self.levels.last().is_some_and(|level| self.indent(unit) > level.indent)
    }

    fn add_marked(&mut self, unit: &Unit, mark: Mark, at: usize) {
        let level = Level { mark, indent: self.indent(unit) };
        if self.levels.is_empty() {
            // An introduction behind the heading that ends in no sign announces its list too.
            let open = self.nodes.len() == 1
                && self.nodes[0].marker.is_none()
                && unit.begins_line
                && self.sheet.text()[self.nodes[0].words.clone()]
                    .trim_end()
                    .ends_with(char::is_alphanumeric);
            self.base = usize::from(self.announced() || open);
            self.levels.push(level);
        } else if self.announced()
            && (self.nodes.last().is_some_and(|node| node.marker.is_none())
                || self.is_announced_by_same(level))
        {
            self.levels.push(level);
        } else {
            self.enter(level);
        }
        let marker = unit.range.start..at.min(unit.range.end).max(unit.range.start);
        let words = at.min(unit.range.end)..unit.range.end;
        let depth = self.base + self.levels.len() - 1;
        self.nodes.push(Node { words, marker: Some((mark, marker)), depth });
    }

    /// Moves to the level of a list that an item belongs to, or begins one under the last.
    fn enter(&mut self, level: Level) {
        let same = |known: &Level| same_mark(known.mark, level.mark);
        let further = |known: &Level| {
            level.indent.zip(known.indent).map_or(0.0, |(here, there)| here - there)
        };
        let by_place = self
            .levels
            .iter()
            .rposition(|known| same(known) && further(known).abs() < self.deeper());
        let by_mark = || self.levels.iter().rposition(same);
        let deeper = self.levels.last().is_some_and(|last| further(last) >= self.deeper());
        let at = match by_place {
            Some(at) => at,
            None if deeper => return self.levels.push(level),
            None => match by_mark() {
                Some(at) => at,
                // A new mark, and no further right: a list of its own where the item before
                // announces one, else another way to mark the same list.
                None if self.announced() || level.mark == Mark::Sign('o') => {
                    return self.levels.push(level);
                }
                None => self
                    .levels
                    .iter()
                    .rposition(|known| further(known) > -self.deeper())
                    .unwrap_or(0),
            },
        };
        self.levels.truncate(at + 1);
    }

    /// Whether the last item ends with a colon and has the same sign, at the same place: what
    /// follows stands under it all the same, where that colon is surely one.
    fn is_announced_by_same(&self, level: Level) -> bool {
        let sign = matches!(level.mark, Mark::Sign(_));
        sign && !self.sheet.is_recognised()
            && self.levels.last().is_some_and(|last| {
                let apart = level.indent.zip(last.indent).map_or(0.0, |(here, there)| here - there);
                same_mark(last.mark, level.mark) && apart.abs() < self.deeper()
            })
    }

    /// Whether the last item ends with a colon, or with a word that announces a list: "zoals;"
    fn announced(&self) -> bool {
        let Some(last) = self.nodes.last() else { return false };
        let text = self.sheet.text()[last.words.clone()].trim_end();
        let leads = |words: &str| self.words.list_leads.end(words, 1);
        text.ends_with(':') || text.strip_suffix([';', ',']).map(str::trim_end).is_some_and(leads)
    }

    /// Whether a unit without a marker goes on with the item before it.
    fn continues(&self, unit: &Unit) -> bool {
        let Some(last) = self.nodes.last() else {
            return false;
        };
        let text = self.sheet.text()[last.words.clone()].trim_end();
        if text.is_empty() || !unit.begins_line {
            return true;
        }
        let here = &self.sheet.text()[unit.range.clone()];
        let capital = self.sheet.is_capital(unit.range.start);
        let goes_on = |word: &String| {
            here.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with(' '))
        };
        if !capital && text.ends_with(',') && self.words.continuations.iter().any(goes_on) {
            return true;
        }
        // "Dat …", again, below a blank line.
        if capital
            && last.marker.is_none()
            && here.starts_with("dat ")
            && self.stop != Stop::Open
            && self.sheet.has_space_above(unit.line)
        {
            return false;
        }
        let ended = self.sheet.ends_sentence(text, &self.words.abbreviations);
        let short = self.sheet.follows_short(unit.line);
        let wide = self.sheet.is_wide(unit.line);
        if last.marker.is_some() {
            return !(ended && wide || short && self.is_apart(unit, text));
        }
        // "Overwegende", and below it lines that begin with "dat" each.
        let again = ["dat ", "om "].iter().any(|word| {
            here.starts_with(word) && self.sheet.text()[last.words.clone()].starts_with(word)
        });
        if again && short && self.stop != Stop::Open && self.begins_line(last) {
            return false;
        }
        // Where blank lines part the items, a comma at the end of a line does not.
        let parted = self.nodes.len() > 1
            && self.sheet.has_space_above(self.sheet.line_of(last.words.start))
            && !self.sheet.has_space_above(unit.line);
        if parted && !capital && text.ends_with(',') {
            return true;
        }
        let listed = self.stop != Stop::Open || self.is_introduced();
        let semicolon = text.ends_with(';') || text.ends_with("; en");
        let apart = short
            && (ended
                || text.ends_with(',') && listed
                || self.nodes.len() == 1 && self.is_introduced()
                || wide && (listed || self.sheet.is_capital(unit.range.start))
                || self.sheet.is_capital(unit.range.start) && listed);
        let paragraph = listed && !self.sheet.is_printed() && self.is_apart(unit, text);
        let ground = self.joined && !capital && self.is_ground(unit, text);
        !(apart || paragraph || ground || listed && semicolon)
    }

    /// Whether a line with a small letter is a ground of its own, in plain text in which no ground ends in a sign:
    /// the one above ends in a verb. Where no blank line parts them, both must be sure to.
    fn is_ground(&self, unit: &Unit, before: &str) -> bool {
        let last = |text: &str| text.rsplit(' ').next().unwrap_or_default().to_owned();
        let here = self.sheet.text()[unit.range.clone()].trim_end();
        let first = here.split(' ').next().unwrap_or_default();
        let above = last(before);
        let is_final = |word: &str| self.words.final_verbs.has(word);
        // Without a space between them they are one word, on two lines; "vastgesteld;" is the rest of a verb.
        let torn = !self.sheet.text()[..unit.range.start].ends_with(' ')
            || !before.ends_with(char::is_alphanumeric)
            || here.split_whitespace().count() < 3
            || self.words.awaits(&above)
            || self.words.open_ends.has(&above) && !is_final(&above)
            || ["en", "of", "maar", "dan", "die", "dat"].contains(&first)
            || self.words.continuations.has(first);
        if torn || self.sheet.is_printed() {
            return false;
        }
        if self.sheet.has_space_above(unit.line) {
            let verb = is_final(&above)
                || above.len() > 4 && above.ends_with(['t', 'd'])
                || above.ends_with("en");
            return verb && (self.sheet.is_unbroken() || self.sheet.begins_paragraph(unit.line));
        }
        let named = self.words.articles.has(first) || ["er", "deze", "dit"].contains(&first);
        let ended =
            || is_final(&last(here)) || self.sheet.ends_sentence(here, &self.words.abbreviations);
        self.sheet.is_unbroken() && is_final(&above) && named && ended()
    }

    /// Whether a line with a capital stands below a blank line, and the text above it is not torn: an item
    /// may have no sign at its end.
    fn is_apart(&self, unit: &Unit, before: &str) -> bool {
        let last = before.rsplit(' ').next().unwrap_or_default();
        self.sheet.is_capital(unit.range.start)
            && self.sheet.begins_paragraph(unit.line)
            && !before.ends_with([',', ':'])
            && !self.words.awaits(last)
            && !self.words.open_ends.has(last)
    }

    /// Whether the words of a node begin a line.
    fn begins_line(&self, node: &Node) -> bool {
        self.sheet.start(self.sheet.line_of(node.words.start)) == node.words.start
    }

    fn indent(&self, unit: &Unit) -> Option<f32> {
        unit.begins_line.then(|| self.sheet.lines()[unit.line].indent)
    }

    /// How much further right counts as under.
    fn deeper(&self) -> f32 {
        if self.sheet.is_printed() { DEEPER.0 } else { DEEPER.1 }
    }

    /// How sure it is that a node is one item, and whole: most where a marker says where it begins,
    /// less where only the space around it does, and where it ends in the middle of a sentence.
    fn confidence(&self, node: &Node, text: &str) -> f32 {
        let begins = match (&node.marker, self.stop) {
            (Some(_), _) | (None, Stop::Open) => 1.0,
            (None, _) if self.nodes.len() == 1 => 0.95,
            (None, _) => 0.8,
        };
        let open = text.ends_with(['-', '/']) || text.ends_with(" de");
        if open { begins * 0.7 } else { begins }
    }

    /// The items as a tree.
    #[must_use]
    pub fn finish(self) -> Vec<Item> {
        let mut roots: Vec<Item> = Vec::new();
        for node in &self.nodes {
            let item = self.item(node);
            if item.text.is_empty() && item.marker.is_none() {
                continue;
            }
            let mut siblings = &mut roots;
            for _ in 0..node.depth {
                if siblings.is_empty() {
                    break;
                }
                siblings = &mut siblings.last_mut().expect("it is not empty").items;
            }
            siblings.push(item);
        }
        roots
    }

    fn item(&self, node: &Node) -> Item {
        let document = self.sheet.document;
        let source = self.sheet.source(node.words.clone());
        let text = join::one_line(document, &source);
        let marker = node
            .marker
            .as_ref()
            .map(|(_, range)| document.slice(&self.sheet.source(range.clone())).trim().to_owned());
        Item {
            text: without_end(&text).to_owned(),
            marker,
            items: Vec::new(),
            spans: document.spans(&source),
            confidence: self.confidence(node, &text),
        }
    }
}

/// The parts of what stands behind a heading: of a paragraph those between semicolons, where each
/// begins with a capital: "overwegende dat: Het water stijgt; De dijk zakt."
fn strung(sheet: &Sheet<'_>, stop: Stop, behind: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let text = &sheet.text()[behind.clone()];
    let mut start = behind.start;
    if stop == Stop::Colon && sheet.is_unbroken() {
        for (at, _) in text.match_indices(';') {
            let rest = text[at + 1..].trim_start();
            let next = behind.end - rest.len();
            if !rest.is_empty() && sheet.is_capital(next) {
                parts.push(std::mem::replace(&mut start, next)..next);
            }
        }
    }
    parts.push(start..behind.end);
    parts.retain(|part| !sheet.text()[part.clone()].trim().is_empty());
    parts
}

/// Whether two items are marked in the same way.
fn same_mark(a: Mark, b: Mark) -> bool {
    match (a, b) {
        (Mark::Sign(a), Mark::Sign(b)) => a == b || is_dash(a) && is_dash(b),
        _ => a == b,
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '−' | '‑' | '‐')
}

/// An item's text without the `;` or `,` at its end, and without the "en" or "of" behind that.
fn without_end(text: &str) -> &str {
    let text = text.trim_end();
    // "worden;¹": the mark of a footnote stands behind the sign.
    let unmarked = text.trim_end_matches(|c: char| !c.is_ascii() && RAISED.contains(c));
    let text = if unmarked.ends_with([';', ',']) { unmarked } else { text };
    let joined = [" en", " of"].iter().find_map(|word| {
        let rest = text.strip_suffix(word)?.trim_end();
        rest.ends_with([';', ',']).then_some(rest)
    });
    without_quote(joined.unwrap_or(text).trim_end_matches([';', ',']).trim_end())
}

/// A text without the quotation mark at its end that nothing in it opens: that of a motion between
/// quotes.
fn without_quote(text: &str) -> &str {
    let opened = |open: &[char]| text.chars().filter(|c| open.contains(c)).count();
    match text.chars().next_back() {
        Some('"') if opened(&['"']) % 2 == 1 => text[..text.len() - 1].trim_end(),
        Some(c @ ('”' | '»')) if opened(&['“', '„', '«', '"']) < opened(&[c]) => {
            text[..text.len() - c.len_utf8()].trim_end()
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests;
