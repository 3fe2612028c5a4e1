//! The feed of a saved question, as Atom (RFC 4287), in pages (RFC 5005).

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::index::Marked;
use crate::store::{ClauseHit, Hit, SavedQuestion};

/// What a page of a feed shows.
#[derive(Clone, Copy, Debug)]
pub struct Feed<'a> {
    /// The question.
    pub question: &'a SavedQuestion,
    /// The address of the service, without a path.
    pub base: &'a str,
    /// The address of the first page.
    pub first: &'a str,
    /// The address of this page.
    pub address: &'a str,
    /// The address of the next page, if there is one.
    pub next: Option<&'a str>,
    /// The motions, those found last first.
    pub entries: &'a [Entry<'a>],
}

/// A motion in a feed.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The motion.
    pub hit: &'a Hit,
    /// When it came in: UTC, `2026-11-24T09:30:00Z`.
    pub came: String,
    /// When it came in or was last corrected.
    pub changed: String,
}

/// Makes a page of a feed.
#[must_use]
pub fn feed(feed: &Feed<'_>) -> String {
    let Feed { question, base, .. } = feed;
    let changed = feed.entries.iter().map(|entry| entry.changed.as_str()).max();
    // What it was made of never changes, and no other question has all of it.
    let id = urn(&format!("{}\n{}\n{}", question.id, question.made_at, question.query));
    let mut xml = Xml::default();
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.text.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"nl\">\n");
    xml.element("id", &id);
    xml.element("title", &question.name);
    xml.element("subtitle", &question.query);
    xml.element("updated", changed.unwrap_or(&question.made_at));
    xml.author("Moties");
    xml.link("self", "application/atom+xml", feed.address);
    xml.link("alternate", "text/html", &format!("{base}/vragen/{}", question.id));
    xml.link("first", "application/atom+xml", feed.first);
    if let Some(next) = feed.next {
        xml.link("next", "application/atom+xml", next);
    }
    feed.entries.iter().for_each(|one| entry(&mut xml, base, one));
    xml.text.push_str("</feed>\n");
    xml.text
}

fn entry(xml: &mut Xml, base: &str, Entry { hit, came, changed }: &Entry<'_>) {
    xml.text.push_str("<entry>\n");
    xml.element("id", &urn(&hit.id));
    xml.element("title", hit.title.as_ref().map_or(hit.name.as_str(), |title| &title.text));
    xml.element("updated", changed);
    xml.element("published", came);
    if let Some(body) = &hit.body {
        xml.author(body);
    }
    xml.link("alternate", "text/html", &format!("{base}/moties/{}", hit.id));
    if let Some(summary) = summary(hit) {
        xml.element("summary", &summary);
    }
    xml.text.push_str("</entry>\n");
}

/// The clause that fits best, or else where the words stand.
fn summary(hit: &Hit) -> Option<String> {
    let clause = hit.clauses.first().map(|ClauseHit { heading, items, .. }| {
        let texts = std::iter::once(heading).chain(items).map(|text| text.text.as_str());
        texts.collect::<Vec<_>>().join(" ")
    });
    clause.or_else(|| hit.passage.as_ref().map(|Marked { text, .. }| format!("… {text} …")))
}

/// A name that is the same for the same text, everywhere and for ever: a UUID of version 8, of its SHA-256.
fn urn(text: &str) -> String {
    let mut bytes: [u8; 32] = Sha256::digest(format!("moties\n{text}")).into();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut urn = "urn:uuid:".to_owned();
    for (at, byte) in bytes[..16].iter().enumerate() {
        if [4, 6, 8, 10].contains(&at) {
            urn.push('-');
        }
        // Writing to a string never fails.
        let _ = write!(urn, "{byte:02x}");
    }
    urn
}

/// XML that is written from beginning to end.
#[derive(Default)]
struct Xml {
    text: String,
}

impl Xml {
    fn element(&mut self, name: &str, text: &str) {
        // Writing to a string never fails.
        let _ = writeln!(self.text, "<{name}>{}</{name}>", escaped(text));
    }

    fn author(&mut self, name: &str) {
        // Writing to a string never fails.
        let _ = writeln!(self.text, "<author><name>{}</name></author>", escaped(name));
    }

    fn link(&mut self, rel: &str, media: &str, to: &str) {
        let to = escaped(to);
        // Writing to a string never fails.
        let _ = writeln!(self.text, "<link rel=\"{rel}\" type=\"{media}\" href=\"{to}\"/>");
    }
}

/// A text as XML has it, without what may not stand in XML at all.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\r') && is_allowed(c);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            c if is_allowed(c) => escaped.push(c),
            _ => {}
        }
    }
    Cow::Owned(escaped)
}

/// Whether a letter may stand in XML 1.0, and is no control character.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_stand_in_xml_is_escaped_or_left_out() {
        for (text, expected) in [
            ("Wonen", "Wonen"),
            ("a < b & \"c\" > d", "a &lt; b &amp; &quot;c&quot; &gt; d"),
            ("a\u{0}b\u{b}c\u{85}d\u{fffe}e\u{ffff}\tf\r\n", "abcde\tf&#13;\n"),
            ("]]> één 😀", "]]&gt; één 😀"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn a_name_is_a_uuid_of_version_8() {
        let urn = urn("aa");
        let digits = urn.strip_prefix("urn:uuid:").unwrap();
        let lengths: Vec<_> = digits.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(digits.as_bytes()[14], b'8');
        assert!(b"89ab".contains(&digits.as_bytes()[19]), "{urn}");
        assert_eq!(urn, super::urn("aa"));
        assert_ne!(urn, super::urn("ab"));
    }
}
