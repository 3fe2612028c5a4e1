//! Originals that no document of the ledger stands for: files, and members of packs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{FindingKind, Tell};
use crate::store::error::StoreError;
use crate::store::ledger::Ledger;
use crate::store::originals::{Member, Originals, Place, numbers, pack_path, walk};

/// Where the documents of the ledger stand.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The files of their own.
    pub(super) files: HashSet<PathBuf>,
    /// The places in packs: the pack, and the first byte.
    pub(super) places: HashSet<(u32, u64)>,
}

/// Tells of files among `files` that are no packs and that the ledger does not know; returns false once
/// nobody wants to hear more.
pub(super) fn files(
    originals: &Originals,
    files: Vec<(PathBuf, u64)>,
    known: &Known,
    tell: &mut Tell<'_>,
) -> Result<bool, StoreError> {
    let packs: HashSet<_> = numbers(&originals.packs())?
        .into_iter()
        .map(|number| pack_path(&originals.packs(), number))
        .collect();
    for (path, size) in files {
        // What was deleted meanwhile is gone.
        if !known.files.contains(&path) && !packs.contains(&path) && path.exists() {
            let detail = format!("{size} bytes of no document");
            if !tell(FindingKind::Orphaned, &path.display().to_string(), detail) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Tells of sound members of packs that the ledger does not know; returns false once nobody wants to hear
/// more. What a kill left behind the end of the packs, and nobody was told of, is none.
pub(super) fn members(
    ledger: &Ledger,
    originals: &Originals,
    known: &Known,
    tell: &mut Tell<'_>,
) -> Result<bool, StoreError> {
    let packs = originals.packs();
    let (mut strange, mut is_ended) = (Vec::new(), false);
    for number in numbers(&packs)? {
        is_ended = walk(&packs, number, 0, &mut |member| {
            if !known.places.contains(&(member.place.pack, member.place.start)) {
                strange.push(member);
            }
        })?;
    }
    // Asked now: what was taken in meanwhile is known by now, and what is on its way is of this turn.
    let (end, turn) = (ledger.pack_end()?, ledger.turn()?);
    let is_behind = |member: &Member| (member.place.pack, member.place.start) >= end;
    let keeps_tail =
        is_ended || strange.iter().any(|member| is_behind(member) && member.is_later(turn));
    for member in strange {
        let is_left = (keeps_tail || !is_behind(&member))
            && !ledger.has_bytes(&member.id)?
            && member.is_sound(&packs);
        if is_left && !tell(FindingKind::Orphaned, &subject(&packs, member.place), detail(&member))
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn subject(packs: &Path, place: Place) -> String {
    pack_path(packs, place.pack).display().to_string()
}

fn detail(member: &Member) -> String {
    format!("`{}` at byte {}: {} bytes of no document", member.id, member.place.start, member.bytes)
}
