//! Versions of one motion.

use maud::{Markup, html};

use super::words;
use crate::store::Version;

/// A list of versions, each with how much of its words is the same.
pub(super) fn list(versions: &[Version]) -> Markup {
    html! {
        ul.versions {
            @for version in versions {
                li {
                    a href={ "/moties/" (version.id) } {
                        (version.title.as_deref().unwrap_or(&version.name))
                    }
                    @if let Some(number) = &version.number { " · " (number) }
                    @if let Some(date) = &version.date { " · " (words::date(date)) }
                    @if let Some(body) = &version.body { " · " (body) }
                    @if let Some(outcome) = version.outcome { " · " (words::verdict(outcome)) }
                    " · " (same(version))
                }
            }
        }
    }
}

/// How much is the same, in words.
fn same(version: &Version) -> String {
    let same = format!("voor {:.0}% hetzelfde", version.likeness * 100.0);
    if version.said { format!("aangewezen als versie, {same}") } else { same }
}
