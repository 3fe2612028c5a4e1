//! Near the roof: every way in which something can go wrong, in one closed table.
//!
//! Each floor has error types of its own; here they become one [`Error`]: a [`Code`] that never
//! changes its meaning, a message, and a hint. Doors map codes with an exhaustive `match`: the
//! command line to exit codes, HTTP to statuses.

use std::fmt;

use crate::grammar::GrammarError;
use crate::pdf::PdfError;
use crate::scan::ScanError;
use crate::store::StoreError;
use crate::text::decode::DecodeError;

/// Whose move it is when something went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The document's: others are read all the same.
    Document,
    /// Whoever asked for it.
    Usage,
    /// The one who keeps the program and its disk.
    SetUp,
}

/// Makes [`Code`] from its table.
macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident $name:literal $kind:ident $hint:literal)*) => {
        /// What went wrong, under a name that is the same for ever.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $code,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            /// Its name in kebab case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$code => $name,)* }
            }

            /// Whose move it is.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$code => Kind::$kind,)* }
            }

            /// What to do about it.
            #[must_use]
            pub const fn hint(self) -> &'static str {
                match self { $(Self::$code => $hint,)* }
            }
        }
    };
}

codes! {
    /// A file of no bytes, or of nothing but white space.
    EmptyFile "empty-file" Document
        "check that the file was copied whole"
    /// Text in no encoding that is known.
    UnknownEncoding "unknown-encoding" Document
        "save the text as UTF-8 and try again"
    /// A file named `.pdf` that is none.
    NotAPdf "not-a-pdf" Document
        "rename the file to what it is, or fetch it again"
    /// A PDF that is cut short or broken.
    PdfDamaged "pdf-damaged" Document
        "fetch the file again, or print it to a new PDF"
    /// A PDF that opens with a password only.
    PdfEncrypted "pdf-encrypted" Document
        "save a copy without a password"
    /// A PDF without pages.
    PdfNoPages "pdf-no-pages" Document
        "check that it is the right file"
    /// A PDF without a word, neither as text nor in its pictures.
    PdfNoText "pdf-no-text" Document
        "look at its pages: there is nothing to read on them"
    /// A PDF of pictures, and nothing there that recognises their text.
    NeedsOcr "needs-ocr" Document
        "install tesseract with its Dutch data, on Debian the packages tesseract-ocr and \
         tesseract-ocr-nld, and read it again"
    /// A PDF of pictures whose text could not be recognised.
    OcrFailed "ocr-failed" Document
        "read it again; if it fails again, scan the paper anew, at 300 dpi"
    /// A PDF that asks for more work than any real one.
    PdfTooComplex "pdf-too-complex" Document
        "print it to a new PDF and try that"
    /// A PDF that takes too long to read.
    PdfTimeout "pdf-timeout" Document
        "print it to a new PDF and try that"
    /// A PDF that takes too much memory to read.
    PdfMemory "pdf-memory" Document
        "print it to a new PDF and try that"
    /// A folder where a document was expected.
    IsDirectory "is-directory" Document
        "give the files in it, or import the folder"
    /// The system does not let the file be read.
    Unreadable "unreadable" Document
        "check that the file is there and that you may read it"
    /// A document of a format that is not read yet.
    UnsupportedFormat "unsupported-format" Document
        "save it as PDF or as text"
    /// A file above the limit.
    TooLarge "too-large" Document
        "split it, or leave the pictures out"
    /// An archive that cannot be unpacked.
    ArchiveDamaged "archive-damaged" Document
        "pack it again, as a zip without a password"
    /// An archive that grows beyond measure when it is unpacked.
    ArchiveBomb "archive-bomb" Document
        "send the documents in it by themselves"
    /// A document in which no motion was found.
    NoMotion "no-motion" Document
        "look at it, and say that it is a motion if it is one"
    /// A document of an import that was cancelled before it was read.
    Cancelled "cancelled" Document
        "retry it, or leave it"
    /// A fault of this program.
    Internal "internal" Document
        "this is a fault of moties; please report it with the file"
    /// A question that makes no sense.
    BadRequest "bad-request" Usage
        "`moties help` says what can be asked"
    /// Nobody says who is asking, or what is said is not known.
    Unauthenticated "unauthenticated" Usage
        "send a key as `Authorization: Bearer moties_…`, or log in on the page"
    /// Who is asking may not have it, or a page of elsewhere made them ask.
    Forbidden "forbidden" Usage
        "ask whoever keeps the keys for another one"
    /// Someone asks too often.
    TooManyRequests "too-many-requests" Usage
        "wait as long as `Retry-After` says, and ask less often"
    /// Nothing has that name.
    NotFound "not-found" Usage
        "`moties list` shows what there is"
    /// Something that someone else changed meanwhile.
    Conflict "conflict" Usage
        "look at it as it is now, and try again"
    /// A change that does not fit what it would change.
    Unfitting "unfitting" Usage
        "give what the record's schema allows: `moties schema` prints it"
    /// A request whose rest does not come.
    Stalled "stalled" Usage
        "send it again, over a line that holds"
    /// The address knows other methods.
    MethodNotAllowed "method-not-allowed" Usage
        "use the method that the API's description gives"
    /// No store in the data directory.
    StoreMissing "store-missing" SetUp
        "import something first, or name another folder with --data"
    /// As many documents wait to be read as may.
    QueueFull "queue-full" SetUp
        "wait until some are read, or raise `queue` in the settings"
    /// A search that takes longer than it may.
    TooSlow "too-slow" SetUp
        "ask for less at once, or raise `query-time` in the settings"
    /// A disk without room for what comes in.
    NoRoom "no-room" SetUp
        "make room on the disk, or send less"
    /// Another program is writing.
    StoreBusy "store-busy" SetUp
        "wait until it is done"
    /// What is on disk is not what was written.
    StoreDamaged "store-damaged" SetUp
        "`moties check` says what is wrong, and what to do about it"
    /// The store is of a later version.
    StoreNewer "store-newer" SetUp
        "use the version of moties that wrote it, or a later one"
    /// The store is of an earlier version.
    StoreOlder "store-older" SetUp
        "make a backup with the version of moties that wrote it, or copy the folder while nothing writes to \
         it; then `moties serve`, `moties import` or `moties reindex` brings it up to date"
    /// The disk refuses.
    StoreIo "store-io" SetUp
        "check the room on the disk and the rights on the data directory"
    /// No process that reads documents can be started.
    ReaderFailed "reader-failed" SetUp
        "check that the program may start itself, and that there is memory"
    /// Grammars that cannot be used.
    GrammarInvalid "grammar-invalid" SetUp
        "mend the file, or leave --grammars out"
    /// A setting that there is none of, or a value that does not fit one.
    SettingsInvalid "settings-invalid" SetUp
        "mend it, or leave it out to have the default"
    /// The server cannot listen.
    CannotListen "cannot-listen" SetUp
        "name another address with --listen"
}

impl Code {
    /// Finds a code by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something that went wrong, as a user meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What it is.
    pub code: Code,
    /// What was expected and what was found: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Error {
    /// Makes an error with the hint of its code.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: code.hint().to_owned() }
    }

    /// Gives the error another hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.hint)
    }
}

impl std::error::Error for Error {}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        let code = match error {
            DecodeError::Empty => Code::EmptyFile,
            DecodeError::Unknown { .. } => Code::UnknownEncoding,
        };
        Self::new(code, error.to_string())
    }
}

impl From<PdfError> for Error {
    fn from(error: PdfError) -> Self {
        let code = Code::from_name(error.code()).unwrap_or(Code::Internal);
        Self::new(code, error.to_string()).with_hint(error.hint())
    }
}

impl From<ScanError> for Error {
    fn from(error: ScanError) -> Self {
        let code = match error {
            ScanError::Pdf(error) => return error.into(),
            ScanError::NeedsOcr { .. } => Code::NeedsOcr,
            ScanError::OcrFailed { .. } => Code::OcrFailed,
        };
        Self::new(code, error.to_string())
    }
}

impl From<GrammarError> for Error {
    fn from(error: GrammarError) -> Self {
        Self::new(Code::GrammarInvalid, error.to_string())
    }
}

/// What to do where an original is not as it was.
const BRING_AGAIN: &str = "import the same file again, or one with the same bytes out of a backup: they \
                           are put in their place";

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::Missing { .. } => Code::StoreMissing,
            StoreError::Busy { .. } => Code::StoreBusy,
            StoreError::Io { .. } => Code::StoreIo,
            StoreError::NoLedger { .. } | StoreError::Lost { .. } | StoreError::Damaged { .. } => {
                Code::StoreDamaged
            }
            StoreError::Newer { .. } => Code::StoreNewer,
            StoreError::Older { .. } => Code::StoreOlder,
            StoreError::NotFound { .. } => Code::NotFound,
            StoreError::Changed { .. } | StoreError::Superseded { .. } => Code::Conflict,
            StoreError::Uncorrectable { .. } | StoreError::Unsavable { .. } => Code::Unfitting,
            StoreError::Occupied { .. }
            | StoreError::Ambiguous { .. }
            | StoreError::NoId { .. }
            | StoreError::UnknownClause { .. }
            | StoreError::NoCursor { .. }
            | StoreError::NoWords { .. } => Code::BadRequest,
        };
        let hint = match error {
            StoreError::Ambiguous { .. } => "give more of it",
            StoreError::NoId { .. } => "`moties list` shows the ids",
            StoreError::UnknownClause { .. } => "name one of those",
            StoreError::NoCursor { .. } => "ask for the first page again",
            StoreError::NoWords { .. } => "give one or more words",
            StoreError::Occupied { .. } => "name a folder that is not there yet",
            StoreError::Lost { .. } => BRING_AGAIN,
            StoreError::Damaged { part: "original", .. } => BRING_AGAIN,
            StoreError::Damaged { part: "index", .. } => "`moties reindex` makes it anew",
            StoreError::Damaged { part: "ledger", .. } => {
                "bring a backup back in a folder of its own (`moties restore FILE --data NEW`), and \
                 import what came since"
            }
            StoreError::Damaged { part: "backup", .. } => "fetch it again, or take an earlier one",
            StoreError::NoLedger { .. } => {
                "put the ledger back from a backup, or name an empty folder with --data to begin anew"
            }
            StoreError::Superseded { .. } => "take the later one back first",
            StoreError::Unsavable { .. } => {
                "give a name of one line, and what `/api/v1/search` takes behind its `?`"
            }
            _ => code.hint(),
        };
        Self::new(code, error.to_string()).with_hint(hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_name_and_is_found_by_it() {
        for &code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(code));
            assert!(code.name().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
            assert!(!code.hint().ends_with('.'), "{code}");
        }
        assert_eq!(Code::from_name("geen"), None);
    }

    #[test]
    fn an_error_says_what_is_wrong_and_what_to_do() {
        let error = Error::from(StoreError::Missing { dir: "leeg".into() });
        assert_eq!(
            error.to_string(),
            "`leeg`: expected a data directory, found no ledger in it; \
             import something first, or name another folder with --data"
        );
        assert_eq!(
            Error::from(StoreError::UnknownClause {
                name: "verzoek".into(),
                known: vec!["dictum".into(), "verzoekt".into()],
            })
            .to_string(),
            "expected a role or kind of clause, found `verzoek`; known are dictum, verzoekt; \
             name one of those"
        );
        assert_eq!(
            Error::from(StoreError::NoLedger { dir: "half".into(), files: 3 }).to_string(),
            "`half`: expected `ledger.sqlite` beside the originals, found 3 files of originals and no \
             ledger; put the ledger back from a backup, or name an empty folder with --data to begin \
             anew"
        );
        assert_eq!(
            Error::from(DecodeError::Empty).to_string(),
            "expected text, found nothing; check that the file was copied whole"
        );
    }

    #[test]
    fn what_is_damaged_has_a_hint_of_its_own() {
        let damaged = |part| {
            let error = Error::from(StoreError::Damaged { part, found: "x".into() });
            assert_eq!(error.code, Code::StoreDamaged);
            error.to_string()
        };
        assert_eq!(damaged("index"), "the index is damaged: x; `moties reindex` makes it anew");
        assert_eq!(
            damaged("original"),
            "the original is damaged: x; import the same file again, or one with the same bytes out of a \
             backup: they are put in their place"
        );
        assert_eq!(
            damaged("backup"),
            "the backup is damaged: x; fetch it again, or take an earlier one"
        );
        assert_eq!(
            damaged("ledger"),
            "the ledger is damaged: x; bring a backup back in a folder of its own (`moties restore FILE \
             --data NEW`), and import what came since"
        );
        let source = std::io::ErrorKind::NotFound.into();
        let lost = StoreError::Lost { id: "ab".into(), path: "abc".into(), source };
        assert_eq!(
            Error::from(lost).to_string(),
            "`abc`: expected the bytes of `ab`, found none: entity not found; import the same file again, \
             or one with the same bytes out of a backup: they are put in their place"
        );
    }
}
