//! How much work one file may ask for, and the account of what is left.
//!
//! A file of a few kilobytes can ask for hours of work and gigabytes of memory. Everything that a
//! file can make large is counted here; when an account runs out, reading stops where it is, and
//! what was read so far stands.

/// How many drawing operations are read in one file.
pub const OPERATIONS: usize = 2_000_000;
/// How many letters are read in one file.
pub const GLYPHS: usize = 500_000;
/// How many fonts are read in one file.
pub const FONTS: usize = 1_000;
/// How many pages are read of one file.
pub const PAGES: usize = 200;
/// How many bytes all content streams, fonts and character maps may unpack to together.
pub const UNPACKED: usize = 128 << 20;
/// How many bytes one stream may unpack to.
pub const STREAM: usize = 32 << 20;
/// How many steps may be taken in the embedded font programs of one file; a step is a character or
/// a glyph that is looked at.
pub const PROGRAM_STEPS: usize = 50_000_000;
/// How many forms are drawn in one file.
pub const FORMS: usize = 5_000;
/// How deep forms may be drawn inside forms.
pub const FORM_DEPTH: usize = 12;
/// How many graphics states may be saved at one time.
pub const SAVED_STATES: usize = 512;
/// How deep marked content may be nested.
pub const MARK_DEPTH: usize = 512;
/// How many entries one character map or table of widths may have.
pub const MAP_ENTRIES: usize = 70_000;
/// How many rows a block has at most that is looked at for columns and margins; a printed page has
/// about a hundred.
pub const LAYOUT_ROWS: usize = 1_000;
/// How many edges of columns a page is looked at for.
pub const LAYOUT_EDGES: usize = 100;
/// How many operands may stand before one operator; those of an array count.
pub const OPERANDS: usize = 250_000;
/// How many bytes a string in a content stream may hold.
pub const STRING: usize = 1 << 20;

/// What is left of each account.
#[derive(Clone, Debug)]
pub struct Budget {
    operations: usize,
    glyphs: usize,
    forms: usize,
    unpacked: usize,
    program_steps: usize,
    exceeded: Option<&'static str>,
    skipped: bool,
}

impl Budget {
    /// Opens full accounts for one file.
    pub fn new() -> Self {
        Self {
            operations: OPERATIONS,
            glyphs: GLYPHS,
            forms: FORMS,
            unpacked: UNPACKED,
            program_steps: PROGRAM_STEPS,
            exceeded: None,
            skipped: false,
        }
    }

    /// Pays for one drawing operation; `false` when none is left.
    pub fn operation(&mut self) -> bool {
        let left = take(&mut self.operations, 1);
        self.note(left, "2000000 drawing operations")
    }

    /// Pays for one letter; `false` when none is left.
    pub fn glyph(&mut self) -> bool {
        let left = take(&mut self.glyphs, 1);
        self.note(left, "500000 letters")
    }

    /// Pays for drawing a form; `false` when none is left.
    pub fn form(&mut self) -> bool {
        let left = take(&mut self.forms, 1);
        self.note(left, "5000 drawn forms")
    }

    /// Pays for unpacked bytes; `false` when there are not that many left.
    pub fn unpack(&mut self, bytes: usize) -> bool {
        let left = take(&mut self.unpacked, bytes);
        self.note(left, "128 MiB of unpacked streams")
    }

    /// Pays for steps in a font program; `false` when there are not that many left. Reading goes on
    /// without them: the letters of further programs stay unknown.
    pub fn program(&mut self, steps: usize) -> bool {
        let left = take(&mut self.program_steps, steps);
        self.note(left, "50000000 steps in font programs")
    }

    /// How many bytes the next stream may unpack to.
    pub fn stream_limit(&self) -> usize {
        self.unpacked.min(STREAM)
    }

    /// Notes that a limit without an account was hit.
    pub fn exceed(&mut self, limit: &'static str) {
        self.exceeded.get_or_insert(limit);
    }

    /// The first limit that was hit, in words; `None` while all is well.
    pub fn exceeded(&self) -> Option<&'static str> {
        self.exceeded
    }

    /// Notes that something in a content stream was passed over, because it is no operation.
    pub fn skip(&mut self) {
        self.skipped = true;
    }

    /// Whether something in a content stream was passed over.
    pub fn has_skipped(&self) -> bool {
        self.skipped
    }

    /// Whether an account has run out, so that reading must stop.
    pub fn is_spent(&self) -> bool {
        [self.operations, self.glyphs, self.forms, self.unpacked].contains(&0)
    }

    fn note(&mut self, left: bool, limit: &'static str) -> bool {
        if !left {
            self.exceed(limit);
        }
        left
    }
}

/// Takes an amount off an account; empties it and returns `false` when there is not enough.
fn take(account: &mut usize, amount: usize) -> bool {
    let left = account.checked_sub(amount);
    *account = left.unwrap_or(0);
    left.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_runs_out_and_says_which() {
        let mut budget = Budget::new();
        assert!(budget.unpack(UNPACKED - 1));
        assert_eq!(budget.stream_limit(), 1);
        assert_eq!(budget.exceeded(), None);
        assert!(!budget.unpack(2));
        assert!(budget.is_spent());
        assert_eq!(budget.exceeded(), Some("128 MiB of unpacked streams"));
    }
}
