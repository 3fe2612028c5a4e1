//! `moties check`: a store looked over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::exit::{Exit, Stop};
use super::io::{Io, visible};
use crate::store::Store;

/// Prints what is wrong with a store, a line each; anything at all gives another exit code.
pub(super) fn run(dir: &Path, json: bool, io: &mut Io<'_>) -> Result<Exit, Stop> {
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
