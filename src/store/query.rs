//! From words to the motions and clauses that have them.
//!
//! A query is words, "phrases", `+must`, `-not`, `AND`, `OR`, `NOT` and parentheses. All words must
//! be found: in one motion, or in one clause where a role or kind of clause is given.

use std::collections::{BTreeSet, HashSet};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, Occur, Query as Tree, QueryParser, QueryParserError, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::error::StoreError;
use super::hit::{Found, Place, hit};
use super::index::{MOTION, Shelf, role_name};
use super::ledger::motion::Kept;
use super::mark::Marker;
use crate::motion::Role;

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The words.
    pub words: &'a str,
    /// The name of a role or kind of clause that they must stand in: `dictum`, `overwegende`.
    pub clause: Option<&'a str>,
    /// How many motions to show at most.
    pub limit: usize,
}

/// The clauses that words must stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ClauseFilter {
    /// Those with this role.
    Role(Role),
    /// Those of this kind.
    Kind(String),
}

const ROLES: [Role; 3] = [Role::Preamble, Role::Opinion, Role::Dictum];

impl ClauseFilter {
    /// Reads the name of a role or of a kind that the index has, however it is spelt: `Roept-op`.
    fn read(name: &str, kinds: &BTreeSet<String>) -> Result<Self, StoreError> {
        let folded = name.trim().to_lowercase().replace(['-', ' '], "_");
        if let Some(role) = ROLES.into_iter().find(|&role| role_name(role) == folded) {
            Ok(Self::Role(role))
        } else if kinds.contains(&folded) {
            Ok(Self::Kind(folded))
        } else {
            Err(StoreError::UnknownClause {
                name: name.to_owned(),
                known: ROLES
                    .map(|role| role_name(role).to_owned())
                    .into_iter()
                    .chain(kinds.iter().cloned())
                    .collect(),
            })
        }
    }
}

/// Returns the kinds of clause that the index has.
pub(super) fn kinds(shelf: &Shelf) -> Result<BTreeSet<String>, StoreError> {
    let mut kinds = BTreeSet::new();
    for segment in shelf.reader.searcher().segment_readers() {
        let terms = segment.inverted_index(shelf.fields.kind)?;
        let mut stream = terms.terms().stream().map_err(tantivy::TantivyError::from)?;
        while stream.advance() {
            kinds.insert(String::from_utf8_lossy(stream.key()).into_owned());
        }
    }
    Ok(kinds)
}

/// Looks for motions; `kept` gives the motion of an id.
pub(super) fn search(
    shelf: &Shelf,
    query: &Query<'_>,
    kept: &mut dyn FnMut(&str) -> Result<Option<Kept>, StoreError>,
) -> Result<Found, StoreError> {
    let filter = query.clause.map(|name| ClauseFilter::read(name, &kinds(shelf)?)).transpose()?;
    let read = Read::of(shelf, query.words, filter.as_ref())?;
    let searcher = shelf.reader.searcher();
    let (total, places) = places(shelf, &searcher, &*read.tree, query.limit)?;
    let mut marker = Marker::of(read.words);
    let mut hits = Vec::with_capacity(places.len());
    for place in places {
        if let Some(kept) = kept(&place.id)? {
            hits.push(hit(&kept, &place, &mut marker));
        }
    }
    Ok(Found { total, hits, notices: read.notices })
}

/// A query as it was understood.
struct Read {
    tree: Box<dyn Tree>,
    words: HashSet<String>,
    notices: Vec<String>,
}

impl Read {
    fn of(shelf: &Shelf, words: &str, filter: Option<&ClauseFilter>) -> Result<Self, StoreError> {
        let fields = &shelf.fields;
        let mut parser = if filter.is_some() {
            QueryParser::for_index(&shelf.index, vec![fields.heading, fields.text])
        } else {
            let all = vec![fields.title, fields.subject, fields.names, fields.text];
            QueryParser::for_index(&shelf.index, all)
        };
        parser.set_conjunction_by_default();
        parser.set_field_boost(fields.title, 3.0);
        parser.set_field_boost(fields.subject, 2.0);
        let (asked, problems) = parser.parse_query_lenient(&plain(words));
        let found = words_of(&*asked);
        if found.is_empty() {
            return Err(StoreError::NoWords { query: words.trim().to_owned() });
        }
        let within = match filter {
            None => term(fields.part, MOTION),
            Some(ClauseFilter::Role(role)) => term(fields.role, role_name(*role)),
            Some(ClauseFilter::Kind(kind)) => term(fields.kind, kind),
        };
        let notices = problems.iter().map(notice).collect();
        Ok(Self {
            tree: Box::new(BooleanQuery::new(vec![(Occur::Must, asked), (Occur::Must, within)])),
            words: found,
            notices,
        })
    }
}

/// What is said of a part of the query that has no meaning.
fn notice(problem: &QueryParserError) -> String {
    match problem {
        QueryParserError::AllButQueryForbidden => {
            "the query has only words that must not be there".to_owned()
        }
        QueryParserError::SyntaxError(what) => format!("part of the query was left out: {what}"),
        other => format!("part of the query was left out: {other}"),
    }
}

/// Takes the signs out that mean something to tantivy and nothing to us: fields, ranges, boosts,
/// patterns.
fn plain(words: &str) -> String {
    words.replace([':', '/', '[', ']', '{', '}', '<', '>', '^', '~', '\\', '*', '`'], " ")
}

fn term(field: Field, value: &str) -> Box<dyn Tree> {
    Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
}

/// The words of a query, as the index has them.
fn words_of(tree: &dyn Tree) -> HashSet<String> {
    let mut words = HashSet::new();
    tree.query_terms(&mut |term, _| {
        words.extend(term.value().as_str().map(str::to_owned));
    });
    words
}

/// Finds the best motions, and counts.
fn places(
    shelf: &Shelf,
    searcher: &Searcher,
    tree: &dyn Tree,
    limit: usize,
) -> Result<(usize, Vec<Place>), StoreError> {
    // Several clauses of one motion may be found: more are asked for until there are enough motions.
    let mut depth = limit.max(1);
    loop {
        let (total, top) =
            searcher.search(tree, &(Count, TopDocs::with_limit(depth).order_by_score()))?;
        let places = group(shelf, searcher, &top, limit)?;
        if places.len() >= limit || top.len() >= total {
            return Ok((total, places));
        }
        depth = depth.saturating_mul(4).min(total);
    }
}

fn group(
    shelf: &Shelf,
    searcher: &Searcher,
    top: &[(f32, DocAddress)],
    limit: usize,
) -> Result<Vec<Place>, StoreError> {
    let mut places: Vec<Place> = Vec::new();
    for &(score, address) in top {
        let document: TantivyDocument = searcher.doc(address)?;
        let id = document
            .get_first(shelf.fields.id)
            .and_then(|value| value.as_str())
            .unwrap_or_default();
        let clause = document
            .get_first(shelf.fields.clause)
            .and_then(|value| value.as_u64())
            .and_then(|clause| usize::try_from(clause).ok());
        if let Some(place) = places.iter_mut().find(|place| place.id == id) {
            place.clauses.extend(clause);
        } else if places.len() < limit {
            places.push(Place { id: id.to_owned(), score, clauses: clause.into_iter().collect() });
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::{arrival, filled};
    use crate::store::{Part, Store};

    fn stocked() -> (tempfile::TempDir, Store) {
        filled(&[
            arrival(
                "aa",
                "Wonen in de Molenwijk",
                &[
                    (
                        "overwegende",
                        "overwegende dat",
                        &["de woningen in de wijk oud zijn", "één fietsroute ontbreekt"],
                    ),
                    (
                        "roept_op",
                        "roept het college op",
                        &["de wijk te vernieuwen", "een fietsroute aan te leggen"],
                    ),
                ],
            ),
            arrival(
                "bb",
                "Fietsen",
                &[
                    ("overwegende", "overwegende dat", &["fietsroutes veilig moeten zijn"]),
                    ("verzoekt", "verzoekt het college", &["de wijk te bezoeken"]),
                ],
            ),
        ])
    }

    fn titles(store: &Store, words: &str, clause: Option<&str>) -> Vec<String> {
        let query = Query { words, clause, limit: 10 };
        let found = store.search(&query).unwrap();
        let titles = found.hits.into_iter().map(|hit| hit.title.unwrap().text);
        let mut titles: Vec<_> = titles.collect();
        titles.sort();
        titles
    }

    #[test]
    fn all_words_must_be_found_in_the_motion_or_in_one_clause() {
        let (_dir, store) = stocked();
        for (words, clause, expected) in [
            ("wijk", None, ["Fietsen", "Wonen in de Molenwijk"].as_slice()),
            ("WIJK fietsroute", None, &["Fietsen", "Wonen in de Molenwijk"]),
            ("woning", None, &["Wonen in de Molenwijk"]),
            ("woning", Some("overwegende"), &["Wonen in de Molenwijk"]),
            ("woning", Some("roept_op"), &[]),
            ("woning vernieuwen", None, &["Wonen in de Molenwijk"]),
            ("woning vernieuwen", Some("dictum"), &[]),
            ("wijk", Some("dictum"), &["Fietsen", "Wonen in de Molenwijk"]),
            ("wijk", Some("Roept op"), &["Wonen in de Molenwijk"]),
            ("\"wijk te bezoeken\"", None, &["Fietsen"]),
            ("\"bezoeken wijk\"", None, &[]),
            ("wijk -woning", None, &["Fietsen"]),
            ("woning OR veilig", None, &["Fietsen", "Wonen in de Molenwijk"]),
            ("Anna Voorbeeld", None, &["Fietsen", "Wonen in de Molenwijk"]),
            ("titel:/[woning", None, &[]),
            ("wijk: woning/oud", None, &["Wonen in de Molenwijk"]),
        ] {
            assert_eq!(titles(&store, words, clause), expected, "{words} in {clause:?}");
        }
    }

    #[test]
    fn a_hit_shows_the_words_found_in_the_clauses_that_have_most_of_them() {
        let (_dir, store) = stocked();
        let query = Query { words: "wijk fietsroute", clause: None, limit: 1 };
        let found = store.search(&query).unwrap();
        assert_eq!(found.total, 2);
        assert_eq!(found.hits.len(), 1);
        let query = Query { words: "fietsroutes een", clause: Some("dictum"), limit: 10 };
        let found = store.search(&query).unwrap();
        let clause = &found.hits[0].clauses[0];
        assert_eq!((clause.clause, clause.kind.as_str(), clause.items.len()), (1, "roept_op", 1));
        let parts: Vec<_> = clause.items[0].parts().collect();
        assert_eq!(
            parts,
            [
                Part::Found("een"),
                Part::Plain(" "),
                Part::Found("fietsroute"),
                Part::Plain(" aan te leggen")
            ]
        );
    }

    #[test]
    fn a_word_that_stands_in_no_clause_is_shown_where_it_stands() {
        let filler = "Hier staat nog van alles, en dat is lang. ".repeat(9);
        let mut arrival = arrival("aa", "Wonen", &[]);
        if let crate::store::Content::Motions { text, .. } = &mut arrival.content {
            *text = format!("{filler}\nDe één zegt:\nzéppelins en {filler}");
        }
        let (_dir, store) = filled(&[arrival]);
        let query = Query { words: "zeppelins", clause: None, limit: 1 };
        let hit = store.search(&query).unwrap().hits.remove(0);
        let passage = hit.passage.unwrap();
        assert_eq!(
            passage.text,
            "nog van alles, en dat is lang. Hier staat nog van alles, en dat is lang.  De één zegt: \
             zéppelins en Hier staat nog van alles, en dat is lang. Hier staat nog van alles, en \
             dat is lang. Hier staat nog van alles, en dat is lang. Hier staat nog van alles, en"
        );
        let parts: Vec<_> = passage.parts().collect();
        assert_eq!((parts.len(), parts[1]), (3, Part::Found("zéppelins")));
    }

    #[test]
    fn motions_are_counted_and_not_their_clauses() {
        let (_dir, store) = stocked();
        let query = Query { words: "fietsroute", clause: Some("preamble"), limit: 1 };
        let found = store.search(&query).unwrap();
        assert_eq!((found.total, found.hits.len()), (2, 1));
        let query = Query { words: "wijk OR fietsroute", clause: Some("Preamble"), limit: 2 };
        assert_eq!(store.search(&query).unwrap().hits.len(), 2);
    }

    #[test]
    fn what_is_no_question_is_said_to_be_none() {
        let (_dir, store) = stocked();
        let ask = |words, clause| store.search(&Query { words, clause, limit: 10 });
        assert_eq!(
            ask(" ?! ", None).unwrap_err().to_string(),
            "expected a word to search for, found `?!`"
        );
        assert_eq!(
            ask("wijk", Some("verzoek")).unwrap_err().to_string(),
            "expected a role or kind of clause, found `verzoek`; \
             known are preamble, opinion, dictum, overwegende, roept_op, verzoekt"
        );
        assert_eq!(
            ask("-wijk", None).unwrap().notices,
            ["the query has only words that must not be there"]
        );
        assert_eq!(
            ask("\"wijk", None).unwrap().notices,
            ["part of the query was left out: missing delimiter \\\" at position 5"]
        );
    }
}
