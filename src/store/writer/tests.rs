use super::*;
use crate::store::fixture::{arrival, broken, filled, id};
use crate::store::{Content, Query, Receipt, Retry, State, Store};

fn silent(line: &str) {
    panic!("nothing should be said: {line}");
}

fn count(store: &Store, words: &str) -> usize {
    let query = Query { words, clause: None, limit: 10, ..Query::default() };
    store.search(&query).unwrap().total
}

#[test]
fn the_same_bytes_are_one_motion_and_the_twin_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    let mut again = arrival("aa", "Wonen", &[]);
    again.file = "kopie.txt".into();
    let filed = writer.file(vec![arrival("aa", "Wonen", &[]), again.clone()]).unwrap();
    let twin = Receipt::Duplicate { of: "aa.txt".into(), is_read: true };
    assert_eq!(filed, [Receipt::Waiting, twin.clone()]);
    assert_eq!(writer.file(vec![again]).unwrap(), [twin]);
    writer.close().unwrap();

    let store = Store::open(dir.path(), &mut silent).unwrap();
    let tally = store.tally().unwrap();
    assert_eq!((tally.indexed, tally.failed, tally.duplicates), (1, 0, 2));
    assert_eq!(count(&store, "wonen"), 1);
}

#[test]
fn what_failed_is_kept_and_tried_anew() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    let id = arrival("aa", "", &[]).id;
    for _ in 0..2 {
        assert_eq!(writer.file(vec![broken("aa")]).unwrap(), [Receipt::Waiting]);
    }
    let store = Store::open(dir.path(), &mut silent).unwrap();
    let failed = State::Failed {
        code: "pdf-damaged".into(),
        message: "expected a PDF, found half of one".into(),
    };
    assert_eq!(store.find(&id).unwrap().state, failed);
    assert_eq!(store.original(&id).unwrap(), b"aa");
    assert_eq!(store.motion(&id).unwrap(), None);

    let filed = writer.file(vec![arrival("aa", "Wonen", &[])]).unwrap();
    assert_eq!(filed, [Receipt::Waiting]);
    writer.close().unwrap();
    assert_eq!(store.find(&id).unwrap().state, State::Indexed);
    let tally = store.tally().unwrap();
    assert_eq!((tally.indexed, tally.failed, tally.duplicates), (1, 0, 0));
}

#[test]
fn what_was_read_in_part_is_replaced_when_it_is_read_whole() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    let whole = arrival("aa", "Wonen", &[]);
    let mut part = arrival("aa", "Won", &[]);
    let Content::Motions { motions, .. } = &mut part.content else { panic!("it is a motion") };
    motions[0] = motions[0].but(|motion| {
        motion.warnings.push(crate::motion::Warning {
            code: "needs-ocr".into(),
            message: "page 2 is a picture".into(),
            span: None,
        });
    });
    assert_eq!(writer.file(vec![part.clone()]).unwrap(), [Receipt::Waiting]);
    let mut read_again = |content: &Arrival| {
        let mut batch = writer.begin().unwrap();
        assert_eq!(batch.retry(&Retry::Waiting, None).unwrap(), 1);
        let claimed = batch.claim(1).unwrap().pop().unwrap();
        let state = batch.settle(&claimed, &content.content.clone().into()).unwrap();
        batch.commit().unwrap();
        state.unwrap()
    };
    // Neither less nor as little takes its place.
    assert_eq!(read_again(&broken("aa")), State::Indexed);
    assert_eq!(read_again(&part), State::Indexed);
    assert_eq!(read_again(&whole), State::Indexed);
    let mut batch = writer.begin().unwrap();
    assert_eq!(batch.retry(&Retry::Waiting, None).unwrap(), 0);
    drop(batch);
    writer.close().unwrap();
    let store = Store::open(dir.path(), &mut silent).unwrap();
    assert_eq!((count(&store, "won"), count(&store, "wonen")), (0, 1));
}

#[test]
fn what_is_deleted_is_erased_also_after_a_kill_and_may_come_again() {
    let (dir, store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb")]);
    let pack = dir.path().join("originals/packs/000001.tar");
    let bytes_of = |at: usize| fs::read(&pack).unwrap()[at..at + 2].to_vec();
    assert_eq!((bytes_of(512), bytes_of(1536)), (b"aa".to_vec(), b"bb".to_vec()));
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    let mut batch = writer.begin().unwrap();
    batch.delete(&id("aa"), None).unwrap();
    assert!(batch.delete(&id("aa"), None).is_err());
    batch.commit().unwrap();
    // As after a kill: it is forgotten, and its bytes are there.
    drop(writer);
    assert_eq!(bytes_of(512), b"aa");
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    assert_eq!((bytes_of(512), bytes_of(1536)), (vec![0; 2], b"bb".to_vec()));
    store.refresh().unwrap();
    assert_eq!(count(&store, "wonen"), 0);
    assert!(store.find(&id("aa")).is_err());
    // It comes again as if it had never been there, before its bytes are erased and after.
    for is_erased in [true, false] {
        let filed = writer.file(vec![arrival("aa", "Wonen", &[])]).unwrap();
        assert_eq!(filed, [Receipt::Waiting], "{is_erased}");
        writer.commit().unwrap();
        assert_eq!(store.original(&id("aa")).unwrap(), b"aa");
        let mut batch = writer.begin().unwrap();
        batch.delete(&id("aa"), None).unwrap();
        batch.commit().unwrap();
    }
    writer.close().unwrap();
    assert_eq!(store.check(&mut |finding| panic!("{finding}")).unwrap().documents, 1);
}

#[test]
fn every_motion_of_a_document_is_found_by_itself() {
    let mut bundle = arrival("aa", "Wonen", &[]);
    let mut second = crate::store::fixture::motion("aa", "Fietsen", &[]);
    second.id.push_str("-2");
    let Content::Motions { motions, text } = &mut bundle.content else { panic!("it is read") };
    *text = "Wonen\nFietsen\n".to_owned();
    let span = |range: std::ops::Range<usize>| crate::text::Span {
        page: 1,
        start: range.start,
        end: range.end,
        bbox: None,
    };
    // What a record says of its place is all that its text is found by.
    motions[0] = motions[0].but(|motion| motion.unparsed = vec![span(0..6)]);
    second.unparsed = vec![span(6..13)];
    motions.push(second.clone().into());
    let (dir, store) = filled(&[bundle.clone(), arrival("bb", "Fietsen", &[])]);
    assert_eq!((count(&store, "wonen"), count(&store, "fietsen")), (1, 2));
    assert_eq!(store.tally().unwrap().indexed, 2);
    let part = format!("{}-2", &bundle.id[..8]);
    assert_eq!(store.find(&part).unwrap().id, second.id);
    assert_eq!(store.find(&bundle.id[..8]).unwrap().id, bundle.id);
    assert_eq!(store.motion(&second.id).unwrap().unwrap(), second);
    assert_eq!(store.original(&second.id).unwrap(), bundle.bytes);
    assert!(store.find(&format!("{}-3", &bundle.id[..8])).is_err());
    // The index is made of the ledger alone, text of the parts too.
    let writer = Writer::open(dir.path(), &mut silent).unwrap();
    writer.rebuild(&mut silent).unwrap();
    store.refresh().unwrap();
    assert_eq!(count(&store, "fietsen"), 2);
}

#[test]
fn a_writer_that_is_killed_leaves_everything_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    writer.file(vec![arrival("aa", "Wonen", &[])]).unwrap();
    writer.commit().unwrap();
    writer.file(vec![arrival("bb", "Wonen", &[]), broken("cc")]).unwrap();
    // As after a kill: the ledger has what the index lacks.
    drop(writer);
    for _ in 0..2 {
        let store = Store::open(dir.path(), &mut silent).unwrap();
        assert_eq!(count(&store, "wonen"), 2);
    }
}

#[test]
fn an_index_that_a_kill_left_halfway_follows_the_ledger_as_any() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    let arrivals = [arrival("aa", "Wonen", &[]), arrival("bb", "Fietsen", &[])];
    writer.file(arrivals.to_vec()).unwrap();
    writer.commit().unwrap();
    let index = index::path(dir.path());
    let files = fs::read_dir(&index).unwrap().map(|file| file.unwrap().path());
    let before: Vec<_> = files.map(|file| (fs::read(&file).unwrap(), file)).collect();
    let mut batch = writer.begin().unwrap();
    batch.delete(&arrivals[0].id, None).unwrap();
    batch.commit().unwrap();
    writer.close().unwrap();
    // What is deleted was written down, and the program ended before the commit that names it.
    for (bytes, file) in before {
        if file.ends_with("meta.json") || !file.exists() {
            fs::write(&file, bytes).unwrap();
        }
    }
    let store = Store::open(dir.path(), &mut silent).unwrap();
    assert_eq!((count(&store, "wonen"), count(&store, "fietsen")), (0, 1));
}

#[test]
fn an_index_that_is_no_good_is_made_anew() {
    let arrivals = [arrival("aa", "Wonen", &[]), arrival("bb", "Fietsen", &[])];
    for (spoil, expected) in [
        ("missing", "the index is missing; making it anew from the ledger"),
        ("damaged", "the index is damaged; making it anew from the ledger"),
        ("older", "the index is of another version; making it anew from the ledger"),
        ("other", "the index belongs to another ledger; making it anew from the ledger"),
    ] {
        let (dir, store) = filled(&arrivals);
        drop(store);
        let index = index::path(dir.path());
        let meta = index.join("meta.json");
        let text = fs::read_to_string(&meta).unwrap();
        match spoil {
            "missing" => fs::remove_dir_all(&index).unwrap(),
            "damaged" => fs::write(&meta, "{").unwrap(),
            "older" => {
                let older = text.replace("format\\\":6", "format\\\":0");
                assert_ne!(older, text);
                fs::write(&meta, older).unwrap();
            }
            _ => {
                let other = text.replace("seq\\\":2", "seq\\\":9");
                assert_ne!(other, text);
                fs::write(&meta, other).unwrap();
            }
        }
        let mut said = Vec::new();
        let store = Store::open(dir.path(), &mut |line| said.push(line.to_owned())).unwrap();
        assert_eq!(said, [expected]);
        assert_eq!((count(&store, "wonen"), count(&store, "fietsen")), (1, 1));
    }
}

#[test]
fn there_is_one_writer_and_readers_go_on() {
    let (dir, store) = filled(&[arrival("aa", "Wonen", &[])]);
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    let Err(error) = Writer::open(dir.path(), &mut silent) else {
        panic!("there are two");
    };
    assert_eq!(
        error.to_string(),
        format!("`{}`: another program is writing to it", dir.path().display())
    );
    writer.file(vec![arrival("bb", "Wonen", &[])]).unwrap();
    let other = Store::open(dir.path(), &mut silent).unwrap();
    assert_eq!((count(&store, "wonen"), count(&other, "wonen")), (1, 1));
    writer.close().unwrap();
    store.refresh().unwrap();
    assert_eq!(count(&store, "wonen"), 2);
}

#[test]
fn rebuilding_loses_nothing() {
    let (dir, store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb")]);
    let writer = Writer::open(dir.path(), &mut silent).unwrap();
    assert_eq!(writer.rebuild(&mut silent).unwrap(), 1);
    store.refresh().unwrap();
    assert_eq!(count(&store, "wonen"), 1);
    // A kill while it is made leaves one beside the other.
    fs::create_dir(dir.path().join("index.new")).unwrap();
    drop(Writer::open(dir.path(), &mut silent).unwrap());
    for left in ["index.new", "index.old"] {
        assert!(!dir.path().join(left).exists());
    }
}

#[test]
fn originals_without_a_ledger_are_left_alone() {
    let mut large = broken("dd");
    large.bytes = vec![b'x'; (1 << 20) + 1];
    large.id = crate::store::originals::hash(&large.bytes);
    for (arrivals, is_emptied) in
        [(vec![broken("aa")], false), (vec![broken("aa"), large.clone()], true)]
    {
        let (dir, store) = filled(&arrivals);
        drop(store);
        let files = || Originals::of(dir.path()).files().unwrap();
        let before = files();
        for part in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
            let _ = fs::remove_file(dir.path().join(part));
        }
        if is_emptied {
            fs::write(dir.path().join("ledger.sqlite"), "").unwrap();
        }
        let Err(error) = Writer::open(dir.path(), &mut silent) else { panic!("it opens") };
        let s = if is_emptied { "s" } else { "" };
        assert_eq!(
            error.to_string(),
            format!(
                "`{}`: expected `ledger.sqlite` beside the originals, found {} file{s} of originals \
                 and no ledger",
                dir.path().display(),
                arrivals.len()
            )
        );
        assert_eq!(files(), before);
    }
}

#[test]
fn a_folder_in_which_nothing_is_left_is_as_good_as_new() {
    let (dir, store) = filled(&[]);
    drop(store);
    fs::remove_file(dir.path().join("ledger.sqlite")).unwrap();
    drop(Writer::open(dir.path(), &mut silent).unwrap());
}

#[test]
fn what_a_later_ledger_took_in_is_never_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("ledger.sqlite");
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    writer.file(vec![arrival("aa", "Wonen", &[])]).unwrap();
    writer.close().unwrap();
    let older = fs::read(&ledger).unwrap();
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    for content in ["bb", "cc"] {
        writer.file(vec![arrival(content, "Wonen", &[])]).unwrap();
    }
    writer.close().unwrap();
    let later = fs::read(&ledger).unwrap();

    // The earlier ledger comes back. Who only looks hears of what it does not know.
    fs::write(&ledger, older).unwrap();
    let mut said = Vec::new();
    let packs = dir.path().join("originals/packs");
    let orphans: Vec<_> = [("bb", 1536), ("cc", 2560)]
        .map(|(content, at)| {
            format!(
                "orphaned: `{}`: `{}` at byte {at}: 2 bytes of no document",
                packs.join("000001.tar").display(),
                id(content)
            )
        })
        .into();
    let findings = || {
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        let mut findings = Vec::new();
        let mut hear = |finding: crate::store::Finding| {
            findings.push(finding.to_string());
            true
        };
        store.check(&mut hear).unwrap();
        findings
    };
    assert_eq!(findings(), orphans);

    // The writer goes on in a pack of its own.
    let mut writer = Writer::open(dir.path(), &mut |line| said.push(line.to_owned())).unwrap();
    writer.file(vec![arrival("dd", "Wonen", &[])]).unwrap();
    writer.close().unwrap();
    assert_eq!(said.len(), 0, "the first that opened it, to look, was told");
    assert_eq!(findings(), orphans);
    // Brought again, they are somebody's again.
    let mut writer = Writer::open(dir.path(), &mut silent).unwrap();
    writer.file(vec![arrival("bb", "Wonen", &[]), arrival("cc", "Wonen", &[])]).unwrap();
    writer.close().unwrap();
    assert_eq!(findings(), Vec::<String>::new());

    // The later ledger finds all that it knew, and what it does not know is kept as well.
    fs::write(&ledger, later).unwrap();
    let store = Store::open(dir.path(), &mut |_| {}).unwrap();
    for content in ["aa", "bb", "cc"] {
        assert_eq!(store.original(&id(content)).unwrap(), content.as_bytes());
    }
    assert_eq!(findings().len(), 1);
}

#[test]
fn bytes_that_come_again_mend_those_that_are_missing_or_altered() {
    let mut large = broken("dd");
    large.bytes = vec![b'x'; (1 << 20) + 1];
    large.id = crate::store::originals::hash(&large.bytes);
    let arrivals = [arrival("aa", "Wonen", &[]), arrival("bb", "Wonen", &[])];
    let (dir, store) = filled(&[arrivals.to_vec(), vec![large.clone()]].concat());
    let pack = dir.path().join("originals/packs/000001.tar");
    let own = Originals::of(dir.path()).path(&large.id);
    for is_gone in [false, true] {
        if is_gone {
            fs::remove_file(&pack).unwrap();
            fs::remove_file(&own).unwrap();
        } else {
            let mut bytes = fs::read(&pack).unwrap();
            bytes[512] = b'x';
            fs::write(&pack, bytes).unwrap();
            fs::write(&own, "iets anders").unwrap();
        }
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let receipts = writer.file(arrivals.to_vec()).unwrap();
        assert!(receipts.iter().all(|receipt| matches!(receipt, Receipt::Duplicate { .. })));
        // It had failed, and is read anew.
        assert_eq!(writer.file(vec![large.clone()]).unwrap(), [Receipt::Waiting]);
        writer.close().unwrap();
        store.check(&mut |finding| panic!("{finding}")).unwrap();
    }
    let mended: Vec<_> = store
        .audit(None, 0, 10)
        .unwrap()
        .into_iter()
        .map(|line| (line.action, line.detail.unwrap()))
        .collect();
    let mend = |file: &str| ("mend".to_owned(), file.to_owned());
    assert_eq!(
        mended,
        [mend("aa.txt"), mend("dd.txt"), mend("aa.txt"), mend("bb.txt"), mend("dd.txt")]
    );
}
