//! No word of a motion is lost, and what it costs to read one grows with its length.

use moties::grammar::Grammars;
use moties::text::{decode, plain};

use crate::targets::{motion, ranges};

fn texts() -> Vec<String> {
    crate::files("corpus", "txt")
        .iter()
        .filter_map(|path| decode::decode(&std::fs::read(path).ok()?).ok())
        .collect()
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
