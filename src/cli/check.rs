//! `moties check`: a store looked over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::exit::{Exit, Stop};
use super::io::{Io, visible};
use crate::store::{Store, Writer};

/// What is done before a store is looked over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    /// What is orphaned is erased.
    pub(super) erase_orphaned: bool,
    /// What of the ledger can be made from the rest of it is made anew.
    pub(super) repair: bool,
}

/// Prints what is wrong with a store, a line each; anything at all gives another exit code. Does before
/// what is asked for.
pub(super) fn run(dir: &Path, json: bool, before: Before, io: &mut Io<'_>) -> Result<Exit, Stop> {
    if before.erase_orphaned || before.repair {
        // It makes none where there is none.
        Store::open(dir, &mut |line| io.say(line))?;
        let mut writer = Writer::open(dir, &mut |line| io.say(line))?;
        if before.repair {
            writer.repair(&mut |finding| io.say(&format!("made anew what was {finding}")))?;
        }
        if before.erase_orphaned {
            writer.erase_orphans(&mut |finding| io.say(&format!("erased what was {finding}")))?;
        }
        writer.close()?;
    }
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let mut count = 0;
    let mut hints = BTreeMap::<_, BTreeSet<_>>::new();
    let mut printed = Ok(());
    let checked = store.check(&mut |finding| {
        count += 1;
        hints.entry(finding.hint).or_default().insert(finding.kind.name());
        printed = if json {
            io.json_line(&finding)
        } else {
            writeln!(io.out, "{}", visible(&finding.to_string()))
        };
        printed.is_ok()
    })?;
    printed?;
    for (hint, kinds) in hints {
        let kinds: Vec<_> = kinds.into_iter().collect();
        io.say(&format!("{}: {hint}", kinds.join(", ")));
    }
    let waiting = match checked.waiting {
        0 => String::new(),
        waiting => format!(", {waiting} of them not read yet"),
    };
    let s = |count: u64| if count == 1 { "" } else { "s" };
    io.say(&format!(
        "{} document{}{waiting}, {} motion{} to be found: {}",
        checked.documents,
        s(checked.documents),
        checked.motions,
        s(checked.motions),
        match count {
            0 => "nothing is wrong".to_owned(),
            1 => "1 thing is wrong".to_owned(),
            count => format!("{count} things are wrong"),
        }
    ));
    Ok(if count == 0 { Exit::Done } else { Exit::Lacking })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::tests::moties_in;
    use super::*;
    use crate::store::fixture::{arrival, filled, id};

    #[test]
    fn what_of_the_ledger_follows_from_the_rest_of_it_is_made_anew_if_that_is_asked_for() {
        let (dir, store) = filled(&[arrival("aa", "Wonen", &[])]);
        drop(store);
        let ledger = rusqlite::Connection::open(dir.path().join("ledger.sqlite")).unwrap();
        ledger
            .execute_batch(
                "DROP TRIGGER motion_moves; DROP INDEX document_needs;
                 UPDATE tally SET count = 7 WHERE name = 'motions';",
            )
            .unwrap();
        let findings = [
            "dropped: `ledger.sqlite`: the index `document_needs` is not there",
            "dropped: `ledger.sqlite`: the trigger `motion_moves` is not there",
            "miscounted: `ledger.sqlite`: `tally` says 7 of `motions`, and 1 are there",
        ];
        let said = moties_in(dir.path(), &["check", "--data", "DIR"]);
        assert_eq!((said.exit, said.out), (Exit::Lacking, findings.join("\n") + "\n"));
        assert_eq!(
            said.err,
            "moties: dropped, miscounted: `moties check --repair` makes triggers and indexes again and \
             counts anew, and touches nothing else\n\
             moties: 1 document, 1 motion to be found: 3 things are wrong\n"
        );
        let said = moties_in(dir.path(), &["check", "--repair", "--data", "DIR"]);
        assert_eq!((said.exit, said.out.as_str()), (Exit::Done, ""));
        let made = findings.map(|finding| format!("moties: made anew what was {finding}\n"));
        assert_eq!(
            said.err,
            format!(
                "{}moties: 1 document, 1 motion to be found: nothing is wrong\n",
                made.concat()
            )
        );
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        assert_eq!(store.tally().unwrap().motions, 1);
        let log = store.audit(None, 0, 9).unwrap();
        let actions: Vec<_> = log.iter().map(|line| line.action.as_str()).collect();
        assert_eq!(actions, ["repair"; 3]);
    }

    #[test]
    fn what_only_reads_leaves_an_earlier_ledger_as_it_is() {
        let (dir, store) = filled(&[arrival("aa", "Wonen", &[])]);
        drop(store);
        let ledger = rusqlite::Connection::open(dir.path().join("ledger.sqlite")).unwrap();
        let version =
            || ledger.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
        let latest = version().unwrap();
        ledger.pragma_update(None, "user_version", latest - 1).unwrap();
        for arguments in [
            &["check", "--data", "DIR"][..],
            &["check", "--repair", "--data", "DIR"],
            &["search", "wonen", "--data", "DIR"],
            &["backup", "DIR/kopie.tar", "--data", "DIR"],
        ] {
            let said = moties_in(dir.path(), arguments);
            assert_eq!((said.exit, said.out.as_str()), (Exit::Wrong, ""));
            assert_eq!(
                said.err,
                format!(
                    "moties: expected a ledger of version {latest}, found version {}; make a backup with \
                     the version of moties that wrote it, or copy the folder while nothing writes to it; \
                     then `moties serve`, `moties import` or `moties reindex` brings it up to date\n",
                    latest - 1
                )
            );
            assert_eq!(version().unwrap(), latest - 1);
        }
    }

    #[test]
    fn what_is_orphaned_is_erased_if_that_is_asked_for() {
        let (dir, store) = filled(&[arrival("aa", "Wonen", &[])]);
        drop(store);
        let ledger = dir.path().join("ledger.sqlite");
        let older = fs::read(&ledger).unwrap();
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        writer.file(vec![arrival("geheim", "Wonen", &[])]).unwrap();
        writer.close().unwrap();
        fs::write(&ledger, older).unwrap();
        fs::create_dir(dir.path().join("originals/zz")).unwrap();
        fs::write(dir.path().join("originals/zz/zwerver"), "van niemand").unwrap();

        let orphans = [
            "orphaned: `DIR/originals/zz/zwerver`: 11 bytes of no document".to_owned(),
            format!(
                "orphaned: `DIR/originals/packs/000001.tar`: `{}` at byte 1536: 6 bytes of no document",
                id("geheim")
            ),
        ];
        let said = moties_in(dir.path(), &["check", "--data", "DIR"]);
        assert_eq!(said.out, orphans.join("\n") + "\n");
        assert_eq!(
            said.err,
            "moties: `DIR/originals/packs`: 1 document stands behind what the ledger knows, as a later \
             ledger wrote them: they are left as they are; `moties check` names them\n\
             moties: the index belongs to another ledger; making it anew from the ledger\n\
             moties: orphaned: put the later ledger back if there is one; else take it out (`tar -xf PACK \
             ID`) and import it, or have it erased for good (`moties check --erase-orphaned`)\n\
             moties: 1 document, 1 motion to be found: 2 things are wrong\n"
        );
        assert_eq!(said.exit, Exit::Lacking);

        let said = moties_in(dir.path(), &["check", "--erase-orphaned", "--data", "DIR"]);
        assert_eq!((said.exit, said.out.as_str()), (Exit::Done, ""));
        assert_eq!(
            said.err,
            format!(
                "moties: erased what was {}\nmoties: erased what was {}\n\
                 moties: 1 document, 1 motion to be found: nothing is wrong\n",
                orphans[0], orphans[1]
            )
        );
        let pack = fs::read(dir.path().join("originals/packs/000001.tar")).unwrap();
        assert!(!pack.windows(6).any(|six| six == b"geheim"));
        assert!(!dir.path().join("originals/zz/zwerver").exists());
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        let actions: Vec<_> =
            store.audit(None, 0, 9).unwrap().into_iter().map(|line| line.action).collect();
        assert_eq!(actions, ["erase", "erase"]);
    }
}
