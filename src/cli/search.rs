//! `moties search`: motions found by their words.

use std::path::Path;

use super::exit::{Exit, Stop};
use super::io::{Io, visible};
use super::versions;
use crate::index::{Facet, FacetCounts, Filter, Sort};
use crate::store::{self, ClauseHit, Found, Hit, Query, Store};

/// How many digits of an id are printed: enough to tell documents apart.
const SHORT_ID: usize = 12;

/// The beginning of an id, with the number of a motion that is not the first of its document.
pub(super) fn short(id: &str) -> String {
    let (hash, number) = id.split_once('-').map_or((id, ""), |(hash, _)| (hash, &id[hash.len()..]));
    format!("{}{number}", &hash[..hash.len().min(SHORT_ID)])
}

/// In which order motions are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Order {
    /// What fits best first
    Relevance,
    /// By date, the latest first
    Newest,
    /// By date, the earliest first
    Oldest,
    /// What could be found last first
    Added,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Relevance => Self::Relevance,
            Order::Newest => Self::Newest,
            Order::Oldest => Self::Oldest,
            Order::Added => Self::Added,
        }
    }
}

/// What motions must be, of one facet.
#[derive(Clone, Debug)]
pub(super) struct Filters(pub(super) Vec<Filter>);

/// Reads `FACET=VALUE`.
pub(super) fn only(given: &str) -> Result<Filters, String> {
    let facet = given.split_once('=').and_then(|(name, values)| Some((Facet::of(name)?, values)));
    let Some((facet, values)) = facet else {
        let known = Facet::ALL.map(Facet::name).join(", ");
        return Err(format!("expected a facet, `=` and a value; facets are {known}"));
    };
    Ok(Filters(store::filters(facet, values)))
}

/// Prints what is found; that nothing is found gives another exit code.
pub(super) fn run(
    dir: &Path,
    query: &Query<'_>,
    json: bool,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let found = store.search(query)?;
    for note in &found.notes {
        io.say(&format!("{} (at byte {})", note.message, note.start));
    }
    if json {
        io.json_pretty(&found)?;
    } else {
        print(&found, query, io)?;
    }
    Ok(if found.total == 0 { Exit::Lacking } else { Exit::Done })
}

fn print(found: &Found, query: &Query<'_>, io: &mut Io<'_>) -> Result<(), Stop> {
    for hit in &found.hits {
        print_hit(hit, io)?;
    }
    for FacetCounts { facet, values } in
        found.facets.iter().filter(|counts| !counts.values.is_empty())
    {
        let told = values.iter().map(|one| format!("{} {}", visible(&one.value), one.count));
        writeln!(io.out, "{}: {}", facet.name(), told.collect::<Vec<_>>().join(", "))?;
    }
    let s = if found.total == 1 { "" } else { "s" };
    let shown = found.hits.len();
    io.say(&match found.total {
        0 => format!("nothing found for `{}`", query.words),
        total if shown < total => {
            let which = match query.sort {
                _ if query.after.is_some() => "the next",
                Sort::Relevance => "the best",
                Sort::Newest => "the newest",
                Sort::Oldest => "the oldest",
                Sort::Added => "the last to come",
            };
            format!("{total} motion{s} found, {which} {shown} shown")
        }
        total => format!("{total} motion{s} found"),
    });
    if let Some(next) = &found.next {
        io.say(&format!("`--after {next}` shows the next"));
    }
    Ok(())
}

pub(super) fn print_hit(hit: &Hit, io: &mut Io<'_>) -> Result<(), Stop> {
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
    if hit.other_versions > 0 {
        let s = if hit.other_versions == 1 { "" } else { "s" };
        writeln!(io.out, "  and {} other version{s}:", hit.other_versions)?;
        hit.versions.iter().try_for_each(|version| versions::print(version, io))?;
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
