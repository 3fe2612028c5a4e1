//! A document between its words and its layout: blocks one below the other.

use std::ops::Range;

/// A document that no page has been made of yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Paper {
    pub(super) blocks: Vec<Block>,
    /// What stands at the top of each page.
    pub(super) head: Option<String>,
    /// What stands at its foot: `{n}` is the page, `{all}` the number of pages.
    pub(super) foot: Option<String>,
    /// The blocks of each motion in it.
    pub(super) motions: Vec<Range<usize>>,
}

/// What stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Words that go on over line ends.
    Text { text: String, look: Look },
    /// An item of a list, with its marker outside it; `depth` 0 is an item of a clause.
    Item { marker: String, depth: u8, text: String },
    /// Cells beside one another, each with its width in hundredths of the line.
    Row { cells: Vec<String>, widths: Vec<u8> },
    /// A box with a mark in it or without, and what it stands for.
    Ballot { boxes: Vec<(bool, &'static str)> },
    /// Words in a frame at the right, as a stamp puts them.
    Stamp { text: String },
    /// Room.
    Gap,
    /// The next block begins a page.
    Page,
}

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Bold,
    /// Large and bold.
    Title,
    /// In the middle of the line.
    Centre,
}

impl Paper {
    /// Adds words.
    pub(super) fn text(&mut self, look: Look, text: impl Into<String>) {
        self.blocks.push(Block::Text { text: text.into(), look });
    }

    /// Adds plain words.
    pub(super) fn plain(&mut self, text: impl Into<String>) {
        self.text(Look::Plain, text);
    }

    /// Adds room, where there is none yet.
    pub(super) fn gap(&mut self) {
        if !matches!(self.blocks.last(), None | Some(Block::Gap | Block::Page)) {
            self.blocks.push(Block::Gap);
        }
    }

    /// Adds cells that share the line.
    pub(super) fn row(&mut self, cells: Vec<String>, widths: Vec<u8>) {
        self.blocks.push(Block::Row { cells, widths });
    }
}
