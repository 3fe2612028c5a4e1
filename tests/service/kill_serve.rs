//! `moties serve`, killed at any instant while documents are sent and corrected, and started again.

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use moties::store::Store;
use serde_json::{Value, json};

use super::client::Client;
use super::documents::{self, Document};
use super::program::{AT_MOST, Server};
use super::{Dice, promises, say};

/// How often it is killed.
const KILLS: usize = 80;

/// After how many kills it is looked whether everything is still there.
const LOOK: usize = 20;

/// How many send documents at once, and how many correct.
const SENDERS: usize = 2;
const CORRECTORS: usize = 2;

#[test]
fn a_server_that_is_killed_at_any_instant_loses_nothing() {
    let mut dice = Dice::thrown("serve");
    let sent = documents::make(2, 450, 150);
    let data = tempfile::tempdir().unwrap();
    let (start, work) = usual();
    say(format_args!("serve: {start:?} to start, {work:?} until what was sent is read"));
    let told = Told { sent: &sent, state: Mutex::new(State::new(&sent)) };
    let mut killed = 0;
    while killed < KILLS {
        let after = dice.instant(start, work * 2);
        let begun = Instant::now();
        if let Some(server) = Server::within(data.path(), after.max(Duration::from_millis(1))) {
            told.ask_until(server, &mut dice, after.saturating_sub(begun.elapsed()));
        }
        killed += 1;
        if killed % LOOK == 0 && data.path().join("ledger.sqlite").exists() {
            told.look(&promises::open(data.path()), false);
        }
    }
    let server = Server::start(data.path());
    wait_until_read(&mut server.client());
    told.look_at_imports(&mut server.client());
    server.stop();
    told.look(&promises::open(data.path()), true);
    let state = told.state.lock().unwrap();
    say(format_args!(
        "serve: {killed} kills; {} of {} documents and {} corrections acknowledged",
        state.acknowledged.len(),
        sent.len(),
        state.corrected.values().map(|motion| motion.sure.len()).sum::<usize>()
    ));
    assert!(state.acknowledged.len() > KILLS && !state.corrected.is_empty());
}

/// How long it takes until a server has started, and from then on until it has taken in and read
/// something.
fn usual() -> (Duration, Duration) {
    let data = tempfile::tempdir().unwrap();
    let sent = documents::make(3, 6, 6);
    Server::start(data.path()).stop();
    let begun = Instant::now();
    let server = Server::start(data.path());
    let start = begun.elapsed();
    let mut client = server.client();
    for (number, some) in sent.chunks(6).enumerate() {
        let some: Vec<_> = some.iter().collect();
        assert_eq!(client.upload(&some, number == 0).unwrap().status, 202);
    }
    wait_until_read(&mut client);
    (start, begun.elapsed() - start)
}

/// Waits until no document waits any more.
fn wait_until_read(client: &mut Client) {
    let start = Instant::now();
    loop {
        let stats = client.get("/api/v1/stats").unwrap();
        if stats.body["waiting"] == 0 {
            return;
        }
        assert!(start.elapsed() < AT_MOST, "documents wait for ever: {}", stats.body);
        thread::sleep(Duration::from_millis(20));
    }
}

/// What was sent, and what the server acknowledged of it.
struct Told<'a> {
    sent: &'a [Document],
    state: Mutex<State<'a>>,
}

struct State<'a> {
    /// What was not sent yet, or not acknowledged.
    left: Vec<&'a Document>,
    /// What was acknowledged, and can be corrected.
    acknowledged: Vec<&'a Document>,
    /// How many documents an import brought, by its number.
    imports: HashMap<u64, usize>,
    /// Titles that were given, by the id of the motion.
    corrected: HashMap<&'a str, Titles>,
    /// Motions that someone corrects at the moment.
    busy: HashSet<&'a str>,
    corrections: usize,
}

/// The titles that a motion was given.
#[derive(Default)]
struct Titles {
    /// Those whose giving was acknowledged.
    sure: Vec<String>,
    /// Those that the server may or may not have taken before it was killed.
    perhaps: HashSet<String>,
}

impl<'a> State<'a> {
    fn new(sent: &'a [Document]) -> Self {
        Self {
            left: sent.iter().rev().collect(),
            acknowledged: Vec::new(),
            imports: HashMap::new(),
            corrected: HashMap::new(),
            busy: HashSet::new(),
            corrections: 0,
        }
    }
}

impl<'a> Told<'a> {
    /// Sends and corrects until a time is over, and kills the server at that instant.
    fn ask_until(&self, server: Server, dice: &mut Dice, after: Duration) {
        let is_killed = AtomicBool::new(false);
        thread::scope(|scope| {
            for number in 0..SENDERS + CORRECTORS {
                let (address, mut dice) = (server.address, dice.split());
                let is_killed = &is_killed;
                scope.spawn(move || {
                    let Ok(mut client) = Client::of(address) else { return };
                    let mut ask = || -> io::Result<()> {
                        while !is_killed.load(Ordering::Relaxed) {
                            if number < SENDERS {
                                self.send(&mut client, &mut dice)?;
                            } else {
                                self.correct(&mut client, &mut dice)?;
                            }
                        }
                        Ok(())
                    };
                    // What fails, fails since the connection ended.
                    let _ = ask();
                });
            }
            thread::sleep(after);
            server.kill();
            is_killed.store(true, Ordering::Relaxed);
        });
    }

    /// Sends some documents; at times one that was acknowledged before goes with them.
    fn send(&self, client: &mut Client, dice: &mut Dice) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        let rest = state.left.len() - (1 + dice.below(6)).min(state.left.len());
        let mut sending = state.left.split_off(rest);
        let fresh = sending.clone();
        if sending.is_empty() || (dice.below(4) == 0 && !state.acknowledged.is_empty()) {
            sending.extend(pick(&state.acknowledged, dice));
        }
        drop(state);
        if sending.is_empty() {
            return pause();
        }
        let answer = client.upload(&sending, dice.below(3) == 0);
        let mut state = self.state.lock().unwrap();
        match answer {
            Ok(answer) => {
                assert_eq!(answer.status, 202, "{}", answer.body);
                state.imports.insert(answer.body["id"].as_u64().unwrap(), sending.len());
                state.acknowledged.extend(fresh);
                drop(state);
                // Whoever sends without a break is not met: the server is to read and index as well.
                if dice.below(2) == 0 { pause() } else { Ok(()) }
            }
            Err(error) => {
                state.left.extend(fresh);
                Err(error)
            }
        }
    }

    /// Gives a motion a title that nothing else has.
    fn correct(&self, client: &mut Client, dice: &mut Dice) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        let Some(one) = pick(&state.acknowledged, dice) else {
            drop(state);
            return pause();
        };
        if !state.busy.insert(&one.id) {
            return Ok(());
        }
        state.corrections += 1;
        let title = format!("verbeterd{:05}", state.corrections);
        drop(state);
        let done = self.give_title(client, one, &title);
        self.state.lock().unwrap().busy.remove(one.id.as_str());
        done
    }

    fn give_title(&self, client: &mut Client, one: &'a Document, title: &str) -> io::Result<()> {
        let motion = format!("/api/v1/motions/{}", one.id);
        let shown = client.get(&format!("/api/v1/documents/{}", one.id))?;
        assert_eq!(shown.status, 200, "it was acknowledged: {}", shown.body);
        if shown.body["state"] == "waiting" {
            return pause();
        }
        let version = &shown.body["version"];
        let change = json!({"op": "set", "part": "title", "value": title});
        let asked = json!({"version": version, "change": change, "why": "zo heet zij"});
        let titles = |told: &dyn Fn(&mut Titles)| {
            told(self.state.lock().unwrap().corrected.entry(&one.id).or_default());
        };
        titles(&|titles| {
            titles.perhaps.insert(title.to_owned());
        });
        let answer = client.post(&format!("{motion}/corrections"), &asked)?;
        assert_eq!(answer.status, 201, "{}", answer.body);
        titles(&|titles| {
            titles.perhaps.remove(title);
            titles.sure.push(title.to_owned());
        });
        pause()
    }

    /// Asserts that every import that was acknowledged has all its items, none of which waits.
    fn look_at_imports(&self, client: &mut Client) {
        for (import, count) in &self.state.lock().unwrap().imports {
            let shown = client.get(&format!("/api/v1/imports/{import}")).unwrap();
            assert_eq!(shown.body["progress"], "done", "{}", shown.body);
            let counts = shown.body["counts"].as_object().unwrap();
            let sum: u64 = counts.values().filter_map(Value::as_u64).sum();
            assert_eq!(sum, *count as u64, "{}", shown.body);
            for wrong in ["waiting", "running", "failed", "skipped"] {
                assert_eq!(counts[wrong], 0, "{}", shown.body);
            }
        }
    }

    /// Asserts that what was acknowledged is there; at the end, that it was read.
    fn look(&self, store: &Store, is_over: bool) {
        let state = self.state.lock().unwrap();
        promises::assert_sound(store, &documents::by_id(self.sent));
        let states = promises::states(store);
        for one in &state.acknowledged {
            assert!(states.contains_key(&one.id), "`{}` was acknowledged, and is lost", one.name);
        }
        if is_over {
            promises::assert_kept(store, state.acknowledged.iter().copied());
        }
        for (id, titles) in &state.corrected {
            let history = store.history(id).unwrap();
            let given: Vec<&str> = history.iter().map(|one| one.value.as_str().unwrap()).collect();
            let sure: Vec<&str> =
                given.iter().copied().filter(|title| !titles.perhaps.contains(*title)).collect();
            assert_eq!(sure, titles.sure, "the history of `{id}`");
            let Some(latest) = given.last() else { continue };
            let record = store.motion(id).unwrap().unwrap();
            assert_eq!(record.title.as_deref(), Some(*latest));
            // The latest is found, and none that was before.
            for title in given.iter().rev().take(3) {
                let is_found = title == latest && states[*id] == moties::store::State::Indexed;
                let expected = (usize::from(is_found), is_found.then(|| (*id).to_owned()));
                assert_eq!(promises::found(store, title), expected, "{title} of {given:?}");
            }
        }
    }
}

fn pick<'a>(from: &[&'a Document], dice: &mut Dice) -> Option<&'a Document> {
    (!from.is_empty()).then(|| from[dice.below(from.len())])
}

/// Lets the server work.
#[expect(clippy::unnecessary_wraps, reason = "it stands where something is asked")]
fn pause() -> io::Result<()> {
    thread::sleep(Duration::from_millis(20));
    Ok(())
}
