//! What was found, as rows for other programs: one a motion.

use std::io;

use serde::Serialize;

use super::hit::{Found, Hit};
use crate::index::Marked;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// Comma-separated values, with a header.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

/// Writes what is found to questions, motion by motion.
pub struct Rows<W: io::Write> {
    out: Out<W>,
    question: String,
    /// How many motions the question has so far.
    rank: usize,
}

enum Out<W: io::Write> {
    Csv(Box<csv::Writer<W>>),
    Ndjson(W),
}

/// A motion that a question found.
#[derive(Serialize)]
struct Row<'a> {
    question: &'a str,
    /// From 1.
    rank: usize,
    #[serde(flatten)]
    hit: &'a Hit,
}

/// What a question found in all.
#[derive(Serialize)]
struct Total<'a> {
    question: &'a str,
    total: usize,
    notes: &'a [super::NoteHit],
}

const COLUMNS: [&str; 10] =
    ["question", "rank", "id", "name", "title", "date", "body", "score", "kinds", "text"];

impl<W: io::Write> Rows<W> {
    /// Writes rows of this format, a header first where it has one.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn new(format: RowFormat, out: W) -> io::Result<Self> {
        let out = match format {
            RowFormat::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(COLUMNS).map_err(io::Error::other)?;
                Out::Csv(Box::new(writer))
            }
            RowFormat::Ndjson => Out::Ndjson(out),
        };
        Ok(Self { out, question: String::new(), rank: 0 })
    }

    /// Goes on with another question.
    pub fn question(&mut self, question: &str) {
        question.clone_into(&mut self.question);
        self.rank = 0;
    }

    /// Writes a motion.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        self.rank += 1;
        match &mut self.out {
            Out::Csv(writer) => {
                let rank = self.rank.to_string();
                let score = hit.score.to_string();
                let of = |text: &Option<Marked>| text.as_ref().map(|text| text.text.clone());
                let kinds: Vec<_> = hit.clauses.iter().map(|clause| clause.kind.as_str()).collect();
                let items = hit.clauses.iter().flat_map(|clause| &clause.items);
                let items: Vec<_> = items.map(|item| item.text.as_str()).collect();
                let text = if items.is_empty() {
                    of(&hit.passage).unwrap_or_default()
                } else {
                    items.join(" | ")
                };
                let row = [
                    self.question.as_str(),
                    &rank,
                    &hit.id,
                    &hit.name,
                    &of(&hit.title).unwrap_or_default(),
                    hit.date.as_deref().unwrap_or_default(),
                    hit.body.as_deref().unwrap_or_default(),
                    &score,
                    &kinds.join(" "),
                    &text,
                ];
                let row = row.map(harmless);
                writer
                    .write_record(row.iter().map(|cell| cell.as_bytes()))
                    .map_err(io::Error::other)
            }
            Out::Ndjson(out) => line(out, &Row { question: &self.question, rank: self.rank, hit }),
        }
    }

    /// Ends a question: a line says how many motions there are.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(&mut self, found: &Found) -> io::Result<()> {
        match &mut self.out {
            Out::Csv(writer) => writer.flush(),
            Out::Ndjson(out) => line(
                out,
                &Total { question: &self.question, total: found.total, notes: &found.notes },
            ),
        }
    }
}

fn line(out: &mut impl io::Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{cell}");
    }
    cell.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(title: &str) -> Hit {
        Hit {
            id: "aa".into(),
            name: "a.txt".into(),
            title: Some(Marked { text: title.into(), marks: vec![[0, 1]] }),
            date: Some("2026-03-04".into()),
            body: None,
            added: 7,
            score: 1.5,
            clauses: Vec::new(),
            passage: Some(Marked { text: "een, twee".into(), marks: Vec::new() }),
            other_versions: 0,
            versions: Vec::new(),
        }
    }

    fn written(format: RowFormat) -> String {
        let mut out = Vec::new();
        let mut rows = Rows::new(format, &mut out).unwrap();
        rows.question("-twee");
        rows.hit(&hit("=1+1")).unwrap();
        rows.hit(&hit("Wonen")).unwrap();
        rows.end(&Found { total: 2, ..Found::default() }).unwrap();
        drop(rows);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_motion_is_a_row_and_no_formula() {
        assert_eq!(
            written(RowFormat::Csv),
            "question,rank,id,name,title,date,body,score,kinds,text\n\
             '-twee,1,aa,a.txt,'=1+1,2026-03-04,,1.5,,\"een, twee\"\n\
             '-twee,2,aa,a.txt,Wonen,2026-03-04,,1.5,,\"een, twee\"\n"
        );
        let lines = written(RowFormat::Ndjson);
        let lines: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((&lines[1]["rank"], &lines[1]["question"]), (&2.into(), &"-twee".into()));
        assert_eq!(lines[1]["title"]["text"], "Wonen");
        assert_eq!(lines[2], serde_json::json!({"question": "-twee", "total": 2, "notes": []}));
    }
}
