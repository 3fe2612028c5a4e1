//! From tokens to a question: a function for each production.

use std::ops::Range;

use super::date;
use super::field::{Field, Property};
use super::lex::{Token, is_quote};
use super::node::{Fact, Near, Next, Node, Term, Test};
use super::note::{NoteCode, Notes, shown};
use super::reader::Reader;
use super::{MAX_BYTES, MAX_DEPTH, Question, value, within, word};

/// ```ebnf
/// question = [ any ] ;
/// ```
pub(super) fn question(text: &str) -> Question {
    let mut notes = Notes::default();
    let end = text.floor_char_boundary(MAX_BYTES);
    if end < text.len() {
        let message =
            format!("expected at most {MAX_BYTES} bytes; what is behind them is left out");
        notes.add(NoteCode::TooLong, end..text.len(), message);
    }
    let mut reader = Reader { text: &text[..end], at: 0, ignored: 0, terms: 0, full: false, notes };
    let root = reader.any(0);
    let mut notes = reader.notes;
    if root.as_ref().is_some_and(|root| !root.asks_for_something()) {
        let message = "there are only words that must not be found; \
                       every motion without them is an answer";
        notes.add(NoteCode::OnlyNot, 0..end, message);
    }
    Question { root, notes: notes.sorted() }
}

impl Reader<'_> {
    /// ```ebnf
    /// any = all, { or, all } ;
    /// ```
    fn any(&mut self, depth: usize) -> Option<Node> {
        let mut found: Vec<Node> = self.all(depth).into_iter().collect();
        while let Some((Token::Or, range)) = self.peek() {
            self.at = range.end;
            let before = !found.is_empty();
            let behind = self.all(depth);
            if !before || behind.is_none() {
                self.lone(range);
            }
            found.extend(behind);
        }
        Node::any(found)
    }

    /// ```ebnf
    /// all = element, { [ and ], element } ;
    /// ```
    fn all(&mut self, depth: usize) -> Option<Node> {
        let mut found = Vec::new();
        let mut joins: Option<Range<usize>> = None;
        while let Some((token, range)) = self.peek() {
            match token {
                Token::Or => break,
                Token::Close if self.ignored > 0 => {
                    self.ignored -= 1;
                    self.at = range.end;
                }
                Token::Close if depth > 0 => break,
                Token::Close => {
                    self.at = range.end;
                    let message = "expected a `(` before this `)`, found none; it is left out";
                    self.notes.add(NoteCode::StrayBracket, range, message);
                }
                Token::And if found.is_empty() || joins.is_some() => {
                    self.at = range.end;
                    self.lone(range);
                }
                Token::And => {
                    self.at = range.end;
                    joins = Some(range);
                }
                Token::Near(_) => {
                    self.at = range.end;
                    self.lone(range);
                }
                _ => {
                    let element = self.element(depth);
                    joins = joins.filter(|_| element.is_none());
                    found.extend(element);
                }
            }
        }
        if let Some(range) = joins {
            self.lone(range);
        }
        Node::all(found)
    }

    /// ```ebnf
    /// element = { not | "+" }, { field, { not | "+" } }, ( near | ? behind a date field ?, days ) ;
    /// field = name, ":" ;
    /// ```
    ///
    /// Always goes on by a token; gives nothing where no word, phrase or bracket follows.
    fn element(&mut self, depth: usize) -> Option<Node> {
        let mut negated = false;
        let mut sign: Option<Range<usize>> = None;
        let mut fields: Vec<(Field, Range<usize>)> = Vec::new();
        let node = loop {
            if let Some(field) = self.field() {
                fields.push(field);
                continue;
            }
            match self.peek() {
                Some((Token::Not, range)) => {
                    self.at = range.end;
                    negated = !negated;
                    sign = Some(range);
                }
                Some((Token::Signs(signs), range)) => {
                    self.at = range.end;
                    if !self.is_before_a_word(signs, &range) {
                        let message = format!(
                            "`{}` stands before no word that it could belong to; it is left out",
                            shown(signs)
                        );
                        self.notes.add(NoteCode::LoneSign, range, message);
                        if sign.is_none() && fields.is_empty() {
                            return None;
                        }
                    } else if signs != "+" {
                        negated = !negated;
                        sign = Some(range);
                    }
                }
                Some((Token::Open, range)) if depth >= MAX_DEPTH => self.too_deep(range),
                Some((Token::Open | Token::Phrase(..) | Token::Chunk(_), _)) => {
                    break self.behind_fields(&mut fields, depth);
                }
                _ => break self.nothing(&mut fields, sign.take()),
            }
        };
        let node = fields.into_iter().rev().fold(node?, |node, (field, range)| {
            within::within(field, &range, node, &mut self.notes)
        });
        Some(if negated { node.negated() } else { node })
    }

    /// What a sign or field stands before where that is nothing: the field's name is a word.
    fn nothing(
        &mut self,
        fields: &mut Vec<(Field, Range<usize>)>,
        sign: Option<Range<usize>>,
    ) -> Option<Node> {
        if self.full {
            return None;
        }
        let Some((_, range)) = fields.pop() else {
            sign.into_iter().for_each(|range| self.lone(range));
            return None;
        };
        let name = &self.text[range.start..range.end - 1];
        let message = format!("expected words behind `{name}:`, found none; it is taken as a word");
        self.notes.add(NoteCode::FieldAlone, range.clone(), message);
        let term = word::word(name, range.start, &mut self.notes);
        self.counted(term, range.start).map(Node::Term)
    }

    /// What stands behind signs and fields; days where the last of the fields takes them.
    fn behind_fields(
        &mut self,
        fields: &mut Vec<(Field, Range<usize>)>,
        depth: usize,
    ) -> Option<Node> {
        let days = match fields.last() {
            Some((Field::Value(property), _)) => self.days(*property),
            _ => None,
        };
        match days {
            Some(fact) => {
                fields.pop();
                self.counted(Some(fact), self.at).map(Node::Fact)
            }
            None => self.near(depth),
        }
    }

    /// Reads days that take several words, or stand in brackets: `datum: 1 mei 2020 .. 3 juni 2021`.
    fn days(&mut self, property: Property) -> Option<Fact> {
        if !matches!(property, Property::Date | Property::After | Property::Before) {
            return None;
        }
        let (_, found) = self.peek()?;
        let text = &self.text[found.start..];
        let text = &text[..text.floor_char_boundary(date::LONGEST)];
        let bracket = text.strip_prefix('(').and_then(|inside| inside.split_once(')'));
        let (texts, start, close) = match bracket {
            Some((inside, _)) => (vec![inside], found.start + 1, 1),
            None => (beginnings(text), found.start, 0),
        };
        texts.into_iter().rev().find_map(|text| {
            let range = start..start + text.len();
            let days = value::days(property, text, &range, &mut self.notes)?;
            self.at = range.end + close;
            Some(Fact { test: Test::Date(days), range })
        })
    }

    /// ```ebnf
    /// near = operand, { near sign, operand } ;
    /// ```
    ///
    /// Operands are words, phrases, and brackets with nothing but `or` between them; of others all are
    /// asked for.
    fn near(&mut self, depth: usize) -> Option<Node> {
        let mut found = Vec::new();
        let mut last = self.operand(depth)?;
        let mut then: Vec<Next> = Vec::new();
        while let Some((Token::Near(digits), range)) = self.peek() {
            self.at = range.end;
            let within = self.distance(digits, &range);
            let next = if self.has_operand() { self.operand(depth) } else { None };
            let Some(next) = next else {
                self.lone(range);
                continue;
            };
            match (alternatives(&last), alternatives(&next)) {
                (Some(_), Some(any)) => then.push(Next { within, any }),
                _ => {
                    let message = format!(
                        "expected a word, a phrase or `(one OR other)` on both sides of `{}`, \
                         found something else; all of it is looked for, near or far",
                        shown(&self.text[range.clone()])
                    );
                    self.notes.add(NoteCode::NearOperand, range, message);
                    found.push(chained(last, std::mem::take(&mut then)));
                    last = next;
                }
            }
        }
        found.push(chained(last, then));
        Node::all(found)
    }

    /// ```ebnf
    /// operand = phrase | brackets | word ;
    /// ```
    fn operand(&mut self, depth: usize) -> Option<Node> {
        let (token, range) = self.peek()?;
        match token {
            Token::Open => self.brackets(range, depth),
            Token::Phrase(inside, closed) => {
                self.at = range.end;
                if !closed {
                    let message =
                        "expected a second quote, found none; the phrase goes on to the end";
                    let quote = range.start..range.end - inside.len();
                    self.notes.add(NoteCode::UnclosedQuote, quote, message);
                }
                let quotes = if closed { closing_quote(&self.text[range.clone()]) } else { 0 };
                let start = range.end - quotes - inside.len();
                let term = word::phrase(inside, start, &mut self.notes);
                self.counted(term, range.start).map(Node::Term)
            }
            Token::Chunk(chunk) => {
                let unknown = self.unknown(chunk, &range);
                self.at = unknown.map_or(range.end, |name| range.start + name.len() + 1);
                let term = word::word(unknown.unwrap_or(chunk), range.start, &mut self.notes);
                self.counted(term, range.start).map(Node::Term)
            }
            _ => None,
        }
    }

    /// ```ebnf
    /// brackets = "(", any, ( ")" | ? the end ? ) ;
    /// ```
    fn brackets(&mut self, open: Range<usize>, depth: usize) -> Option<Node> {
        if depth >= MAX_DEPTH {
            self.too_deep(open);
            return None;
        }
        self.at = open.end;
        let found = self.any(depth + 1);
        if let Some((Token::Close, close)) = self.peek() {
            self.at = close.end;
            if found.is_none() && !self.full {
                let message = "there is no word between these brackets; they are left out";
                self.notes.add(NoteCode::NothingInside, open.start..close.end, message);
            }
        } else if !self.full {
            let message = "expected a `)` for this `(`, found none; it is closed at the end";
            self.notes.add(NoteCode::UnclosedBracket, open, message);
        }
        found
    }
}

/// How many bytes the quote at the end of a phrase has.
fn closing_quote(phrase: &str) -> usize {
    phrase.chars().next_back().map_or(0, char::len_utf8)
}

/// The words that a text begins with, up to a sign: one, two … at most seven.
fn beginnings(text: &str) -> Vec<&str> {
    let end = text.find(|c| is_quote(c) || matches!(c, '(' | ')' | '|')).unwrap_or(text.len());
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < 7 {
        let word = text[at..end].trim_start();
        if word.is_empty() {
            break;
        }
        let length = word.find(char::is_whitespace).unwrap_or(word.len());
        at = end - word.len() + length;
        found.push(text[..at].trim_end_matches([',', ';', '!', '?']));
    }
    found
}

/// The terms of a node that is one of several, or one.
fn alternatives(node: &Node) -> Option<Vec<Term>> {
    let term = |node: &Node| match node {
        Node::Term(term) => Some(term.clone()),
        _ => None,
    };
    match node {
        Node::Any(nodes) => nodes.iter().map(term).collect(),
        other => term(other).map(|term| vec![term]),
    }
}

/// A node with those that stand near it.
fn chained(node: Node, then: Vec<Next>) -> Node {
    match alternatives(&node) {
        Some(first) if !then.is_empty() => Node::Near(Near { first, then }),
        _ => node,
    }
}
