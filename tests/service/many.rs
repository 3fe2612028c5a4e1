//! Many clients at once: they upload, search and correct beside a running import.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Answer, Client};
use super::documents::{self, Document};
use super::program::Server;
use super::{Dice, promises, say};

/// How many there are.
const CLIENTS: usize = 64;

/// How long a client waits at most before it asks again.
const PAUSE: Duration = Duration::from_millis(400);

/// How many documents the import beside them sends at once.
const AT_ONCE: usize = 200;

/// How much memory the server may take, in megabytes.
const MEMORY: u64 = 500;

#[test]
fn sixty_four_clients_at_once_lose_nothing() {
    ask_for(Duration::from_secs(12), 1_500);
}

#[test]
#[ignore = "takes more than a minute: run it with `--ignored`"]
fn sixty_four_clients_at_once_lose_nothing_for_a_minute() {
    ask_for(Duration::from_secs(60), 60_000);
}

/// What all clients did together.
#[derive(Default)]
struct Done {
    /// How often each status was answered, by what was asked.
    answers: BTreeMap<(&'static str, u16), usize>,
    /// How long each search took.
    searches: Vec<Duration>,
    /// Documents that were acknowledged, as places in the list of all.
    acknowledged: Vec<usize>,
    /// How often an item was counted up, and which versions it got.
    counted: Vec<(usize, u64)>,
}

/// What all clients work with.
struct Work<'a> {
    documents: &'a [Document],
    next: AtomicUsize,
    /// Motions that all of them correct.
    counters: Vec<&'a Document>,
    done: Mutex<Done>,
    is_over: AtomicBool,
}

fn ask_for(time: Duration, import: usize) {
    let mut dice = Dice::thrown("many");
    let all = documents::make(7, 4_000 + import, 200);
    let (import, rest) = all.split_at(import);
    let (first, rest) = rest.split_at(100);
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path());
    let mut client = server.client();
    assert_eq!(client.upload(&first.iter().collect::<Vec<_>>(), false).unwrap().status, 202);
    until_waiting_is_at_most(&mut client, 0);
    let counters: Vec<_> =
        first.iter().filter(|one| begin_to_count(&mut client, one)).take(5).collect();
    assert_eq!(counters.len(), 5);
    let work = Work {
        documents: rest,
        next: AtomicUsize::new(0),
        counters,
        done: Mutex::default(),
        is_over: AtomicBool::new(false),
    };
    let imported = thread::scope(|scope| {
        let imported = scope.spawn(|| {
            // The import that runs beside them, for as long as they do, if there is enough.
            let mut client = server.client();
            let mut sent = 0;
            for some in import.chunks(AT_ONCE) {
                let some: Vec<_> = some.iter().collect();
                assert_eq!(client.upload(&some, true).unwrap().status, 202);
                sent += some.len();
                while !work.is_over() && waiting(&mut client) > AT_ONCE as u64 / 2 {
                    thread::sleep(Duration::from_millis(50));
                }
                if work.is_over() {
                    break;
                }
            }
            sent
        });
        for number in 0..CLIENTS {
            let (work, server, mut dice) = (&work, &server, dice.split());
            scope.spawn(move || {
                let mut client = server.client();
                while !work.is_over() {
                    match (number + dice.below(8)) % 8 {
                        0 => work.upload(&mut client),
                        1 | 2 => work.count(&mut client, dice.below(work.counters.len())),
                        _ => work.search(&mut client, &mut dice),
                    }
                    thread::sleep(dice.time(PAUSE));
                }
            });
        }
        thread::sleep(time);
        work.is_over.store(true, Ordering::Relaxed);
        imported.join().unwrap()
    });
    // The server closed what nobody used for a minute.
    let mut client = server.client();
    until_waiting_is_at_most(&mut client, 0);
    let memory = server.highest_memory();
    let mut done = work.done.lock().unwrap();
    work.counters.iter().enumerate().for_each(|(number, one)| {
        let counted = done.counted.iter().filter(|(which, _)| *which == number);
        assert_counted(&mut client, one, counted.map(|(_, version)| *version).collect());
    });
    server.stop();
    let store = promises::open(data.path());
    let acknowledged = done.acknowledged.iter().map(|number| &work.documents[*number]);
    promises::assert_kept(&store, acknowledged.chain(&import[..imported]).chain(first));
    promises::assert_sound(&store, &documents::by_id(&all));
    say(format_args!("many: {:?}, {imported} imported beside them", done.answers));
    say(format_args!("many: at most {memory} MB; {}", percentiles(&mut done.searches)));
    assert!(memory < MEMORY, "{memory} MB");
}

impl Work<'_> {
    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Notes what was answered; returns it if it was met.
    fn note(&self, what: &'static str, allowed: &[u16], answer: Answer) -> Option<Answer> {
        let status = answer.status;
        assert!((200..300).contains(&status) || allowed.contains(&status), "{what}: {answer:?}");
        *self.done.lock().unwrap().answers.entry((what, status)).or_default() += 1;
        (status < 300).then_some(answer)
    }

    fn upload(&self, client: &mut Client) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let Some(one) = self.documents.get(number) else { return };
        let answer = client.upload(&[one], false).unwrap();
        if self.note("upload", &[429, 503], answer).is_some() {
            self.done.lock().unwrap().acknowledged.push(number);
        }
    }

    fn search(&self, client: &mut Client, dice: &mut Dice) {
        const WORDS: [&str; 6] = ["raad", "college", "woningen", "motie", "verzoekt", "fiets"];
        let words = WORDS[dice.below(WORDS.len())];
        let start = Instant::now();
        let answer = client.search(words).unwrap();
        let took = start.elapsed();
        self.note("search", &[429, 503], answer);
        self.done.lock().unwrap().searches.push(took);
    }

    /// Counts an item up by one, from what it is.
    fn count(&self, client: &mut Client, number: usize) {
        let path = format!("/api/v1/motions/{}", self.counters[number].id);
        let shown = client.get(&format!("/api/v1/documents/{}", self.counters[number].id)).unwrap();
        let Some(shown) = self.note("show", &[429, 503], shown) else { return };
        let record = client.get(&path).unwrap();
        let Some(record) = self.note("show", &[429, 503], record) else { return };
        // If someone came between the two, the version is too old, and the correction is refused.
        let asked = json!({
            "version": shown.body["version"],
            "change": change(counter(&record.body) + 1),
        });
        let answer = client.post(&format!("{path}/corrections"), &asked).unwrap();
        if let Some(answer) = self.note("correct", &[409, 429, 503], answer) {
            assert_eq!(answer.status, 201);
            let version = answer.body["version"].as_u64().unwrap();
            self.done.lock().unwrap().counted.push((number, version));
        }
    }
}

/// The change that gives the first item of the first clause a number.
fn change(number: u64) -> Value {
    json!({"op": "edit-item", "clause": 0, "item": [0], "text": format!("teller {number}")})
}

/// The number that stands in the item.
fn counter(record: &Value) -> u64 {
    let text = record["clauses"][0]["items"][0]["text"].as_str().unwrap();
    text.strip_prefix("teller ").and_then(|number| number.parse().ok()).unwrap()
}

/// Gives a motion's first item the number 0; false if its first clause has no items.
fn begin_to_count(client: &mut Client, one: &Document) -> bool {
    let shown = client.get(&format!("/api/v1/documents/{}", one.id)).unwrap();
    let asked = json!({"version": shown.body["version"], "change": change(0)});
    let answer = client.post(&format!("/api/v1/motions/{}/corrections", one.id), &asked).unwrap();
    assert!([201, 422].contains(&answer.status), "{}", answer.body);
    answer.status == 201
}

/// Asserts that every count that was acknowledged is in the history, and counted.
fn assert_counted(client: &mut Client, one: &Document, versions: Vec<u64>) {
    let motion = format!("/api/v1/motions/{}", one.id);
    let record = client.get(&motion).unwrap().body;
    assert_eq!(counter(&record), versions.len() as u64, "a count was lost");
    let history = client.get(&format!("{motion}/history")).unwrap().body;
    let history = history.as_array().unwrap();
    assert_eq!(history.len(), versions.len() + 1);
    for (number, entry) in history.iter().enumerate() {
        assert_eq!(entry["change"], change(number as u64));
    }
    let numbers: Vec<_> = history.iter().map(|entry| entry["number"].as_u64()).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    // Who was told a version was told the one that they made, or a later one.
    let shown = client.get(&format!("/api/v1/documents/{}", one.id)).unwrap().body;
    assert!(versions.iter().all(|version| *version <= shown["version"].as_u64().unwrap()));
}

fn waiting(client: &mut Client) -> u64 {
    client.get("/api/v1/stats").unwrap().body["waiting"].as_u64().unwrap()
}

fn until_waiting_is_at_most(client: &mut Client, most: u64) {
    let start = Instant::now();
    while waiting(client) > most {
        assert!(start.elapsed() < super::program::AT_MOST, "documents wait for ever");
        thread::sleep(Duration::from_millis(50));
    }
}

fn percentiles(searches: &mut [Duration]) -> String {
    searches.sort();
    let of = |hundredth: usize| searches.get(searches.len() * hundredth / 100);
    format!("{} searches, median {:?}, p99 {:?}", searches.len(), of(50), of(99))
}
