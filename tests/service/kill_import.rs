//! `moties import`, killed at any instant, and told to go on.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::documents::{self, ById, Document};
use super::{Dice, program, promises, say};

/// How often it is killed.
const KILLS: u32 = 125;

/// After how many kills it is looked whether everything is still there.
const LOOK: u32 = 25;

#[test]
fn an_import_that_is_killed_at_any_instant_loses_nothing() {
    let mut dice = Dice::thrown("import");
    let (folder, sent) = (tempfile::tempdir().unwrap(), documents::make(1, 1_500, 500));
    documents::write(&sent, folder.path());
    let sent = documents::by_id(&sent);
    let usual = Usual::of(folder.path(), sent.len());
    // The instants are spread over the work, which is done somewhat more than once in all.
    let (start, work) = (usual.start, usual.work * 4 / KILLS);
    say(format_args!(
        "import: {start:?} to start, {:?} undisturbed; killed {work:?} behind the start at the latest",
        usual.work
    ));
    let (mut killed, mut rounds) = (0, 0);
    while killed < KILLS {
        rounds += 1;
        let data = tempfile::tempdir().unwrap();
        let mut run = Run { data: data.path(), from: folder.path(), told: HashMap::new() };
        while let Ended::Killed = run.go_on(dice.instant(start, work)) {
            killed += 1;
            if killed % LOOK == 0 && run.is_begun() {
                run.look(&sent, false);
            }
            if killed == KILLS {
                assert!(matches!(run.go_on(program::AT_MOST), Ended::ByItself));
                break;
            }
        }
        run.look(&sent, true);
    }
    say(format_args!("import: {killed} kills in {rounds} imports of {} documents", sent.len()));
}

/// How long an import takes that nobody disturbs.
struct Usual {
    /// Until it begins to read.
    start: Duration,
    /// The rest.
    work: Duration,
}

impl Usual {
    fn of(from: &Path, count: usize) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut run = Run { data: data.path(), from, told: HashMap::new() };
        let start = Instant::now();
        assert!(matches!(run.go_on(program::AT_MOST), Ended::ByItself));
        let whole = start.elapsed();
        assert_eq!(run.told.len(), count);
        let start = Instant::now();
        let (ended, said) = run.once(&["import", "--json", "--resume"], program::AT_MOST);
        assert!(matches!(ended, Ended::ByItself) && said.contains("nothing to resume"), "{said}");
        let start = start.elapsed().min(whole / 2);
        Self { start, work: whole - start }
    }
}

/// An import into one data directory, until everything is in it.
struct Run<'a> {
    data: &'a Path,
    from: &'a Path,
    /// What was reported, by id.
    told: HashMap<String, String>,
}

/// How a run of the program ended.
#[derive(Debug)]
enum Ended {
    /// It was killed.
    Killed,
    /// It was done.
    ByItself,
}

impl Run<'_> {
    /// Whether there is a store.
    fn is_begun(&self) -> bool {
        self.data.join("ledger.sqlite").exists()
    }

    /// Goes on where it was, or begins; kills it after a time.
    fn go_on(&mut self, after: Duration) -> Ended {
        let whole: &[&str] = &["import", "--json", &self.from.to_string_lossy()];
        let start = Instant::now();
        if self.is_begun() {
            match self.once(&["import", "--json", "--resume"], after) {
                // Killed before it had begun to bring anything, it has nothing to go on with.
                (Ended::ByItself, said) if said.contains("nothing to resume") => {}
                (ended, _) => return ended,
            }
        }
        self.once(whole, after.saturating_sub(start.elapsed())).0
    }

    fn once(&mut self, arguments: &[&str], after: Duration) -> (Ended, String) {
        let (out, err) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
        let mut child = program::command(self.data, arguments)
            .stdout(out.try_clone().unwrap())
            .stderr(err.try_clone().unwrap())
            .spawn()
            .unwrap();
        let status = program::wait(&mut child, after);
        if status.is_none() {
            child.kill().unwrap();
        }
        // It may have ended just before it was killed.
        let status = child.wait().unwrap();
        self.hear(&program::read(out));
        let said = program::read(err);
        match status.code() {
            None => (Ended::Killed, said),
            Some(code) => {
                assert!(code < 2, "{said}");
                (Ended::ByItself, said)
            }
        }
    }

    /// Takes note of what was reported; a line that is not whole was not.
    fn hear(&mut self, out: &str) {
        for line in out.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
            let line: Value = serde_json::from_str(line).unwrap();
            let (id, outcome) = (line["id"].as_str().unwrap(), line["outcome"].as_str().unwrap());
            if outcome == "duplicate" {
                // It was begun anew, since there was nothing to resume, and had brought this already.
                continue;
            }
            let before = self.told.insert(id.to_owned(), outcome.to_owned());
            assert!(["imported", "held"].contains(&outcome), "{line}");
            assert_eq!(before, None, "it was reported before: {line}");
        }
    }

    /// Looks whether what was reported is there; at the end, everything.
    fn look(&self, sent: &ById<'_>, is_over: bool) {
        let store = promises::open(self.data);
        let told = self.told.keys().map(|id| sent[id.as_str()]);
        promises::assert_kept(&store, told);
        promises::assert_sound(&store, sent);
        if is_over {
            assert_eq!(store.tally().unwrap().waiting, 0);
            let all: Vec<&Document> = sent.values().copied().collect();
            promises::assert_kept(&store, all.into_iter());
            assert_eq!(promises::states(&store).len(), sent.len());
        }
    }
}
