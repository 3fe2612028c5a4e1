//! Words of the pages for values of the record.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, PreEscaped, html};

use crate::error::Code;
use crate::grammar::term::MONTHS;
use crate::index::{Marked, Part};
use crate::motion::{Role, SignatoryKind, Verdict};
use crate::store::Progress;

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

/// What a code says, and what to do about it.
pub(super) fn code(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::EmptyFile => ("Het bestand is leeg.", "Kijk of het bestand helemaal is overgekomen."),
        Code::UnknownEncoding => {
            ("De tekst heeft een onbekende codering.", "Bewaar de tekst als UTF-8.")
        }
        Code::NotAPdf => (
            "Het bestand heet een pdf, maar is het niet.",
            "Geef het de naam die erbij hoort, of haal het opnieuw op.",
        ),
        Code::PdfDamaged => (
            "De pdf is beschadigd of afgebroken.",
            "Haal het bestand opnieuw op, of druk het af naar een nieuwe pdf.",
        ),
        Code::PdfEncrypted => {
            ("De pdf gaat alleen open met een wachtwoord.", "Bewaar een kopie zonder wachtwoord.")
        }
        Code::PdfNoPages => ("De pdf heeft geen bladzijden.", "Kijk of dit het goede bestand is."),
        Code::PdfNoText => (
            "In de pdf staat geen woord, ook niet in de afbeeldingen.",
            "Bekijk de bladzijden: er valt niets op te lezen.",
        ),
        Code::NeedsOcr => (
            "De pdf is een scan, en er is niets dat scans leest.",
            "Laat de beheerder tesseract met Nederlands installeren, en probeer het opnieuw.",
        ),
        Code::OcrFailed => (
            "De tekst van de scan kon niet worden herkend.",
            "Probeer het opnieuw; lukt het dan niet, scan het papier opnieuw met 300 dpi.",
        ),
        Code::PdfTooComplex => (
            "De pdf vraagt meer werk dan een gewone pdf ooit vraagt.",
            "Druk het bestand af naar een nieuwe pdf.",
        ),
        Code::PdfTimeout => {
            ("Het lezen van de pdf duurt te lang.", "Druk het bestand af naar een nieuwe pdf.")
        }
        Code::PdfMemory => (
            "Het lezen van de pdf kost te veel geheugen.",
            "Druk het bestand af naar een nieuwe pdf.",
        ),
        Code::IsDirectory => {
            ("Dit is een map en geen document.", "Geef de bestanden die erin staan.")
        }
        Code::Unreadable => (
            "Het bestand mag niet worden gelezen, of is er niet meer.",
            "Kijk of het er is, en of de dienst het mag lezen.",
        ),
        Code::UnsupportedFormat => {
            ("Deze soort documenten wordt nog niet gelezen.", "Bewaar het als pdf of als tekst.")
        }
        Code::TooLarge => ("Het bestand is te groot.", "Splits het, of laat de afbeeldingen weg."),
        Code::ArchiveDamaged => (
            "Het archief kan niet worden uitgepakt.",
            "Pak het opnieuw in, als zip zonder wachtwoord.",
        ),
        Code::ArchiveBomb => (
            "Het archief wordt bij het uitpakken buiten elke maat groot.",
            "Stuur de documenten die erin zitten los.",
        ),
        Code::NoMotion => (
            "In het document is geen motie gevonden.",
            "Bekijk het, en zeg dat het een motie is als het er een is.",
        ),
        Code::Cancelled => (
            "Het inlezen is afgebroken voordat dit document aan de beurt was.",
            "Lees het alsnog in, of laat het zo.",
        ),
        Code::Internal => {
            ("Dit is een fout van het programma.", "Meld de fout, met het bestand erbij.")
        }
        Code::BadRequest => ("Deze vraag kan niet worden beantwoord.", "Vraag het anders."),
        Code::Unauthenticated => ("Niemand zegt wie dit vraagt.", "Log in met een sleutel."),
        Code::Forbidden => {
            ("De sleutel geeft hier geen recht op.", "Vraag wie de sleutels beheert om een andere.")
        }
        Code::TooManyRequests => ("Er wordt te vaak gevraagd.", "Wacht even."),
        Code::NotFound => ("Dit is er niet.", "Zoek het op in de lijst."),
        Code::Conflict => ("Iemand anders heeft dit intussen veranderd.", "Bekijk hoe het nu is."),
        Code::Unfitting => ("De verandering past niet.", "Kijk wat hier kan staan."),
        Code::MethodNotAllowed => {
            ("Dit adres kent deze manier van vragen niet.", "Kijk in de beschrijving van de API.")
        }
        Code::StoreMissing => ("Er is nog niets ingelezen.", "Lees eerst documenten in."),
        Code::QueueFull => ("Er wachten te veel documenten.", "Wacht tot er een deel is gelezen."),
        Code::TooSlow => ("Het zoeken duurt te lang.", "Vraag minder tegelijk."),
        Code::Stalled => ("De rest van wat gestuurd werd kwam niet.", "Stuur het opnieuw."),
        Code::NoRoom => ("Op de schijf is te weinig plaats.", "Waarschuw de beheerder."),
        Code::StoreBusy => ("Een ander programma schrijft.", "Wacht tot het klaar is."),
        Code::StoreDamaged => {
            ("Wat op de schijf staat, is niet wat er is geschreven.", "Waarschuw de beheerder.")
        }
        Code::StoreNewer => {
            ("De gegevens zijn van een nieuwere versie.", "Waarschuw de beheerder.")
        }
        Code::StoreOlder => ("De gegevens zijn van een oudere versie.", "Waarschuw de beheerder."),
        Code::StoreIo => ("De schijf weigert.", "Waarschuw de beheerder: misschien is hij vol."),
        Code::ReaderFailed => {
            ("Er kan geen proces worden gestart dat leest.", "Waarschuw de beheerder.")
        }
        Code::GrammarInvalid => ("De grammatica’s kloppen niet.", "Waarschuw de beheerder."),
        Code::SettingsInvalid => ("De instellingen kloppen niet.", "Waarschuw de beheerder."),
        Code::CannotListen => ("De dienst kan niet beginnen.", "Waarschuw de beheerder."),
    }
}

/// How far an import is.
pub(super) fn progress(progress: Progress) -> &'static str {
    match progress {
        Progress::Running => "bezig",
        Progress::Done => "klaar",
        Progress::Cancelled => "afgebroken",
        Progress::Interrupted => "onderbroken",
    }
}

/// What became of a document; what has no word is told as it is.
pub(super) fn outcome(outcome: &str) -> &str {
    match outcome {
        "waiting" => "wacht",
        "running" => "wordt gelezen",
        "indexed" => "doorzoekbaar",
        "held" => "apart gehouden",
        "duplicate" => "dubbel",
        "failed" => "mislukt",
        "skipped" => "overgeslagen",
        "deleted" => "verwijderd",
        other => other,
    }
}

/// Where an import comes from; what has no word is told as it is.
pub(super) fn source(source: &str) -> &str {
    match source {
        "command-line" => "opdrachtregel",
        "upload" => "gestuurd",
        "watch" => "gevolgde map",
        other => other,
    }
}

/// The time of the Netherlands and Belgium, as POSIX writes it: since 1996 summer is from the last Sunday
/// of March to that of October.
const HERE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// A moment as it is written here: `2026-11-24T09:30:00Z` is "24 november 2026, 10:30 uur".
pub(super) fn moment(iso: &str) -> Markup {
    let told = || {
        let here = TimeZone::posix(HERE).ok()?;
        let moment = iso.parse::<Timestamp>().ok()?.to_zoned_datetime(here);
        let day = written(&moment.date().to_string())?;
        Some(format!("{day}, {}:{:02} uur", moment.hour(), moment.minute()))
    };
    html! { time datetime=(iso) { (told().unwrap_or_else(|| iso.to_owned())) } }
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
    fn moments_are_written_out() {
        for (iso, expected) in [
            ("2026-11-24T09:30:00Z", "24 november 2026, 10:30 uur"),
            ("2026-06-30T22:05:00Z", "1 juli 2026, 0:05 uur"),
        ] {
            let expected = format!("<time datetime=\"{iso}\">{expected}</time>");
            assert_eq!(moment(iso).into_string(), expected);
        }
        assert_eq!(moment("ooit").into_string(), "<time datetime=\"ooit\">ooit</time>");
    }

    #[test]
    fn every_code_has_two_sentences() {
        let mut seen = std::collections::BTreeSet::new();
        for &one in Code::ALL {
            let (reason, advice) = code(one);
            assert!(reason.ends_with('.') && advice.ends_with('.'), "{one}");
            assert!(seen.insert(reason), "{reason}");
        }
    }

    #[test]
    fn words_of_documents_are_escaped() {
        let text = Marked { text: "<b> & wonen".into(), marks: vec![[6, 11]] };
        assert_eq!(marked(&text).into_string(), "&lt;b&gt; &amp; <mark>wonen</mark>");
    }
}
