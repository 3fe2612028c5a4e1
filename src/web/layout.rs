//! What every page has.

use maud::{DOCTYPE, Markup, html};

use super::words;
use crate::error::{Code, Error};

/// Makes a whole page.
pub(super) fn page(title: &str, main: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="nl" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href="/style.css";
            }
            body {
                a.skip href="#inhoud" { "Naar de inhoud" }
                header {
                    nav aria-label="Hoofdmenu" {
                        a href="/" { "Moties" }
                        a href="/vragen" { "Bewaarde vragen" }
                        a href="/inlezen" { "Inlezen" }
                    }
                }
                main #inhoud tabindex="-1" { (main) }
                footer {
                    nav aria-label="Voor programma’s" { a href="/api" { "De API" } }
                }
            }
        }
    }
    .into_string()
}

/// Makes the page that says that something went wrong.
#[must_use]
pub fn failure(error: &Error) -> String {
    let (reason, advice) = words::code(error.code);
    let told = format!("{reason} {advice}");
    let (title, text) = match error.code {
        Code::NotFound => ("Niet gevonden", "Deze pagina of motie is er niet."),
        Code::Forbidden => ("Geen toegang", "Uw sleutel geeft hier geen recht op."),
        Code::TooManyRequests => ("Te veel vragen", "Wacht even en probeer het opnieuw."),
        Code::BadRequest => ("Ongeldige vraag", "Deze vraag kan niet worden beantwoord."),
        Code::Unfitting => ("Niet bewaard", "Wat u invulde kan niet worden bewaard."),
        Code::TooLarge | Code::QueueFull | Code::NoRoom | Code::Stalled => {
            ("Niet aangenomen", told.as_str())
        }
        _ => ("Er ging iets mis", "Dit ligt niet aan u. Probeer het later opnieuw."),
    };
    let main = html! {
        h1 { (title) }
        p { (text) }
        p.details lang="en" { code { (error.code.name()) } ": " (error.message) }
        p { a href="/" { "Naar het zoeken" } }
    };
    page(&format!("{title} – Moties"), &main)
}

/// What the forms of a session repeat.
pub(super) fn token(csrf: Option<&str>) -> Markup {
    html! { @if let Some(csrf) = csrf { input type="hidden" name="csrf" value=(csrf); } }
}

/// Where a list goes on, and its beginning.
pub(super) fn pager(is_first: bool, next: Option<String>, path: &str, forward: &str) -> Markup {
    html! {
        @if !is_first || next.is_some() {
            nav.pager aria-label="Bladeren" {
                @if !is_first { a href=(path) { "Naar het begin" } }
                @if let Some(next) = next { a rel="next" href={ (path) (next) } { (forward) } }
            }
        }
    }
}
