//! Altered documents: nothing that is done to a file makes reading it panic, hang or contradict
//! itself. A bounded run of what `cargo fuzz` does, on the stable compiler.
//!
//! `MOTIES_FUZZ_SECONDS` says for how long, `MOTIES_SEED` gives other alterations.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use moties::grammar::Grammars;

use crate::targets;

/// For how long each kind of document is altered, in seconds.
const SECONDS: u64 = 60;

/// No altered document takes longer; the build is not an optimised one.
const LONGEST: Duration = Duration::from_secs(10);

/// Numbers that look random and are the same in every run (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn one_of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

/// What is put into PDFs: words of the language, and values that hurt.
const PDF_SCRAPS: [&[u8]; 34] = [
    b"-1",
    b"0",
    b"2147483648",
    b"99999999999999999999",
    b"1e308",
    b"-0.0000001",
    b"nan",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b")",
    b"<",
    b"q ",
    b"Q ",
    b"BT ",
    b"ET ",
    b"Tj ",
    b"TJ ",
    b"Do ",
    b"cm ",
    b"BI ID EI ",
    b"endstream",
    b"endobj",
    b"stream\n",
    b"1 0 R",
    b"4 0 R",
    b"/Length 9",
    b"/Prev 0",
    b"/Kids",
    b"/FlateDecode",
    b"/Identity-H",
    b"\xff\xfe\x00\x80",
];

/// What is put into texts: beginnings of clauses, signs, and letters that fold to others.
const TEXT_SCRAPS: [&str; 20] = [
    "\n\n",
    " • ",
    "\u{ad}",
    "\u{c}",
    "dat:",
    "Verzoekt ",
    "É",
    "ﬁ",
    "\t",
    ":",
    "Aan:",
    "1.",
    "-",
    "\u{2011}",
    "\"",
    "De raad,",
    "\u{306}",
    "\u{feff}",
    "\u{202e}",
    "\0",
];

#[test]
fn altered_pdfs_are_read_or_refused() {
    let mut seeds = contents("corpus", "pdf");
    // Altering what is packed hardly ever reaches what is in it.
    let unpacked: Vec<_> = seeds.iter().filter_map(|seed| unpack(seed)).collect();
    assert!(unpacked.len() > 10, "{}", unpacked.len());
    seeds.extend(unpacked);
    run("pdf", &seeds, &PDF_SCRAPS, targets::pdf);
}

#[test]
fn altered_texts_are_read() {
    let scraps = TEXT_SCRAPS.map(str::as_bytes);
    run("text", &contents("corpus", "txt"), &scraps, targets::text);
}

/// Reads altered seeds until time is up.
fn run(
    name: &str,
    seeds: &[Vec<u8>],
    scraps: &[&[u8]],
    target: impl Fn(&[u8], &Grammars) -> usize,
) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let time = Duration::from_secs(number("MOTIES_FUZZ_SECONDS").unwrap_or(SECONDS));
    let mut numbers = Numbers(0x5eed_1234_5678_9abc ^ number("MOTIES_SEED").unwrap_or(0));
    let grammars = Grammars::built_in();
    let begun = Instant::now();
    let (mut rounds, mut lines) = (0, 0);
    while begun.elapsed() < time {
        let mutant = alter(seeds, scraps, &mut numbers);
        let kept = Kept::of(name, &mutant);
        let start = Instant::now();
        lines += target(&mutant, &grammars);
        let took = start.elapsed();
        assert!(took < LONGEST, "round {rounds} took {took:?}: {}", kept.0.display());
        kept.remove();
        rounds += 1;
    }
    assert!(rounds > 50, "only {rounds} altered documents were read");
    assert!(lines > rounds, "{rounds} altered documents had {lines} lines");
}

/// A seed with some things done to it.
fn alter(seeds: &[Vec<u8>], scraps: &[&[u8]], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seeds[numbers.below(seeds.len())].clone();
    for _ in 0..1 + numbers.below(8) {
        let at = numbers.below(bytes.len());
        let end = |numbers: &mut Numbers, most| (at + numbers.below(most)).min(bytes.len());
        match numbers.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
            1 => drop(bytes.splice(at..at, numbers.one_of(scraps).iter().copied())),
            2 => {
                let end = end(numbers, 12);
                drop(bytes.splice(at..end, numbers.one_of(scraps).iter().copied()));
            }
            3 => drop(bytes.drain(at..end(numbers, 60))),
            4 if numbers.below(4) == 0 => bytes.truncate(at),
            5 => {
                let part = bytes[at..end(numbers, 400)].to_vec();
                let to = numbers.below(bytes.len());
                drop(bytes.splice(to..to, part));
            }
            _ => {
                let other = &seeds[numbers.below(seeds.len())];
                let from = numbers.below(other.len());
                let part = &other[from..(from + numbers.below(300)).min(other.len())];
                drop(bytes.splice(at..at, part.iter().copied()));
            }
        }
    }
    bytes
}

/// A document that is on disk while it is read: if that ends the process, it is still there.
struct Kept(PathBuf);

impl Kept {
    fn of(name: &str, bytes: &[u8]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutant.{name}"));
        fs::write(&path, bytes).expect("the folder for tests takes a file");
        Self(path)
    }

    fn remove(self) {
        fs::remove_file(self.0).expect("it was written");
    }
}

fn contents(folder: &str, extension: &str) -> Vec<Vec<u8>> {
    let files = crate::files(folder, extension).into_iter().filter(|path| path.is_file());
    let bytes = files.map(|path| fs::read(path).expect("it can be read"));
    bytes.filter(|bytes| !bytes.is_empty()).collect()
}

/// A PDF with its streams as they are when unpacked.
fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut document = lopdf::Document::load_mem(bytes).ok()?;
    document.decompress();
    let mut unpacked = Vec::new();
    document.save_to(&mut unpacked).ok()?;
    Some(unpacked)
}
