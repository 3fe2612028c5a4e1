mod search;

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use super::{Exit, Io, run};
use crate::store::Writer;
use crate::store::fixture::{arrival, broken, motion};

/// What a command printed.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) exit: Exit,
    pub(super) out: String,
    pub(super) err: String,
}

fn moties_with(arguments: &[&str], input: &[u8], is_coloured: bool) -> Said {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("moties").chain(arguments.iter().copied());
    let exit = run(
        arguments.map(OsString::from),
        &mut Io {
            input: &mut &*input,
            out: &mut out,
            err: &mut err,
            is_coloured,
            shows_progress: false,
            program: None,
        },
    );
    Said { exit, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn moties(arguments: &[&str]) -> Said {
    moties_with(arguments, b"", false)
}

/// Runs a command and leaves the folder's own name out of what it says.
pub(super) fn moties_in(dir: &Path, arguments: &[&str]) -> Said {
    let name = dir.display().to_string();
    let arguments: Vec<_> =
        arguments.iter().map(|argument| argument.replace("DIR", &name)).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let mut said = moties(&arguments);
    said.out = said.out.replace(&name, "DIR");
    said.err = said.err.replace(&name, "DIR");
    said
}

fn stocked() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
    let arrivals = [
        arrival(
            "aa",
            "Wonen in de wijk",
            &[
                ("overwegende", "overwegende dat", &["de wijk oud is"]),
                (
                    "roept_op",
                    "roept het college op",
                    &["de wijk\u{1b}[2J te vernieuwen", "te bouwen"],
                ),
            ],
        ),
        arrival("bb", "", &[]),
        broken("cc"),
    ];
    writer.file(arrivals.to_vec()).unwrap();
    writer.close().unwrap();
    dir
}

#[test]
fn extract_prints_a_record_each_and_says_what_failed() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("een.txt"), "Motie een\r\n").unwrap();
    fs::write(dir.path().join("leeg.txt"), "").unwrap();
    let files = ["DIR/een.txt", "DIR/leeg.txt", "DIR/weg.txt", "DIR"];
    let failures = "\
`DIR/leeg.txt`: expected a document, found a file of 0 bytes; check that the file was copied whole
`DIR/weg.txt`: expected a file that can be read, found nothing of that name; \
check that the file is there and that you may read it
`DIR`: expected a file, found a directory; give the files in it, or import the folder
";
    let arguments = |format| [&["extract", "--format", format], files.as_slice()].concat();

    let lines = moties_in(dir.path(), &arguments("ndjson"));
    assert_eq!((lines.exit, lines.err.as_str()), (Exit::Lacking, failures));
    assert_eq!(lines.out.lines().count(), 1);
    let record: crate::motion::Motion = serde_json::from_str(&lines.out).unwrap();
    assert_eq!(record.source.name, "een.txt");

    let object = moties_in(dir.path(), &arguments("json"));
    assert!(object.out.starts_with("{\n  \"schema_version\": 1,\n"));
    assert_eq!(serde_json::from_str::<crate::motion::Motion>(&object.out).unwrap(), record);

    let text = moties_in(dir.path(), &arguments("text"));
    assert_eq!(text.out, "Motie een\n");
    assert_eq!(text.err, failures);
}

#[test]
fn extract_reads_standard_input() {
    let said = moties_with(&["extract", "--format", "text", "-"], b"M\xe9\xe9r groen", false);
    assert_eq!((said.exit, said.out.as_str()), (Exit::Done, "Méér groen"));
    let said = moties_with(&["extract", "-"], b"", false);
    assert_eq!(
        said.err,
        "`standard input`: expected a document, found a file of 0 bytes; \
         check that the file was copied whole\n"
    );
}

/// A motion as short as one can be.
const MOTION: &str = "Motie een\n\nDe raad,\n\nverzoekt het college:\n- dit te doen.\n";

#[test]
fn import_tells_of_every_file_and_the_second_time_all_are_duplicates() {
    let dir = tempfile::tempdir().unwrap();
    let docs = dir.path().join("docs");
    fs::create_dir(&docs).unwrap();
    for (name, text) in [("a.txt", MOTION), ("b.json", "{}"), ("c.pdf", "<html>")] {
        fs::write(docs.join(name), text).unwrap();
    }
    let arguments = ["import", "--data", "DIR/data", "DIR/docs"];
    let failure = "`DIR/docs/c.pdf`: expected a PDF, found no `%PDF-` in its first 1024 bytes; \
                   rename the file to what it is, or fetch it again\n";
    let first = moties_in(dir.path(), &arguments);
    assert_eq!((first.exit, first.out.as_str()), (Exit::Lacking, ""));
    let summary = "1 failed (1 not-a-pdf), 1 skipped (1 .json)\n";
    assert_eq!(first.err, format!("{failure}moties: 1 imported, 0 duplicates, {summary}"));

    let second = moties_in(dir.path(), &[&arguments[..], &["--json"]].concat());
    assert_eq!(second.err, format!("{failure}moties: 0 imported, 1 duplicate, {summary}"));
    let mut lines: Vec<_> = second.out.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            r#"{"file":"DIR/docs/a.txt","outcome":"duplicate","id":"4e366cb43bc297aae8f722f3b3124902fb2b900f44d8a89519ee9a8b22419f90","duplicate_of":"DIR/docs/a.txt","code":null,"message":null,"hint":null,"title":null,"motions":0,"warnings":0}"#,
            r#"{"file":"DIR/docs/b.json","outcome":"skipped","id":null,"duplicate_of":null,"code":null,"message":".json","hint":null,"title":null,"motions":0,"warnings":0}"#,
            r#"{"file":"DIR/docs/c.pdf","outcome":"failed","id":"b7d082ee12e91b756ea22e8513b8594eebcf5d39fab813da3cb55794dc888ad7","duplicate_of":null,"code":"not-a-pdf","message":"expected a PDF, found no `%PDF-` in its first 1024 bytes","hint":"rename the file to what it is, or fetch it again","title":null,"motions":0,"warnings":0}"#,
        ]
    );
}

#[test]
fn no_motion_is_like_the_only_one() {
    let dir = stocked();
    let said = moties_in(dir.path(), &["similar", "--data", "DIR", "961b6d"]);
    assert_eq!((said.exit, said.err.as_str()), (Exit::Lacking, "moties: no motion is like it\n"));
}

#[test]
fn show_prints_a_motion_for_a_person() {
    let dir = stocked();
    let said = moties_in(dir.path(), &["show", "--data", "DIR", "961b6d"]);
    let (head, rest) = said.out.split_once("imported").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    assert_eq!(
        head,
        "Wonen in de wijk\n\
         id         961b6dd3ede3cb8ecbaacbd68de040cd78eb2ed5889130cceb4c49268ea4d506\n\
         file       aa.txt\n"
    );
    assert_eq!(
        rest,
        "number     M12
date       2026-03-04
grammar    gemeenteraad

De raad van de gemeente Voorbeeld

overwegende dat: (overwegende)
  - de wijk oud is

roept het college op: (roept_op)
  - de wijk\u{fffd}[2J te vernieuwen
  - te bouwen

En gaat over tot de orde van de dag

submitted by
  Anna Voorbeeld, raadslid, Lokaal Belang
"
    );
}

#[test]
fn show_gives_the_record_and_the_original() {
    let dir = stocked();
    let said = moties_in(dir.path(), &["show", "--data", "DIR", "--json", "3b64db"]);
    let record: crate::motion::Motion = serde_json::from_str(&said.out).unwrap();
    assert_eq!(record, motion("bb", "", &[]));
    let said = moties_in(dir.path(), &["show", "--data", "DIR", "--original", "355b1b"]);
    assert_eq!(said.out, "cc");
    for (id, exit, expected) in [
        (
            "355b1b",
            Exit::Lacking,
            "moties: `cc.txt`: expected a PDF, found half of one; \
             fetch the file again, or print it to a new PDF\n",
        ),
        (
            "123456",
            Exit::Lacking,
            "moties: no document has the id `123456`; `moties list` shows what there is\n",
        ),
        (
            "1234",
            Exit::Wrong,
            "moties: expected at least 6 of the digits 0-9 and a-f of an id, found `1234`; \
             `moties list` shows the ids\n",
        ),
    ] {
        let said = moties_in(dir.path(), &["show", "--data", "DIR", id]);
        assert_eq!((said.exit, said.err.as_str(), said.out.as_str()), (exit, expected, ""));
    }
}

#[test]
fn list_has_a_line_for_every_document() {
    let dir = stocked();
    let said = moties_in(dir.path(), &["list", "--data", "DIR"]);
    assert_eq!(
        said.out,
        "961b6dd3ede3  2026-03-04  Wonen in de wijk\n\
         3b64db95cb55  2026-03-04  bb.txt\n\
         355b1bbfc967              cc.txt (pdf-damaged)\n"
    );
    let said = moties_in(dir.path(), &["list", "--data", "DIR", "--json"]);
    let last: serde_json::Value = serde_json::from_str(said.out.lines().last().unwrap()).unwrap();
    assert_eq!((&last["state"], &last["code"]), (&"failed".into(), &"pdf-damaged".into()));
}

#[test]
fn reindex_says_how_much_there_is() {
    let dir = stocked();
    let said = moties_in(dir.path(), &["reindex", "--data", "DIR"]);
    assert_eq!(
        (said.exit, said.err.as_str()),
        (Exit::Done, "moties: the index was made anew: 2 motions\n")
    );
    let said = moties_in(dir.path(), &["reindex", "--data", "DIR/weg"]);
    assert_eq!(said.exit, Exit::Wrong);
    assert!(!dir.path().join("weg").exists());
}

#[test]
fn reindex_names_what_it_leaves_out() {
    let dir = stocked();
    let ledger = rusqlite::Connection::open(dir.path().join("ledger.sqlite")).unwrap();
    let id: String = ledger
        .query_row("UPDATE motion SET sum = sum + 1 WHERE document = 1 RETURNING id", [], |row| {
            row.get(0)
        })
        .unwrap();
    let said = moties_in(dir.path(), &["reindex", "--data", "DIR"]);
    assert_eq!(
        (said.exit, said.err),
        (
            Exit::Lacking,
            format!(
                "moties: left out of the index: the ledger is damaged: the record of `{id}` is not what \
                 was written\n\
                 moties: the index was made anew: 1 motion, 1 left out: `moties check` says what to do \
                 about that\n"
            )
        )
    );
}

#[test]
fn a_store_that_is_being_written_says_so() {
    let dir = stocked();
    let _writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
    let said = moties_in(dir.path(), &["import", "--data", "DIR", "x.txt"]);
    assert_eq!(
        (said.exit, said.err.as_str()),
        (Exit::Wrong, "moties: `DIR`: another program is writing to it; wait until it is done\n")
    );
}

#[test]
fn serve_keeps_to_this_machine_while_there_is_no_key() {
    let dir = tempfile::tempdir().unwrap();
    let said = moties_in(dir.path(), &["serve", "--data", "DIR", "--listen", "0.0.0.0:8700"]);
    assert_eq!(
        (said.exit, said.err.as_str()),
        (
            Exit::Wrong,
            "moties: expected a key before others can reach `0.0.0.0:8700`, found none; make one \
             with `moties key add NAME --role admin`, or listen on 127.0.0.1 and set no \
             `public-url`, `hosts` or `trusted-proxies`\n"
        )
    );
}

#[test]
fn config_prints_what_counts_and_whence() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("m.toml"), "listen = '[::1]:1'\ndata = 'motions'\n").unwrap();
    let flags = ["config", "--config", "DIR/m.toml", "--hosts", "a", "--hosts", "b"];
    let said = moties_in(dir.path(), &flags);
    assert_eq!((said.exit, said.err.as_str()), (Exit::Done, ""));
    for line in [
        "\ndata = \"DIR/motions\" # DIR/m.toml\n",
        "\nlisten = \"[::1]:1\" # DIR/m.toml\n",
        "\nhosts = [\"a\", \"b\"] # --hosts\n",
    ] {
        assert!(said.out.contains(line), "{line} in {}", said.out);
    }
    let said = moties_in(dir.path(), &["list", "--config", "DIR/m.toml"]);
    assert_eq!(
        (said.exit, said.err.as_str()),
        (
            Exit::Wrong,
            "moties: `DIR/motions`: expected a data directory, found no ledger in it; \
             import something first, or name another folder with --data\n"
        )
    );
    let said = moties_in(dir.path(), &[&flags[..], &["--listen", "8700"]].concat());
    assert_eq!(
        (said.exit, said.err.as_str()),
        (
            Exit::Wrong,
            "moties: `--listen`: expected an address and a port such as `127.0.0.1:8700`, found \
             `8700`; mend it, or leave it out to have the default\n"
        )
    );
}

#[test]
fn every_setting_is_a_flag_of_serve_and_config_and_none_twice() {
    for command in ["serve", "config"] {
        let help = moties(&[command, "--help"]).out;
        for row in crate::settings::Settings::ALL {
            let flag = format!("--{} <{}>", row.name, row.takes);
            assert_eq!(help.matches(&flag).count(), 1, "{flag} in {help}");
        }
    }
    let help = moties(&["import", "--help"]).out;
    assert!(help.contains("--data <DIR>") && !help.contains("--listen"), "{help}");
}

#[test]
fn usage_goes_where_it_was_asked_for() {
    let version = moties(&["--version"]);
    assert_eq!(
        (version.exit, version.out.as_str(), version.err.as_str()),
        (Exit::Done, concat!("moties ", env!("CARGO_PKG_VERSION"), "\n"), "")
    );
    let wrong = moties(&["zoek"]);
    assert_eq!((wrong.exit, wrong.out.as_str()), (Exit::Wrong, ""));
    assert!(wrong.err.starts_with("error: unrecognized subcommand 'zoek'\n"));
}

#[test]
fn schema_and_completions_are_printed() {
    let schema: serde_json::Value = serde_json::from_str(&moties(&["schema"]).out).unwrap();
    assert_eq!(schema["title"], "Motion");
    assert!(moties(&["completions", "fish"]).out.contains("moties"));
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut err = Vec::new();
    let exit = run(
        ["moties", "schema"].map(OsString::from),
        &mut Io {
            input: &mut &b""[..],
            out: &mut Closed,
            err: &mut err,
            is_coloured: false,
            shows_progress: false,
            program: None,
        },
    );
    assert_eq!((exit, err.as_slice()), (Exit::Done, b"".as_slice()));
}

#[test]
fn what_is_watched_once_may_stand_in_a_file_and_must_be_there() {
    let dir = tempfile::tempdir().unwrap();
    let once =
        || moties_in(dir.path(), &["serve", "--once", "--data", "DIR", "--log-level", "error"]);
    let said = once();
    assert_eq!(
        (said.exit, said.err.as_str()),
        (
            Exit::Wrong,
            "moties: expected a folder to watch, found none; name one with --watch, with MOTIES_WATCH, \
             or as `watch` in the file\n"
        )
    );
    fs::write(dir.path().join("moties.toml"), "watch = [\"in\"]").unwrap();
    let said = once();
    assert_eq!(
        (said.exit, said.err.as_str()),
        (
            Exit::Wrong,
            "moties: `watch`: expected a folder, found none that can be read at `DIR/in`; make it, or \
             mount what is to be there\n"
        )
    );
    fs::create_dir(dir.path().join("in")).unwrap();
    let said = once();
    assert_eq!(
        (said.exit, said.err.as_str()),
        (Exit::Done, "moties: 0 new files: 0 imported, 0 duplicates, 0 failed\n")
    );
}
