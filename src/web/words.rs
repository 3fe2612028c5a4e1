//! Words of the pages for values of the record.

use maud::{Markup, PreEscaped, html};

use crate::grammar::term::MONTHS;
use crate::motion::{Role, SignatoryKind, Verdict};
use crate::store::{Marked, Part};

/// The roles that can be searched in, with what they are called.
pub(super) const ROLES: [(&str, &str); 3] = [
    ("preamble", "alle overwegingen"),
    ("opinion", "alle oordelen"),
    ("dictum", "alle verzoeken en besluiten"),
];

/// What a role is called.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Preamble => "overweging",
        Role::Opinion => "oordeel",
        Role::Dictum => "verzoek of besluit",
    }
}

/// What the signatories of a kind are called together.
pub(super) fn signatories(kind: SignatoryKind) -> &'static str {
    match kind {
        SignatoryKind::Submitted => "Ingediend door",
        SignatoryKind::Supported => "Ondersteund door",
    }
}

/// What became of a motion.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Aangenomen => "aangenomen",
        Verdict::Verworpen => "verworpen",
        Verdict::Aangehouden => "aangehouden",
        Verdict::Ingetrokken => "ingetrokken",
        Verdict::Gewijzigd => "gewijzigd",
        Verdict::Staken => "stemmen staken",
        Verdict::Overgenomen => "overgenomen",
        Verdict::Vervallen => "vervallen",
    }
}

/// What a kind of clause is called: `roept_op` is "roept op".
pub(super) fn kind(kind: &str) -> String {
    kind.replace('_', " ")
}

/// A date as it is written: `2024-06-26` is "26 juni 2024".
pub(super) fn date(iso: &str) -> Markup {
    html! { time datetime=(iso) { (written(iso).unwrap_or_else(|| iso.to_owned())) } }
}

fn written(iso: &str) -> Option<String> {
    let mut parts = iso.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month: usize = month.parse().ok()?;
    let day: u8 = day.parse().ok()?;
    Some(format!("{day} {} {year}", MONTHS.get(month.checked_sub(1)?)?))
}

/// A text with the words found in it marked.
pub(super) fn marked(text: &Marked) -> Markup {
    let parts = text.parts().map(|part| match part {
        Part::Plain(text) => html! { (text) },
        Part::Found(word) => html! { mark { (word) } },
    });
    PreEscaped(parts.map(PreEscaped::into_string).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out() {
        let expected = r#"<time datetime="2024-06-26">26 juni 2024</time>"#;
        assert_eq!(date("2024-06-26").into_string(), expected);
        assert_eq!(date("2024").into_string(), r#"<time datetime="2024">2024</time>"#);
    }

    #[test]
    fn words_of_documents_are_escaped() {
        let text = Marked { text: "<b> & wonen".into(), marks: vec![[6, 11]] };
        assert_eq!(marked(&text).into_string(), "&lt;b&gt; &amp; <mark>wonen</mark>");
    }
}
