//! What stands in packs behind the end that the ledger has of them.
//!
//! Every member says in its header at which turn of the ledger it was written, and a turn ends with each
//! commit of documents and each opening. Once the ledger has them, the pack gets tar's end behind it. So
//! two things can be told apart that look alike:
//!
//! - what a kill left of a batch that was never acknowledged: of the ledger's own turn or an earlier one,
//!   with no end behind it. It is cut off.
//! - what a later ledger acknowledged, while the one that is here came back from a copy: of a later turn, or
//!   with an end. It stays where it is, and what comes next goes into a new pack.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use tar::Header;

use super::hash;
use super::pack::{self, BLOCK, Place};
use crate::store::error::StoreError;

/// A document in a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Member {
    /// Its name: the lower-case hex SHA-256 of its bytes as they came in.
    pub(in crate::store) id: String,
    /// Where its bytes stand.
    pub(in crate::store) place: Place,
    /// How many they are.
    pub(in crate::store) bytes: u64,
    /// The turn of the ledger at which it was written; `None` where an earlier version wrote it.
    pub(in crate::store) turn: Option<u64>,
}

impl Member {
    /// Whether its bytes are those that came in.
    pub(in crate::store) fn is_sound(&self, packs: &Path) -> bool {
        pack::read(packs, self.place, self.bytes).is_ok_and(|bytes| hash(&bytes) == self.id)
    }

    /// Whether a ledger at this turn cannot tell that it was never acknowledged.
    pub(in crate::store) fn is_later(&self, turn: u64) -> bool {
        self.turn.is_none_or(|of| of > turn)
    }
}

/// The numbers of the packs in a folder, in order.
pub(in crate::store) fn numbers(packs: &Path) -> Result<Vec<u32>, StoreError> {
    let mut numbers = Vec::new();
    if packs.exists() {
        for entry in fs::read_dir(packs).map_err(StoreError::io("read", packs))? {
            let name = entry.map_err(StoreError::io("read", packs))?.file_name();
            let number: Option<u32> =
                name.to_str().and_then(|name| name.strip_suffix(".tar")?.parse().ok());
            numbers.extend(number);
        }
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Hands over the members of a pack whose header begins at a byte or behind it, as long as they are
/// whole; returns whether tar's end follows them.
pub(in crate::store) fn walk(
    packs: &Path,
    pack: u32,
    from: u64,
    each: &mut dyn FnMut(Member),
) -> Result<bool, StoreError> {
    let path = pack::path(packs, pack);
    let mut walk = || -> io::Result<bool> {
        let file = File::open(&path)?;
        let length = file.metadata()?.len();
        let (mut at, mut header) = (from, Header::new_gnu());
        while at + BLOCK <= length {
            file.read_exact_at(header.as_mut_bytes(), at)?;
            let start = at + BLOCK;
            let Some(member) = member(&header, Place { pack, start }) else { break };
            let Some(end) = start.checked_add(member.bytes).filter(|&end| end <= length) else {
                break;
            };
            at = end.next_multiple_of(BLOCK);
            each(member);
        }
        let mut end = [1; 2 * BLOCK as usize];
        Ok(file.read_exact_at(&mut end, at).is_ok() && end.iter().all(|&byte| byte == 0))
    };
    walk().map_err(StoreError::io("read", &path))
}

/// Reads a header; `None` for what is none.
fn member(header: &Header, place: Place) -> Option<Member> {
    let mut sealed = header.clone();
    sealed.set_cksum();
    if header.cksum().ok()? != sealed.cksum().ok()? {
        return None;
    }
    Some(Member {
        id: header.path().ok()?.to_str()?.to_owned(),
        place,
        bytes: header.entry_size().ok()?,
        turn: header.groupname().ok()?.and_then(|turn| turn.parse().ok()),
    })
}

/// Where a writer goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Resumed {
    /// The pack that is added to, and where it ends.
    pub(in crate::store) end: (u32, u64),
    /// The turn that the ledger is at from now on.
    pub(in crate::store) turn: u64,
    /// What whoever keeps the store should hear.
    pub(in crate::store) said: Option<String>,
}

/// Looks behind the end that a ledger at a turn has of the packs, and takes out what was never
/// acknowledged. `knows` says whether the ledger has the bytes of an id.
pub(in crate::store) fn resume(
    packs: &Path,
    (last, end): (u32, u64),
    turn: u64,
    knows: &dyn Fn(&str) -> Result<bool, StoreError>,
) -> Result<Resumed, StoreError> {
    let numbers = numbers(packs)?;
    let newest = numbers.last().copied().unwrap_or(0).max(last);
    let anew = |turn, said| Resumed { end: (newest + 1, 0), turn, said: Some(said) };
    let path = pack::path(packs, last);
    let length = fs::metadata(&path).map_or(0, |metadata| metadata.len());
    if length < end {
        return Ok(anew(
            turn + 1,
            format!(
                "`{}`: expected {end} bytes, found {length}: it is left as it is; `moties check` says \
                 what is missing",
                path.display()
            ),
        ));
    }
    let (mut members, mut is_ended) = (Vec::new(), false);
    for &pack in numbers.iter().filter(|&&pack| pack >= last) {
        let from = if pack == last { end } else { 0 };
        is_ended = walk(packs, pack, from, &mut |member| members.push(member))?;
    }
    let mut left = 0;
    if is_ended || members.iter().any(|member| member.is_later(turn)) {
        for member in &members {
            left += usize::from(!knows(&member.id)? && member.is_sound(packs));
        }
    }
    if left > 0 {
        let newest_turn = members.iter().filter_map(|member| member.turn).max().unwrap_or(0);
        let s = if left == 1 { " stands" } else { "s stand" };
        return Ok(anew(
            turn.max(newest_turn) + 1,
            format!(
                "`{}`: {left} document{s} behind what the ledger knows, as a later ledger wrote them: \
                 they are left as they are; `moties check` names them",
                packs.display()
            ),
        ));
    }
    for &pack in numbers.iter().filter(|&&pack| pack > last) {
        let path = pack::path(packs, pack);
        fs::remove_file(&path).map_err(StoreError::io("remove", &path))?;
    }
    Ok(Resumed { end: (last, end), turn: turn + 1, said: None })
}

#[cfg(test)]
mod tests {
    use super::super::pack::Packer;
    use super::*;

    /// Packs, and a packer at a turn of the ledger.
    fn packer(packs: &Path, end: (u32, u64), turn: u64) -> Packer {
        let mut packer = Packer::new(packs, end);
        packer.set_turn(turn);
        packer
    }

    fn put(packer: &mut Packer, content: &str) {
        packer.append(&hash(content.as_bytes()), content.as_bytes(), 0).unwrap();
    }

    fn nobody(_: &str) -> Result<bool, StoreError> {
        Ok(false)
    }

    #[test]
    fn what_a_kill_left_is_cut_off_and_what_a_later_ledger_has_is_kept() {
        // Whether the ledger had taken it, and at which turn the ledger that is here is.
        for (is_settled, turn, is_kept) in [
            (false, 3, false),
            (false, 4, false),
            (true, 3, true),
            (true, 2, true),
            (false, 2, true),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let mut one = packer(dir.path(), (0, 0), 2);
            put(&mut one, "een");
            let end = one.end();
            one.set_turn(3);
            put(&mut one, "twee");
            put(&mut one, "drie");
            if is_settled {
                one.finish();
            }
            let resumed = resume(dir.path(), end, turn, &nobody).unwrap();
            let case = format!("{is_settled}, turn {turn}");
            assert_eq!(resumed.end, if is_kept { (2, 0) } else { end }, "{case}");
            assert_eq!(resumed.turn, turn.max(if is_kept { 3 } else { 0 }) + 1, "{case}");
            let expected = format!(
                "`{}`: 2 documents stand behind what the ledger knows, as a later ledger wrote them: \
                 they are left as they are; `moties check` names them",
                dir.path().display()
            );
            assert_eq!(resumed.said, is_kept.then_some(expected), "{case}");
            // It goes on there, and what was kept is still there then.
            let mut one = packer(dir.path(), resumed.end, resumed.turn);
            put(&mut one, "vier");
            let mut names = Vec::new();
            for pack in numbers(dir.path()).unwrap() {
                walk(dir.path(), pack, 0, &mut |member| names.push(member.id)).unwrap();
            }
            let kept: &[&str] =
                if is_kept { &["een", "twee", "drie", "vier"] } else { &["een", "vier"] };
            let kept: Vec<_> = kept.iter().map(|content| hash(content.as_bytes())).collect();
            assert_eq!(names, kept, "{case}");
        }
    }

    #[test]
    fn what_is_known_elsewhere_or_is_not_whole_is_no_reason_to_keep_anything() {
        let dir = tempfile::tempdir().unwrap();
        let mut one = packer(dir.path(), (0, 0), 7);
        put(&mut one, "een");
        one.finish();
        let known = |id: &str| Ok(id == hash(b"een"));
        assert_eq!(resume(dir.path(), (0, 0), 1, &known).unwrap().end, (0, 0));
        assert_eq!(numbers(dir.path()).unwrap(), Vec::<u32>::new());
        let mut one = packer(dir.path(), (0, 0), 7);
        put(&mut one, "een");
        let path = pack::path(dir.path(), 1);
        let half = fs::read(&path).unwrap()[..513].to_vec();
        fs::write(&path, half).unwrap();
        assert_eq!(resume(dir.path(), (1, 0), 1, &nobody).unwrap().end, (1, 0));
    }

    #[test]
    fn a_pack_that_is_too_short_is_not_made_longer() {
        let dir = tempfile::tempdir().unwrap();
        let path = pack::path(dir.path(), 1);
        fs::write(&path, "half").unwrap();
        let resumed = resume(dir.path(), (1, 1024), 5, &nobody).unwrap();
        assert_eq!((resumed.end, resumed.turn), ((2, 0), 6));
        assert_eq!(
            resumed.said.unwrap(),
            format!(
                "`{}`: expected 1024 bytes, found 4: it is left as it is; `moties check` says what is \
                 missing",
                path.display()
            )
        );
    }
}
