//! How a document writes what it says: chosen once for each, since a document agrees with itself.

use super::dice::Dice;
use super::people::Letters;
use super::speak::capital;
use super::words::Body;

/// How clauses are written.
#[derive(Clone, Debug)]
pub(super) struct Style {
    pub(super) case: Case,
    /// Behind a heading above its items.
    pub(super) behind: &'static str,
    /// Whether each clause is a sentence with its heading in it.
    pub(super) inline: bool,
    /// Whether "dat" stands in the items, where a kind has such a heading.
    pub(super) bare: bool,
    /// Whether items under a heading with "dat" say it again.
    pub(super) repeats_dat: bool,
    /// Whether items begin with a capital.
    pub(super) capitals: bool,
    pub(super) marks: Marks,
    /// The mark of what stands under an item.
    pub(super) inner: &'static str,
    pub(super) ends: Ends,
    /// Whether an only item goes without a mark.
    pub(super) unmarked_one: bool,
    /// Whether room is left before each heading, and before each item.
    pub(super) airy: bool,
    pub(super) roomy_items: bool,
    /// Whether headings are bold.
    pub(super) bold: bool,
    pub(super) heads: Heads,
    pub(super) flow: Flow,
    /// Whether clauses are headed by nouns.
    pub(super) nouns: bool,
    /// Whether what stands under such a noun is whole sentences.
    pub(super) sentences: bool,
}

/// How a heading stands above its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heads {
    Plain,
    /// "V E R Z O E K T".
    Spaced,
    /// Over two lines.
    Broken,
    /// On the line on which the item before it ends.
    Glued,
    /// As an item itself, with its items under it.
    Marked,
}

/// How items stand below one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Each on lines of its own, with its mark.
    Marked,
    /// Each on lines of its own, without one: told apart by their semicolons.
    Unmarked,
    /// One behind the other, on the line of the heading.
    Strung,
}

/// The letters of headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Sentence,
    Lower,
    Upper,
}

impl Case {
    /// A text in these letters.
    pub(super) fn of(self, text: &str) -> String {
        match self {
            Self::Sentence => capital(text),
            Self::Lower => text.to_owned(),
            Self::Upper => text.to_uppercase(),
        }
    }
}

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    Sign(&'static str),
    /// "1.", "2.": counted anew in each clause.
    Number(&'static str),
    /// "a.", "b.".
    Letter(&'static str),
    /// "1.", "2.": counted through the motion.
    Through,
}

/// What stands behind an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// ";", and behind the last a full stop or a comma.
    Semicolons { last: &'static str },
    /// ";" everywhere.
    All(&'static str),
    /// ";", before the last item "; en".
    And,
}

/// Of a hundred motions, so many have headings that stand so.
const HEADS: [(usize, Heads); 5] = [
    (90, Heads::Plain),
    (4, Heads::Broken),
    (2, Heads::Spaced),
    (2, Heads::Glued),
    (2, Heads::Marked),
];

impl Style {
    /// Chooses.
    pub(super) fn of(dice: &mut Dice, body: &Body, letters: Letters) -> Self {
        let inline = dice.chance(body.inline);
        let is_chamber = body.sittings.list.is_empty();
        let case = match (is_chamber, inline) {
            (true, _) => Case::Lower,
            (_, true) => dice.weigh(&[(60, Case::Lower), (40, Case::Sentence)]),
            _ => dice.weigh(&[(66, Case::Sentence), (22, Case::Lower), (12, Case::Upper)]),
        };
        let marks = dice.weigh(&[
            (30, Marks::Sign("•")),
            (30, Marks::Sign("-")),
            (7, Marks::Sign("–")),
            (7, Marks::Sign("▪")),
            (4, Marks::Sign("●")),
            (3, Marks::Sign("*")),
            (8, Marks::Number(".")),
            (3, Marks::Number(")")),
            (4, Marks::Letter(".")),
            (2, Marks::Letter(")")),
            (2, Marks::Through),
        ]);
        let marks = match marks {
            _ if is_chamber => Marks::Sign("–"),
            Marks::Sign("▪" | "●") if letters == Letters::Latin => Marks::Sign("•"),
            marks => marks,
        };
        let is_plain = is_chamber || inline;
        let heads = match dice.weigh(&HEADS) {
            _ if is_plain => Heads::Plain,
            heads => heads,
        };
        let flow = match dice.weigh(&[(92, Flow::Marked), (4, Flow::Unmarked), (4, Flow::Strung)]) {
            _ if is_plain || heads != Heads::Plain => Flow::Marked,
            flow => flow,
        };
        let nouns = dice.chance(6) && !is_plain && heads == Heads::Plain;
        let style = Self {
            case,
            behind: dice.weigh(&[(74, ":"), (12, ","), (5, ";"), (9, "")]),
            inline,
            bare: dice.chance(8),
            repeats_dat: dice.chance(4),
            capitals: dice.chance(20),
            marks,
            inner: if marks == Marks::Sign("-") { "o" } else { "-" },
            ends: dice.weigh(&[
                (45, Ends::Semicolons { last: "." }),
                (14, Ends::Semicolons { last: ";" }),
                (16, Ends::All(";")),
                (9, Ends::All(".")),
                (10, Ends::All("")),
                (6, Ends::And),
            ]),
            unmarked_one: dice.chance(12),
            airy: dice.chance(80),
            roomy_items: dice.chance(10),
            bold: dice.chance(70),
            heads,
            flow,
            nouns,
            sentences: nouns && dice.chance(60),
        };
        style.agreed(dice)
    }

    /// The same, with what some ways of writing bring with them.
    fn agreed(mut self, dice: &mut Dice) -> Self {
        match self.heads {
            Heads::Spaced => self.case = Case::Upper,
            Heads::Glued => (self.behind, self.airy) = (":", false),
            Heads::Marked => {
                self.case = Case::Lower;
                self.marks = Marks::Sign("•");
                self.unmarked_one = false;
            }
            Heads::Plain | Heads::Broken => {}
        }
        if self.heads == Heads::Glued && self.case == Case::Lower {
            self.case = Case::Sentence;
        }
        match self.flow {
            Flow::Marked => {}
            Flow::Unmarked => {
                self.behind = ":";
                self.ends = Ends::Semicolons { last: "." };
            }
            Flow::Strung => self.string(dice),
        }
        if self.nouns {
            self.behind = ":";
            self.case = if self.case == Case::Lower { Case::Sentence } else { self.case };
        }
        // An item with the sign of what it stands under is told by its place alone.
        if self.marks == Marks::Sign("-") && dice.chance(12) {
            self.inner = "-";
        }
        self
    }

    /// Takes the marks of lists that are one paragraph.
    pub(super) fn string(&mut self, dice: &mut Dice) {
        self.behind = ":";
        self.marks = dice.weigh(&[
            (60, Marks::Sign("•")),
            (15, Marks::Sign("·")),
            (15, Marks::Number(".")),
            (10, Marks::Sign("-")),
        ]);
        if self.ends == Ends::All("") {
            self.ends = Ends::All(";");
        }
    }

    /// The mark of an item: the `index`th of its clause, the `count`th of the motion, from 0.
    pub(super) fn mark(&self, index: usize, count: usize) -> String {
        let letter = |index: usize| char::from(b'a' + (index % 26) as u8);
        match self.marks {
            Marks::Sign(sign) => sign.to_owned(),
            Marks::Number(end) => format!("{}{end}", index + 1),
            Marks::Letter(end) => format!("{}{end}", letter(index)),
            Marks::Through => format!("{}.", count + 1),
        }
    }

    /// What stands behind the `index`th of `count` items; the last clause's items end with a full
    /// stop or a comma at most.
    pub(super) fn end(&self, index: usize, count: usize) -> &'static str {
        let is_last = index + 1 == count;
        match self.ends {
            Ends::Semicolons { last } if is_last => last,
            Ends::And if is_last => ".",
            Ends::And if index + 2 == count => "; en",
            Ends::Semicolons { .. } | Ends::And => ";",
            Ends::All(end) => end,
        }
    }
}
