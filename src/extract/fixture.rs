//! Motions for tests.

use crate::grammar::Grammars;
use crate::motion::{Item, Motion, Source, TextSource};
use crate::text::plain;

/// The first motion of a text.
pub(super) fn motion_of(text: &str) -> Motion {
    motions_of(text).remove(0)
}

/// The motions of a text.
pub(super) fn motions_of(text: &str) -> Vec<Motion> {
    let source = Source {
        name: "motie.txt".into(),
        media_type: "text/plain".into(),
        bytes: 0,
        pages: 1,
        text: TextSource::Embedded,
    };
    super::motions(&plain::read(text), source, String::new(), &Grammars::built_in())
}

/// The clauses of a motion, each on a line: its kind, its heading, and the items.
pub(super) fn clauses_of(motion: &Motion) -> Vec<String> {
    let items = |items: &[Item]| -> String {
        let texts: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
        texts.join(" | ")
    };
    let clause = |clause: &crate::motion::Clause| {
        format!("{} {}: {}", clause.kind, clause.heading, items(&clause.items))
    };
    motion.clauses.iter().map(clause).collect()
}
