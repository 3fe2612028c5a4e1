//! `moties search`: motions found by their words.

use std::path::Path;

use super::exit::{Exit, Stop};
use super::io::{Io, visible};
use crate::store::{ClauseHit, Found, Hit, Query, Store};

/// How many digits of an id are printed: enough to tell documents apart.
const SHORT_ID: usize = 12;

/// The beginning of an id, with the number of a motion that is not the first of its document.
pub(super) fn short(id: &str) -> String {
    let (hash, number) = id.split_once('-').map_or((id, ""), |(hash, _)| (hash, &id[hash.len()..]));
    format!("{}{number}", &hash[..hash.len().min(SHORT_ID)])
}

/// Prints what is found; that nothing is found gives another exit code.
pub(super) fn run(
    dir: &Path,
    words: &str,
    clause: Option<&str>,
    limit: usize,
    json: bool,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let query = Query { words, clause, limit };
    let found = store.search(&query)?;
    for notice in &found.notices {
        io.say(notice);
    }
    if json {
        io.json_pretty(&found)?;
    } else {
        print(&found, &query, io)?;
    }
    Ok(if found.total == 0 { Exit::Lacking } else { Exit::Done })
}

fn print(found: &Found, query: &Query<'_>, io: &mut Io<'_>) -> Result<(), Stop> {
    for hit in &found.hits {
        print_hit(hit, io)?;
    }
    let (what, s) = match (query.clause, found.total) {
        (None, 1) => ("motion", ""),
        (None, _) => ("motion", "s"),
        (Some(_), 1) => ("clause", ""),
        (Some(_), _) => ("clause", "s"),
    };
    let shown = found.hits.len();
    io.say(&match found.total {
        0 => format!("nothing found for `{}`", query.words),
        total if query.clause.is_none() && shown < total => {
            format!("{total} {what}{s} found, the best {shown} shown")
        }
        total => format!("{total} {what}{s} found"),
    });
    Ok(())
}

fn print_hit(hit: &Hit, io: &mut Io<'_>) -> Result<(), Stop> {
    let title = match &hit.title {
        Some(title) => io.emphasised(title),
        None => visible(&hit.name),
    };
    let about: Vec<_> =
        [hit.date.as_deref(), hit.body.as_deref()].into_iter().flatten().map(visible).collect();
    let id = short(&hit.id);
    writeln!(io.out, "{title}")?;
    writeln!(io.out, "  {}", [&[id.to_owned()], about.as_slice()].concat().join("  "))?;
    for clause in &hit.clauses {
        print_clause(clause, io)?;
    }
    if let Some(passage) = &hit.passage {
        let text = io.emphasised(passage);
        writeln!(io.out, "  … {text} …")?;
    }
    writeln!(io.out)?;
    Ok(())
}

fn print_clause(clause: &ClauseHit, io: &mut Io<'_>) -> Result<(), Stop> {
    let heading = io.emphasised(&clause.heading);
    writeln!(io.out, "  {}: {heading}", clause.kind)?;
    for item in &clause.items {
        let text = io.emphasised(item);
        writeln!(io.out, "    - {text}")?;
    }
    Ok(())
}
