//! Official codes of municipalities, provinces and water boards, by their names.
//!
//! A name is compared without case, accents and signs. Municipalities that ended since 2002 keep the
//! code that they had; [`ended`] tells what became of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::Folded;

/// The bodies that are, one `code,name` a line: <https://organisaties.overheid.nl>.
const MUNICIPALITIES: &str = include_str!("../../data/gemeenten.csv");
const PROVINCES: &str = include_str!("../../data/provincies.csv");
const WATER_BOARDS: &str = include_str!("../../data/waterschappen.csv");

/// Municipalities that ended, `code,name,year,successor` a line, without a successor where several
/// share what it was. The codes are those of Statistics Netherlands, which never uses one twice.
const ENDED: &str = include_str!("../../data/opgeheven-gemeenten.csv");

/// Other names that a body goes by, `code,name` a line.
const ALIASES: &str = include_str!("../../data/bijnamen.csv");

/// Words that may stand before a name, `sort,word` a line, without a sort where they tell none.
const WORDS: &str = include_str!("../../data/bestuurswoorden.csv");

/// What sort of body a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Body {
    /// A municipality.
    Municipality,
    /// A province.
    Province,
    /// A water board.
    WaterBoard,
}

impl Body {
    const ALL: [Self; 3] = [Self::Municipality, Self::Province, Self::WaterBoard];

    /// The sort by a code: `gm0355` is a municipality's.
    fn of_code(code: &str) -> Option<Self> {
        let prefixes = ["gm", "pv", "ws"];
        let at = prefixes.iter().position(|prefix| code.starts_with(prefix))?;
        Some(Self::ALL[at])
    }
}

/// What became of a municipality that is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The year from which it is no more, or goes by another name.
    pub year: i16,
    /// The code of the municipality that it belongs to today; `None` where it was divided.
    pub successor: Option<&'static str>,
}

/// The official code of a body by its name as printed ("gemeente Zeist", "De Bilt"): `gm0355`.
///
/// `sort` says which sort of body is meant where the name does not; a name that no list has gives
/// `None`.
#[must_use]
pub fn code(name: &str, sort: Body) -> Option<&'static str> {
    find(&key(name), Some(sort)).map(|(_, code)| code)
}

/// The sort and the official code of a body that is named whole: "De raad van de gemeente Zeist",
/// "Provinciale Staten van Gelderland".
///
/// A name that bodies of two sorts share gives `None` where no word says which is meant.
#[must_use]
pub fn of_body(printed: &str) -> Option<(Body, &'static str)> {
    find(&key(printed), None)
}

/// The official name of the body of this code: `Zeist`.
#[must_use]
pub fn name(code: &str) -> Option<&'static str> {
    LISTS.official.get(code).copied()
}

/// The name of a body of this sort, by what is printed before it: "Molendrecht" of "De raad van de
/// gemeente Molendrecht". It need not be on any list.
#[must_use]
pub fn bare_name(printed: &str, sort: Body) -> Option<&str> {
    let (mut rest, mut is_told) = (printed.trim(), false);
    while let Some((before, behind)) = rest.split_once(' ') {
        let Some(told) = LISTS.words.get(key(before).as_str()) else { break };
        if told.is_some_and(|told| told != sort) {
            return None;
        }
        is_told |= told.is_some();
        rest = behind.trim_start();
    }
    let is_name = rest.starts_with(|c: char| c.is_uppercase() || c == '\'' || c == '’');
    (is_told && is_name).then_some(rest)
}

/// A name as printed that has no word before it which tells the sort of body: "Molendrecht", "De Bilt".
#[must_use]
pub fn untold_name(printed: &str) -> Option<&str> {
    let printed = printed.trim();
    let mut words = printed.split(' ').map(|word| LISTS.words.get(key(word).as_str()));
    let is_untold = words.all(|word| word.is_none_or(Option::is_none));
    let is_name = printed.starts_with(|c: char| c.is_uppercase() || c == '\'' || c == '’');
    (is_untold && is_name).then_some(printed)
}

/// What became of the municipality of this code; `None` for one that still is.
#[must_use]
pub fn ended(code: &str) -> Option<Ended> {
    let &(year, mut successor) = LISTS.ended.get(code)?;
    while let Some(&(_, next)) = successor.and_then(|code| LISTS.ended.get(code)) {
        successor = next;
    }
    Some(Ended { year, successor })
}

/// ```text
/// body = { neutral word | telling word }, name | { neutral word }, name, "se", telling word ;
/// ```
///
/// Reads a key whole; the longest name wins, since names begin with such words: "De Bilt".
fn find(key: &str, sort: Option<Body>) -> Option<(Body, &'static str)> {
    let mut told = None;
    let mut rest = key;
    loop {
        if let Some(found) = LISTS.named(rest, told, sort) {
            return Some(found);
        }
        let Some((before, behind)) = rest.split_once(' ') else { break };
        match LISTS.words.get(before) {
            Some(None) => {}
            Some(&of) if told.is_none() || told == of => told = of,
            Some(_) => return None,
            None => return adjective(rest),
        }
        rest = behind;
    }
    None
}

/// "Haarlemse gemeenteraad": the name of a place made an adjective.
fn adjective(words: &str) -> Option<(Body, &'static str)> {
    let (name, last) = words.rsplit_once(' ')?;
    let told = LISTS.words.get(last).copied().flatten()?;
    LISTS.named(name.strip_suffix("se")?, Some(told), None)
}

/// The form of a name that is compared: folded, hyphens and brackets made spaces, other signs gone.
fn key(name: &str) -> String {
    let folded = Folded::whole(name);
    let mut key = String::with_capacity(name.len());
    let space = |key: &mut String| {
        if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    };
    for c in folded.text().chars() {
        match c {
            '-' | '(' | ' ' => space(&mut key),
            '&' => {
                space(&mut key);
                key.push_str("en ");
            }
            _ if c.is_alphanumeric() => key.push(c),
            _ => {}
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// The codes that a name may stand for, one a sort of body.
type Codes = [Option<&'static str>; 3];

struct Lists {
    /// Words that may stand before a name, and the sort that they tell.
    words: HashMap<&'static str, Option<Body>>,
    names: HashMap<String, Codes>,
    /// By code, the name that its list has.
    official: HashMap<&'static str, &'static str>,
    /// By code, the year of a municipality's end and its first successor.
    ended: HashMap<&'static str, (i16, Option<&'static str>)>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::read);

impl Lists {
    /// Reads the lists. The first to claim a name keeps it, so that those that still are go first.
    fn read() -> Self {
        let words = rows(WORDS).map(|(sort, word)| (word, Body::of_code(sort))).collect();
        let mut lists =
            Self { words, names: HashMap::new(), official: HashMap::new(), ended: HashMap::new() };
        let current = [MUNICIPALITIES, PROVINCES, WATER_BOARDS].map(rows).into_iter().flatten();
        let current: Vec<(&'static str, &'static str)> = current.collect();
        let old = || rows(ENDED).filter_map(|(code, rest)| Some((code, rest.split(',').next()?)));
        for (code, name) in current.iter().copied().chain(old()).chain(rows(ALIASES)) {
            lists.official.entry(code).or_insert(name);
            lists.add(code, &key(name));
        }
        let bare = |&(code, name): &(&'static str, &'static str)| {
            let (bare, _) = name.split_once(" (")?;
            let twin = current.iter().any(|&(other, name)| {
                other != code && name.split_once(" (").is_some_and(|(name, _)| name == bare)
            });
            (!twin).then(|| (code, key(bare)))
        };
        current.iter().filter_map(bare).for_each(|(code, name)| lists.add(code, &name));
        for (code, rest) in rows(ENDED) {
            let fields: Vec<&str> = rest.split(',').collect();
            if let [_, year, successor] = fields[..] {
                let successor = lists.names.get(&key(successor)).and_then(|codes| codes[0]);
                lists.ended.insert(code, (year.parse().unwrap_or_default(), successor));
            }
        }
        lists
    }

    /// Adds a name, and the ways in which it is made shorter: "a/d", "St.", no sort of body.
    fn add(&mut self, code: &'static str, name: &str) {
        let Some(sort) = Body::of_code(code) else { return };
        let mut own = name;
        while let Some((before, behind)) = own.split_once(' ') {
            if sort != Body::WaterBoard || self.words.get(before) != Some(&Some(sort)) {
                break;
            }
            own = behind;
        }
        let own =
            if own.len() < name.len() { own.strip_prefix("van ").unwrap_or(own) } else { own };
        let river =
            |long: &str, short: &str| own.contains(long).then(|| own.replacen(long, short, 1));
        let saint = own.strip_prefix("sint ").map(|own| format!("st {own}"));
        let shorter = [river(" aan den ", " ad "), river(" aan de ", " ad "), saint];
        for name in shorter.into_iter().flatten().chain([own.to_owned()]) {
            self.names.entry(name).or_default()[sort as usize].get_or_insert(code);
        }
    }

    /// The body of a name: of the sort that words tell, else of the sort that is meant, else of the
    /// only sort that has such a name.
    fn named(
        &self,
        name: &str,
        told: Option<Body>,
        meant: Option<Body>,
    ) -> Option<(Body, &'static str)> {
        let codes = self.names.get(name)?;
        let of = |sort: Body| codes[sort as usize].map(|code| (sort, code));
        if let Some(sort) = told.or(meant) {
            return of(sort);
        }
        let mut all = Body::ALL.into_iter().filter_map(of);
        all.next().filter(|_| all.next().is_none())
    }
}

/// The rows of a list, each as its code and what stands behind it, without quotes.
fn rows(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().skip(1).filter_map(|line| {
        let (code, rest) = line.split_once(',')?;
        Some((code, rest.trim().trim_matches('"')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_body_is_found_by_its_name() {
        for (body, list, count) in [
            (Body::Municipality, MUNICIPALITIES, 342),
            (Body::Province, PROVINCES, 12),
            (Body::WaterBoard, WATER_BOARDS, 21),
            (Body::Municipality, ENDED, 225),
        ] {
            assert_eq!(rows(list).count(), count);
            for (expected, rest) in rows(list) {
                let ended = list == ENDED;
                let name = if ended { rest.split(',').next().unwrap() } else { rest };
                assert_eq!(code(name, body), Some(expected), "{name}");
                assert_eq!(code(&name.to_uppercase(), body), Some(expected), "{name}");
            }
        }
        for (expected, alias) in rows(ALIASES) {
            assert_eq!(code(alias, Body::of_code(expected).unwrap()), Some(expected), "{alias}");
        }
    }

    #[test]
    fn a_name_stands_behind_the_words_that_say_what_it_is() {
        assert_eq!(name("gm0355"), Some("Zeist"));
        assert_eq!(name("gm9999"), None);
        for (printed, expected) in [
            ("De raad van de gemeente Molendrecht", Some("Molendrecht")),
            ("Gemeenteraad Molendrecht aan Zee", Some("Molendrecht aan Zee")),
            ("Provinciale Staten van Molenland", None),
            ("Molendrecht", None),
            ("de gemeente", None),
        ] {
            assert_eq!(bare_name(printed, Body::Municipality), expected, "{printed}");
        }
    }

    #[test]
    fn a_name_without_a_word_before_it_tells_no_sort() {
        for (printed, expected) in [
            ("Molendrecht", Some("Molendrecht")),
            (" De Molenwijk ", Some("De Molenwijk")),
            ("waterschap Molendrecht", None),
            ("Gemeente Molendrecht", None),
            ("het bestuur", None),
        ] {
            assert_eq!(untold_name(printed), expected, "{printed}");
        }
    }

    #[test]
    fn the_word_before_a_name_says_what_it_is_and_unknown_names_have_no_code() {
        assert_eq!(code("Gemeente Zeist", Body::Province), Some("gm0355"));
        assert_eq!(code("Molendrecht", Body::Municipality), None);
        assert_eq!(code("Gelderland", Body::Municipality), None);
        assert_eq!(code("D66 Zeist", Body::Municipality), None);
    }

    #[test]
    fn a_name_may_be_written_in_many_ways() {
        for (printed, expected) in [
            ("\u{2019}s\u{2011}Gravenhage", "gm0518"),
            ("'s Gravenhage", "gm0518"),
            ("'s-Hertogenbosch", "gm0796"),
            ("SUDWEST FRYSLAN", "gm1900"),
            ("Su\u{301}dwest-Frysla\u{302}n", "gm1900"),
            ("Bergen (NH)", "gm0373"),
            ("Bergen L.", "gm0893"),
            ("Hengelo", "gm0164"),
            ("Beek", "gm0888"),
            ("Capelle a/d IJssel", "gm0502"),
            ("Alphen a.d. Rijn", "gm0484"),
            ("Mook & Middelaar", "gm0944"),
            ("St. Michielsgestel", "gm0845"),
            ("Sint Michielsgestel", "gm0845"),
            ("Nuenen, Gerwen en Nederwetten", "gm0820"),
            ("de Bilt", "gm0310"),
            ("Utrecht", "gm0344"),
        ] {
            assert_eq!(code(printed, Body::Municipality), Some(expected), "{printed}");
        }
        for (printed, expected) in [
            ("Amstel Gooi & Vecht", "ws0155"),
            ("Hunze en Aa\u{2019}s", "ws0646"),
            ("Delfland", "ws0372"),
            ("Hoogheemraadschap Delfland", "ws0372"),
            ("de Stichtse Rijnlanden", "ws0636"),
            ("Hollands Noorderkwartier", "ws0651"),
            ("Limburg", "ws0665"),
        ] {
            assert_eq!(code(printed, Body::WaterBoard), Some(expected), "{printed}");
        }
    }

    #[test]
    fn two_bodies_of_one_name_are_told_apart_or_not_named() {
        for (printed, expected) in [
            ("De raad van de gemeente Utrecht", Some((Body::Municipality, "gm0344"))),
            ("Provinciale Staten van Utrecht", Some((Body::Province, "pv26"))),
            ("College van Gedeputeerde Staten van Groningen", Some((Body::Province, "pv20"))),
            ("het college van B&W van Groningen", Some((Body::Municipality, "gm0014"))),
            ("waterschap Limburg", Some((Body::WaterBoard, "ws0665"))),
            ("Provincie Limburg", Some((Body::Province, "pv31"))),
            ("Wetterskip Fryslân", Some((Body::WaterBoard, "ws0653"))),
            ("Provinsje Fryslân", Some((Body::Province, "pv21"))),
            ("Utrecht", None),
            ("Limburg", None),
            ("het college van Utrecht", None),
            ("De raad van Bergen", None),
            ("gemeente en provincie Utrecht", None),
        ] {
            assert_eq!(of_body(printed), expected, "{printed}");
        }
    }

    #[test]
    fn bodies_are_found_in_the_words_that_name_their_assemblies() {
        for (printed, expected) in [
            ("De raad van de gemeente Den Haag,", Some("gm0518")),
            ("De gemeenteraad van Den Haag", Some("gm0518")),
            ("Gemeenteraad De Bilt", Some("gm0310")),
            ("De Raad der gemeente Zeist", Some("gm0355")),
            ("De raad van Amersfoort", Some("gm0307")),
            ("De Haarlemse gemeenteraad", Some("gm0392")),
            ("De gemeenteraad van de gemeente Heerhugowaard", Some("gm0398")),
            ("Provinciale Staten van Gelderland", Some("pv25")),
            ("De Staten van Noord-Brabant", Some("pv30")),
            ("De Utrechtse Staten", Some("pv26")),
            ("Het Algemeen Bestuur van Hoogheemraadschap De Stichtse Rijnlanden", Some("ws0636")),
            ("De verenigde vergadering van het hoogheemraadschap van Delfland", Some("ws0372")),
            ("het algemeen bestuur van waterschap Hollandse Delta", Some("ws0655")),
            ("Dijkgraaf en hoogheemraden van Rijnland", Some("ws0616")),
            ("De raad van de gemeente Westerveen", None),
            ("De raad", None),
            ("De Kamer", None),
            ("De leden van de VNG", None),
            ("Het congres van D66 Zeist", None),
            ("", None),
        ] {
            assert_eq!(of_body(printed).map(|(_, code)| code), expected, "{printed}");
        }
    }

    #[test]
    fn an_ended_municipality_tells_what_became_of_it() {
        let today = |name| code(name, Body::Municipality);
        let became = |name| ended(today(name).unwrap());
        for (name, year, successor) in [
            ("Heerhugowaard", 2022, Some("Dijk en Waard")),
            ("'s-Gravendeel", 2007, Some("Hoeksche Waard")),
            ("Lichtenvoorde", 2005, Some("Oost Gelre")),
            ("Dodewaard", 2002, Some("Neder-Betuwe")),
            ("Haren", 2019, Some("Groningen")),
            ("Haaren", 2021, None),
        ] {
            let expected = Ended { year, successor: successor.and_then(today) };
            assert_eq!(became(name), Some(expected), "{name}");
        }
        assert_eq!(became("Zeist"), None);
        for (code, rest) in rows(ENDED) {
            let fields: Vec<&str> = rest.split(',').collect();
            let Ended { year, successor } = ended(code).unwrap();
            assert_eq!((fields.len(), year.to_string().as_str()), (3, fields[1]), "{rest}");
            assert_eq!(successor.is_none(), fields[2].is_empty(), "{rest}");
            assert!(successor.is_none_or(|code| ended(code).is_none()), "{rest}");
            assert!((2002..=2026).contains(&year), "{rest}");
        }
    }
}
