//! Pages while motions come, go and are corrected.

use super::*;
use crate::store::fixture::id;
use crate::store::{Arrival, Correcting, RecordPart, Writer};

const SORTS: [Sort; 4] = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Added];

/// A motion about housing: the longer its clause, the less well it fits.
fn about_housing(name: &str, number: usize) -> Arrival {
    let clause = "en de buurt ".repeat(number % 7);
    let mut arrival = arrival(name, "Voorstel", &[("verzoekt", "verzoekt wonen", &[&clause])]);
    let Content::Motions { motions, text } = &mut arrival.content else { panic!("it is read") };
    *text = format!("verzoekt wonen {clause}\n");
    motions[0] = motions[0].but(|motion| {
        motion.date = Some(format!("2026-03-{:02}", 1 + number % 28));
    });
    arrival
}

struct Desk {
    dir: tempfile::TempDir,
    writer: Writer,
    store: Store,
    /// How often it changed.
    turn: usize,
}

impl Desk {
    /// A store with so many motions about housing, that is written to.
    fn of(count: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let arrivals = (0..count).map(|number| about_housing(&format!("oud{number}"), number));
        writer.file(arrivals.collect()).unwrap();
        writer.commit().unwrap();
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        Self { dir, writer, store, turn: 0 }
    }

    fn ask(&self, sort: Sort, after: Option<&str>) -> Found {
        let query = Query { words: "wonen", sort, after, limit: 7, ..Query::default() };
        self.store.search(&query).unwrap()
    }

    /// Takes in motions that would stand anywhere in what was found, deletes one, and corrects another.
    fn change(&mut self, deleted: Option<&str>, corrected: Option<&str>) {
        let turn = self.turn;
        self.turn += 1;
        let new = |number| about_housing(&format!("nieuw{turn}-{number}"), number);
        self.writer.file((0..9).map(new).collect()).unwrap();
        let mut batch = self.writer.begin().unwrap();
        if let Some(id) = deleted {
            batch.delete(id, None).unwrap();
        }
        if let Some(id) = corrected {
            let (_, _, version) = self.store.record(id).unwrap().unwrap();
            // It would go to where the last page was, by any order.
            let correcting = Correcting {
                motion: id,
                version,
                part: RecordPart::Date,
                value: format!("2026-0{}-28", 1 + turn % 9).into(),
                change: serde_json::Value::Null,
                why: None,
                by: None,
            };
            batch.correct(&correcting).unwrap();
        }
        batch.commit().unwrap();
        self.writer.commit().unwrap();
        self.store.refresh().unwrap();
    }
}

#[test]
fn pages_show_each_motion_once_while_others_come_and_go() {
    const COUNT: usize = 40;
    let mut desk = Desk::of(COUNT);
    for sort in SORTS {
        let all: Vec<String> = {
            let query = Query { words: "wonen", sort, limit: 1000, ..Query::default() };
            desk.store.search(&query).unwrap().hits.into_iter().map(|hit| hit.id).collect()
        };
        let mut left = all.clone();
        let mut seen = Vec::new();
        let mut after: Option<String> = None;
        for turn in 0.. {
            let found = desk.ask(sort, after.as_deref());
            assert_eq!(found.notes, [], "{sort:?}");
            assert_eq!(found.total, all.len(), "{sort:?}");
            seen.extend(found.hits.into_iter().map(|hit| hit.id));
            after = found.next;
            if after.is_none() {
                break;
            }
            // Of those that were not shown yet.
            let deleted = all.iter().rev().find(|id| left.contains(id) && !seen.contains(id));
            let deleted = deleted.filter(|_| turn < 3).cloned();
            left.retain(|id| Some(id) != deleted.as_ref());
            let corrected = left.iter().rev().find(|id| !seen.contains(id)).cloned();
            desk.change(deleted.as_deref(), corrected.as_deref());
        }
        // Nothing is missed, nothing is shown twice, and each stands where it stood.
        assert_eq!(seen, left, "{sort:?}");
    }
}

#[test]
fn what_earlier_pages_were_made_of_may_be_gone_and_that_is_told() {
    let mut desk = Desk::of(20);
    for sort in SORTS {
        let first = desk.ask(sort, None);
        let is_known = |id: &str| first.hits.iter().any(|hit| hit.id == id);
        // Another program has kept nothing.
        let other = |desk: &Desk| Store::open(desk.dir.path(), &mut |_| {}).unwrap();
        let ask = |store: &Store, after: Option<&str>| {
            let query = Query { words: "wonen", sort, after, limit: 7, ..Query::default() };
            store.search(&query).unwrap()
        };
        // As long as nothing changed, nothing is to be kept.
        let second = ask(&other(&desk), first.next.as_deref());
        assert_eq!(second.notes, [], "{sort:?}");
        assert!(!second.hits.iter().any(|hit| is_known(&hit.id)), "{sort:?}");
        let before = first.total;
        desk.change(None, None);
        let store = other(&desk);
        let second = ask(&store, first.next.as_deref());
        let codes: Vec<_> =
            second.notes.iter().map(|note| (note.code, note.message.as_str())).collect();
        let moved = "motions changed since the first page, and what that was made of is not kept any \
                     more: one may be shown again, or be missed; ask again without `after` to see all";
        assert_eq!(codes, [("moved", moved)], "{sort:?}");
        // What came meanwhile is left out, on the pages behind it too.
        assert_eq!(second.total, before, "{sort:?}");
        let third = ask(&store, second.next.as_deref());
        assert_eq!((third.total, third.notes.len()), (before, 1), "{sort:?}");
        if sort != Sort::Relevance {
            assert!(!second.hits.iter().any(|hit| is_known(&hit.id)), "{sort:?}");
        }
    }
}

#[test]
fn a_motion_is_new_from_when_it_can_first_be_found() {
    let mut desk = Desk::of(3);
    let news = |desk: &Desk, seq| {
        let query = Query {
            words: "wonen",
            sort: Sort::Added,
            added_after: Some(seq),
            strict: true,
            limit: 10,
            ..Query::default()
        };
        let found = desk.store.search(&query).unwrap();
        assert_eq!(found.total, found.hits.len());
        let names: Vec<String> = found.hits.into_iter().map(|hit| hit.name).collect();
        (names, found.seq)
    };
    let (all, seq) = news(&desk, 0);
    assert_eq!(all, ["oud2.txt", "oud1.txt", "oud0.txt"]);
    assert_eq!(news(&desk, seq).0, [""; 0]);
    // One that is corrected is not new, nor one that is read again.
    desk.change(None, Some(&id("oud1")));
    let (new, later) = news(&desk, seq);
    assert_eq!(new.len(), 9);
    assert!(new.iter().all(|name| name.starts_with("nieuw0-")), "{new:?}");
    let mut batch = desk.writer.begin().unwrap();
    let arrival = about_housing("oud1", 1);
    batch.renew(&arrival.id, &arrival.content).unwrap().unwrap();
    batch.commit().unwrap();
    desk.writer.commit().unwrap();
    desk.store.refresh().unwrap();
    assert_eq!(news(&desk, later).0, [""; 0]);
    // One that was deleted and comes again is, and so is one that a person lets in.
    let mut batch = desk.writer.begin().unwrap();
    batch.delete(&id("oud2"), None).unwrap();
    batch.commit().unwrap();
    let mut held = about_housing("brief", 2);
    let Content::Motions { motions, .. } = &mut held.content else { panic!("it is read") };
    motions[0] = motions[0].but(|motion| {
        motion.document_kind = crate::motion::DocumentKind::Brief;
    });
    desk.writer.file(vec![about_housing("oud2", 2), held]).unwrap();
    desk.writer.commit().unwrap();
    desk.store.refresh().unwrap();
    let (new, later) = news(&desk, later);
    assert_eq!(new, ["oud2.txt"]);
    let (_, _, version) = desk.store.record(&id("brief")).unwrap().unwrap();
    let mut batch = desk.writer.begin().unwrap();
    let correcting = Correcting {
        motion: &id("brief"),
        version,
        part: RecordPart::Review,
        value: serde_json::json!({"is_motion": true, "seen": true}),
        change: serde_json::Value::Null,
        why: None,
        by: None,
    };
    batch.correct(&correcting).unwrap();
    batch.commit().unwrap();
    desk.writer.commit().unwrap();
    desk.store.refresh().unwrap();
    assert_eq!(news(&desk, later).0, ["brief.txt"]);
    // An index that is made anew says the same.
    let Desk { dir, writer, store, turn } = desk;
    drop(store);
    writer.rebuild(&mut |_| {}).unwrap();
    let writer = Writer::open(dir.path(), &mut |line| panic!("{line}")).unwrap();
    let store = Store::open(dir.path(), &mut |line| panic!("{line}")).unwrap();
    assert_eq!(news(&Desk { dir, writer, store, turn }, later).0, ["brief.txt"]);
}
