//! `moties reextract`: what the motions that are kept would be if they were read now.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde::Serialize;
use serde_json::Value;

use super::exit::{Exit, Stop};
use super::import::bar;
use super::interrupt;
use super::io::{Io, failed, visible};
use crate::error::Error;
use crate::import::Readers;
use crate::motion::Motion;
use crate::store::{Content, Entry, Record, State, Store, StoreError, Writer};

/// How many documents are changed in one transaction.
const TOGETHER: usize = 100;

/// A motion that would be read otherwise than it was.
#[derive(Debug, Serialize)]
struct Differing {
    /// Its id.
    id: String,
    /// The file that it came in.
    file: String,
    /// What would change: the name of each part, with its value before and after. A motion that would
    /// come or go has the part `motion`.
    changes: BTreeMap<String, [Value; 2]>,
    /// Whether it was changed.
    applied: bool,
}

/// Reads everything anew and tells what differs; with `apply`, keeps that. What people corrected
/// stays corrected.
pub(super) fn run(
    dir: &Path,
    apply: bool,
    json: bool,
    readers: &Readers,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let mut writer = if apply { Some(Writer::open(dir, &mut |line| io.say(line))?) } else { None };
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let mut entries = Vec::new();
    store.entries(|entry| {
        let is_read = matches!(entry.state, State::Indexed | State::Held { .. });
        if is_read && !entry.id.contains('-') {
            entries.push(entry);
        }
        true
    })?;
    let stop = interrupt::flag();
    let progress = bar(io.shows_progress);
    progress.set_length(entries.len() as u64);
    let total = entries.len();
    let queue = Mutex::new(entries.into_iter());
    let (mut differing, mut broken, mut read) = (0_usize, 0_usize, 0_usize);
    let mut waiting: Vec<(String, Content)> = Vec::new();
    let result = thread::scope(|scope| -> Result<(), Stop> {
        let (send, receive) = sync_channel(64);
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let (send, queue, store, stop) = (send.clone(), &queue, &store, &stop);
            scope.spawn(move || {
                let mut reader = readers.reader();
                while !stop.load(Ordering::Relaxed) {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(entry) = next else { return };
                    let reading = store
                        .original(&entry.id)
                        .map_err(Error::from)
                        .and_then(|bytes| reader.read_as(&entry.file, &bytes));
                    if send.send((entry, reading)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        for (entry, reading) in receive {
            read += 1;
            progress.inc(1);
            match reading {
                Err(error) => {
                    broken += 1;
                    let line = failed(&entry.file, &error);
                    progress.suspend(|| writeln!(io.err, "{line}"))?;
                }
                Ok(reading) => {
                    let found = compare(&store, &entry, &reading.motions, apply)?;
                    differing += found.len();
                    progress.suspend(|| found.iter().try_for_each(|one| print(one, json, io)))?;
                    if apply && !found.is_empty() {
                        let content =
                            Content::Motions { motions: reading.motions, text: reading.text };
                        waiting.push((entry.id, content));
                    }
                }
            }
            if waiting.len() >= TOGETHER {
                keep(writer.as_mut(), &mut waiting)?;
            }
        }
        Ok(())
    });
    stop_others(&stop, result.is_err());
    result?;
    keep(writer.as_mut(), &mut waiting)?;
    progress.finish_and_clear();
    if let Some(writer) = writer {
        writer.close()?;
    }
    let done = if apply { "were changed" } else { "would change; `--apply` keeps it" };
    let stopped = if read < total { "stopped: " } else { "" };
    io.say(&format!(
        "{stopped}{read} documents read, {differing} motions {done}, {broken} documents failed and stay \
         as they are"
    ));
    Ok(if broken == 0 && read == total { Exit::Done } else { Exit::Lacking })
}

/// Lets the others end once one has failed.
fn stop_others(stop: &AtomicBool, failed: bool) {
    if failed {
        stop.store(true, Ordering::Relaxed);
    }
}

/// Files what was read anew.
fn keep(
    writer: Option<&mut Writer>,
    waiting: &mut Vec<(String, Content)>,
) -> Result<(), StoreError> {
    let Some(writer) = writer else { return Ok(()) };
    if waiting.is_empty() {
        return Ok(());
    }
    let mut batch = writer.begin()?;
    for (id, content) in waiting.drain(..) {
        batch.renew(&id, &content)?;
    }
    batch.commit()
}

/// The motions of a document that were read otherwise than before.
fn compare(
    store: &Store,
    entry: &Entry,
    motions: &[Record],
    applied: bool,
) -> Result<Vec<Differing>, StoreError> {
    let mut found = Vec::new();
    let mut number = 1;
    loop {
        let id = if number == 1 { entry.id.clone() } else { format!("{}-{number}", entry.id) };
        let before = store.extracted(&id)?;
        let after = motions.get(number - 1).map(Record::motion);
        if before.is_none() && after.is_none() {
            return Ok(found);
        }
        let changes = changes(before.as_ref(), after);
        if !changes.is_empty() {
            found.push(Differing { id, file: entry.file.clone(), changes, applied });
        }
        number += 1;
    }
}

/// What differs between two records.
fn changes(before: Option<&Motion>, after: Option<&Motion>) -> BTreeMap<String, [Value; 2]> {
    let json = |motion: Option<&Motion>| {
        motion.map_or(Value::Null, |motion| serde_json::to_value(motion).unwrap_or_default())
    };
    let (before, after) = (json(before), json(after));
    let (Value::Object(before), Value::Object(after)) = (&before, &after) else {
        return BTreeMap::from([("motion".to_owned(), [before, after])]);
    };
    let names = before.keys().chain(after.keys()).filter(|name| *name != "source");
    let value = |record: &serde_json::Map<String, Value>, name| {
        record.get(name).cloned().unwrap_or_default()
    };
    names
        .map(|name| (name.clone(), [value(before, name), value(after, name)]))
        .filter(|(_, [before, after])| before != after)
        .collect()
}

fn print(differing: &Differing, json: bool, io: &mut Io<'_>) -> Result<(), Stop> {
    if json {
        return Ok(io.json_line(differing)?);
    }
    let parts: Vec<_> = differing.changes.keys().map(String::as_str).collect();
    let id = super::search::short(&differing.id);
    writeln!(io.out, "{id}  {}  {}", visible(&differing.file), parts.join(", "))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::motion;

    #[test]
    fn only_what_differs_is_told() {
        let before = motion("aa", "Wonen", &[("verzoekt", "verzoekt", &["x"])]);
        assert!(changes(Some(&before), Some(&before)).is_empty());
        let mut after = before.clone();
        after.title = Some("Wonen in de wijk".into());
        after.source.name = "elders.txt".into();
        let found = changes(Some(&before), Some(&after));
        assert_eq!(found.keys().collect::<Vec<_>>(), ["title"]);
        assert_eq!(found["title"], ["Wonen", "Wonen in de wijk"].map(Value::from));
        assert_eq!(changes(Some(&before), None).keys().collect::<Vec<_>>(), ["motion"]);
    }
}
