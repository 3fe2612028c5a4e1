//! Why a document is found, as far as its score says.

use tantivy::query::{Explanation, Weight};
use tantivy::{DocId, SegmentReader, TantivyError};

/// Explains a document by what it has, and what that counts for.
///
/// # Errors
/// Where it is not found.
pub(super) fn explained(
    weight: &dyn Weight,
    reader: &SegmentReader,
    doc: DocId,
    what: &'static str,
) -> tantivy::Result<Explanation> {
    let mut scorer = weight.scorer(reader, 1.0)?;
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        return Err(TantivyError::InvalidArgument(format!("document {doc} does not have {what}")));
    }
    Ok(Explanation::new(what, scorer.score()))
}
