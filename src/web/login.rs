//! The page where a key is given.

use maud::html;

use super::layout::page;

/// Makes the page; `to` is where it goes on to, `wrong` what was wrong with the key before.
#[must_use]
pub fn login(to: &str, wrong: Option<&str>) -> String {
    page(
        "Inloggen",
        &html! {
            h1 { "Inloggen" }
            @if let Some(wrong) = wrong {
                p #fout .fout role="alert" { (wrong) }
            }
            form method="post" action="/inloggen" {
                input type="hidden" name="naar" value=(to);
                label for="key" { "Sleutel" }
                input #key type="password" name="key" required autocomplete="current-password"
                    aria-describedby=[wrong.map(|_| "fout")];
                button { "Inloggen" }
            }
        },
    )
}
