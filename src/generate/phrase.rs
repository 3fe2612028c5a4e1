//! Templates of wordings: words with slots between them.
//!
//! ```text
//! template = { text | "{" [ article ] [ "adj" ] name "}" }
//! ```
//!
//! A slot that begins with a capital gives one.

/// What a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A thing: with which article, with an adjective or not, one or several.
    Noun { article: Article, adjective: bool, many: bool },
    /// What cannot be counted.
    Mass { article: Article },
    /// Several people, or one.
    People { article: Article, many: bool },
    /// An adjective behind its verb.
    Adjective,
    /// A small number.
    Number,
    /// A large number.
    Amount,
    /// "12 procent".
    Percentage,
    /// "€ 250.000".
    Money,
    /// A year.
    Year,
    /// "12 maart 2021".
    Date,
    /// "het tweede kwartaal van 2024".
    Quarter,
    /// A municipality.
    Place,
    /// A part of a town.
    Neighbourhood,
    /// A street.
    Street,
    /// An organisation.
    Organisation,
    /// A surname.
    Surname,
    /// A party.
    Party,
    /// The assembly, as it calls itself.
    Assembly,
    /// Who is asked.
    Executive,
    /// "sinds 2019".
    Time,
    /// "in de wijk Oost".
    Where,
}

/// Which article a noun has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Article {
    None,
    Definite,
    Indefinite,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Words as they are.
    Text(Box<str>),
    /// A slot, and whether what it takes begins with a capital.
    Slot(Slot, bool),
}

/// A wording with slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(pub(super) Vec<Part>);

impl Template {
    /// Reads a template; the error is the slot that is none.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, after) = behind
                .split_once('}')
                .ok_or_else(|| format!("`{text}`: a slot without its end"))?;
            if !before.is_empty() {
                parts.push(Part::Text(before.into()));
            }
            let lower = name.to_lowercase();
            let slot = slot(&lower).ok_or_else(|| format!("`{text}`: no slot `{name}`"))?;
            parts.push(Part::Slot(slot, name != lower));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.into()));
        }
        Ok(Self(parts))
    }
}

fn slot(name: &str) -> Option<Slot> {
    use Article::{Definite, Indefinite, None as Bare};
    Some(match name {
        "getal" => Slot::Number,
        "aantal" => Slot::Amount,
        "procent" => Slot::Percentage,
        "bedrag" => Slot::Money,
        "jaar" => Slot::Year,
        "datum" => Slot::Date,
        "kwartaal" => Slot::Quarter,
        "plaats" => Slot::Place,
        "wijk" => Slot::Neighbourhood,
        "straat" => Slot::Street,
        "org" => Slot::Organisation,
        "achternaam" => Slot::Surname,
        "partij" => Slot::Party,
        "raad" => Slot::Assembly,
        "college" => Slot::Executive,
        "sinds" => Slot::Time,
        "waar" => Slot::Where,
        "adj" => Slot::Adjective,
        "iemand" => Slot::People { article: Indefinite, many: false },
        _ => {
            let (article, name) = match name.split_once(' ') {
                Some(("de", name)) => (Definite, name),
                Some(("een", name)) => (Indefinite, name),
                _ => (Bare, name),
            };
            let (adjective, name) =
                name.strip_prefix("adj ").map_or((false, name), |name| (true, name));
            match (name, adjective) {
                ("nw", _) => Slot::Noun { article, adjective, many: false },
                ("nwn", _) => Slot::Noun { article, adjective, many: true },
                ("stof", false) => Slot::Mass { article },
                ("mensen", false) => Slot::People { article, many: true },
                _ => return None,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_told_from_words() {
        let template = Template::parse("{De adj nwn} {waar} niet meer").unwrap();
        let noun = Slot::Noun { article: Article::Definite, adjective: true, many: true };
        assert_eq!(
            template.0,
            [
                Part::Slot(noun, true),
                Part::Text(" ".into()),
                Part::Slot(Slot::Where, false),
                Part::Text(" niet meer".into())
            ]
        );
        assert_eq!(Template::parse("{x}").unwrap_err(), "`{x}`: no slot `x`");
        assert_eq!(Template::parse("de {nw").unwrap_err(), "`de {nw`: a slot without its end");
    }
}
