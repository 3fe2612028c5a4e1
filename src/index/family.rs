//! Versions of one motion: those in nearly the same words, before and after a change, a vote, or put to
//! another assembly.
//!
//! ```text
//! motions that share a band ── likeness of their bits ──▶ pairs ── oldest first ──▶ families
//! ```
//!
//! A family is what is like its oldest member, not what is like one that is like it: motions that change a
//! little from one to the next do not all become one.

use tantivy::columnar::Column;
use tantivy::schema::Field;
use tantivy::{DocId, Searcher, SegmentReader};

use super::ask::{Best, Sort};
use super::fields::{Alike, Fields};
use super::sketch::{BANDS, Sketch, likeness};

/// How much of their shingles versions of one motion share, by the words.
pub(super) const ALIKE: f32 = 0.5;

/// Bits may find less than the words do, by so much in all but one of some hundred.
const MARGIN: f32 = 0.2;

/// With how many of those before it that share a band a motion is compared: what half of all motions say is
/// no version of each other, and would be compared with all.
const COMPARED: usize = 16;

/// The motions that are like one by their bits, by their keys, most alike first: what may be its versions.
pub(super) fn near(
    fields: &Fields,
    searcher: &Searcher,
    sketch: &Sketch,
    limit: usize,
) -> tantivy::Result<Vec<u64>> {
    let mut near = Vec::new();
    for reader in searcher.segment_readers() {
        let columns = Columns::of(&fields.alike, reader)?;
        let keys = column(reader, fields.key)?;
        // What has bits has both halves: the numbers of the values are the same in both.
        let mut met = Vec::new();
        let mut rows = Vec::new();
        let [low, high] = columns.bits.each_ref().map(|half| &half.values);
        for (row, (low, high)) in (0..).zip(low.iter().zip(high.iter())) {
            let likeness = likeness(sketch.bits, [low, high]);
            if likeness >= ALIKE - MARGIN {
                met.push(likeness);
                rows.push(row);
            }
        }
        columns.bits[0].index.select_batch_in_place(0, &mut rows);
        let alive = met.into_iter().zip(rows).filter(|(_, doc)| !reader.is_deleted(*doc));
        near.extend(alive.filter_map(|(likeness, doc)| Some((likeness, keys.first(doc)?))));
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(near.into_iter().take(limit).map(|(_, key)| key).collect())
}

/// Motions of one family among those that were found.
#[derive(Clone, Debug)]
pub(super) struct Family {
    /// The one that comes first in the order that was asked for.
    pub(super) first: Best,
    /// The keys of the others, in that order.
    pub(super) others: Vec<u64>,
}

/// Puts motions together that are versions of one; they come, and families are, in the order that was asked
/// for.
pub(super) fn families(
    fields: &Fields,
    searcher: &Searcher,
    found: &[Best],
    sort: Sort,
) -> tantivy::Result<Vec<Family>> {
    let columns = searcher.segment_readers().iter();
    let columns: Vec<_> =
        columns.map(|reader| Columns::of(&fields.alike, reader)).collect::<Result<_, _>>()?;
    let bits = |best: &Best| columns[best.segment as usize].bits(best.doc);
    // The oldest first: it has the lowest key.
    let mut by_age: Vec<usize> = (0..found.len()).collect();
    by_age.sort_unstable_by_key(|&at| found[at].rank.key(sort));
    let sketches: Vec<_> = by_age.iter().map(|&at| bits(&found[at])).collect();
    let mut pairs = Vec::new();
    for band in 0..BANDS {
        let mut shared: Vec<(u32, usize)> = Vec::with_capacity(found.len());
        for (age, &at) in by_age.iter().enumerate() {
            let Best { segment, doc, .. } = found[at];
            shared.extend(columns[segment as usize].band(doc, band).map(|value| (value, age)));
        }
        shared.sort_unstable();
        for together in shared.chunk_by(|a, b| a.0 == b.0) {
            for (number, &(_, younger)) in together.iter().enumerate() {
                for &(_, older) in together[..number].iter().take(COMPARED) {
                    if let (Some(a), Some(b)) = (sketches[older], sketches[younger])
                        && likeness(a, b) >= ALIKE
                    {
                        pairs.push((younger, older));
                    }
                }
            }
        }
    }
    pairs.sort_unstable();
    let mut oldest: Vec<usize> = (0..found.len()).collect();
    for (younger, older) in pairs {
        if oldest[younger] == younger && oldest[older] == older {
            oldest[younger] = older;
        }
    }
    let mut families: Vec<Family> = Vec::new();
    let mut of_oldest = vec![None; found.len()];
    let mut age_of = vec![0; found.len()];
    for (age, &at) in by_age.iter().enumerate() {
        age_of[at] = age;
    }
    for (best, age) in found.iter().zip(age_of) {
        let family = &mut of_oldest[oldest[age]];
        match *family {
            Some(number) => {
                let family: &mut Family = &mut families[number];
                family.others.push(best.rank.key(sort));
            }
            None => {
                *family = Some(families.len());
                families.push(Family { first: *best, others: Vec::new() });
            }
        }
    }
    Ok(families)
}

/// The sketches in one part of the index.
struct Columns {
    bits: [Column<u64>; 2],
    bands: Column<u64>,
}

impl Columns {
    fn of(fields: &Alike, reader: &SegmentReader) -> tantivy::Result<Self> {
        let [low, high] = fields.bits;
        Ok(Self {
            bits: [column(reader, low)?, column(reader, high)?],
            bands: column(reader, fields.band)?,
        })
    }

    /// The bits of a motion; none where it has too few words.
    fn bits(&self, doc: DocId) -> Option<[u64; 2]> {
        let [low, high] = &self.bits;
        Some([low.first(doc)?, high.first(doc)?])
    }

    /// One of its bands.
    fn band(&self, doc: DocId, number: usize) -> Option<u32> {
        u32::try_from(self.bands.values_for_doc(doc).nth(number)?).ok()
    }
}

/// The values of a field; an empty column in a part of the index where no motion has any.
fn column(reader: &SegmentReader, field: Field) -> tantivy::Result<Column<u64>> {
    let name = reader.schema().get_field_name(field);
    let column = reader.fast_fields().column_opt(name)?;
    Ok(column.unwrap_or_else(|| Column::build_empty_column(reader.max_doc())))
}
