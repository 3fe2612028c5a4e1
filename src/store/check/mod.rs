//! A store looked over: whether everything that was acknowledged is there, as it came, and found.

mod orphans;

use std::fmt;
use std::path::Path;

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::error::StoreError;
use super::index_check;
use super::ledger::check::DocumentRow;
use super::ledger::repair::{self, Repairable};
use super::ledger::{self, Ledger};
use super::originals::Originals;
use crate::index::{self, Shelf};
use orphans::{Known, Orphan};

/// What a finding of the ledger as a whole is of.
const LEDGER: &str = "ledger.sqlite";

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// What is the matter.
    pub kind: FindingKind,
    /// With what: the id of a document or motion, the path of a file.
    pub subject: String,
    /// What was found.
    pub detail: String,
    /// What to do about it.
    pub hint: &'static str,
}

/// What may be the matter with a part of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// The ledger is damaged.
    Damaged,
    /// The bytes of a document are gone.
    Missing,
    /// The bytes of a document are not those that came in.
    Altered,
    /// Bytes that no document of the ledger stands for: a file, or a part of a pack.
    Orphaned,
    /// Rows of the ledger that contradict each other.
    Inconsistent,
    /// A trigger or an index of the ledger that is not there, or not as it was made.
    Dropped,
    /// Something that the ledger counts, and has another number of.
    Miscounted,
    /// A file of the index is damaged, or the index as a whole.
    IndexDamaged,
    /// A motion that the index should have, and has not.
    NotIndexed,
    /// A motion that the index has, and should not, or has more than once.
    Misindexed,
}

impl FindingKind {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Missing => "missing",
            Self::Altered => "altered",
            Self::Orphaned => "orphaned",
            Self::Inconsistent => "inconsistent",
            Self::Dropped => "dropped",
            Self::Miscounted => "miscounted",
            Self::IndexDamaged => "index-damaged",
            Self::NotIndexed => "not-indexed",
            Self::Misindexed => "misindexed",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Damaged | Self::Inconsistent => {
                "bring a backup back in a folder of its own (`moties restore FILE --data NEW`), and \
                 import what came since"
            }
            Self::Missing | Self::Altered => {
                "import the same file again, or one with the same bytes out of a backup: they are put in \
                 their place"
            }
            Self::Orphaned => {
                "put the later ledger back if there is one; else take it out (`tar -xf PACK ID`) and \
                 import it, or have it erased for good (`moties check --erase-orphaned`)"
            }
            Self::Dropped | Self::Miscounted => {
                "`moties check --repair` makes triggers and indexes again and counts anew, and touches \
                 nothing else"
            }
            Self::IndexDamaged | Self::NotIndexed | Self::Misindexed => {
                "`moties reindex` makes the index anew"
            }
        }
    }
}

impl Finding {
    /// Of an original that cannot be read as it came in.
    fn of_original(document: &DocumentRow, error: &StoreError) -> Self {
        let (kind, detail) = match error {
            StoreError::Damaged { .. } => {
                (FindingKind::Altered, format!("`{}` is not as it came in", document.file))
            }
            error => (FindingKind::Missing, format!("`{}`: {error}", document.file)),
        };
        Self::new(kind, &document.id, detail)
    }

    fn new(kind: FindingKind, subject: &str, detail: String) -> Self {
        Self { kind, subject: subject.to_owned(), detail, hint: kind.hint() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}`: {}", self.kind.name(), self.subject, self.detail)
    }
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Checked {
    /// Documents whose bytes were read.
    pub documents: u64,
    /// Motions that were looked for.
    pub motions: u64,
    /// Documents that wait to be read, which is no fault.
    pub waiting: u64,
}

/// Looks a store over; `found` hears of each thing as it is found, and returns false to stop.
pub(super) fn check(
    ledger: &Ledger,
    originals: &Originals,
    shelf: (&Shelf, &Path),
    found: &mut dyn FnMut(Finding) -> bool,
) -> Result<Checked, StoreError> {
    let mut checked = Checked::default();
    let mut is_wanted = true;
    let mut tell = |kind, subject: &str, detail: String| {
        is_wanted = is_wanted && found(Finding::new(kind, subject, detail));
        is_wanted
    };
    for complaint in ledger::check::complaints(ledger.rows())? {
        if !tell(FindingKind::Damaged, LEDGER, complaint) {
            return Ok(checked);
        }
    }
    for Finding { kind, subject, detail, .. } in repairable(repair::find(ledger.rows())?) {
        if !tell(kind, &subject, detail) {
            return Ok(checked);
        }
    }
    // Looked at before the rows: what is taken in meanwhile is not missed there.
    let files = originals.files()?;
    let mut known = Known::default();
    known.files.extend(originals.unsure()?.iter().map(|(id, _)| originals.path(id)));
    let mut goes_on = true;
    ledger::check::each_document(ledger.rows(), &mut |document| {
        checked.documents += 1;
        checked.waiting += u64::from(document.is_waiting);
        known.add(originals, &document);
        if let Some(Finding { kind, subject, detail, .. }) = original(originals, &document) {
            goes_on = tell(kind, &subject, detail);
        }
        goes_on
    })?;
    if goes_on {
        goes_on = orphans::find(ledger, originals, files, &known)?
            .iter()
            .all(|orphan| tell(FindingKind::Orphaned, &orphan.subject(originals), orphan.detail()));
    }
    let goes_on = goes_on
        && ledger::check::contradictions(ledger.rows(), &mut |id, complaint| {
            tell(FindingKind::Inconsistent, id, complaint)
        })?
        && ledger::check::strays(ledger.rows(), &mut |id, complaint| {
            tell(FindingKind::Inconsistent, id, complaint)
        })?;
    if goes_on {
        checked.motions = motions(ledger, shelf, &mut tell)?;
    }
    Ok(checked)
}

/// Makes anew what of a ledger can be made from the rest of it; returns what was wrong.
pub(super) fn repair(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    Ok(repairable(repair::repair(connection)?))
}

fn repairable(found: Vec<Repairable>) -> Vec<Finding> {
    let finding = |Repairable { kind, document, detail, .. }: Repairable| {
        Finding::new(kind, document.as_deref().unwrap_or(LEDGER), detail)
    };
    found.into_iter().map(finding).collect()
}

/// What is wrong with the bytes of a document, if anything is.
pub(super) fn original(originals: &Originals, document: &DocumentRow) -> Option<Finding> {
    let verified = originals.verify(&document.id, document.place, document.bytes);
    verified.err().map(|error| Finding::of_original(document, &error))
}

/// Looks only whether the bytes of every document are as they came in.
pub(super) fn originals(
    ledger: &Ledger,
    originals: &Originals,
    found: &mut dyn FnMut(Finding) -> bool,
) -> Result<(), StoreError> {
    ledger::check::each_document(ledger.rows(), &mut |document| {
        original(originals, &document).is_none_or(&mut *found)
    })
}

/// Finds the bytes of no document for whoever writes, who alone may erase them; each with the finding of it.
pub(super) fn orphans(
    ledger: &Ledger,
    originals: &Originals,
) -> Result<Vec<(Orphan, Finding)>, StoreError> {
    let known = Known::of(ledger, originals)?;
    let found = orphans::find(ledger, originals, originals.files()?, &known)?;
    let finding = |orphan: &Orphan| {
        Finding::new(FindingKind::Orphaned, &orphan.subject(originals), orphan.detail())
    };
    Ok(found
        .into_iter()
        .map(|orphan| {
            let finding = finding(&orphan);
            (orphan, finding)
        })
        .collect())
}

type Tell<'a> = dyn FnMut(FindingKind, &str, String) -> bool + 'a;

/// Looks at the motions of the ledger, and compares them with those of the index, if it is well; returns
/// how many can be found.
fn motions(
    ledger: &Ledger,
    (shelf, index): (&Shelf, &Path),
    tell: &mut Tell<'_>,
) -> Result<u64, StoreError> {
    let damaged = index::damaged_files(index);
    for file in &damaged {
        index_check::note(index);
        let detail = "its bytes are not those that were written".to_owned();
        if !tell(FindingKind::IndexDamaged, &file.display().to_string(), detail) {
            return Ok(0);
        }
    }
    // What was written since is on its way to the index; what is searched has this at the least.
    let searched = if damaged.is_empty() { shelf.seq() } else { 0 };
    if damaged.is_empty() {
        shelf.refresh()?;
    }
    let mut count = 0;
    let mut result = Ok(());
    ledger::check::each_motion(ledger.rows(), &mut |motion| {
        count += u64::from(motion.is_found);
        if let Some((kind, complaint)) = motion.complaint {
            return tell(kind, &motion.id, complaint);
        }
        if motion.seq > searched {
            return true;
        }
        let times = match index_check::ask(index, || Ok(shelf.count(motion.key)?)) {
            Ok(times) => times,
            Err(error) => {
                result = Err(error);
                return false;
            }
        };
        match (motion.is_found, times) {
            (true, 0) => {
                tell(FindingKind::NotIndexed, &motion.id, "the index does not have it".to_owned())
            }
            (true, 1) | (false, 0) => true,
            (_, times) => {
                let detail = format!("the index has it {times} times");
                tell(FindingKind::Misindexed, &motion.id, detail)
            }
        }
    })?;
    result.map(|()| count)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::store::fixture::{arrival, broken, filled, id};
    use crate::store::{Content, Store};

    fn findings(store: &Store) -> Vec<String> {
        let mut findings = Vec::new();
        store
            .check(&mut |finding| {
                findings.push(finding.to_string());
                true
            })
            .unwrap();
        findings
    }

    #[test]
    fn a_store_that_is_well_has_no_findings() {
        let mut held = arrival("cc", "Brief", &[]);
        let Content::Motions { motions, .. } = &mut held.content else { panic!("it is read") };
        motions[0] =
            motions[0].but(|motion| motion.document_kind = crate::motion::DocumentKind::Brief);
        let (_dir, store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb"), held]);
        assert_eq!(findings(&store), Vec::<String>::new());
        let checked = store.check(&mut |_| true).unwrap();
        assert_eq!((checked.documents, checked.motions, checked.waiting), (3, 1, 0));
    }

    #[test]
    fn what_is_altered_missing_or_orphaned_is_found() {
        let (dir, store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb")]);
        let pack = dir.path().join("originals/packs/000001.tar");
        let mut bytes = fs::read(&pack).unwrap();
        bytes[512] = b'x';
        fs::write(&pack, &bytes[..1536]).unwrap();
        fs::create_dir(dir.path().join("originals/zz")).unwrap();
        let orphan = dir.path().join("originals/zz/zwerver");
        fs::write(&orphan, "van niemand").unwrap();
        assert_eq!(
            findings(&store),
            [
                format!("altered: `{}`: `aa.txt` is not as it came in", id("aa")),
                format!(
                    "missing: `{0}`: `bb.txt`: `{1}`: expected the bytes of `{0}`, found none: \
                     unexpected end of file",
                    id("bb"),
                    pack.display()
                ),
                format!("orphaned: `{}`: 11 bytes of no document", orphan.display()),
            ]
        );
    }

    /// Changes a ledger behind the program's back.
    fn spoil(dir: &std::path::Path, sql: &str) {
        let connection = rusqlite::Connection::open(dir.join("ledger.sqlite")).unwrap();
        assert_eq!(connection.execute(sql, []).unwrap(), 1, "{sql}");
    }

    #[test]
    fn what_contradicts_itself_in_the_ledger_is_found() {
        let indexed = "UPDATE document SET state = 'indexed', code = NULL, message = NULL WHERE";
        for (sql, expected) in [
            (
                "UPDATE motion SET record = record || 'x' WHERE document = 1".to_owned(),
                "damaged: `AA`: the ledger is damaged: the record of `AA` is not what was written",
            ),
            (
                "UPDATE motion SET text = record, sum = sum WHERE document = 1".to_owned(),
                "damaged: `AA`: the ledger is damaged: the record of `AA` is not what was written",
            ),
            (
                "UPDATE motion SET title = 'vals' WHERE document = 1".to_owned(),
                "inconsistent: `AA`: beside its record stands another title",
            ),
            (
                "UPDATE motion SET date = NULL, body = 'x', warnings = 9 WHERE document = 1"
                    .to_owned(),
                "inconsistent: `AA`: beside its record stands another date, body, warnings",
            ),
            (
                "DELETE FROM motion WHERE document = 1".to_owned(),
                "inconsistent: `AA`: it is indexed, and has no motion that can be found",
            ),
            (
                format!("{indexed} number = 2"),
                "inconsistent: `BB`: it is indexed, and has no motion that can be found",
            ),
            (
                "UPDATE document SET state = 'failed', code = 'x' WHERE number = 1".to_owned(),
                "inconsistent: `AA`: it is failed, and has motions that can be found",
            ),
            (
                "UPDATE motion SET seq = 9 WHERE document = 1".to_owned(),
                "inconsistent: `AA`: its latest change is number 9, and that of the ledger 1",
            ),
            (
                "INSERT INTO correction (motion, part, value, change, at)
                 VALUES ('AA-2', 'review', '{}', '{}', '')"
                    .to_owned(),
                "inconsistent: `AA-2`: correction 1 is of this motion, which is not there",
            ),
            (
                "UPDATE motion SET part = 3 WHERE document = 1".to_owned(),
                "inconsistent: `AA`: its motions are not numbered from 1 on, without a gap",
            ),
        ] {
            let (dir, store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb")]);
            spoil(dir.path(), &sql.replace("AA", &id("aa")));
            let expected = expected.replace("AA", &id("aa")).replace("BB", &id("bb"));
            let found = findings(&store);
            let mut all = vec![expected];
            if sql.contains("part = 3") {
                // By another number the index does not know it.
                all.push(format!("not-indexed: `{}`: the index does not have it", id("aa")));
            }
            assert_eq!(found, all, "{sql}");
            if found[0].starts_with("damaged") {
                let error = store.record(&id("aa")).unwrap_err().to_string();
                assert!(found[0].ends_with(&error), "{error}");
                assert_eq!(store.extracted(&id("aa")).unwrap_err().to_string(), error);
                // The others are found all the same.
                let writer = crate::store::Writer::open(dir.path(), &mut |_| {}).unwrap();
                let mut said = Vec::new();
                assert_eq!(writer.rebuild(&mut |line| said.push(line.to_owned())).unwrap(), 0);
                assert_eq!(said, [format!("left out of the index: {error}")]);
            }
        }
    }

    #[test]
    fn what_the_ledger_counts_is_counted_anew() {
        let (dir, store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb")]);
        assert_eq!((store.tally().unwrap().failed, store.tally().unwrap().motions), (1, 1));
        spoil(dir.path(), "UPDATE tally SET count = 9 WHERE name = 'failed'");
        assert_eq!(
            findings(&store),
            ["miscounted: `ledger.sqlite`: `tally` says 9 of `failed`, and 1 are there"]
        );
        spoil(dir.path(), "DELETE FROM tally WHERE name = 'failed'");
        assert_eq!(
            findings(&store),
            ["miscounted: `ledger.sqlite`: `tally` says 0 of `failed`, and 1 are there"]
        );
    }
}
