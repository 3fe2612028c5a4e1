//! The pages of imports: all of them, and the report of one.

use maud::{Markup, html};

use super::layout::{page, pager, token};
use super::words;
use crate::error::Code;
use crate::settings::Size;
use crate::store::{Counts, Import, ImportItem, Progress};

/// What the list of imports shows.
#[derive(Clone, Copy, Debug)]
pub struct Imports<'a> {
    /// The imports, the latest first.
    pub imports: &'a [Import],
    /// Whether these are the latest.
    pub is_first: bool,
    /// The number before which the list goes on, if it does.
    pub next: Option<u64>,
    /// What the form says with which documents are sent; none for those who may not.
    pub form: Option<Form<'a>>,
}

/// What the form says with which documents are sent.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// How large all of them may be together, and each by itself.
    pub largest: (Size, Size),
    /// What the forms of the session repeat.
    pub csrf: Option<&'a str>,
}

/// What the report of an import shows.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The import.
    pub import: &'a Import,
    /// Some of its documents, in order.
    pub items: &'a [ImportItem],
    /// Whether these are the first.
    pub is_first: bool,
    /// The number behind which the report goes on, if it does.
    pub next: Option<u64>,
    /// Whether whoever looks at it may cancel and retry.
    pub may_change: bool,
    /// What the forms of their session repeat.
    pub csrf: Option<&'a str>,
}

/// Makes the list of imports.
#[must_use]
pub fn imports(list: &Imports<'_>) -> String {
    let main = html! {
        h1 { "Inlezen" }
        @if let Some(form) = &list.form { (sending(form)) }
        @if list.imports.is_empty() {
            p { "Er is nog niets ingelezen." }
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Wat er is ingelezen" {
                table {
                    caption { "Wat er is ingelezen, het laatste eerst" }
                    thead {
                        tr {
                            th scope="col" { "Nummer" }
                            th scope="col" { "Naam" }
                            th scope="col" { "Begonnen" }
                            th scope="col" { "Stand" }
                            th scope="col" { "Uitkomsten" }
                        }
                    }
                    tbody { @for import in list.imports { (row(import)) } }
                }
            }
        }
        (pager(list.is_first, list.next.map(|next| format!("?voor={next}")), "/inlezen", "Eerdere"))
    };
    page("Inlezen – Moties", &main)
}

/// The form with which documents are sent. What it repeats of the session comes first: it is looked at
/// before anything is taken in.
fn sending(form: &Form<'_>) -> Markup {
    let (all, each) = form.largest;
    html! {
        form method="post" action="/inlezen" enctype="multipart/form-data" {
            (token(form.csrf))
            div {
                label for="documenten" { "Documenten" }
                input #documenten type="file" name="file" multiple required
                    accept=".pdf,.txt,.text,.zip,application/pdf,text/plain,application/zip"
                    aria-describedby="documenten-uitleg";
            }
            button { "Lees in" }
            p #documenten-uitleg .hint {
                "Pdf of tekst, een of meer tegelijk, of een zip met documenten. Elk document is ten \
                 hoogste " (each) " groot, alles samen ten hoogste " (all) "."
            }
        }
    }
}

fn row(import: &Import) -> Markup {
    html! {
        tr {
            th scope="row" { a href={ "/inlezen/" (import.id) } { (import.id) } }
            td { (import.name) }
            td { (words::moment(&import.began_at)) }
            td { (words::progress(import.progress)) }
            td {
                @for (at, (name, count)) in counts(&import.counts).into_iter().enumerate() {
                    @if at > 0 { ", " }
                    (count) " " (words::outcome(name))
                }
            }
        }
    }
}

/// Makes the report of an import.
#[must_use]
pub fn report(report: &Report<'_>) -> String {
    let Report { import, .. } = report;
    let path = format!("/inlezen/{}", import.id);
    let file = format!("/api/v1/imports/{}/report", import.id);
    let main = html! {
        h1 { "Inlezen " (import.id) ": " (import.name) }
        (facts(import))
        (actions(report, &path))
        section {
            h2 { "Uitkomsten" }
            dl.counts {
                @for (name, count) in counts(&import.counts) {
                    div { dt { (words::outcome(name)) } dd { (count) } }
                }
            }
        }
        (codes(report, &path))
        section {
            h2 { "Documenten" }
            p {
                "Het hele verslag als "
                a href={ (file) "?format=csv" } { "tabel (CSV)" } " of als "
                a href=(file) { "gegevens (JSON)" } "."
            }
            (documents(report.items))
        }
        (pager(report.is_first, report.next.map(|next| format!("?na={next}")), &path, "Volgende"))
    };
    page(&format!("Inlezen {} – Moties", import.id), &main)
}

fn facts(import: &Import) -> Markup {
    let Counts { waiting, running, .. } = import.counts;
    let all: u64 = counts(&import.counts).iter().map(|(_, count)| count).sum();
    let done = all - waiting - running;
    html! {
        dl {
            div {
                dt { "Stand" }
                dd {
                    (words::progress(import.progress))
                    @if import.progress == Progress::Running {
                        ": " (done) " van " (all) " documenten "
                        progress value=(done) max=(all.max(1)) aria-label="Hoe ver het is" {}
                        " " a href={ "/inlezen/" (import.id) } { "Kijk opnieuw" }
                    }
                }
            }
            div { dt { "Begonnen" } dd { (words::moment(&import.began_at)) } }
            @if let Some(closed) = &import.closed_at {
                div { dt { "Aangeleverd" } dd { (words::moment(closed)) } }
            }
            div { dt { "Herkomst" } dd { (words::source(&import.source)) } }
            @if let Some(by) = &import.by { div { dt { "Door" } dd { (by) } } }
        }
    }
}

/// What can be done with an import as a whole.
fn actions(report: &Report<'_>, path: &str) -> Markup {
    let Report { import, may_change, csrf, .. } = *report;
    html! {
        @if may_change && import.progress == Progress::Running {
            form.action method="post" action={ (path) "/annuleren" } {
                (token(csrf))
                button { "Breek het inlezen af" }
                p.hint { "Wat al is gelezen, blijft; wat nog wacht, wordt niet gelezen." }
            }
        }
        @if may_change && import.counts.failed > 0 {
            form.action method="post" action={ (path) "/opnieuw" } {
                (token(csrf))
                button { "Lees opnieuw wat is mislukt" }
                p.hint { "Dat helpt na een nieuwe versie, of als scans nu wel gelezen worden." }
            }
        }
    }
}

/// Why documents failed or are held, and how many.
fn codes(report: &Report<'_>, path: &str) -> Markup {
    let Report { import, may_change, csrf, .. } = *report;
    html! {
        @if !import.codes.is_empty() {
            section {
                h2 { "Redenen" }
                ul.plain.reasons {
                    @for (name, count) in &import.codes {
                        @let told = Code::from_name(name).map(words::code);
                        li {
                            p {
                                strong { (count) " × " }
                                @if let Some((reason, advice)) = told { (reason) " " (advice) " " }
                                code.about { (name) }
                            }
                            @if may_change && can_be_retried(name) {
                                form.action method="post" action={ (path) "/opnieuw" } {
                                    (token(csrf))
                                    input type="hidden" name="code" value=(name);
                                    button.small aria-label={ "Lees deze opnieuw: " (name) } {
                                        "Lees deze opnieuw"
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What becomes no better by reading it again: it was read, or its bytes were never kept.
const FINAL: [Code; 7] = [
    Code::NoMotion,
    Code::IsDirectory,
    Code::Unreadable,
    Code::TooLarge,
    Code::ArchiveDamaged,
    Code::ArchiveBomb,
    Code::NoRoom,
];

fn can_be_retried(code: &str) -> bool {
    !FINAL.iter().any(|one| one.name() == code)
}

fn documents(items: &[ImportItem]) -> Markup {
    html! {
        @if items.is_empty() {
            p { "Hier staan geen documenten." }
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Documenten" {
                table {
                    caption { "Wat er van elk document is geworden" }
                    thead {
                        tr {
                            th scope="col" { "Nummer" }
                            th scope="col" { "Bestand" }
                            th scope="col" { "Uitkomst" }
                            th scope="col" { "Reden, en wat te doen" }
                        }
                    }
                    tbody { @for item in items { (document(item)) } }
                }
            }
        }
    }
}

fn document(item: &ImportItem) -> Markup {
    let is_there = matches!(item.outcome.as_str(), "indexed" | "held" | "duplicate");
    let link = item.id.as_deref().filter(|_| is_there);
    html! {
        tr {
            td { (item.number) }
            th scope="row" {
                @match link {
                    Some(id) => a href={ "/moties/" (id) } { (item.file) },
                    None => (item.file),
                }
                @if let Some(title) = &item.title { p.about { (title) } }
            }
            td { (words::outcome(&item.outcome)) }
            td {
                @if let Some(first) = &item.duplicate_of { "Dezelfde bytes als " (first) ". " }
                @if let Some(code) = item.code.as_deref() {
                    @if let Some((reason, advice)) = Code::from_name(code).map(words::code) {
                        (reason) " " (advice)
                    }
                    p.about lang="en" {
                        code { (code) }
                        @if let Some(message) = &item.message { ": " (message) }
                    }
                } @else if let Some(message) = &item.message {
                    (message)
                }
                @if item.warnings == 1 { "1 waarschuwing" }
                @if item.warnings > 1 { (item.warnings) " waarschuwingen" }
            }
        }
    }
}

/// The outcomes that there are, with how many of each.
fn counts(counts: &Counts) -> Vec<(&'static str, u64)> {
    let Counts { waiting, running, indexed, held, duplicate, failed, skipped, deleted } = *counts;
    let all = [
        ("waiting", waiting),
        ("running", running),
        ("indexed", indexed),
        ("held", held),
        ("duplicate", duplicate),
        ("failed", failed),
        ("skipped", skipped),
        ("deleted", deleted),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}
