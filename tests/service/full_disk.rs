//! A disk that is full: said clearly, and gone on from where it was once there is room again.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::client::Client;
use super::documents::{self, Document};
use super::program::{self, AT_MOST, Server};
use super::{promises, say};

/// How large the disk is, and how much of it is taken at first, in megabytes.
const SIZE: u64 = 200;
const BALLOON: u64 = 190;

/// Where no disk can be mounted: how large a file may be, in kilobytes.
const LARGEST: u64 = 3_000;

/// A small disk in memory, most of which is taken; or, where none can be mounted, a folder in which
/// files must stay small.
struct Disk {
    folder: tempfile::TempDir,
    is_mounted: bool,
}

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={SIZE}m");
        let is_mounted = std::env::var_os("MOTIES_TEST_NO_MOUNT").is_none()
            && Command::new("mount")
                .args(["-t", "tmpfs", "-o", &size, "moties-test"])
                .arg(folder.path())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success());
        let disk = Self { folder, is_mounted };
        fs::create_dir(disk.data()).unwrap();
        if is_mounted {
            fs::write(disk.balloon(), vec![0; (BALLOON << 20) as usize]).unwrap();
        } else {
            say(format_args!("no disk can be mounted here: files are limited instead"));
        }
        disk
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn balloon(&self) -> PathBuf {
        self.folder.path().join("balloon")
    }

    /// The program, as long as there is little room.
    fn command(&self, arguments: &[&str]) -> Command {
        if self.is_mounted {
            program::command(&self.data(), arguments)
        } else {
            program::limited(LARGEST, &self.data(), arguments)
        }
    }

    /// Makes room, for a server that runs as well.
    fn make_room(&self, server: Option<&Server>) {
        if self.is_mounted {
            fs::remove_file(self.balloon()).unwrap();
        } else if let Some(server) = server {
            server.lift_limit();
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.is_mounted {
            let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
        }
    }
}

/// Waits until the counts of a server are as they should be, but not for ever.
fn until(client: &mut Client, is_so: &dyn Fn(&Value) -> bool) {
    let start = Instant::now();
    loop {
        let stats = client.get("/api/v1/stats").unwrap().body;
        if is_so(&stats) {
            return;
        }
        assert!(start.elapsed() < AT_MOST, "it does not go on: {stats}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Runs an import; returns its exit code, the documents that it reported, and what it said.
fn import(mut command: Command) -> (i32, Vec<String>, String) {
    let (out, err) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    let mut child =
        command.stdout(out.try_clone().unwrap()).stderr(err.try_clone().unwrap()).spawn().unwrap();
    let status = program::wait(&mut child, AT_MOST).expect("it ends");
    let lines = program::read(out);
    let ids = lines.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["id"].as_str().unwrap().to_owned()
    });
    (status.code().unwrap(), ids.collect(), program::read(err))
}

#[test]
fn an_import_that_fills_the_disk_says_so_and_goes_on_when_there_is_room() {
    let disk = Disk::new();
    let (folder, sent) = (tempfile::tempdir().unwrap(), documents::make(4, 600, 150));
    documents::write(&sent, folder.path());
    let by_id = documents::by_id(&sent);
    let data = disk.data();
    let (code, told, said) =
        import(disk.command(&["import", "--json", &folder.path().to_string_lossy()]));
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("check the room on the disk"), "{said}");
    assert!(told.len() < sent.len());
    // What was told is there, also while the disk is full.
    let states = promises::states(&promises::open(&data));
    assert!(told.iter().all(|id| states.contains_key(id)));
    disk.make_room(None);
    let acknowledged = told.iter().map(|id| by_id[id.as_str()]);
    promises::assert_kept(&promises::open(&data), acknowledged);
    let (code, rest, said) = import(program::command(&data, &["import", "--json", "--resume"]));
    assert_eq!(code, 0, "{said}");
    assert!(rest.iter().all(|id| !told.contains(id)), "what was read is not read again");
    let store = promises::open(&data);
    promises::assert_kept(&store, sent.iter());
    promises::assert_sound(&store, &by_id);
    say(format_args!("full disk: import, {} of {} before it was full", told.len(), sent.len()));
}

#[test]
fn a_server_whose_disk_is_full_says_so_and_goes_on_when_there_is_room() {
    let disk = Disk::new();
    let sent = documents::make(5, 600, 150);
    let by_id = documents::by_id(&sent);
    let server = Server::of(disk.command(&["serve"]), AT_MOST).unwrap();
    let mut client = server.client();
    let mut left: Vec<&Document> = sent.iter().collect();
    let (mut acknowledged, mut refused) = (Vec::new(), 0);
    // Some of the uploads that are refused are small, and come while others are being read.
    while refused < 20 {
        let sending =
            left.split_off(left.len().saturating_sub(if refused % 2 == 0 { 25 } else { 1 }));
        assert!(!sending.is_empty(), "the disk is too large");
        let answer = client.upload(&sending, refused % 3 == 1).unwrap();
        match answer.status {
            202 => acknowledged.extend(sending),
            status @ (503 | 507) => {
                // Nothing is begun that would leave nothing free.
                let code = if status == 503 { "store-io" } else { "no-room" };
                assert_eq!(answer.body["code"], code, "{}", answer.body);
                refused += 1;
                left.splice(0..0, sending);
                thread::sleep(Duration::from_millis(50));
            }
            _ => panic!("{}", answer.body),
        }
    }
    // It is asked as before.
    let known = client.search("merk5text00000").unwrap();
    assert_eq!(known.status, 200, "{}", known.body);
    for one in &acknowledged {
        let shown = client.get(&format!("/api/v1/documents/{}", one.id)).unwrap();
        assert_eq!(shown.status, 200, "{}", shown.body);
    }
    disk.make_room(Some(&server));
    // What waits is read, and found, without anyone asking for anything.
    until(&mut client, &|stats| stats["waiting"] == 0 && stats["searchable"] == stats["seq"]);
    let before = acknowledged.len();
    for sending in left.chunks(25) {
        let answer = client.upload(sending, false).unwrap();
        assert_eq!(answer.status, 202, "{}", answer.body);
    }
    until(&mut client, &|stats| stats["waiting"] == 0);
    server.stop();
    let store = promises::open(&disk.data());
    promises::assert_kept(&store, sent.iter());
    promises::assert_sound(&store, &by_id);
    say(format_args!("full disk: serve, {before} of {} before it was full", sent.len()));
}

#[test]
fn a_server_whose_disk_is_full_stops_when_it_is_asked_to() {
    let disk = Disk::new();
    if !disk.is_mounted {
        return;
    }
    let sent = documents::make(6, 60, 0);
    let server = Server::start(&disk.data());
    let mut client = server.client();
    let sending: Vec<_> = sent.iter().collect();
    assert_eq!(client.upload(&sending, false).unwrap().status, 202);
    let mut file = File::create(disk.data().join("filler")).unwrap();
    let piece = vec![0; 1 << 12];
    while std::io::Write::write_all(&mut file, &piece).is_ok() {}
    let (code, said) = server.end();
    assert!(code == Some(0) || said.contains("check the room on the disk"), "{said}");
    disk.make_room(None);
    fs::remove_file(disk.data().join("filler")).unwrap();
    let server = Server::start(&disk.data());
    let mut client = server.client();
    until(&mut client, &|stats| stats["waiting"] == 0);
    server.stop();
    promises::assert_kept(&promises::open(&disk.data()), sent.iter());
}
