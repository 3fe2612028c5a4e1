//! The search page.

use maud::{Markup, html};

use super::layout::{page, token};
use super::{versions, words};
use crate::error::{Code, Error};
use crate::store::{ClauseHit, Found, Hit, encoded};

/// What the search page shows.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// The words asked for; empty before the first question.
    pub words: &'a str,
    /// The role or kind of clause asked for; empty for whole motions.
    pub clause: &'a str,
    /// The kinds of clause that can be asked for.
    pub kinds: &'a [String],
    /// Whether versions of one motion are shown as one.
    pub families: bool,
    /// How many motions there are.
    pub motions: u64,
    /// What was found; `None` before the first question.
    pub result: Option<Result<&'a Found, &'a Error>>,
    /// The question as an address has it, to be saved.
    pub query: &'a str,
    /// What the forms of the session repeat.
    pub csrf: Option<&'a str>,
}

/// Makes the search page.
#[must_use]
pub fn search(search: &Search<'_>) -> String {
    let title = if search.words.trim().is_empty() {
        "Moties zoeken".to_owned()
    } else {
        format!("{} – Moties zoeken", search.words.trim())
    };
    let main = html! {
        h1 { "Moties zoeken" }
        (form(search))
        @match search.result {
            None => p { (count(search.motions, "motie", "moties")) " doorzoekbaar." },
            Some(Ok(found)) => (results(found, search)),
            Some(Err(error)) => p.notice role="status" { (problem(error, search)) },
        }
    };
    page(&title, &main)
}

fn form(search: &Search<'_>) -> Markup {
    html! {
        form action="/" method="get" role="search" {
            div.field {
                label for="q" { "Woorden" }
                input #q type="search" name="q" value=(search.words) aria-describedby="uitleg";
            }
            div.field {
                label for="clause" { "Zoek in" }
                select #clause name="clause" {
                    option value="" selected[search.clause.is_empty()] { "de hele motie" }
                    optgroup label="Rol" {
                        @for (role, name) in words::ROLES {
                            option value=(role) selected[search.clause == role] { (name) }
                        }
                    }
                    @if !search.kinds.is_empty() {
                        optgroup label="Soort" {
                            @for kind in search.kinds {
                                option value=(kind) selected[search.clause == kind] {
                                    (words::kind(kind))
                                }
                            }
                        }
                    }
                }
            }
            button type="submit" { "Zoeken" }
            div.choice {
                input #families type="checkbox" name="families" value="true" checked[search.families];
                label for="families" { "Versies van één motie samen" }
            }
            p #uitleg .hint {
                "Moties met alle woorden staan voorop. Zet een woordgroep tussen aanhalingstekens, "
                "een min voor een woord dat niet mag voorkomen."
            }
        }
    }
}

fn results(found: &Found, search: &Search<'_>) -> Markup {
    let total = found.total as u64;
    html! {
        section aria-labelledby="gevonden" {
            h2 #gevonden {
                @if total == 0 {
                    "Niets gevonden"
                } @else {
                    (count(total, "motie", "moties")) " gevonden"
                }
            }
            @for notice in notices(found) { p.notice { (notice) } }
            @if found.hits.len() < found.total {
                p { "De beste " (found.hits.len()) " staan hieronder." }
            }
            (save(search))
            @if let Some(meant) = meant(search.words, found) {
                p { "Bedoelde u " a href=(asking(search, &meant)) { (meant) } "?" }
            }
            @if total == 0 {
                p { "Probeer andere of minder woorden, of zoek in de hele motie." }
            }
            ol.hits {
                @for hit in &found.hits { li { (motion(hit)) } }
            }
        }
    }
}

/// What was made of the question, each thing once.
fn notices(found: &Found) -> Vec<&'static str> {
    let mut notices = Vec::new();
    for note in &found.notes {
        let notice = match note.code {
            "some-words" => {
                "Weinig moties hebben al deze woorden. Moties met een deel ervan staan daarachter."
            }
            "moved" => {
                "Sinds de eerste bladzijde zijn er moties veranderd: zoek opnieuw om ze alle te zien."
            }
            _ => "Een deel van de vraag is niet begrepen.",
        };
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    notices
}

/// The form that saves the question.
fn save(search: &Search<'_>) -> Markup {
    let name: String = search.words.trim().chars().take(200).collect();
    html! {
        details.save {
            summary { "Bewaar deze vraag" }
            form method="post" action="/vragen" {
                (token(search.csrf))
                input type="hidden" name="vraag" value=(search.query);
                div.field {
                    label for="naam" { "Naam" }
                    input #naam name="naam" value=(name) required maxlength="200"
                        aria-describedby="naam-uitleg";
                }
                button { "Bewaar" }
                p #naam-uitleg .hint {
                    "Onder “Bewaarde vragen” ziet u welke moties met al deze woorden er sinds de laatste keer bij kwamen."
                }
            }
        }
    }
}

/// The question with what may have been meant in the place of words that no motion has.
fn meant(words: &str, found: &Found) -> Option<String> {
    let mut meant = words.to_owned();
    for suggestion in found.suggestions.iter().rev() {
        let range = suggestion.start..suggestion.end;
        if meant.get(range.clone()).is_some() {
            meant.replace_range(range, &suggestion.text);
        }
    }
    (!found.suggestions.is_empty()).then_some(meant)
}

/// Where a question is asked, in the same sort of clause.
fn asking(search: &Search<'_>, words: &str) -> String {
    let families = if search.families { "&families=true" } else { "" };
    format!("/?q={}&clause={}{families}", encoded(words), encoded(search.clause))
}

/// A motion that was found.
pub(super) fn motion(hit: &Hit) -> Markup {
    html! {
        article {
            h3 {
                a href={ "/moties/" (hit.id) } {
                    @match &hit.title {
                        Some(title) => (words::marked(title)),
                        None => (hit.name),
                    }
                }
            }
            @if hit.date.is_some() || hit.body.is_some() {
                p.about {
                    @if let Some(date) = &hit.date { (words::date(date)) }
                    @if hit.date.is_some() && hit.body.is_some() { " · " }
                    @if let Some(body) = &hit.body { (body) }
                }
            }
            @for clause in &hit.clauses { (clause_hit(clause)) }
            @if let Some(passage) = &hit.passage { p.passage { "… " (words::marked(passage)) " …" } }
            @if !hit.versions.is_empty() {
                details.versions {
                    summary { (count(hit.other_versions as u64, "andere versie", "andere versies")) }
                    (versions::list(&hit.versions))
                    @if hit.other_versions > hit.versions.len() {
                        p { a href={ "/moties/" (hit.id) "#versies" } { "Alle versies" } }
                    }
                }
            }
        }
    }
}

fn clause_hit(clause: &ClauseHit) -> Markup {
    html! {
        div.clause {
            p.heading {
                (words::marked(&clause.heading)) " "
                span.role { "(" (words::role(clause.role)) ")" }
            }
            ul { @for item in &clause.items { li { (words::marked(item)) } } }
        }
    }
}

fn problem(error: &Error, search: &Search<'_>) -> String {
    match error.code {
        Code::BadRequest if search.words.trim().is_empty() => {
            "Vul een of meer woorden in om op te zoeken.".to_owned()
        }
        Code::BadRequest if !is_known(search) => {
            format!("Er is geen soort passage met de naam “{}”.", search.clause)
        }
        _ => "In deze vraag staat geen woord om op te zoeken.".to_owned(),
    }
}

fn is_known(search: &Search<'_>) -> bool {
    search.clause.is_empty()
        || words::ROLES.iter().any(|(role, _)| *role == search.clause)
        || search.kinds.iter().any(|kind| kind == search.clause)
}

/// A number with what is counted.
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
