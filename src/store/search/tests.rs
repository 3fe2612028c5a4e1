mod paging;

use super::*;
use crate::index::{CompletionKind, Part};
use crate::store::fixture::{arrival, filled};
use crate::store::{Content, Store};

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
    let query = Query { words, clause, limit: 10, ..Query::default() };
    let found = store.search(&query).unwrap();
    let titles = found.hits.into_iter().map(|hit| hit.title.unwrap().text);
    let mut titles: Vec<_> = titles.collect();
    titles.sort();
    titles
}

#[test]
fn all_that_is_asked_must_hold_of_the_motion_or_of_one_clause() {
    let (_dir, store) = stocked();
    let (wonen, fietsen) = ("Wonen in de Molenwijk", "Fietsen");
    for (words, clause, expected) in [
        ("wijk", None, [fietsen, wonen].as_slice()),
        ("WIJK fietsroute", None, &[fietsen, wonen]),
        ("woning", None, &[wonen]),
        ("\"woningen\"", None, &[wonen]),
        ("\"woning\"", None, &[]),
        ("woning", Some("overwegende"), &[wonen]),
        ("woning", Some("roept_op"), &[]),
        ("woning vernieuwen", None, &[wonen]),
        ("woning vernieuwen", Some("dictum"), &[]),
        ("wijk", Some("dictum"), &[fietsen, wonen]),
        ("wijk", Some("Roept op"), &[wonen]),
        ("overwegende:woning roept_op:fietsroute", None, &[wonen]),
        ("overwegende:fietsroute verzoekt:bezoeken", None, &[fietsen]),
        ("verzoekt:(wijk fietsroute)", None, &[wonen]),
        ("overwegende:(woning fietsroute)", None, &[wonen]),
        ("overwegende:(woning vernieuwen)", None, &[]),
        ("verzoekt:wijk -overwegende:woning", None, &[fietsen]),
        ("verzoekt:(aan:college wijk)", None, &[]),
        ("\"wijk te bezoeken\"", None, &[fietsen]),
        ("\"bezoeken wijk\"", None, &[]),
        ("bezoeken NEAR/1 wijk", None, &[fietsen]),
        ("wijk NEAR/2 bezoek*", None, &[fietsen]),
        ("wonen NEAR molenwijk", None, &[wonen]),
        ("wijk -woning", None, &[fietsen]),
        ("-woning", None, &[fietsen]),
        ("woning OR veilig", None, &[fietsen, wonen]),
        ("veil*", None, &[fietsen]),
        ("vielig~", None, &[fietsen]),
        ("Anna Voorbeeld", None, &[fietsen, wonen]),
        ("ondertekenaar:voorbeeld", None, &[fietsen, wonen]),
        ("indiener:voorbeeld", None, &[]),
        ("titel:wonen", None, &[wonen]),
        ("titel:wijk", None, &[wonen]),
        ("fractie:\"lokaal belang\"", None, &[fietsen, wonen]),
        ("fractie:lokaal", None, &[]),
        ("gemeente:Voorbeeld datum:2026-03", None, &[fietsen, wonen]),
        ("na:2026-03-04", None, &[]),
        ("nummer:m12 orgaan:gemeenteraad", None, &[fietsen, wonen]),
        ("soort:roept_op", None, &[wonen]),
        ("uitslag:aangenomen", None, &[]),
        ("waarschuwingen:nee", None, &[fietsen, wonen]),
    ] {
        assert_eq!(titles(&store, words, clause), expected, "{words} in {clause:?}");
    }
}

#[test]
fn of_several_words_some_are_enough_and_that_is_said() {
    let (_dir, store) = stocked();
    let asked = |words| {
        let found = store.search(&Query { words, limit: 10, ..Query::default() }).unwrap();
        let notes: Vec<_> = found.notes.into_iter().map(|note| note.code).collect();
        (found.total, notes)
    };
    assert_eq!(asked("motie over de woningen"), (1, vec![]));
    assert_eq!(asked("veilig fietsroute zeppelin"), (2, vec!["some-words"]));
    assert_eq!(asked("veilig +fietsroute zeppelin"), (0, vec![]));
    assert_eq!(asked("fietsroute zeppelin"), (2, vec!["some-words"]));
    assert_eq!(asked("fietsroute zeppelin ballon vlieger"), (2, vec!["some-words"]));
    assert_eq!(asked("zeppelin"), (0, vec![]));
}

#[test]
fn what_stands_only_in_the_record_is_found_by_words_too() {
    let mut one = arrival("aa", "Wonen", &[("verzoekt", "verzoekt", &["te bouwen"])]);
    let Content::Motions { motions, .. } = &mut one.content else { panic!("it is read") };
    motions[0] = motions[0].but(|motion| {
        let word = |word: &str| Some(word.to_owned());
        (motion.explanation, motion.closing) = (word("zonnebloem"), word("klaproos"));
        (motion.sender, motion.addressee) = (word("madelief"), word("korenbloem"));
        (motion.body, motion.clauses[0].addressee) = (word("boterbloem"), word("akelei"));
    });
    let (_dir, store) = filled(&[one]);
    for word in ["zonnebloem", "klaproos", "madelief", "korenbloem", "boterbloem", "akelei"] {
        assert_eq!(store.search(&Query { words: word, ..Query::default() }).unwrap().total, 1);
    }
}

#[test]
fn the_parts_of_a_compound_are_found_apart_behind_it_and_that_is_said() {
    let of = |id, item| arrival(id, "Winkels", &[("verzoekt", "verzoekt", &[item])]);
    let (_dir, store) = filled(&[
        of("aa", "de leegstand van winkels tegen te gaan"),
        of("bb", "de winkelleegstand te tellen"),
        of("cc", "winkels te openen"),
    ]);
    let asked = |words| {
        let found = store.search(&Query { words, limit: 10, ..Query::default() }).unwrap();
        let notes: Vec<_> = found.notes.iter().map(|note| note.code).collect();
        let marked = found.hits.iter().flat_map(|hit| &hit.clauses).flat_map(|clause| {
            let parts = clause.items[0].parts();
            parts.filter_map(|part| match part {
                crate::index::Part::Found(word) => Some(word.to_owned()),
                crate::index::Part::Plain(_) => None,
            })
        });
        (found.total, marked.collect::<Vec<_>>().join(" "), notes)
    };
    let some = vec!["some-words"];
    let both = "winkelleegstand leegstand winkels".to_owned();
    assert_eq!(asked("winkelleegstand"), (2, both, some));
    assert_eq!(asked("+winkelleegstand"), (1, "winkelleegstand".to_owned(), vec![]));
    assert_eq!(asked("winkels -winkelleegstand").0, 2);
}

#[test]
fn what_is_found_is_counted_filtered_and_sorted() {
    let mut early = arrival("aa", "Wonen", &[("verzoekt", "verzoekt", &["te bouwen"])]);
    let Content::Motions { motions, .. } = &mut early.content else { panic!("it is read") };
    motions[0] = motions[0].but(|motion| {
        motion.date = Some("2019-05-06".into());
        motion.body = Some("De raad van de gemeente MOLENDRECHT".into());
    });
    let (_dir, store) = filled(&[early, arrival("bb", "Wonen", &[])]);
    let all = Query { words: "wonen", limit: 10, facets: true, ..Query::default() };
    let found = store.search(&all).unwrap();
    let counts = |facet: Facet| -> Vec<(String, u64)> {
        let counts = found.facets.iter().find(|counts| counts.facet == facet).unwrap();
        counts.values.iter().map(|one| (one.value.clone(), one.count)).collect()
    };
    assert_eq!(counts(Facet::Year), [("2026".to_owned(), 1), ("2019".to_owned(), 1)]);
    assert_eq!(
        counts(Facet::Municipality),
        [("Molendrecht".to_owned(), 1), ("Voorbeeld".to_owned(), 1)]
    );
    assert_eq!(counts(Facet::Party), [("Lokaal Belang".to_owned(), 2)]);
    assert_eq!(counts(Facet::Kind), [("verzoekt".to_owned(), 1)]);
    let dates = |query: &Query<'_>| -> Vec<String> {
        let hits = store.search(query).unwrap().hits;
        hits.into_iter().map(|hit| hit.date.unwrap()[..4].to_owned()).collect()
    };
    for (facet, values, expected) in [
        (Facet::Year, "2019", ["2019"].as_slice()),
        (Facet::Year, "2019|2026", &["2026", "2019"]),
        (Facet::Year, "nooit", &[]),
        (Facet::Municipality, "Molendrecht", &["2019"]),
        (Facet::Kind, "verzoekt", &["2019"]),
        (Facet::Warnings, "yes", &[]),
    ] {
        let filters = filters(facet, values);
        let query = Query { filters: &filters, sort: Sort::Newest, ..all.clone() };
        assert_eq!(dates(&query), expected, "{values}");
    }
    assert_eq!(dates(&Query { sort: Sort::Oldest, ..all.clone() }), ["2019", "2026"]);
}

#[test]
fn pages_follow_one_another_in_every_order() {
    let names: Vec<String> = (10..23).map(|number| number.to_string()).collect();
    let arrivals: Vec<_> = names.iter().map(|name| arrival(name, "Wonen", &[])).collect();
    let (_dir, store) = filled(&arrivals);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Added] {
        let mut seen = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let query = Query {
                words: "wonen",
                sort,
                after: after.as_deref(),
                limit: 5,
                ..Query::default()
            };
            let found = store.search(&query).unwrap();
            assert_eq!(found.total, 13);
            seen.extend(found.hits.into_iter().map(|hit| hit.id));
            after = found.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 13, "{sort:?}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 13, "{sort:?}");
    }
    let query = Query { words: "wonen", after: Some("x"), limit: 5, ..Query::default() };
    assert_eq!(
        store.search(&query).unwrap_err().to_string(),
        "expected where a page ended, as `next` says, found `x`"
    );
}

#[test]
fn a_hit_shows_the_words_found_in_the_clauses_that_have_most_of_them() {
    let (_dir, store) = stocked();
    let query = Query { words: "wijk fietsroute", clause: None, limit: 1, ..Query::default() };
    let found = store.search(&query).unwrap();
    assert_eq!(found.total, 2);
    assert_eq!(found.hits.len(), 1);
    let query =
        Query { words: "fietsroutes een", clause: Some("dictum"), limit: 10, ..Query::default() };
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
    let query = Query { words: "zeppelins", clause: None, limit: 1, ..Query::default() };
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
    let query =
        Query { words: "fietsroute", clause: Some("preamble"), limit: 1, ..Query::default() };
    let found = store.search(&query).unwrap();
    assert_eq!((found.total, found.hits.len()), (2, 1));
    let query = Query {
        words: "wijk OR fietsroute",
        clause: Some("Preamble"),
        limit: 2,
        ..Query::default()
    };
    assert_eq!(store.search(&query).unwrap().hits.len(), 2);
}

#[test]
fn what_is_no_question_is_said_to_be_none() {
    let (_dir, store) = stocked();
    let ask = |words, clause| store.search(&Query { words, clause, limit: 10, ..Query::default() });
    assert_eq!(
        ask(" ?! ", None).unwrap_err().to_string(),
        "expected a word to search for, found `?!`"
    );
    let error = ask("wijk", Some("verzoekschrift")).unwrap_err().to_string();
    let expected = "expected a role or kind of clause, found `verzoekschrift`; known are \
                    overwegingen, mening, verzoekt, aangezien, ";
    assert!(error.starts_with(expected), "{error}");
    let notes = |words| -> Vec<_> {
        ask(words, None).unwrap().notes.into_iter().map(|note| (note.code, note.start)).collect()
    };
    assert_eq!(notes("-wijk"), [("only-not", 0)]);
    assert_eq!(notes("de \"wijk"), [("unclosed-quote", 3)]);
    assert_eq!(notes("titl:wijk"), [("unknown-field", 0), ("some-words", 0)]);
}
#[test]
fn a_word_that_no_motion_has_is_suggested_as_one_that_some_have() {
    let (_dir, store) = stocked();
    let suggested = |words| -> Vec<(usize, usize, String)> {
        let query = Query { words, limit: 10, ..Query::default() };
        let suggestions = store.search(&query).unwrap().suggestions;
        suggestions.into_iter().map(|one| (one.start, one.end, one.text)).collect()
    };
    assert_eq!(suggested("de fiestroute"), [(3, 13, "fietsroute".to_owned())]);
    assert_eq!(suggested("woning -wijkk verzoekt:bezoken"), [(23, 30, "bezoeken".to_owned())]);
    assert_eq!(suggested("zeppelin"), []);
}

#[test]
fn what_is_typed_is_completed() {
    let (_dir, store) = stocked();
    let completed = |typed| -> Vec<(CompletionKind, String)> {
        let completions = store.complete(typed, 3).unwrap();
        completions.into_iter().map(|one| (one.kind, one.text)).collect()
    };
    assert_eq!(
        completed("Voorb"),
        [
            (CompletionKind::Person, "Anna Voorbeeld".to_owned()),
            (CompletionKind::Municipality, "Voorbeeld".to_owned()),
            (CompletionKind::Word, "voorbeeld".to_owned()),
        ]
    );
    assert_eq!(
        completed("lok"),
        [
            (CompletionKind::Party, "Lokaal Belang".to_owned()),
            (CompletionKind::Word, "lokaal".to_owned()),
            (CompletionKind::Word, "lokaalbelang".to_owned()),
        ]
    );
    assert_eq!(completed("fietsr")[0], (CompletionKind::Word, "fietsroute".to_owned()));
    assert_eq!(completed("f"), []);
}

#[test]
fn motions_that_ask_alike_are_found_by_one_of_them() {
    let clauses = |ask: &'static str, ground: &'static str| {
        [("overwegende", "overwegende dat", [ground]), ("verzoekt", "verzoekt het college", [ask])]
    };
    let made = |name, clauses: [(&str, &str, [&str; 1]); 2]| {
        let clauses: Vec<_> = clauses
            .iter()
            .map(|(kind, heading, items)| (*kind, *heading, items.as_slice()))
            .collect();
        arrival(name, name, &clauses)
    };
    let (_dir, store) = filled(&[
        made("aa", clauses("een fietspad langs de dijk aan te leggen", "kinderen omrijden")),
        made("bb", clauses("langs de dijk een fietspad te maken", "er geld over is")),
        made("cc", clauses("de bibliotheek langer te openen", "kinderen moeten omrijden")),
    ]);
    let id = crate::store::fixture::id("aa");
    let like = |basis| -> Vec<String> {
        let hits = store.like(&id, basis, 1).unwrap();
        hits.into_iter().map(|hit| hit.title.unwrap().text).collect()
    };
    assert_eq!(like(Basis::Dictum), ["bb"]);
    assert_eq!(like(Basis::Grounds), ["cc"]);
    assert_eq!(like(Basis::Whole).len(), 1);
}
