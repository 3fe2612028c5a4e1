//! The page of one motion.

use maud::{Markup, html};

use super::layout::page;
use super::{versions, words};
use crate::motion::{Clause, Item, Motion, Outcome, SignatoryKind};
use crate::store::Version;

/// Makes the page of a motion, of which there are these other versions.
#[must_use]
pub fn motion(motion: &Motion, others: &[Version]) -> String {
    let title = motion.title.as_deref().unwrap_or(&motion.source.name);
    let main = html! {
        article {
            h1 { (title) }
            (head(motion))
            @if let Some(body) = &motion.body { p.body { (body) } }
            @for clause in &motion.clauses { (section(clause)) }
            @if let Some(closing) = &motion.closing { p.closing { (closing) } }
            (signatories(motion, SignatoryKind::Submitted))
            (signatories(motion, SignatoryKind::Supported))
            @if let Some(explanation) = &motion.explanation {
                section { h2 { "Toelichting" } p { (explanation) } }
            }
            @if !others.is_empty() {
                section #versies {
                    h2 { "Andere versies" }
                    (versions::list(others))
                }
            }
            p.details {
                "Uit " (motion.source.name) ". "
                a href={ "/api/v1/motions/" (motion.id) } { "Deze motie als gegevens (JSON)" }
            }
        }
    };
    page(&format!("{title} – Moties"), &main)
}

fn head(motion: &Motion) -> Markup {
    let date = motion.date.as_deref().map(words::date);
    let text = |value: &Option<String>| value.as_ref().map(|value| html! { (value) });
    let facts = [
        ("Nummer", text(&motion.number)),
        ("Datum", date),
        ("Onderwerp", text(&motion.subject)),
        ("Aan", text(&motion.addressee)),
        ("Van", text(&motion.sender)),
        ("Indieners", submitters(motion)),
        ("Uitslag", motion.outcome.as_ref().map(outcome)),
        ("Vervangt", text(&motion.replaces)),
    ];
    html! {
        @if facts.iter().any(|(_, value)| value.is_some()) {
            dl {
                @for (name, value) in facts {
                    @if let Some(value) = value {
                        div { dt { (name) } dd { (value) } }
                    }
                }
            }
        }
    }
}

/// Who brings it in, where that is not said as who sends it.
fn submitters(motion: &Motion) -> Option<Markup> {
    let told = motion.sender.is_none() && !motion.submitters.is_empty();
    told.then(|| {
        let parts = motion.submitters.iter().map(|one| {
            let named = [&one.name, &one.organisation, &one.party].into_iter().flatten();
            named.map(String::as_str).collect::<Vec<_>>().join(", ")
        });
        html! { (parts.collect::<Vec<_>>().join("; ")) }
    })
}

fn outcome(outcome: &Outcome) -> Markup {
    html! {
        (words::verdict(outcome.result))
        @if let Some(date) = &outcome.date { ", " (words::date(date)) }
    }
}

fn section(clause: &Clause) -> Markup {
    html! {
        section.clause {
            h2 { (clause.heading) " " span.role { "(" (words::role(clause.role)) ")" } }
            (items(&clause.items))
        }
    }
}

fn items(items: &[Item]) -> Markup {
    html! {
        @if !items.is_empty() {
            ul {
                @for item in items {
                    li { (item.text) (self::items(&item.items)) }
                }
            }
        }
    }
}

fn signatories(motion: &Motion, kind: SignatoryKind) -> Markup {
    let of_kind = || motion.signatories.iter().filter(|one| one.kind == kind);
    html! {
        @if of_kind().next().is_some() {
            section {
                h2 { (words::signatories(kind)) }
                ul {
                    @for one in of_kind() {
                        li {
                            (one.name)
                            @for about in [&one.role, &one.organisation, &one.party].into_iter().flatten() {
                                ", " (about)
                            }
                        }
                    }
                }
            }
        }
    }
}
