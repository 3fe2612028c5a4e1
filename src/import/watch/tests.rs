use std::fs::{self, File};
use std::sync::Arc;

use super::*;
use crate::grammar::Grammars;
use crate::import::{Manner, Readers};
use crate::store::{Store, Writer};

fn clerk(data: &Path) -> Clerk {
    let writer = Writer::open(data, &mut |_| {}).unwrap();
    let manner = Manner { fresh: Duration::ZERO, ..Manner::bulk(Some(1)) };
    let readers = Readers::here(Grammars::built_in());
    Clerk::start(writer, &readers, manner, Arc::default(), Box::new(|_| {})).unwrap()
}

/// Hears nothing that it has to do something about.
fn quiet(told: Told) {
    panic!("nothing is to be told, found {told:?}");
}

/// Writes a file that was last changed an hour ago.
fn put(folder: &Path, name: &str, title: &str) {
    let path = folder.join(name);
    let text = format!("Motie {title}\n\nDe raad,\n\nverzoekt het college:\n- dit te doen.\n");
    fs::write(&path, text).unwrap();
    let hour = Duration::from_secs(3600);
    File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(SystemTime::now() - hour)
        .unwrap();
}

#[test]
fn what_is_at_rest_is_taken_in_once_also_after_a_restart() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folders = [folder.path().to_owned()];
    put(folder.path(), "een.txt", "een");
    put(folder.path(), "twee.txt.part", "half");
    put(folder.path(), "~$drie.txt", "slot");
    put(folder.path(), ".vier.txt", "verborgen");
    fs::write(folder.path().join("vers.txt"), "Motie").unwrap();
    let first = clerk(data.path());
    let mut watcher = Watcher::new(&first, &folders);
    watcher.at_rest = Duration::from_secs(1800);
    assert_eq!(watcher.look(&mut quiet).unwrap(), Seen { taken: 0, moving: 2 });
    // What was changed just now may be changed again.
    assert_eq!(watcher.look(&mut quiet).unwrap(), Seen { taken: 1, moving: 1 });
    put(folder.path(), "vers.txt", "vers");
    assert_eq!(watcher.look(&mut quiet).unwrap(), Seen { taken: 0, moving: 1 });
    assert_eq!(watcher.look(&mut quiet).unwrap(), Seen { taken: 1, moving: 0 });
    assert_eq!(watcher.look(&mut quiet).unwrap(), Seen::default());
    first.finish().unwrap();

    let second = clerk(data.path());
    let mut watcher = Watcher::new(&second, &folders);
    watcher.at_rest = Duration::from_secs(1800);
    watcher.look(&mut quiet).unwrap();
    assert_eq!(watcher.look(&mut quiet).unwrap(), Seen::default());
    // What is changed is another document.
    put(folder.path(), "een.txt", "een, gewijzigd");
    watcher.look(&mut quiet).unwrap();
    assert_eq!(watcher.look(&mut quiet).unwrap().taken, 1);
    watcher.look(&mut quiet).unwrap();
    second.finish().unwrap();

    let store = Store::open(data.path(), &mut |_| {}).unwrap();
    assert_eq!(store.tally().unwrap().indexed, 3);
    let imports = store.imports(None, 10).unwrap();
    let counts: Vec<_> = imports.iter().map(|import| import.counts.indexed).collect();
    assert_eq!(counts, [1, 2]);
    assert!(imports.iter().all(|import| import.closed_at.is_some()));
}

#[test]
fn links_are_skipped_and_told_once() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let elsewhere = tempfile::tempdir().unwrap();
    put(elsewhere.path(), "geheim.txt", "geheim");
    let link = folder.path().join("link.txt");
    std::os::unix::fs::symlink(elsewhere.path().join("geheim.txt"), &link).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("map")).unwrap();
    let clerk = clerk(data.path());
    let mut watcher = Watcher::new(&clerk, &[folder.path().to_owned()]);
    let mut told = Vec::new();
    for _ in 0..3 {
        let seen = watcher.look(&mut |it| told.push(it)).unwrap();
        assert_eq!(seen, Seen::default());
    }
    assert_eq!(told.len(), 2, "{told:?}");
    let Told::Trouble(error) = &told[0] else { panic!("{told:?}") };
    assert_eq!(
        error.to_string(),
        format!(
            "`{}`: expected a file, found a link, which is skipped; put the file itself into \
             the folder",
            link.display()
        )
    );
    // Also where a link took the place of what was looked at.
    let folders = [folder.path().to_owned()];
    assert!(open(&link, &folders).is_err());
    assert!(open(&folder.path().join("map/geheim.txt"), &folders).is_err());
    clerk.finish().unwrap();
}

#[test]
fn an_archive_that_is_not_taken_is_told_once() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(folder.path(), "moties.tar.gz", "x");
    put(folder.path(), "lijst.json", "x");
    let clerk = clerk(data.path());
    let mut watcher = Watcher::new(&clerk, &[folder.path().to_owned()]);
    let mut told = Vec::new();
    for _ in 0..3 {
        assert_eq!(watcher.look(&mut |it| told.push(it)).unwrap(), Seen::default());
    }
    let [Told::Trouble(error)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(
        error.to_string(),
        format!(
            "`{}/moties.tar.gz`: expected a document or a zip, found another archive; unpack it, or pack \
             it as a zip",
            folder.path().display()
        )
    );
    clerk.finish().unwrap();
}

#[test]
fn a_folder_that_goes_is_told_and_gone_on_with_when_it_comes() {
    let (data, parent) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = parent.path().join("moties");
    let clerk = clerk(data.path());
    let mut watcher = Watcher::new(&clerk, std::slice::from_ref(&folder));
    let missing = no_folder(&folder);
    assert_eq!(
        missing.to_string(),
        format!(
            "`watch`: expected a folder, found none that can be read at `{}`; make it, or mount \
             what is to be there",
            folder.display()
        )
    );
    assert_eq!(watcher.once(&mut quiet).unwrap_err(), missing);
    let mut told = Vec::new();
    let mut look = |watcher: &mut Watcher<'_>| watcher.look(&mut |it| told.push(it)).unwrap().taken;
    look(&mut watcher);
    look(&mut watcher);
    fs::create_dir(&folder).unwrap();
    put(&folder, "een.txt", "een");
    look(&mut watcher);
    assert_eq!(look(&mut watcher), 1);
    fs::remove_dir_all(&folder).unwrap();
    look(&mut watcher);
    let gone = Told::Missing(missing);
    assert_eq!(told, [gone.clone(), Told::Back(folder), gone]);
    clerk.finish().unwrap();
}

#[test]
fn what_is_in_an_archive_is_taken_in_once() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(folder.path(), "los.txt", "los");
    let zip = folder.path().join("M.ZIP");
    let mut writer = zip::ZipWriter::new(File::create(&zip).unwrap());
    for (name, text) in [
        ("een.txt", "Motie een\n\nDe raad,\n\nverzoekt het college:\n- dit te doen.\n"),
        ("map/leeg.txt", ""),
        (".verborgen", "x"),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
    fs::write(folder.path().join("stuk.zip"), "geen zip").unwrap();
    for number in 1..=2 {
        let clerk = clerk(data.path());
        let mut watcher = Watcher::new(&clerk, &[folder.path().to_owned()]);
        watcher.at_rest = Duration::ZERO;
        watcher.look(&mut quiet).unwrap();
        let taken = watcher.look(&mut quiet).unwrap().taken;
        assert_eq!(taken, if number == 1 { 3 } else { 0 });
        watcher.look(&mut quiet).unwrap();
        clerk.finish().unwrap();
    }
    let store = Store::open(data.path(), &mut |_| {}).unwrap();
    let imports = store.imports(None, 10).unwrap();
    assert_eq!(imports.len(), 1);
    let mut items: Vec<_> = store
        .import_items(1, 0, 10)
        .unwrap()
        .into_iter()
        .map(|item| {
            let file = item.file.strip_prefix(&folder.path().display().to_string()).unwrap();
            format!("{file}: {}", item.code.unwrap_or(item.outcome))
        })
        .collect();
    items.sort_unstable();
    assert_eq!(
        items,
        [
            "/M.ZIP/.verborgen: skipped",
            "/M.ZIP/een.txt: indexed",
            "/M.ZIP/map/leeg.txt: empty-file",
            "/los.txt: indexed",
            "/stuk.zip: archive-damaged",
        ]
    );
}
