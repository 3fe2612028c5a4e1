//! Originals that no document of the ledger stands for: files, and members of packs.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use crate::store::error::StoreError;
use crate::store::ledger::Ledger;
use crate::store::ledger::check::{DocumentRow, each_document};
use crate::store::originals::{Member, Originals, numbers, pack_path, walk};

/// Where the documents of the ledger stand.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The files of their own.
    pub(super) files: HashSet<PathBuf>,
    /// The places in packs: the pack, and the first byte.
    pub(super) places: HashSet<(u32, u64)>,
}

impl Known {
    /// All that the ledger knows; nothing of it is read.
    pub(super) fn of(ledger: &Ledger, originals: &Originals) -> Result<Self, StoreError> {
        let mut known = Self::default();
        each_document(ledger.rows(), &mut |document| {
            known.add(originals, &document);
            true
        })?;
        Ok(known)
    }

    /// Adds a document.
    pub(super) fn add(&mut self, originals: &Originals, document: &DocumentRow) {
        match document.place {
            Some(place) => self.places.insert((place.pack, place.start)),
            None => self.files.insert(originals.path(&document.id)),
        };
    }
}

/// The bytes of no document.
#[derive(Debug)]
pub(in crate::store) enum Orphan {
    /// A file, and its size.
    File(PathBuf, u64),
    /// A part of a pack.
    Member(Member),
}

impl Orphan {
    /// The file that it is, or stands in.
    pub(super) fn subject(&self, originals: &Originals) -> String {
        match self {
            Self::File(path, _) => path.display().to_string(),
            Self::Member(member) => {
                pack_path(&originals.packs(), member.place.pack).display().to_string()
            }
        }
    }

    /// What it is.
    pub(super) fn detail(&self) -> String {
        match self {
            Self::File(_, size) => format!("{size} bytes of no document"),
            Self::Member(Member { id, place, bytes, .. }) => {
                format!("`{id}` at byte {}: {bytes} bytes of no document", place.start)
            }
        }
    }

    /// Erases it for good.
    pub(in crate::store) fn erase(&self, originals: &Originals) -> Result<(), StoreError> {
        match self {
            Self::File(path, _) => fs::remove_file(path).map_err(StoreError::io("remove", path)),
            Self::Member(Member { id, place, bytes, .. }) => {
                originals.erase(id, Some(*place), *bytes)
            }
        }
    }
}

/// The files among `files` that are no packs and that the ledger does not know, and the sound members of
/// packs that it does not know. What a kill left behind the end of the packs, and nobody was told of, is
/// none of them.
pub(super) fn find(
    ledger: &Ledger,
    originals: &Originals,
    files: Vec<(PathBuf, u64)>,
    known: &Known,
) -> Result<Vec<Orphan>, StoreError> {
    let packs: HashSet<_> = numbers(&originals.packs())?
        .into_iter()
        .map(|number| pack_path(&originals.packs(), number))
        .collect();
    let mut orphans: Vec<_> = files
        .into_iter()
        // What was deleted meanwhile is gone.
        .filter(|(path, _)| !known.files.contains(path) && !packs.contains(path) && path.exists())
        .map(|(path, size)| Orphan::File(path, size))
        .collect();
    orphans.extend(members(ledger, originals, known)?.into_iter().map(Orphan::Member));
    Ok(orphans)
}

fn members(
    ledger: &Ledger,
    originals: &Originals,
    known: &Known,
) -> Result<Vec<Member>, StoreError> {
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
    let mut orphans = Vec::new();
    for member in strange {
        if (keeps_tail || !is_behind(&member))
            && !ledger.has_bytes(&member.id)?
            && member.is_sound(&packs)
        {
            orphans.push(member);
        }
    }
    Ok(orphans)
}
