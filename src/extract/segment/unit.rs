//! What a document is parted into: units, and the zones that they stand in.

use std::ops::Range;

use crate::grammar::file::{Field, Section, SignatoryKind};
use crate::grammar::frame::Opening;
use crate::grammar::rules::Heading;
use crate::grammar::term::{Date, Mark};
use crate::grammar::titles::Title;

/// A stretch of the folded text that is one thing.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Where it stands, up to the next unit.
    pub range: Range<usize>,
    /// The line that it begins on.
    pub line: usize,
    /// Whether it begins that line.
    pub begins_line: bool,
    /// The marker before it, and where the words behind the marker begin.
    pub marker: Option<(Mark, usize)>,
    /// What it is.
    pub kind: Kind,
}

/// What a unit is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A label of the head, and where its value begins.
    Label(Field, usize),
    /// The heading of the motion.
    Title(Title),
    /// The opening sentence; in the tail that of another motion.
    Opening(Opening),
    /// The heading of a clause.
    Heading(Heading),
    /// The closing formula.
    Closing(Range<usize>),
    /// Words that head signatures, and where what follows them begins.
    Signing(SignatoryKind, usize),
    /// A sentence that says who brings it in; where the names stand, and where it ends.
    Movers(Range<usize>, usize),
    /// The place and date at the end of a motion; where the date stands.
    Dated(Date, Range<usize>),
    /// The beginning of a part behind the motion proper.
    Section(Section),
    /// Anything else.
    Text,
}

/// The part of the motion that a unit stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Before the opening and the first clause.
    Head,
    /// From there to the closing.
    Body,
    /// Behind it.
    Tail,
}

/// Whether another motion may begin behind the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Several {
    /// It may: its opening goes back from the tail to the body.
    Sought,
    /// It may not: there is one.
    No,
}
