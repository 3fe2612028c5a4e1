//! The pages of saved questions: all of them, and what one finds.

use maud::{Markup, html};

use super::layout::{page, pager, token};
use super::search;
use super::words;
use crate::store::{Asking, Found, SavedQuestion};

/// What the list of saved questions shows.
#[derive(Clone, Copy, Debug)]
pub struct Questions<'a> {
    /// The questions, the latest first.
    pub rows: &'a [Row],
    /// Whether these are the latest.
    pub is_first: bool,
    /// The number before which the list goes on, if it does.
    pub next: Option<u64>,
    /// The question whose feed has got an address just now, and that address.
    pub opened: Option<(u64, &'a str)>,
    /// What the forms of the session repeat.
    pub csrf: Option<&'a str>,
}

/// A saved question, to whoever looks at the page.
#[derive(Clone, Debug)]
pub struct Row {
    /// The question.
    pub question: SavedQuestion,
    /// How many motions it finds that were not there when it was looked at.
    pub new: usize,
    /// Whether it is theirs to look at.
    pub is_own: bool,
}

/// What the page of one shows.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The question.
    pub row: &'a Row,
    /// What it finds, those found last first.
    pub found: &'a Found,
    /// What could first be found behind this change is marked as new.
    pub since: u64,
    /// Whether these are the first.
    pub is_first: bool,
    /// What the forms of the session repeat.
    pub csrf: Option<&'a str>,
}

/// Makes the list of saved questions.
#[must_use]
pub fn questions(list: &Questions<'_>) -> String {
    let next = list.next.map(|next| format!("?voor={next}"));
    let main = html! {
        h1 { "Bewaarde vragen" }
        @if let Some((id, address)) = list.opened { (opened(list, id, address)) }
        @if list.rows.is_empty() {
            p {
                "Er is nog geen vraag bewaard. " a href="/" { "Zoek iets" }
                " en bewaar de vraag onder een naam: hier staat dan wat er nieuw is."
            }
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Bewaarde vragen" {
                table {
                    caption { "Bewaarde vragen, de laatste eerst" }
                    thead {
                        tr {
                            th scope="col" { "Vraag" }
                            th scope="col" { "Nieuw" }
                            th scope="col" { "Laatst bekeken" }
                            th scope="col" { "Wat u kunt doen" }
                        }
                    }
                    tbody { @for row in list.rows { (row_of(row, list.csrf)) } }
                }
            }
        }
        (pager(list.is_first, next, "/vragen", "Eerdere"))
    };
    page("Bewaarde vragen – Moties", &main)
}

/// Tells the address of a feed, once.
fn opened(list: &Questions<'_>, id: u64, address: &str) -> Markup {
    let row = list.rows.iter().find(|row| row.question.id == id);
    let name = row.map_or("deze vraag", |row| row.question.name.as_str());
    html! {
        div.notice role="status" {
            p {
                "Met dit adres leest een feedlezer “" (name) "”, zonder sleutel. Bewaar het: het wordt maar \
                 één keer getoond. Een eerder adres werkt niet meer."
            }
            p { a href=(address) { code { (address) } } }
        }
    }
}

fn row_of(row: &Row, csrf: Option<&str>) -> Markup {
    let SavedQuestion { id, name, by, looked_at, has_feed, .. } = &row.question;
    let path = format!("/vragen/{id}");
    html! {
        tr {
            th scope="row" {
                a href=(path) { (name) }
                p.about { (asked(&row.question)) }
                @if let Some(by) = by.as_ref().filter(|_| !row.is_own) { p.about { "Van " (by) } }
            }
            td { (row.new) }
            td { (words::moment(looked_at)) }
            td {
                @if row.is_own {
                    form.plainly method="post" action={ (path) "/bekeken" } {
                        (token(csrf))
                        button.small aria-label={ "Bekijk wat nieuw is: " (name) } { "Bekijk" }
                    }
                    form.plainly method="post" action={ (path) "/feedadres" } {
                        (token(csrf))
                        button.small aria-label={ "Feedadres: " (name) } {
                            @if *has_feed { "Nieuw feedadres" } @else { "Maak feedadres" }
                        }
                    }
                }
                form.plainly method="post" action={ (path) "/verwijderen" } {
                    (token(csrf))
                    button.small aria-label={ "Verwijder: " (name) } { "Verwijder" }
                }
                p { a href={ (path) "/feed.atom" } aria-label={ "Feed: " (name) } { "Feed" } }
            }
        }
    }
}

/// What a question asks, in words.
fn asked(question: &SavedQuestion) -> String {
    let asking = Asking::read(&question.query).unwrap_or_default();
    let clause = asking.clause.as_deref().map(|clause| {
        let role = words::ROLES.iter().find(|(role, _)| *role == clause);
        role.map_or_else(|| words::kind(clause), |(_, name)| (*name).to_owned())
    });
    let filters = asking.filters.iter().map(|filter| filter.value.clone());
    let words = Some(asking.words.clone()).filter(|words| !words.is_empty());
    words.into_iter().chain(clause).chain(filters).collect::<Vec<_>>().join(" · ")
}

/// Makes the page of what a saved question finds.
#[must_use]
pub fn question(shown: &Question<'_>) -> String {
    let Question { row, found, since, is_first, csrf } = *shown;
    let SavedQuestion { id, name, query, looked_at, .. } = &row.question;
    let path = format!("/vragen/{id}");
    let next = found.next.as_ref().map(|next| format!("&na={next}"));
    let main = html! {
        h1 { (name) }
        dl {
            div { dt { "Vraag" } dd { a href={ "/?" (query) } { (asked(&row.question)) } } }
            div { dt { "Gevonden" } dd { (search::count(found.total as u64, "motie", "moties")) } }
            div { dt { "Nieuw" } dd { (row.new) " sinds " (words::moment(looked_at)) } }
            div { dt { "Feed" } dd { a href={ (path) "/feed.atom" } { "Atom" } } }
        }
        @if row.new > 0 && row.is_own {
            form.action method="post" action={ (path) "/bekeken" } {
                (token(csrf))
                input type="hidden" name="tot" value=(found.seq);
                button { "Markeer als bekeken" }
                p.hint { "Wat hierna binnenkomt, telt dan als nieuw." }
            }
        }
        section aria-labelledby="gevonden" {
            h2 #gevonden { "Wat het laatst binnenkwam eerst" }
            @if found.hits.is_empty() { p { "Niets gevonden." } }
            ol.hits {
                @for hit in &found.hits {
                    li {
                        @if hit.added > since { p.new { strong { "Nieuw" } } }
                        (search::motion(hit))
                    }
                }
            }
        }
        (pager(is_first, next, &format!("{path}?sinds={since}"), "Volgende"))
        p { a href="/vragen" { "Alle bewaarde vragen" } }
    };
    page(&format!("{name} – Bewaarde vragen"), &main)
}
