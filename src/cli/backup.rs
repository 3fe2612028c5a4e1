//! `moties backup` and `moties restore`.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::exit::{Exit, Stop};
use super::io::Io;
use crate::error::{Code, Error};
use crate::store::{Finding, Store, Writer, restore as restore_store};

/// Writes a backup into a file: all that is there, or none. What is not there as it came in is named.
pub(super) fn backup(
    dir: &Path,
    file: &Path,
    is_forced: bool,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    assert_free(file, is_forced)?;
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let cannot = |error: io::Error| {
        Error::new(Code::StoreIo, format!("cannot write `{}`: {error}", file.display()))
            .with_hint("check the room on its disk, and that you may write there")
    };
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let fresh = NamedTempFile::new_in(folder).map_err(cannot)?;
    let mut out = BufWriter::with_capacity(1 << 20, fresh);
    let mut lacking = Lacking::default();
    let bytes = store.backup(&mut out, &mut |finding| lacking.tell(&finding, io))?;
    out.flush().map_err(cannot)?;
    let fresh = out.into_inner().map_err(|error| cannot(error.into_error()))?;
    fresh.as_file().sync_all().map_err(cannot)?;
    // Someone may have put something there meanwhile.
    assert_free(file, is_forced)?;
    fresh.persist(file).map_err(|error| cannot(error.error))?;
    let what = match lacking.count {
        0 => "everything".to_owned(),
        count => format!("everything but {count} of the originals"),
    };
    io.say(&format!("`{}` has {what}, in {bytes} bytes", file.display()));
    Ok(lacking.exit(io))
}

/// Asserts that nothing is lost where a backup gets this name.
fn assert_free(file: &Path, is_forced: bool) -> Result<(), Error> {
    let refused = |expected: &str, found: &str, hint: &str| {
        let message = format!("`{}`: expected {expected}, found {found}", file.display());
        Err(Error::new(Code::BadRequest, message).with_hint(hint))
    };
    match fs::symlink_metadata(file) {
        Err(_) => Ok(()),
        Ok(found) if !found.is_file() => refused(
            "a file or nothing",
            if found.is_dir() { "a folder" } else { "something else" },
            "name a file that is not there yet",
        ),
        Ok(_) if is_forced => Ok(()),
        Ok(_) => refused(
            "nothing of that name",
            "a file",
            "name another one, or have it written over with --force",
        ),
    }
}

/// Makes a store of a backup, and its index; names what is not in it as it came in.
pub(super) fn restore(file: &Path, dir: &Path, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let opened = File::open(file)
        .map_err(|error| Error::new(Code::Unreadable, format!("`{}`: {error}", file.display())))?;
    restore_store(BufReader::with_capacity(1 << 20, opened), dir)?;
    Writer::open(dir, &mut |line| io.say(line))?.close()?;
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let mut lacking = Lacking::default();
    store.check_originals(&mut |finding| {
        lacking.tell(&finding, io);
        true
    })?;
    let tally = store.tally()?;
    let documents = tally.indexed + tally.held + tally.failed + tally.waiting;
    let what = match lacking.count {
        0 => String::new(),
        count => format!(", {count} of them without their originals"),
    };
    io.say(&format!(
        "`{}` has {documents} documents{what}, {} motions to be found; `moties check` looks them over",
        dir.display(),
        tally.motions
    ));
    Ok(lacking.exit(io))
}

/// Originals that are not there as they came in.
#[derive(Debug, Default)]
struct Lacking {
    count: u64,
    hint: &'static str,
}

impl Lacking {
    fn tell(&mut self, finding: &Finding, io: &mut Io<'_>) {
        self.count += 1;
        self.hint = finding.hint;
        io.say(&finding.to_string());
    }

    fn exit(self, io: &mut Io<'_>) -> Exit {
        if self.count == 0 {
            return Exit::Done;
        }
        io.say(&format!("missing or altered: {}", self.hint));
        Exit::Lacking
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::tests::moties_in;
    use super::*;
    use crate::store::fixture::{arrival, broken, filled, id};

    #[test]
    fn a_backup_writes_over_nothing_that_it_was_not_told_to() {
        let (dir, _store) = filled(&[broken("aa")]);
        let file = dir.path().join("b.tar");
        let run = |arguments: &[&str]| moties_in(dir.path(), arguments);
        let once = ["backup", "--data", "DIR", "DIR/b.tar"];
        let first = run(&once);
        assert_eq!(first.exit, Exit::Done);
        let bytes = fs::read(&file).unwrap();
        assert_eq!(
            first.err,
            format!("moties: `DIR/b.tar` has everything, in {} bytes\n", bytes.len())
        );
        let again = run(&once);
        assert_eq!(again.exit, Exit::Wrong);
        assert_eq!(
            again.err,
            "moties: `DIR/b.tar`: expected nothing of that name, found a file; name another one, or have \
             it written over with --force\n"
        );
        let forced = run(&["backup", "--force", "--data", "DIR", "DIR/b.tar"]);
        assert_eq!(forced.exit, Exit::Done, "{}", forced.err);
        for (name, found) in [("link", "something else"), ("folder", "a folder")] {
            let path = dir.path().join(name);
            if name == "link" {
                std::os::unix::fs::symlink(&file, &path).unwrap();
            } else {
                fs::create_dir(&path).unwrap();
            }
            let said = run(&["backup", "--force", "--data", "DIR", &format!("DIR/{name}")]);
            assert_eq!(
                said.err,
                format!(
                    "moties: `DIR/{name}`: expected a file or nothing, found {found}; name a file that \
                     is not there yet\n"
                )
            );
            assert_eq!(said.exit, Exit::Wrong);
        }
        assert!(dir.path().join("link").is_symlink());
    }

    #[test]
    fn what_is_not_as_it_came_in_is_named_by_a_backup_and_by_a_restore() {
        let (dir, _store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb")]);
        let pack = dir.path().join("originals/packs/000001.tar");
        let mut bytes = fs::read(&pack).unwrap();
        bytes[512] = b'x';
        fs::write(&pack, bytes).unwrap();
        let said = moties_in(dir.path(), &["backup", "--data", "DIR", "DIR/b.tar"]);
        let size = fs::metadata(dir.path().join("b.tar")).unwrap().len();
        let altered = format!("moties: altered: `{}`: `aa.txt` is not as it came in\n", id("aa"));
        let hint = "moties: missing or altered: import the same file again, or one with the same bytes out \
                    of a backup: they are put in their place\n";
        assert_eq!(
            said.err,
            format!(
                "{altered}moties: `DIR/b.tar` has everything but 1 of the originals, in {size} bytes\n\
                 {hint}"
            )
        );
        assert_eq!(said.exit, Exit::Lacking);
        let said = moties_in(dir.path(), &["restore", "--data", "DIR/new", "DIR/b.tar"]);
        assert_eq!(
            said.err,
            format!(
                "moties: the index is missing; making it anew from the ledger\n{altered}moties: `DIR/new` has 2 documents, 1 of them without their originals, 1 motions \
                 to be found; `moties check` looks them over\n{hint}"
            )
        );
        assert_eq!(said.exit, Exit::Lacking);
        let said = moties_in(dir.path(), &["check", "--data", "DIR/new"]);
        assert_eq!(said.out, altered.replace("moties: ", ""));
        assert_eq!(
            said.err,
            "moties: altered: import the same file again, or one with the same bytes out of a backup: they \
             are put in their place\nmoties: 2 documents, 1 motion to be found: 1 thing is wrong\n"
        );
    }
}
