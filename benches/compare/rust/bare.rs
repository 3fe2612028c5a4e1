//! Bare tantivy: the same version, and a document a motion and one a clause, one commit, and
//! nothing around it; no ledger, no originals, no record behind a hit.

use std::path::Path;

use moties::index;
use serde_json::json;
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, Occur, Query, QueryParser, TermQuery};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    TextAnalyzer,
};
use tantivy::{Index, IndexReader, TantivyDocument, Term};

use crate::documents::{Part, load};
use crate::{Answer, Peer, Request, not_asked, timed};

/// How much memory documents may take before they are written out, in bytes; as in the store.
const MEMORY: usize = 64 << 20;

/// How text is cut into words.
#[derive(Clone, Copy)]
pub enum Analysis {
    /// As this project's index does.
    Ours,
    /// By tantivy's own parts, to the same end.
    Stock,
}

impl Analysis {
    fn analyzer(self) -> TextAnalyzer {
        match self {
            Self::Ours => index::dutch(),
            Self::Stock => TextAnalyzer::builder(SimpleTokenizer::default())
                .filter(RemoveLongFilter::limit(100))
                .filter(LowerCaser)
                .filter(AsciiFoldingFilter)
                .filter(Stemmer::new(Language::Dutch))
                .build(),
        }
    }
}

/// The fields, as a plain index of motions and clauses would have them.
struct Fields {
    schema: Schema,
    id: Field,
    part: Field,
    clause: Field,
    kind: Field,
    role: Field,
    date: Field,
    body: Field,
    grammar: Field,
    title: Field,
    subject: Field,
    names: Field,
    heading: Field,
    text: Field,
}

impl Fields {
    fn new() -> Self {
        let mut schema = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("dutch")
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let id = schema.add_text_field("id", STRING | STORED | FAST);
        let part = schema.add_text_field("part", STRING);
        let clause = schema.add_u64_field("clause", STORED | FAST);
        let [kind, role, date, body, grammar] = ["kind", "role", "date", "body", "grammar"]
            .map(|name| schema.add_text_field(name, STRING | FAST));
        let [title, subject, names, heading, text] =
            ["title", "subject", "names", "heading", "text"]
                .map(|name| schema.add_text_field(name, words.clone()));
        let schema = schema.build();
        Self {
            schema,
            id,
            part,
            clause,
            kind,
            role,
            date,
            body,
            grammar,
            title,
            subject,
            names,
            heading,
            text,
        }
    }

    fn document(&self, part: &Part) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, &part.id);
        document.add_text(self.part, &part.part);
        if let Some(clause) = part.clause {
            document.add_u64(self.clause, clause);
        }
        for (field, value) in [
            (self.kind, &part.kind),
            (self.role, &part.role),
            (self.date, &part.date),
            (self.body, &part.body),
            (self.grammar, &part.grammar),
            (self.title, &part.title),
            (self.subject, &part.subject),
            (self.heading, &part.heading),
        ] {
            if let Some(value) = value {
                document.add_text(field, value);
            }
        }
        for (field, values) in [(self.names, &part.names), (self.text, &part.text)] {
            for value in values {
                document.add_text(field, value);
            }
        }
        document
    }
}

/// An index on disk.
pub struct Bare {
    analysis: Analysis,
    fields: Fields,
    open: Option<(Index, IndexReader)>,
}

impl Bare {
    pub fn new(analysis: Analysis) -> Self {
        Self { analysis, fields: Fields::new(), open: None }
    }

    /// Indexes parts until they are on disk.
    fn build(&self, parts: &[Part], dir: &Path) -> tantivy::Result<Index> {
        let index = Index::open_or_create(MmapDirectory::open(dir)?, self.fields.schema.clone())?;
        index.tokenizers().register("dutch", self.analysis.analyzer());
        let mut writer = index.writer_with_num_threads(1, MEMORY)?;
        for part in parts {
            writer.add_document(self.fields.document(part))?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(index)
    }

    /// Counts the parts that have the words, and shows the best.
    fn search(
        &self,
        words: &str,
        clause: Option<&str>,
        shown: usize,
    ) -> tantivy::Result<(usize, Vec<String>)> {
        let Some((index, reader)) = &self.open else {
            return Err(tantivy::TantivyError::InvalidArgument("expected an index".to_owned()));
        };
        let fields = &self.fields;
        let asked = if clause.is_some() {
            vec![fields.heading, fields.text]
        } else {
            vec![fields.title, fields.subject, fields.names, fields.text]
        };
        let mut parser = QueryParser::for_index(index, asked);
        parser.set_conjunction_by_default();
        parser.set_field_boost(fields.title, 3.0);
        parser.set_field_boost(fields.subject, 2.0);
        let (field, value) = match clause {
            None => (fields.part, "motion"),
            Some(role @ ("preamble" | "opinion" | "dictum")) => (fields.role, role),
            Some(kind) => (fields.kind, kind),
        };
        let term = Term::from_field_text(field, value);
        let within: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        let words = parser.parse_query_lenient(words).0;
        let query = BooleanQuery::new(vec![(Occur::Must, words), (Occur::Must, within)]);
        let searcher = reader.searcher();
        let best = TopDocs::with_limit(shown).order_by_score();
        let (found, top) = searcher.search(&query, &(Count, best))?;
        let mut ids = Vec::with_capacity(top.len());
        for (_, address) in top {
            let document: TantivyDocument = searcher.doc(address)?;
            let id = document.get_first(fields.id).and_then(|id| id.as_str().map(str::to_owned));
            ids.extend(id);
        }
        Ok((found, ids))
    }
}

impl Peer for Bare {
    fn answer(&mut self, request: &Request) -> Answer {
        match request {
            Request::Version => Ok(json!({ "version": tantivy::version_string() })),
            Request::Build { documents, dir } => {
                self.open = None;
                let (loading, parts) = timed(|| load(documents));
                let parts = parts?;
                std::fs::create_dir(dir)?;
                let (took, index) = timed(|| self.build(&parts, dir));
                let index = index?;
                let reader = index.reader()?;
                self.open = Some((index, reader));
                Ok(json!({ "seconds": took.as_secs_f64(), "loading": loading.as_secs_f64() }))
            }
            Request::Search { words, clause, times, shown } => {
                let clause = clause.as_deref();
                let found = self.search(words, clause, *shown)?.0;
                let mut seconds = Vec::new();
                for _ in 0..*times {
                    let (took, found) = timed(|| self.search(words, clause, *shown));
                    found?;
                    seconds.push(took.as_secs_f64());
                }
                Ok(json!({ "found": found, "seconds": seconds }))
            }
            _ => not_asked(request),
        }
    }
}
