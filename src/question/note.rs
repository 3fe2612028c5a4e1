//! What is said of the parts of a question that were not understood.

use std::ops::Range;

/// A part of a question that was not taken as it may have been meant, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub code: NoteCode,
    /// The bytes of the question's text that it is about.
    pub range: Range<usize>,
    /// What was found, and what was made of it; in English.
    pub message: String,
    /// What may have been meant, to be put in the place of `range`: `titel` for `titl`.
    pub suggestion: Option<&'static str>,
}

macro_rules! codes {
    ($($(#[$doc:meta])+ $code:ident = $name:literal,)+) => {
        /// What a note is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum NoteCode {
            $($(#[$doc])+ $code,)+
        }

        impl NoteCode {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$code,)+];

            /// Returns its name, in kebab case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)+
                }
            }
        }
    };
}

codes! {
    /// The text is longer than what is read.
    TooLong = "too-long",
    /// There are more terms than a question has.
    TooManyTerms = "too-many-terms",
    /// There are more brackets inside one another than count.
    TooDeep = "too-deep",
    /// More was not understood than is told.
    MoreNotes = "more-notes",
    /// A quote that is not closed.
    UnclosedQuote = "unclosed-quote",
    /// A bracket that is not closed.
    UnclosedBracket = "unclosed-bracket",
    /// A bracket that closes nothing.
    StrayBracket = "stray-bracket",
    /// Brackets or quotes with no word between them.
    NothingInside = "nothing-inside",
    /// A sign that is not at a word.
    LoneSign = "lone-sign",
    /// An operator with nothing to join or to deny.
    LoneOperator = "lone-operator",
    /// A `*` or `~` that does not stand once at the end of a word.
    SignMisplaced = "sign-misplaced",
    /// A number behind `~` or `NEAR/` that is too small or too large.
    Distance = "distance",
    /// `NEAR` beside something else than words and phrases.
    NearOperand = "near-operand",
    /// A name before a colon that no field has.
    UnknownField = "unknown-field",
    /// A field with nothing behind it.
    FieldAlone = "field-alone",
    /// A field inside another that cannot hold it.
    NestedField = "nested-field",
    /// A value that the field does not know.
    UnknownValue = "unknown-value",
    /// A value of a date field that is no date.
    NoDate = "no-date",
    /// A span whose end comes before its beginning.
    DateOrder = "date-order",
    /// A question that only says what must not be found.
    OnlyNot = "only-not",
}

/// How many notes a question has at most; one more then says that there are others.
const MOST: usize = 20;

/// Notes while they are made.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    /// Adds a note, if there are not too many.
    pub(super) fn add(&mut self, code: NoteCode, range: Range<usize>, message: impl Into<String>) {
        self.suggest(code, range, message, None);
    }

    /// Adds a note that says what may have been meant.
    pub(super) fn suggest(
        &mut self,
        code: NoteCode,
        range: Range<usize>,
        message: impl Into<String>,
        suggestion: Option<&'static str>,
    ) {
        if self.0.len() < MOST {
            self.0.push(Note { code, range, message: message.into(), suggestion });
        } else if self.is_new(NoteCode::MoreNotes) {
            let message = "there is more that was not understood; only the first parts are told";
            let code = NoteCode::MoreNotes;
            self.0.push(Note { code, range, message: message.to_owned(), suggestion: None });
        }
    }

    /// Whether none has this code yet.
    pub(super) fn is_new(&self, code: NoteCode) -> bool {
        self.0.iter().all(|note| note.code != code)
    }

    /// Whether another one would not be told.
    pub(super) fn are_full(&self) -> bool {
        self.0.len() >= MOST
    }

    /// The notes, by their place in the text.
    pub(super) fn sorted(mut self) -> Vec<Note> {
        self.0.sort_by_key(|note| note.range.start);
        self.0
    }
}

/// A part of a question as messages show it: not more than fits on a line.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
