//! One document of a corpus: which sort it is, its bytes, and what must be read from it.

use serde::Serialize;

use super::alike;
use super::damage::damage;
use super::dice::Dice;
use super::paper::{Block, Look, Paper};
use super::pdf;
use super::people::Letters;
use super::text;
use super::truth::Truth;
use super::value::{Setting, Value};
use super::words::{Body, WORDS};
use super::write::{Writer, end_of_debate};
use super::{Format, Plan, Sort};

/// A document, and what must become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its path in the corpus, with the extension of its format.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What must become of it.
    pub expected: Expected,
}

/// What must become of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A record with these keys, as JSON; a list where it holds several motions.
    Record(String),
    /// An error with this code.
    Error(&'static str),
}

/// A document is in a folder with so many others.
const IN_FOLDER: u64 = 1000;

/// Of a hundred documents of all sorts, so many are of each.
const SORTS: [(usize, Sort); 4] =
    [(93, Sort::Motion), (2, Sort::Bundle), (4, Sort::Alike), (1, Sort::Damaged)];

/// Makes a document: the one with this number.
pub(super) fn make(plan: &Plan, index: u64) -> Made {
    let mut dice = Dice::of(plan.seed, index);
    let sort = {
        let sorts: Vec<(usize, Sort)> =
            SORTS.into_iter().filter(|(_, sort)| plan.has(*sort)).collect();
        dice.weigh(&sorts)
    };
    let format = match plan.format {
        Format::Mixed => dice.weigh(&[(50, Format::Text), (40, Format::Pdf), (10, Format::Scan)]),
        format => format,
    };
    let letters = if format == Format::Text { Letters::All } else { Letters::Latin };
    let body = body(plan, &mut dice, sort);
    let (paper, truths) = match sort {
        Sort::Bundle => bundle(&mut dice, body, letters),
        Sort::Alike => alike::paper(&mut dice, body, letters),
        Sort::Motion | Sort::Damaged => {
            let setting = Setting::of(&mut dice, body);
            let value = Value::of(dice.split(), body, &setting, letters);
            let Writer { mut paper, truth, .. } = Writer::new(value, Paper::default()).motion();
            if truth.document_kind == "verslag" {
                end_of_debate(&mut paper, &mut dice, body);
            }
            (paper, Content::Motions(vec![truth]))
        }
    };
    let (bytes, pages, extension) = match format {
        Format::Pdf => {
            let laid = pdf::lay(&paper, &mut dice);
            (laid.bytes, laid.pages, "pdf")
        }
        Format::Scan => {
            let laid = pdf::scan(&paper, &mut dice, plan.noise);
            (laid.bytes, laid.pages, "pdf")
        }
        Format::Text | Format::Mixed => {
            let laid = text::lay(&paper, &mut dice, plan.noise);
            (laid.bytes, laid.pages, "txt")
        }
    };
    let stem = format!("{:04}/{}-{index:07}", index / IN_FOLDER, sort.name(&body.grammar));
    let expected = truths.expected(&paper, &pages);
    let made = Made { name: format!("{stem}.{extension}"), bytes, expected };
    if sort == Sort::Damaged {
        damage(&mut dice, made, pages.iter().any(|of| of.1 > 1))
    } else {
        made
    }
}

/// What a paper holds.
#[derive(Debug)]
pub(super) enum Content {
    /// Motions, in order.
    Motions(Vec<Truth>),
    /// None; it is of this kind.
    Other(&'static str),
}

#[derive(Serialize)]
struct Kind {
    document_kind: &'static str,
}

impl Content {
    /// The truth, once it is known on which pages each block stands.
    fn expected(mut self, paper: &Paper, pages: &[(u32, u32)]) -> Expected {
        if let Self::Motions(truths) = &mut self {
            for (truth, blocks) in truths.iter_mut().zip(&paper.motions) {
                // Room, and the break before a page, are on the page that they end.
                let is_ink =
                    |index: &usize| !matches!(paper.blocks[*index], Block::Gap | Block::Page);
                let on = || blocks.clone().filter(is_ink).map(|index| pages[index]);
                let first = on().map(|(first, _)| first).min().unwrap_or(1);
                let last = on().map(|(_, last)| last).max().unwrap_or(1);
                truth.pages = (first..=last).collect();
            }
        }
        let json = match &self {
            Self::Motions(truths) if truths.len() == 1 => serde_json::to_string(&truths[0]),
            Self::Motions(truths) => serde_json::to_string(truths),
            Self::Other(kind) => serde_json::to_string(&Kind { document_kind: kind }),
        };
        Expected::Record(json.expect("truth has string keys only"))
    }
}

/// A body that may speak, by its share. Chambers do not print several motions in one paper, but for
/// their minutes, which are nothing else that looks like a motion.
fn body(plan: &Plan, dice: &mut Dice, sort: Sort) -> &'static Body {
    let many =
        |body: &&Body| body.debate || !body.sittings.list.is_empty() || !plan.bodies.is_empty();
    let bodies: Vec<(usize, &'static Body)> = WORDS
        .forms
        .body
        .iter()
        .filter(|body| sort != Sort::Bundle || many(body))
        .filter(|body| sort != Sort::Alike || !body.debate)
        .filter(|body| plan.bodies.is_empty() || plan.bodies.contains(&body.grammar))
        .map(|body| (body.share, body))
        .collect();
    dice.weigh(&bodies)
}

/// Motions of one meeting in one document, at times behind a list of them.
fn bundle(dice: &mut Dice, body: &'static Body, letters: Letters) -> (Paper, Content) {
    let setting = Setting::of(dice, body);
    let count = dice.weigh(&[(40, 2), (25, 3), (20, 5), (10, 12), (5, 50)]);
    let count = if body.debate { count.min(12) } else { count };
    let values: Vec<Value> = (0..count)
        .map(|index| Value {
            debate: (index, count),
            ..Value::of(dice.split(), body, &setting, letters)
        })
        .collect();
    let mut paper = Paper::default();
    if dice.chance(50) && !body.debate {
        paper.text(Look::Title, "Overzicht van de ingediende moties");
        paper.gap();
        for (index, value) in values.iter().enumerate() {
            paper.plain(format!("{}. {}", index + 1, value.title));
        }
        paper.blocks.push(Block::Page);
    }
    let mut truths = Vec::with_capacity(count);
    for (index, value) in values.into_iter().enumerate() {
        if index > 0 && !body.debate {
            paper.blocks.push(Block::Page);
        }
        let writer = Writer::new(value, paper).motion();
        paper = writer.paper;
        truths.push(writer.truth);
    }
    if body.debate {
        end_of_debate(&mut paper, dice, body);
    }
    (paper, Content::Motions(truths))
}
