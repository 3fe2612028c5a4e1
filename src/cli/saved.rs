//! `moties saved`: questions that are asked again and again, and what is new.

use std::path::Path;

use clap::Subcommand;

use super::exit::{Exit, Stop};
use super::io::{Io, visible};
use super::key::day;
use super::search::{Filters, Order, only, print_hit};
use super::settings::Data;
use crate::error::{Code, Error};
use crate::index::Sort;
use crate::store::{
    Asking, NewQuestion, Query, SavedQuestion, Store, StoreError, Writer, question_name,
};

/// What is done with saved questions.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Save a question, and print its number; what it finds now counts as looked at
    Add {
        #[command(flatten)]
        data: Data,
        /// Find all words in one clause of this kind or role
        #[arg(long, value_name = "KIND|ROLE")]
        clause: Option<String>,
        /// In which order the search page shows them
        #[arg(long, value_enum, default_value_t = Order::Relevance)]
        sort: Order,
        /// Only motions of this sort, as `search` takes it
        #[arg(long = "only", value_name = "FACET=VALUE", value_parser = only)]
        only: Vec<Filters>,
        /// What it is called
        name: String,
        /// The question
        #[arg(required_unless_present = "only", value_name = "QUERY")]
        words: Vec<String>,
    },
    /// List saved questions, with how many motions are new; finding none gives exit code 1
    List {
        #[command(flatten)]
        data: Data,
        /// Print one line of JSON a question
        #[arg(long)]
        json: bool,
    },
    /// Show what is new since a question was looked at, the last to come first; nothing gives exit code 1
    Show {
        #[command(flatten)]
        data: Data,
        /// Print one line of JSON a motion
        #[arg(long)]
        json: bool,
        /// How many motions to show at most
        #[arg(long, default_value_t = 100, value_name = "N")]
        limit: usize,
        /// Its number
        number: u64,
    },
    /// Note that a question was looked at: what came until now is not new any more
    Looked {
        #[command(flatten)]
        data: Data,
        /// Only what came up to this change of the ledger, as `show` says it
        #[arg(long, value_name = "CHANGE")]
        until: Option<u64>,
        /// Its number
        number: u64,
    },
    /// Take a saved question away, and its feed
    Remove {
        #[command(flatten)]
        data: Data,
        /// Its number
        number: u64,
    },
}

/// Does it.
pub(super) fn run(command: Command, io: &mut Io<'_>) -> Result<Exit, Stop> {
    match command {
        Command::Add { data, clause, sort, only, name, words } => {
            let filters = only.into_iter().flat_map(|Filters(filters)| filters).collect();
            let asking = Asking { words: words.join(" "), clause, filters, sort: sort.into() };
            add(&data.dir()?, &name, &asking, io)
        }
        Command::List { data, json } => list(&data.dir()?, json, io),
        Command::Show { data, json, limit, number } => show(&data.dir()?, number, limit, json, io),
        Command::Looked { data, until, number } => looked(&data.dir()?, number, until, io),
        Command::Remove { data, number } => remove(&data.dir()?, number, io),
    }
}

fn add(dir: &Path, name: &str, asking: &Asking, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let name = question_name(name)?;
    // That it can be asked is known before it is saved.
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let found = store.search(&Query { limit: 0, ..asking.query() })?;
    drop(store);
    let mut writer = open(dir, io)?;
    let mut batch = writer.begin()?;
    let query = asking.write();
    let new = NewQuestion { name, query: &query, by: None, looked: found.seq };
    let id = batch.save_question(&new)?;
    batch.commit()?;
    writer.close()?;
    writeln!(io.out, "{id}")?;
    let s = if found.total == 1 { "" } else { "s" };
    io.say(&format!("`{name}` is saved: it finds {} motion{s} now", found.total));
    Ok(Exit::Done)
}

fn list(dir: &Path, json: bool, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let mut is_any_new = false;
    for question in store.questions()? {
        let new = store.news(&question)?;
        is_any_new |= new > 0;
        if json {
            let mut line = serde_json::to_value(&question).unwrap_or_default();
            line["new"] = new.into();
            io.json_line(&line)?;
        } else {
            let SavedQuestion { id, name, query, looked_at, .. } = &question;
            let (name, query) = (visible(name), visible(query));
            writeln!(io.out, "{id:>4}  {new:>5} new since {}  {name}  {query}", day(looked_at))?;
        }
    }
    Ok(if is_any_new { Exit::Done } else { Exit::Lacking })
}

fn show(dir: &Path, number: u64, limit: usize, json: bool, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let question = store.question(number)?.ok_or_else(|| nowhere(number))?;
    let asking = Asking::read(&question.query)?;
    let added_after = Some(question.looked);
    let query = Query { sort: Sort::Added, added_after, limit, ..asking.query() };
    let found = store.search(&query)?;
    for hit in &found.hits {
        if json {
            io.json_line(hit)?;
        } else {
            print_hit(hit, io)?;
        }
    }
    let (total, shown) = (found.total, found.hits.len());
    let s = if total == 1 { "" } else { "s" };
    let some = if shown < total { format!(", the last {shown} shown") } else { String::new() };
    let since = day(&question.looked_at);
    io.say(&format!("{total} motion{s} new for `{}` since {since}{some}", question.name));
    if total == 0 {
        return Ok(Exit::Lacking);
    }
    io.say(&format!("`moties saved looked {number} --until {}` notes that", found.seq));
    Ok(Exit::Done)
}

fn looked(dir: &Path, number: u64, until: Option<u64>, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let (last, found) = store.lag()?;
    drop(store);
    let until = until.unwrap_or(found);
    if until > last {
        let message = format!("expected a change of at most {last}, found {until}");
        let hint = "give what `moties saved show` said";
        return Err(Error::new(Code::Unfitting, message).with_hint(hint).into());
    }
    let mut writer = open(dir, io)?;
    let mut batch = writer.begin()?;
    let is_there = batch.look_at_question(number, until)?;
    batch.commit()?;
    writer.close()?;
    if is_there { Ok(Exit::Done) } else { Err(nowhere(number).into()) }
}

fn remove(dir: &Path, number: u64, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let mut writer = open(dir, io)?;
    let mut batch = writer.begin()?;
    let is_removed = batch.remove_question(number, None)?;
    batch.commit()?;
    writer.close()?;
    if !is_removed {
        return Err(nowhere(number).into());
    }
    io.say(&format!("the saved question {number} is gone"));
    Ok(Exit::Done)
}

/// Opens a store to write; while a server has it, that is asked.
fn open(dir: &Path, io: &mut Io<'_>) -> Result<Writer, Error> {
    Writer::open(dir, &mut |line| io.say(line)).map_err(|error| match error {
        StoreError::Busy { .. } => {
            let hint = "if that is a server, ask it: `/api/v1/questions`, or its page `/vragen`";
            Error::from(error).with_hint(hint)
        }
        error => error.into(),
    })
}

fn nowhere(number: u64) -> Error {
    let message = format!("no saved question has the number {number}");
    Error::new(Code::NotFound, message).with_hint("`moties saved list` shows them")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::cli::tests::moties_in;
    use crate::store::fixture::arrival;

    fn file(dir: &Path, name: &str, title: &str) {
        let mut writer = Writer::open(dir, &mut |_| {}).unwrap();
        writer.file(vec![arrival(name, title, &[])]).unwrap();
        writer.close().unwrap();
    }

    #[test]
    fn a_saved_question_shows_what_is_new() {
        let dir = tempfile::tempdir().unwrap();
        file(dir.path(), "aa", "Wonen");
        let saved = |arguments: &[&str]| {
            let said = moties_in(dir.path(), &[&["saved"], arguments].concat());
            (said.exit, said.out, said.err)
        };
        let (exit, out, err) =
            saved(&["add", "--data", "DIR", "--only", "year=2026|2025", "Huizen", "wonen"]);
        assert_eq!((exit, out.as_str()), (Exit::Done, "1\n"));
        assert_eq!(err, "moties: `Huizen` is saved: it finds 1 motion now\n");
        let (exit, out, _) = saved(&["list", "--data", "DIR"]);
        assert_eq!(exit, Exit::Lacking);
        assert!(out.starts_with("   1      0 new since 20"), "{out}");
        assert!(out.ends_with("  Huizen  q=wonen&year=2026%7C2025\n"), "{out}");
        assert_eq!(saved(&["show", "--data", "DIR", "1"]).0, Exit::Lacking);

        file(dir.path(), "bb", "Wonen aan zee");
        file(dir.path(), "cc", "Wonen in de stad");
        file(dir.path(), "dd", "Wegen");
        let (exit, out, err) = saved(&["show", "--data", "DIR", "--json", "1"]);
        assert_eq!(exit, Exit::Done);
        let hits: Vec<serde_json::Value> =
            out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let titles: Vec<_> = hits.iter().map(|hit| &hit["title"]["text"]).collect();
        assert_eq!(titles, ["Wonen in de stad", "Wonen aan zee"]);
        assert!(err.starts_with("moties: 2 motions new for `Huizen` since 20"), "{err}");
        assert!(err.ends_with("\nmoties: `moties saved looked 1 --until 4` notes that\n"), "{err}");
        let (_, out, err) = saved(&["show", "--data", "DIR", "--limit", "1", "1"]);
        assert!(out.starts_with("[Wonen] in de stad\n") && !out.contains("zee"), "{out}");
        assert!(err.contains(", the last 1 shown\n"), "{err}");

        let (exit, out, _) = saved(&["list", "--data", "DIR", "--json"]);
        let line: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!((exit, &line["new"], &line["looked"]), (Exit::Done, &2.into(), &1.into()));
        let (exit, _, err) = saved(&["looked", "--data", "DIR", "--until", "5", "1"]);
        assert_eq!(exit, Exit::Wrong);
        assert_eq!(
            err,
            "moties: expected a change of at most 4, found 5; give what `moties saved show` said\n"
        );
        assert_eq!(saved(&["looked", "--data", "DIR", "--until", "2", "1"]).0, Exit::Done);
        assert!(saved(&["list", "--data", "DIR"]).1.contains("     1 new since"));
        assert_eq!(saved(&["looked", "--data", "DIR", "1"]).0, Exit::Done);
        assert_eq!(saved(&["list", "--data", "DIR"]).0, Exit::Lacking);

        let (exit, _, err) = saved(&["remove", "--data", "DIR", "1"]);
        assert_eq!((exit, err.as_str()), (Exit::Done, "moties: the saved question 1 is gone\n"));
        for command in ["remove", "looked", "show"] {
            let (exit, _, err) = saved(&[command, "--data", "DIR", "1"]);
            assert_eq!(exit, Exit::Lacking);
            assert_eq!(
                err,
                "moties: no saved question has the number 1; `moties saved list` shows them\n"
            );
        }
        let (exit, _, err) = saved(&["add", "--data", "DIR", "Niets", "?"]);
        assert_eq!(exit, Exit::Wrong);
        assert_eq!(
            err,
            "moties: expected a word to search for, found `?`; give one or more words\n"
        );
    }
}
