//! tesseract's table of words: TSV, a row a page, block, paragraph, line or word.
//!
//! The columns: level (5 is a word), page, block, paragraph, line, word, left, top, width, height,
//! confidence, text (tesseract(1), "tsv").

use super::recognise::{Recognised, RecognisedWord};

/// The level of a word's row.
const WORD: u32 = 5;
/// How many words one picture has at most; a printed page has about a thousand.
const WORDS: usize = 20_000;

/// Reads the words of a table. Rows that are no words, or blank ones, are left out.
pub fn words(table: &str) -> Recognised {
    Recognised { words: table.lines().filter_map(word).take(WORDS).collect() }
}

fn word(row: &str) -> Option<RecognisedWord> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [level, _, block, paragraph, line, _, left, top, width, height, confidence, text] =
        columns.as_slice()
    else {
        return None;
    };
    let number = |column: &str| column.parse::<u32>().ok();
    let text: String = text.split_whitespace().collect();
    if number(level) != Some(WORD) || text.is_empty() {
        return None;
    }
    let (x0, y0) = (number(left)?, number(top)?);
    Some(RecognisedWord {
        text,
        x0,
        y0,
        x1: x0.checked_add(number(width)?)?,
        y1: y0.checked_add(number(height)?)?,
        confidence: confidence.parse::<f32>().ok()?.clamp(0.0, 100.0),
        block: number(block)?,
        paragraph: number(paragraph)?,
        line: number(line)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_other_rows_are_not() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\t\
                     height\tconf\ttext\n\
                     4\t1\t1\t1\t1\t0\t295\t310\t900\t40\t-1\t\n\
                     5\t1\t1\t2\t3\t1\t295\t311\t79\t32\t96.5\traad,\n\
                     5\t1\t1\t2\t3\t2\t380\t311\t9\t32\t95\t \n\
                     5\t1\t1\t2\t3\t2\t-1\t311\t9\t32\t95\tx\n\
                     5\t1\t1\t2\t3\n";
        let read = words(table).words;
        assert_eq!(
            read,
            [RecognisedWord {
                text: "raad,".to_owned(),
                x0: 295,
                y0: 311,
                x1: 374,
                y1: 343,
                confidence: 96.5,
                block: 1,
                paragraph: 2,
                line: 3,
            }]
        );
    }
}
