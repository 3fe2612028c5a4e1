//! The lists of words that motions are made of: `data/wording/*.toml`.
//!
//! They are kept apart from `grammars/`, so that what is written and what is read cannot agree by
//! birth.

use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::dice::Ranks;
use super::phrase::Template;

/// The lists, built in.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::parse(
        include_str!("../../data/wording/themes.toml"),
        include_str!("../../data/wording/common.toml"),
        include_str!("../../data/wording/names.toml"),
        include_str!("../../data/wording/forms.toml"),
    )
    .expect("the lists are built in, and a test reads them")
});

/// All lists.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) themes: Vec<Theme>,
    pub(super) common: Common,
    pub(super) names: Names,
    pub(super) forms: Manners,
}

/// A list whose first elements are the most common.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<T>", bound = "T: DeserializeOwned")]
pub(super) struct Ordered<T> {
    pub(super) list: Vec<T>,
    pub(super) ranks: Ranks,
}

impl<T> From<Vec<T>> for Ordered<T> {
    fn from(list: Vec<T>) -> Self {
        Self { ranks: Ranks::of(list.len()), list }
    }
}

/// What motions are about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Theme {
    /// Its name, for people who read the list.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests name a theme"))]
    pub(super) name: String,
    pub(super) nouns: Ordered<Noun>,
    pub(super) mass: Ordered<Noun>,
    pub(super) people: Ordered<Forms>,
    pub(super) adjectives: Ordered<Forms>,
    /// First members of compounds.
    pub(super) parts: Ordered<String>,
    /// What may be asked.
    pub(super) actions: Vec<Wording>,
    /// What is the case.
    pub(super) facts: Vec<Wording>,
}

/// What all themes share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Common {
    /// Second members of compounds.
    pub(super) heads: Ordered<Noun>,
    pub(super) adjectives: Ordered<Forms>,
    pub(super) people: Ordered<Forms>,
    pub(super) facts: Vec<Wording>,
    pub(super) grounds: Vec<Wording>,
    pub(super) opinions: Vec<Wording>,
    pub(super) statements: Vec<Wording>,
    pub(super) requests: Vec<Wording>,
    pub(super) lists: Vec<List>,
    pub(super) gelet_op: Vec<Wording>,
    pub(super) gehoord: Vec<Wording>,
    pub(super) titles: Vec<Wording>,
    pub(super) subjects: Vec<Wording>,
    pub(super) explanations: Vec<Wording>,
    pub(super) letter: Vec<Wording>,
    pub(super) minutes: Vec<Wording>,
    pub(super) agenda: Vec<Wording>,
    pub(super) time: Ordered<Wording>,
    pub(super) place: Ordered<Wording>,
}

/// An item with others under it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// `request` or `ground`.
    pub(super) role: ListRole,
    pub(super) lead: Wording,
    pub(super) items: Vec<Wording>,
}

/// Which clause a list belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ListRole {
    Request,
    Ground,
}

/// Names of people, places and parties, none of whom exist.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub(super) first: Ordered<String>,
    pub(super) last: Ordered<String>,
    pub(super) particles: Ordered<String>,
    pub(super) place_first: Vec<String>,
    pub(super) place_second: Vec<String>,
    pub(super) flemish_second: Vec<String>,
    pub(super) regions: Vec<String>,
    pub(super) street: Ordered<String>,
    pub(super) street_kind: Ordered<String>,
    pub(super) neighbourhood: Vec<String>,
    pub(super) parties: Ordered<String>,
    pub(super) local_party: Vec<Wording>,
    pub(super) flemish_parties: Ordered<String>,
    pub(super) organisations: Vec<Wording>,
}

/// How motions are put.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manners {
    pub(super) opening: Vec<Opening>,
    /// How a motion without headings asks.
    pub(super) prose: Vec<Asking>,
    pub(super) body: Vec<Body>,
}

impl Manners {
    /// What opens clauses of a kind.
    ///
    /// # Panics
    /// When no list has the kind.
    pub(super) fn opening(&self, kind: &str) -> &Opening {
        self.opening
            .iter()
            .find(|opening| opening.kind == kind)
            .expect("lists name kinds they have")
    }
}

/// What opens a clause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opening {
    pub(super) kind: String,
    pub(super) role: String,
    pub(super) says: Says,
    /// Its words, with `{college}` for who is asked.
    pub(super) forms: Ordered<String>,
    /// Its words where there was such a clause before.
    pub(super) again: Ordered<String>,
    /// Its words without "dat", which then stands in each item.
    pub(super) bare: Option<String>,
    /// Nouns that head such a clause.
    #[serde(default)]
    pub(super) nouns: Vec<String>,
}

/// How a sentence of running prose asks, with `{wie}` for who asks and `{college}` for who is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asking {
    pub(super) kind: String,
    pub(super) forms: Vec<String>,
}

/// What a clause says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Says {
    Facts,
    Grounds,
    Opinions,
    Statements,
    Requests,
    Papers,
    Hearings,
}

/// How a body speaks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    pub(super) grammar: String,
    /// How many of a hundred motions are its.
    pub(super) share: usize,
    /// Whether its verbs are those of several.
    #[serde(default)]
    pub(super) many: bool,
    pub(super) names: Ordered<String>,
    #[serde(rename = "self")]
    pub(super) itself: Ordered<String>,
    pub(super) executives: Ordered<String>,
    /// What stands on its paper.
    pub(super) papers: Vec<String>,
    /// How its opening goes on with the meeting.
    pub(super) sittings: Ordered<String>,
    /// And with what is discussed.
    pub(super) talks: Ordered<String>,
    /// How many of a hundred motions have no lists.
    pub(super) inline: usize,
    /// Its meetings, as labels before a day.
    #[serde(default)]
    pub(super) meetings: Vec<String>,
    /// How many of a hundred motions have no headings.
    #[serde(default)]
    pub(super) prose: usize,
    /// How many of a hundred motions are pages of a register.
    #[serde(default)]
    pub(super) register: usize,
    /// Whether its motions stand in the minutes of a debate.
    #[serde(default)]
    pub(super) debate: bool,
    /// The kinds in which it asks.
    pub(super) dicta: Ordered<String>,
}

/// A template, as a list has it.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Wording(pub(super) Template);

impl TryFrom<String> for Wording {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Template::parse(&text).map(Self)
    }
}

/// A noun: "de woning/woningen"; nothing behind the stroke where there is no plural.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Noun {
    /// Whether its article is "het".
    pub(super) het: bool,
    pub(super) one: String,
    pub(super) many: String,
}

impl TryFrom<String> for Noun {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (forms, het) = match (text.strip_prefix("de "), text.strip_prefix("het ")) {
            (Some(forms), _) => (forms, false),
            (_, Some(forms)) => (forms, true),
            _ => return Err(format!("`{text}`: expected a noun with `de` or `het`")),
        };
        let (one, many) = forms.split_once('/').unwrap_or((forms, ""));
        Ok(Self { het, one: one.to_owned(), many: many.to_owned() })
    }
}

/// Two forms of a word: one and several, or base and inflected.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Forms(pub(super) String, pub(super) String);

impl TryFrom<String> for Forms {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (first, second) =
            text.split_once('/').ok_or_else(|| format!("`{text}`: expected two forms"))?;
        Ok(Self(first.to_owned(), second.to_owned()))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Themes {
    theme: Vec<Theme>,
}

impl Words {
    fn parse(themes: &str, common: &str, names: &str, forms: &str) -> Result<Self, String> {
        Ok(Self {
            themes: list::<Themes>("themes", themes)?.theme,
            common: list("common", common)?,
            names: list("names", names)?,
            forms: list("forms", forms)?,
        })
    }
}

/// Reads a file of lists; the error names it.
pub(super) fn list<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| format!("data/wording/{name}.toml: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read_and_are_long() {
        let words = &*WORDS;
        assert!(words.themes.len() >= 12);
        for theme in &words.themes {
            assert!(theme.nouns.list.iter().all(|noun| !noun.many.is_empty()), "{}", theme.name);
            assert!(theme.nouns.list.len() > 30, "{}", theme.name);
        }
        assert!(words.common.heads.list.iter().filter(|noun| !noun.many.is_empty()).count() > 50);
        assert!(words.names.last.list.len() > 300);
    }

    #[test]
    fn a_noun_has_an_article() {
        let noun = Noun::try_from("het plan/plannen".to_owned()).unwrap();
        assert_eq!((noun.het, noun.one.as_str(), noun.many.as_str()), (true, "plan", "plannen"));
        assert_eq!(
            Noun::try_from("plan".to_owned()).unwrap_err(),
            "`plan`: expected a noun with `de` or `het`"
        );
    }
}
