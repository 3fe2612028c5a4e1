//! Versions of one motion: before and after a change or a vote, or put to another assembly.

use schemars::JsonSchema;
use serde::Serialize;

use super::error::StoreError;
use super::ledger::Ledger;
use super::ledger::correction;
use super::ledger::motion::{self, Kept};
use crate::index::{self, Shelf};
use crate::motion::Verdict;

/// How many motions are compared word by word, those that look most alike first.
const COMPARED: usize = 200;

/// A version of a motion.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Version {
    /// Its id.
    pub id: String,
    /// The file that it came in.
    pub name: String,
    /// Its title; null if it states none.
    pub title: Option<String>,
    /// Its number, as printed.
    pub number: Option<String>,
    /// Its date, ISO 8601.
    pub date: Option<String>,
    /// The assembly that speaks.
    pub body: Option<String>,
    /// What became of it.
    pub outcome: Option<Verdict>,
    /// How much of their clauses both have, 0 to 1: runs of three words, of all that either has.
    pub likeness: f32,
    /// Whether a person said that it is a version.
    pub said: bool,
}

impl Version {
    /// Tells of a version of `of`.
    pub(super) fn new(other: &Kept, of: &Kept) -> Self {
        let motion = &other.motion;
        Self {
            id: motion.id.clone(),
            name: motion.source.name.clone(),
            title: motion.title.clone(),
            number: motion.number.clone(),
            date: motion.date.clone(),
            body: motion.body.clone(),
            outcome: motion.outcome.as_ref().map(|outcome| outcome.result),
            likeness: index::shared(motion, &of.motion),
            said: false,
        }
    }
}

/// The other versions of a motion: those a person named first, then those most alike.
pub(super) fn versions(
    shelf: &Shelf,
    ledger: &Ledger,
    id: &str,
) -> Result<Vec<Version>, StoreError> {
    let of = motion::get(ledger.rows(), id)?
        .ok_or_else(|| StoreError::NotFound { id: id.to_owned() })?;
    let mut versions = Vec::new();
    for other in correction::versions(ledger.rows(), id)? {
        if let Some(other) = motion::get(ledger.rows(), &other)? {
            versions.push(Version { said: true, ..Version::new(&other, &of) });
        }
    }
    for key in shelf.near(&of.motion, COMPARED)? {
        let Some(other) = motion::by_key(ledger.rows(), key)?.filter(|it| it.key != of.key) else {
            continue;
        };
        let version = Version::new(&other, &of);
        let is_told = versions.iter().any(|one| one.id == version.id);
        if index::is_version(version.likeness) && !is_told {
            versions.push(version);
        }
    }
    versions.sort_by(|a, b| b.said.cmp(&a.said).then(b.likeness.total_cmp(&a.likeness)));
    Ok(versions)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::index::Facet;
    use crate::store::fixture::{arrival, filled, id, motion};
    use crate::store::{Arrival, Content, Correcting, Query, RecordPart, Store, Writer};

    const GROUND: &str = "de brug over de Trage Vaart al drie jaar is gesloten voor fietsers, en het \
        omrijden langs de provinciale weg voor scholieren gevaarlijk is";
    const ASKED: &str = "voor de zomer met een voorstel te komen om de brug voor fietsers te openen, en \
        de raad over de kosten daarvan te berichten";
    const CHANGED: &str = "voor de zomer met een voorstel te komen om de brug voor fietsers te openen, en \
        de raad over de dekking ervan te berichten";
    const OTHER: &str = "op alle schoolpleinen van de gemeente bomen te planten die schaduw geven, zodat \
        kinderen ook op hete dagen buiten kunnen spelen";

    fn asks(content: &str, title: &str, asked: &str) -> Arrival {
        let clauses: &[(&str, &str, &[&str])] =
            &[("overwegende", "overwegende dat", &[GROUND]), ("roept_op", "roept op", &[asked])];
        arrival(content, title, clauses)
    }

    fn of_year(content: &str, title: &str, asked: &str, year: u16) -> Arrival {
        let mut record = motion(
            content,
            title,
            &[("overwegende", "overwegende dat", &[GROUND]), ("roept_op", "roept op", &[asked])],
        );
        record.date = Some(format!("{year}-03-04"));
        let content_of =
            Content::Motions { motions: vec![record.into()], text: format!("{title}\n") };
        Arrival { content: content_of, ..arrival(content, title, &[]) }
    }

    /// Two versions of a motion, a motion on the same grounds, and one about something else.
    fn stocked() -> (tempfile::TempDir, Store) {
        filled(&[
            of_year("aa", "Open de brug", ASKED, 2024),
            of_year("bb", "Open de brug (gewijzigd)", CHANGED, 2025),
            of_year("cc", "Bomen bij de brug", OTHER, 2025),
            arrival("dd", "Over de brug", &[("roept_op", "roept op", &[OTHER])]),
        ])
    }

    fn titles<'a>(titles: impl Iterator<Item = &'a Option<String>>) -> Vec<&'a str> {
        titles.map(|title| title.as_deref().unwrap()).collect()
    }

    #[test]
    fn versions_are_told_by_their_words() {
        let (_dir, store) = stocked();
        let versions = store.versions(&id("aa")).unwrap();
        assert_eq!(titles(versions.iter().map(|it| &it.title)), ["Open de brug (gewijzigd)"]);
        assert!(versions[0].likeness > 0.7 && versions[0].likeness < 0.9);
        assert!(!versions[0].said);
        assert_eq!(store.versions(&id("bb")).unwrap()[0].id, id("aa"));
        assert_eq!(store.versions(&id("dd")).unwrap(), []);
        assert!(matches!(store.versions(&id("zz")), Err(StoreError::NotFound { .. })));
    }

    #[test]
    fn versions_are_shown_and_counted_as_one_where_that_is_asked() {
        let (_dir, store) = stocked();
        let query = Query { words: "brug", limit: 10, facets: true, ..Query::default() };
        let found = store.search(&query).unwrap();
        assert_eq!(found.total, 4);
        assert!(found.hits.iter().all(|hit| hit.versions.is_empty() && hit.other_versions == 0));
        let found = store.search(&Query { families: true, ..query.clone() }).unwrap();
        assert_eq!((found.total, found.hits.len()), (3, 3));
        let of_two = found.hits.iter().find(|hit| hit.other_versions > 0).unwrap();
        assert_eq!(of_two.versions.len(), 1);
        assert!([id("aa"), id("bb")].contains(&of_two.id));
        assert!(of_two.versions[0].likeness > 0.7);
        let years = found.facets.iter().find(|counts| counts.facet == Facet::Year).unwrap();
        assert_eq!(years.values.iter().map(|year| year.count).sum::<u64>(), 3);
    }

    #[test]
    fn motions_of_a_few_words_are_each_by_themselves() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let short = |content| arrival(content, "Brug", &[("roept_op", "roept op", &["te openen"])]);
        // A commit each: a part of the index in which no motion has words enough, and one in which one has.
        writer.file(vec![short("ee"), short("ff")]).unwrap();
        writer.commit().unwrap();
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        let query = Query { words: "brug", limit: 10, families: true, ..Query::default() };
        assert_eq!(store.search(&query).unwrap().total, 2);
        writer.file(vec![asks("aa", "Open de brug", ASKED)]).unwrap();
        writer.commit().unwrap();
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        assert_eq!(store.search(&query).unwrap().total, 3);
        assert_eq!(store.versions(&id("aa")).unwrap(), []);
        assert_eq!(store.versions(&id("ee")).unwrap(), []);
        writer.close().unwrap();
    }

    #[test]
    fn families_go_on_behind_a_page() {
        let (_dir, store) = stocked();
        let query = Query { words: "brug", limit: 1, families: true, ..Query::default() };
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let found = store.search(&Query { after: after.as_deref(), ..query.clone() }).unwrap();
            assert_eq!(found.total, 3);
            for hit in &found.hits {
                seen.push(hit.id.clone());
                seen.extend(hit.versions.iter().map(|version| version.id.clone()));
            }
            after = found.next;
            if after.is_none() {
                break;
            }
        }
        seen.sort();
        let mut all = ["aa", "bb", "cc", "dd"].map(id);
        all.sort();
        assert_eq!(seen, all);
    }

    #[test]
    fn what_a_person_calls_a_version_is_one_until_that_is_undone() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let arrivals = [asks("aa", "Open de brug", ASKED), asks("cc", "Bomen", OTHER)];
        writer.file(arrivals.to_vec()).unwrap();
        let version = |store: &Store| store.record(&id("cc")).unwrap().unwrap().2;
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        let mut batch = writer.begin().unwrap();
        let (number, _) = batch
            .correct(&Correcting {
                motion: &id("cc"),
                version: version(&store),
                part: RecordPart::Review,
                value: json!({"version_of": id("aa")}),
                change: json!({}),
                why: None,
                by: None,
            })
            .unwrap();
        batch.commit().unwrap();
        for (one, other) in [("aa", "cc"), ("cc", "aa")] {
            let versions = store.versions(&id(one)).unwrap();
            assert_eq!(versions.len(), 1);
            assert_eq!((&versions[0].id, versions[0].said), (&id(other), true));
        }
        let mut batch = writer.begin().unwrap();
        batch.undo(&id("cc"), number, version(&store), None).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.versions(&id("aa")).unwrap(), []);
        writer.close().unwrap();
    }
}
