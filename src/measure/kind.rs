//! Documents by what they are: a scan takes a thousand times as long as a text, and hides it.

use serde::{Deserialize, Serialize};

use super::pass::Read;
use crate::import::read::Media;
use crate::motion::{Source, TextSource};

/// What a document is, as far as that says how long it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Plain text.
    Text,
    /// A PDF whose text is in the file.
    Pdf,
    /// A PDF of which the text of at least one page was recognised from its picture.
    Scan,
    /// One that cannot be read.
    Failed,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Text, Self::Pdf, Self::Scan, Self::Failed];

    /// Its name in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Pdf => "pdf",
            Self::Scan => "scan",
            Self::Failed => "failed",
        }
    }

    /// The kind of a document that was read.
    pub(super) fn of(source: &Source) -> Self {
        match source.text {
            TextSource::Ocr => Self::Scan,
            TextSource::Embedded | TextSource::None if source.media_type == Media::Pdf.name() => {
                Self::Pdf
            }
            TextSource::Embedded | TextSource::None => Self::Text,
        }
    }
}

/// The figures of the documents of a kind, over all rounds. By `seconds`, they are rates of one
/// reader, without what is sent to and fro.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindFigures {
    /// The kind.
    pub kind: Kind,
    /// How often one of them was read.
    pub readings: u64,
    /// How many pages that were.
    pub pages: u64,
    /// How many bytes.
    pub bytes: u64,
    /// How long it took where they were read, together.
    pub seconds: f64,
}

/// What came in of each kind.
#[derive(Debug)]
pub(super) struct Kinds([KindFigures; Kind::ALL.len()]);

impl Default for Kinds {
    fn default() -> Self {
        Self(Kind::ALL.map(|kind| KindFigures {
            kind,
            readings: 0,
            pages: 0,
            bytes: 0,
            seconds: 0.0,
        }))
    }
}

impl Kinds {
    /// Counts a reading.
    pub(super) fn add(&mut self, read: &Read) {
        let figures = &mut self.0[read.kind as usize];
        figures.readings += 1;
        figures.pages += read.pages;
        figures.bytes += read.bytes;
        figures.seconds += read.taken.whole().as_secs_f64();
    }

    /// The figures of the kinds that there are.
    pub(super) fn figures(&self) -> Vec<KindFigures> {
        self.0.iter().filter(|figures| figures.readings > 0).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_by_where_the_text_is_from() {
        let source = |media: Media, text| Source {
            name: "a".into(),
            media_type: media.name().into(),
            bytes: 1,
            pages: 1,
            text,
        };
        assert_eq!(Kind::of(&source(Media::Pdf, TextSource::Embedded)), Kind::Pdf);
        assert_eq!(Kind::of(&source(Media::Pdf, TextSource::Ocr)), Kind::Scan);
        assert_eq!(Kind::of(&source(Media::Text, TextSource::Embedded)), Kind::Text);
        let json = Kind::ALL.map(|kind| serde_json::to_value(kind).unwrap());
        assert_eq!(json, Kind::ALL.map(Kind::name));
    }
}
