//! Columns.
use super::CellRow;

/// Blocks in reading order.
pub fn blocks(rows: Vec<CellRow>) -> Vec<Vec<CellRow>> {
    vec![rows]
}
