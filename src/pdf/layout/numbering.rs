//! Line numbers: a column of numbers beside the lines of a text, counting them.

use super::word::{Word, WordRow};

/// How many lines are numbered at least.
const LINES: usize = 6;
/// How many of them begin in the middle of a sentence at least: items of a list do not.
const RUNNING: usize = 2;
/// What lines are counted by.
const STEPS: [u32; 3] = [1, 5, 10];
/// One line in so many may lack its number, where every line is counted.
const LACKING: usize = 8;
/// The room between a number and its line at least, in font sizes.
const ROOM: f32 = 0.5;

/// Takes the line numbers out of the rows of a page; none where nothing counts its lines.
pub fn take(rows: &mut Vec<WordRow>) -> Vec<WordRow> {
    let numbers: Vec<(usize, u32)> =
        rows.iter().enumerate().filter_map(|(at, row)| Some((at, number(row)?))).collect();
    if numbers.len() < LINES || !count(rows, &numbers) {
        return Vec::new();
    }
    let mut taken = Vec::with_capacity(numbers.len());
    for &(at, _) in &numbers {
        let row = &mut rows[at];
        let rest = row.words.split_off(1);
        let words = std::mem::replace(&mut row.words, rest);
        taken.extend(WordRow::of(words));
        if let Some(rest) = WordRow::of(std::mem::take(&mut row.words)) {
            *row = rest;
        }
    }
    rows.retain(|row| !row.words.is_empty());
    taken
}

/// The number that a row begins with, apart from what stands behind it.
fn number(row: &WordRow) -> Option<u32> {
    let first = row.words.first()?;
    let apart = row.words.get(1).is_none_or(|next| next.before > ROOM * first.size);
    let short = first.text.len() <= 3 && first.text.bytes().all(|byte| byte.is_ascii_digit());
    (apart && short).then(|| first.text.parse().ok())?
}

/// Whether numbers count the lines that they stand at: by one step, left of all else, beside
/// sentences that run on.
fn count(rows: &[WordRow], numbers: &[(usize, u32)]) -> bool {
    let step = numbers[1].1.wrapping_sub(numbers[0].1);
    let even = numbers.windows(2).all(|pair| pair[1].1.wrapping_sub(pair[0].1) == step);
    let (first, last) = (numbers[0].0, numbers[numbers.len() - 1].0);
    let dense = step > 1 || numbers.len() * LACKING >= (last - first + 1) * (LACKING - 1);
    let right = |at: usize| rows[at].words[0].bbox.x1;
    let edge = numbers.iter().map(|&(at, _)| right(at)).fold(f32::MIN, f32::max);
    let body = |row: &WordRow| body(row).is_none_or(|word| word.bbox.x0 > edge);
    let outside = rows[first..=last].iter().all(body);
    let runs = |&&(at, _): &&(usize, u32)| {
        body_of(rows, at).is_some_and(|word| word.text.starts_with(char::is_lowercase))
    };
    STEPS.contains(&step)
        && even
        && dense
        && outside
        && numbers.iter().filter(runs).count() >= RUNNING
}

/// The first word of a row that is not its number.
fn body(row: &WordRow) -> Option<&Word> {
    row.words.get(usize::from(number(row).is_some()))
}

fn body_of(rows: &[WordRow], at: usize) -> Option<&Word> {
    body(&rows[at])
}

#[cfg(test)]
mod tests {
    use crate::pdf::sample::{Sample, show};

    const TEXT: [&str; 7] = [
        "constaterende dat de veerdienst in de winter maar twee",
        "keer per week vaart, en dat de huisarts daarom mensen",
        "niet op tijd kan laten overbrengen;",
        "verzoekt het college:",
        "de dienst in overleg met de dorpsraad en de schipper",
        "uit te breiden en de raad daarover voor de zomer te",
        "berichten;",
    ];

    /// The body of a page with these lines, each with its number, if it has one.
    fn body(lines: &[(Option<u32>, &str)]) -> String {
        let places = (0..).map(|index| 700.0 - 14.0 * index as f32);
        let content: String = lines
            .iter()
            .zip(places)
            .map(|((number, text), y)| {
                let number = number.map(|number| show(50.0, y, &number.to_string()));
                number.unwrap_or_default() + &show(90.0, y, text)
            })
            .collect();
        let document = crate::pdf::read(&Sample::new(&[&content]).bytes()).unwrap();
        let lines = document.lines().iter().filter(|line| !line.furniture);
        lines.map(|line| document.slice(&line.range)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn numbers_of_lines_are_furniture() {
        let every: Vec<_> = (1..).map(Some).zip(TEXT).collect();
        assert_eq!(body(&every), TEXT.join("\n"));
    }

    #[test]
    fn numbers_of_items_are_not() {
        let items = ["Een brug", "Een veer", "Een fiets", "Een bus", "Een trein", "Een tram"];
        let listed: Vec<_> = (1..).map(Some).zip(items).collect();
        assert!(body(&listed).starts_with("1 Een brug\n2 Een veer"), "{}", body(&listed));
    }
}
