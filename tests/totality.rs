//! Any text gives a record: truncated, mixed and altered documents never fail or panic, and no
//! word of theirs is lost.

use moties::extract;
use moties::grammar::Grammars;
use moties::motion::{Item, Motion, Source, TextSource};
use moties::text::{Document, decode, plain};

/// Numbers that look random and are the same in every run (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn texts() -> Vec<String> {
    crate::files("corpus", "txt")
        .iter()
        .filter_map(|path| decode::decode(&std::fs::read(path).ok()?).ok())
        .collect()
}

fn motion(document: &Document, grammars: &Grammars) -> Motion {
    let source = Source {
        name: "x.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: 0,
        pages: document.pages().len() as u32,
        text: TextSource::Embedded,
    };
    extract::motion(document, source, "0".repeat(64), grammars)
}

/// The spans of all that a record took from its document.
fn ranges(motion: &Motion) -> Vec<std::ops::Range<usize>> {
    fn of_items(items: &[Item]) -> Vec<moties::text::Span> {
        items
            .iter()
            .flat_map(|item| item.spans.iter().cloned().chain(of_items(&item.items)))
            .collect()
    }
    let clauses = motion
        .clauses
        .iter()
        .flat_map(|clause| clause.spans.iter().cloned().chain(of_items(&clause.items)));
    let signatories = motion.signatories.iter().flat_map(|signed| signed.spans.clone());
    clauses.chain(signatories).chain(motion.unparsed.clone()).map(|span| span.range()).collect()
}

#[test]
fn altered_texts_give_records_whose_spans_lie_in_them() {
    let grammars = Grammars::built_in();
    let texts = texts();
    // More rounds, or others: MOTIES_ROUNDS=100000 MOTIES_SEED=7 cargo test --test all altered
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let mut numbers = Numbers(0x5eed_1234_5678_9abc ^ number("MOTIES_SEED").unwrap_or(0));
    let scraps = [
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
    ];
    for round in 0..number("MOTIES_ROUNDS").unwrap_or(4000) {
        let mut text: Vec<char> = texts[numbers.below(texts.len())].chars().collect();
        for _ in 0..1 + numbers.below(12) {
            let at = numbers.below(text.len());
            match numbers.below(4) {
                0 => drop(text.splice(at..at, scraps[numbers.below(scraps.len())].chars())),
                1 => drop(text.drain(at..(at + 1 + numbers.below(40)).min(text.len()))),
                2 => text.truncate(at),
                _ => {
                    let end = (at + numbers.below(200)).min(text.len());
                    let part: Vec<char> = text[at..end].to_vec();
                    let to = numbers.below(text.len());
                    drop(text.splice(to..to, part));
                }
            }
        }
        let text: String = text.into_iter().collect();
        let document = plain::read(&text);
        let record = motion(&document, &grammars);
        for range in ranges(&record) {
            assert!(
                document.text().get(range.clone()).is_some_and(|part| !part.is_empty()),
                "round {round}: {range:?} in {text:?}"
            );
        }
    }
}

/// The words that a record holds somewhere, or says that it did not place, are all the words there
/// are but for labels and page furniture.
#[test]
fn no_word_of_a_clause_or_below_it_is_lost() {
    let grammars = Grammars::built_in();
    for text in texts() {
        let document = plain::read(&text);
        let record = motion(&document, &grammars);
        let ranges = ranges(&record);
        let first = record.clauses.first().map_or(0, |clause| clause.spans[0].start);
        let closing = record.spans.closing.iter().map(|span| span.range());
        let taken: Vec<_> = ranges.into_iter().chain(closing).collect();
        let mut lost = Vec::new();
        for (at, word) in words(document.text()).filter(|(at, _)| *at >= first) {
            if !taken.iter().any(|range| range.contains(&at)) {
                lost.push(word);
            }
        }
        let label = |word: &&str| {
            !LABELS.split(' ').any(|label| label == word.to_lowercase())
                && word.parse::<u32>().is_err()
        };
        let lost: Vec<&str> = lost.into_iter().filter(label).collect();
        assert!(lost.is_empty(), "{:?}: {lost:?}", record.title);
    }
}

/// Words that may stand in no field: those that head signatures, and those of heads and feet.
const LABELS: &str = "xvi ondertekening en naam ondersteund door mede indieners namens de fractie fracties van mw \
    drs dhr w g was getekend colleges burgemeester wethouders pagina motie vng tweede kamer vergaderjaar nr kst \
    issn s gravenhage deze is voorgesteld ingediend leden het lid december heer mevrouw";

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        let start = at + text[at..].find(word).unwrap_or(0);
        at = start + word.len();
        (!word.is_empty()).then_some((start, word))
    })
}

/// Ten times the text takes about ten times the steps: measured by the time of two sizes beside
/// each other, with much room, so that only another order of growth fails.
#[test]
fn cost_grows_with_the_text_and_not_faster() {
    let grammars = Grammars::built_in();
    let text = texts().concat();
    let best = |copies: usize| {
        let document = plain::read(&text.repeat(copies));
        let once = || {
            let start = std::time::Instant::now();
            std::hint::black_box(motion(&document, &grammars));
            start.elapsed().as_secs_f64()
        };
        (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
    };
    let ratio = best(40) / best(4);
    assert!(ratio < 40.0, "ten times the text took {ratio:.1} times as long");
}
