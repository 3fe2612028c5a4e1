//! `moties show`: one document of the store.

use std::path::Path;

use super::exit::{Exit, Stop};
use super::io::{Io, visible};
use crate::error::{Code, Error};
use crate::motion::{Clause, Item, Motion, Signatory, SignatoryKind};
use crate::store::{Entry, State, Store};

/// Prints a document: for a person, as its record, or as it came in.
pub(super) fn run(
    dir: &Path,
    id: &str,
    json: bool,
    original: bool,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let entry = store.find(id)?;
    if original {
        io.out.write_all(&store.original(&entry.id)?)?;
        return Ok(Exit::Done);
    }
    match (store.motion(&entry.id)?, json) {
        (Some(motion), true) => io.json_pretty(&motion)?,
        (Some(motion), false) => print(&motion, &entry, io)?,
        (None, _) => return Err(failure(&entry).into()),
    }
    Ok(Exit::Done)
}

/// Why a document has no record.
pub(super) fn failure(entry: &Entry) -> Error {
    match &entry.state {
        State::Failed { code, message } | State::Held { code, message } => Error::new(
            Code::from_name(code).unwrap_or(Code::Internal),
            format!("`{}`: {message}", entry.file),
        ),
        State::Waiting => {
            let message = format!("`{}` waits to be read", entry.file);
            Error::new(Code::NotFound, message).with_hint("an import reads it, or a server")
        }
        State::Indexed | State::Deleted => {
            Error::new(Code::StoreDamaged, "the ledger has no record of it")
        }
    }
}

fn print(motion: &Motion, entry: &Entry, io: &mut Io<'_>) -> Result<(), Stop> {
    let outcome = motion.outcome.as_ref().map(|outcome| {
        let result = serde_json::to_value(outcome.result).unwrap_or_default();
        let date = outcome.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
        format!("{}{date}", result.as_str().unwrap_or_default())
    });
    let title = io.bold(motion.title.as_deref().unwrap_or(&motion.source.name));
    writeln!(io.out, "{title}")?;
    for (name, value) in [
        ("id", Some(&motion.id)),
        ("file", Some(&entry.file)),
        ("imported", Some(&entry.imported_at)),
        ("number", motion.number.as_ref()),
        ("date", motion.date.as_ref()),
        ("subject", motion.subject.as_ref()),
        ("addressee", motion.addressee.as_ref()),
        ("sender", motion.sender.as_ref()),
        ("replaces", motion.replaces.as_ref()),
        ("outcome", outcome.as_ref()),
        ("grammar", motion.grammar.as_ref()),
    ] {
        if let Some(value) = value {
            writeln!(io.out, "{name:<10} {}", visible(value))?;
        }
    }
    if let Some(body) = &motion.body {
        writeln!(io.out, "\n{}", visible(body))?;
    }
    for clause in &motion.clauses {
        print_clause(clause, io)?;
    }
    if let Some(closing) = &motion.closing {
        writeln!(io.out, "\n{}", visible(closing))?;
    }
    print_signatories(&motion.signatories, io)?;
    for warning in &motion.warnings {
        io.say(&format!("{}: {}", warning.code, warning.message));
    }
    Ok(())
}

fn print_clause(clause: &Clause, io: &mut Io<'_>) -> Result<(), Stop> {
    let heading = io.bold(&clause.heading);
    writeln!(io.out, "\n{heading}: ({})", clause.kind)?;
    print_items(&clause.items, 1, io)
}

fn print_items(items: &[Item], depth: usize, io: &mut Io<'_>) -> Result<(), Stop> {
    for item in items {
        writeln!(io.out, "{}- {}", "  ".repeat(depth), visible(&item.text))?;
        print_items(&item.items, depth + 1, io)?;
    }
    Ok(())
}

fn print_signatories(signatories: &[Signatory], io: &mut Io<'_>) -> Result<(), Stop> {
    for (heading, kind) in
        [("submitted by", SignatoryKind::Submitted), ("supported by", SignatoryKind::Supported)]
    {
        let mut names = signatories.iter().filter(|signatory| signatory.kind == kind).peekable();
        if names.peek().is_some() {
            writeln!(io.out, "\n{heading}")?;
        }
        for signatory in names {
            let about = [&signatory.role, &signatory.organisation, &signatory.party];
            let parts: Vec<_> = std::iter::once(&signatory.name)
                .chain(about.into_iter().flatten())
                .map(|part| visible(part))
                .collect();
            writeln!(io.out, "  {}", parts.join(", "))?;
        }
    }
    Ok(())
}
