//! `moties imports`, `moties retry`: what was brought, what became of it, and what is read again.

use std::path::Path;

use super::exit::{Exit, Stop};
use super::import::finish;
use super::io::{Io, visible};
use crate::error::{Code, Error};
use crate::import::{Readers, Task};
use crate::store::{Import, ImportItem, Retry, Store, Writer};

/// How many items are fetched at once.
const ITEMS: usize = 1000;

/// Lists imports, or tells of every document of one.
pub(super) fn run(
    dir: &Path,
    number: Option<u64>,
    json: bool,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let Some(number) = number else { return list(&store, json, io) };
    let import = store.import(number)?.ok_or_else(|| {
        Error::new(Code::NotFound, format!("no import has the number {number}"))
            .with_hint("`moties imports` lists them")
    })?;
    let mut behind = 0;
    loop {
        let items = store.import_items(number, behind, ITEMS)?;
        for item in &items {
            if json { io.json_line(item)? } else { print_item(item, io)? }
        }
        match items.last() {
            Some(last) if items.len() == ITEMS => behind = last.number,
            _ => break,
        }
    }
    io.say(&summary(&import));
    Ok(if import.counts.failed == 0 { Exit::Done } else { Exit::Lacking })
}

fn list(store: &Store, json: bool, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let mut before = None;
    loop {
        let imports = store.imports(before, ITEMS)?;
        for import in &imports {
            if json {
                io.json_line(import)?;
            } else {
                writeln!(io.out, "{}", visible(&summary(import)))?;
            }
        }
        match imports.last() {
            Some(last) if imports.len() == ITEMS => before = Some(last.id),
            _ => break,
        }
    }
    Ok(Exit::Done)
}

fn print_item(item: &ImportItem, io: &mut Io<'_>) -> Result<(), Stop> {
    let about = match (&item.duplicate_of, &item.code, &item.message, &item.title) {
        (Some(of), ..) => format!("  of {of}"),
        (_, Some(code), message, _) => {
            format!("  {code}: {}", message.as_deref().unwrap_or_default())
        }
        (_, _, _, Some(title)) => format!("  {title}"),
        (_, _, Some(message), _) => format!("  {message}"),
        _ => String::new(),
    };
    writeln!(io.out, "{:<9}  {}{}", item.outcome, visible(&item.file), visible(&about))?;
    Ok(())
}

/// `12  2026-11-24T09:30:00Z  done  command-line  corpus: 3 indexed, 1 failed (1 not-a-pdf)`
fn summary(import: &Import) -> String {
    let counts = &import.counts;
    let mut parts: Vec<_> = [
        (counts.waiting, "waiting"),
        (counts.running, "running"),
        (counts.indexed, "indexed"),
        (counts.held, "held"),
        (counts.duplicate, "duplicate"),
        (counts.failed, "failed"),
        (counts.skipped, "skipped"),
        (counts.deleted, "deleted"),
    ]
    .into_iter()
    .filter(|&(count, _)| count > 0)
    .map(|(count, name)| format!("{count} {name}"))
    .collect();
    if parts.is_empty() {
        parts.push("nothing".to_owned());
    }
    let codes: Vec<_> =
        import.codes.iter().map(|(code, count)| format!("{count} {code}")).collect();
    let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(", ")) };
    let progress = serde_json::to_value(import.progress).unwrap_or_default();
    format!(
        "{}  {}  {}  {}  {}: {}{codes}",
        import.id,
        import.began_at,
        progress.as_str().unwrap_or_default(),
        import.source,
        import.name,
        parts.join(", ")
    )
}

/// Reads again what failed: of an import, with a code, or all.
pub(super) fn retry(
    dir: &Path,
    import: Option<u64>,
    code: Option<String>,
    json: bool,
    readers: &Readers,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    if let Some(code) = code.as_deref().filter(|code| Code::from_name(code).is_none()) {
        let known: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        let message = format!("expected the code of a failure, found `{code}`");
        let hint = format!("name one of {}", known.join(", "));
        return Err(Error::new(Code::BadRequest, message).with_hint(hint).into());
    }
    let which = match (import, code) {
        (Some(import), code) => Retry::Import(import, code),
        (None, Some(code)) => Retry::Code(code),
        (None, None) => Retry::Failed,
    };
    let mut writer = Writer::open(dir, &mut |line| io.say(line))?;
    let mut batch = writer.begin()?;
    batch.retry(&which, None)?;
    batch.commit()?;
    finish(writer, Task::Resume(None), "nothing failed that could be read again", json, readers, io)
}
