//! Official codes of municipalities, provinces and water boards, by their names.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::Folded;

/// The lists, one `code,name` a line: <https://organisaties.overheid.nl>.
const MUNICIPALITIES: &str = include_str!("../../data/gemeenten.csv");
const PROVINCES: &str = include_str!("../../data/provincies.csv");
const WATER_BOARDS: &str = include_str!("../../data/waterschappen.csv");

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

/// Words before a name that say which sort of body it is.
const SORTS: [(&str, Body); 7] = [
    ("gemeente ", Body::Municipality),
    ("de gemeente ", Body::Municipality),
    ("provincie ", Body::Province),
    ("de provincie ", Body::Province),
    ("waterschap ", Body::WaterBoard),
    ("hoogheemraadschap van ", Body::WaterBoard),
    ("hoogheemraadschap ", Body::WaterBoard),
];

static CODES: LazyLock<HashMap<(Body, String), String>> = LazyLock::new(|| {
    let lists = [
        (Body::Municipality, MUNICIPALITIES),
        (Body::Province, PROVINCES),
        (Body::WaterBoard, WATER_BOARDS),
    ];
    let entry = |body, line: &str| {
        let (code, name) = line.split_once(',')?;
        Some(((body, key(body, name.trim().trim_matches('"'))), code.to_ascii_lowercase()))
    };
    lists
        .iter()
        .flat_map(|&(body, list)| list.lines().skip(1).filter_map(move |line| entry(body, line)))
        .collect()
});

/// The official code of a body by its name as printed ("gemeente Zeist", "De Bilt"): `gm0355`.
///
/// `sort` says which sort of body is meant where the name does not; a name that no list has gives
/// `None`.
#[must_use]
pub fn code(name: &str, sort: Body) -> Option<&'static str> {
    let folded = Folded::whole(name);
    let name = folded.text().trim();
    let (name, sort) = SORTS
        .iter()
        .find_map(|&(word, body)| name.strip_prefix(word).map(|name| (name, body)))
        .unwrap_or((name, sort));
    CODES.get(&(sort, key(sort, name))).map(String::as_str)
}

/// The form of a name that is compared: folded, a water board's without its sort.
fn key(body: Body, name: &str) -> String {
    let folded = Folded::whole(name);
    let name = folded.text();
    let sort =
        SORTS.iter().filter(|&&(_, of)| of == body).find_map(|(word, _)| name.strip_prefix(word));
    sort.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_body_is_found_by_its_name() {
        for (body, list) in [
            (Body::Municipality, MUNICIPALITIES),
            (Body::Province, PROVINCES),
            (Body::WaterBoard, WATER_BOARDS),
        ] {
            let lines: Vec<&str> = list.lines().skip(1).collect();
            assert!(lines.len() >= 12);
            for line in lines {
                let (expected, name) = line.split_once(',').unwrap();
                let name = name.trim().trim_matches('"');
                assert_eq!(code(name, body), Some(expected.to_lowercase().as_str()), "{name}");
                assert_eq!(
                    code(&name.to_uppercase(), body),
                    Some(expected.to_lowercase().as_str()),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn the_word_before_a_name_says_what_it_is_and_unknown_names_have_no_code() {
        let (line, name) =
            MUNICIPALITIES.lines().nth(1).and_then(|line| line.split_once(',')).unwrap();
        let printed = format!("Gemeente {}", name.trim_matches('"'));
        assert_eq!(code(&printed, Body::Province), Some(line.to_lowercase().as_str()));
        assert_eq!(code("Molendrecht", Body::Municipality), None);
    }
}
