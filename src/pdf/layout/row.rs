//! Letters to rows: what stands on one baseline, from left to right.
//!
//! Letters that were drawn one after the other stay together as a fragment, so that a stamp set
//! over a line does not mix its letters with it. Fragments on one baseline make a row, in whatever
//! order they were drawn; raised and lowered small letters join the row they belong to.

use crate::pdf::glyph::Glyph;

/// How far baselines in one row may differ, in parts of the font size.
const SAME_BASELINE: f32 = 0.25;
/// How far a fragment may jump to the right and go on, in parts of the font size.
const JUMP: f32 = 1.5;
/// How far a fragment may step back and go on, in parts of the font size.
const BACK: f32 = 0.4;
/// A letter of at most this part of the size of its row may stand above or below the baseline.
const SMALL: f32 = 0.87;

/// How many letters are raised together that are about as large as their row.
const RAISED: usize = 3;

/// How many fragments of raised or lowered letters one row takes from another.
const SCRIPTS: usize = 64;

/// Letters drawn one after the other on one baseline.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// Its letters, in the order of drawing; never empty, never only spaces.
    pub glyphs: Vec<Glyph>,
}

impl Fragment {
    /// Where the first letter that is no space begins.
    pub fn x0(&self) -> f32 {
        self.ink().map(|glyph| glyph.x0).fold(f32::MAX, f32::min)
    }

    /// Where the last letter that is no space ends.
    pub fn x1(&self) -> f32 {
        self.ink().map(|glyph| glyph.x1).fold(f32::MIN, f32::max)
    }

    fn ink(&self) -> impl Iterator<Item = &Glyph> {
        self.glyphs.iter().filter(|glyph| !glyph.is_space())
    }

    fn weight(&self) -> f32 {
        self.ink().map(|glyph| glyph.size).sum()
    }

    fn text_is(&self, other: &Self) -> bool {
        self.ink().map(|glyph| glyph.letter).eq(other.ink().map(|glyph| glyph.letter))
    }
}

/// What stands on one baseline.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its fragments, from left to right.
    pub fragments: Vec<Fragment>,
    /// The baseline of most of it.
    pub y: f32,
    /// The font size of most of it.
    pub size: f32,
    /// The weight of the fragment that says where the baseline is.
    heaviest: f32,
}

impl Row {
    fn of(fragment: Fragment) -> Self {
        Self {
            y: fragment.glyphs[0].y,
            size: fragment.glyphs[0].size,
            heaviest: fragment.weight(),
            fragments: vec![fragment],
        }
    }

    /// Takes another fragment in; the heaviest one says where the baseline is.
    fn add(&mut self, fragment: Fragment) {
        let weight = fragment.weight();
        if weight > self.heaviest {
            self.heaviest = weight;
            self.y = fragment.glyphs[0].y;
            self.size = fragment.glyphs[0].size;
        }
        self.fragments.push(fragment);
    }

    fn x0(&self) -> f32 {
        self.fragments.iter().map(Fragment::x0).fold(f32::MAX, f32::min)
    }

    fn x1(&self) -> f32 {
        self.fragments.iter().map(Fragment::x1).fold(f32::MIN, f32::max)
    }

    /// Whether small letters of another row are raised or lowered letters of this one: they stand
    /// half a line off at most, beside a fragment and over none.
    fn takes(&self, small: &Self) -> bool {
        let off = small.y - self.y;
        let is_small = small.size <= self.size * SMALL
            || (small.size <= self.size && small.fragments.iter().all(|it| self.leads_to(it)));
        is_small
            && small.fragments.len() <= SCRIPTS
            && (-0.65 * self.size..=0.35 * self.size).contains(&off)
            && small.fragments.iter().all(|script| {
                let (x0, x1) = (script.x0(), script.x1());
                let slack = self.size * 0.15;
                let near = x0 > self.x0() - self.size * 1.5 && x0 < self.x1() + self.size * 0.7;
                near && x1 - x0 < self.size * 4.0
                    && self.fragments.iter().all(|beside| {
                        x1 < beside.x0() + slack
                            || x0 > beside.x1() - slack
                            || beside.has_room(x0, x1, slack)
                    })
            })
    }
}

impl Row {
    /// Whether a letter of this row is followed by a few raised ones at once: then these may be as
    /// large, as some programs have them.
    fn leads_to(&self, script: &Fragment) -> bool {
        let x0 = script.x0();
        let follows = |glyph: &Glyph| (-0.05..=0.2).contains(&((x0 - glyph.x1) / self.size));
        script.glyphs.len() <= RAISED
            && script.glyphs.iter().all(|glyph| glyph.y < self.y)
            && self.fragments.iter().any(|fragment| fragment.ink().any(follows))
    }
}

impl Fragment {
    /// Whether the stretch from `x0` to `x1` is free of letters.
    fn has_room(&self, x0: f32, x1: f32, slack: f32) -> bool {
        self.ink().all(|glyph| glyph.x1 < x0 + slack || glyph.x0 > x1 - slack)
    }
}

/// Puts the letters of a page into rows, from top to bottom.
pub fn rows(glyphs: &[Glyph]) -> Vec<Row> {
    let mut fragments = fragments(glyphs);
    fragments.sort_by(|a, b| a.glyphs[0].y.total_cmp(&b.glyphs[0].y));
    let mut rows: Vec<Row> = Vec::new();
    for fragment in fragments {
        let first = fragment.glyphs[0];
        match rows.last_mut() {
            Some(row) if (first.y - row.y).abs() <= SAME_BASELINE * first.size.min(row.size) => {
                row.add(fragment);
            }
            _ => rows.push(Row::of(fragment)),
        }
    }
    let mut rows = join_scripts(rows);
    for row in &mut rows {
        row.fragments.sort_by(|a, b| a.x0().total_cmp(&b.x0()));
        drop_doubles(&mut row.fragments);
        part_at_filled_holes(&mut row.fragments);
    }
    rows
}

/// Parts fragments where others stand in their holes: the boxes before words that were drawn first.
fn part_at_filled_holes(fragments: &mut Vec<Fragment>) {
    if !(2..=SCRIPTS).contains(&fragments.len()) {
        return;
    }
    let places: Vec<(f32, f32)> = fragments.iter().map(|it| (it.x0(), it.x1())).collect();
    let mut parts: Vec<Fragment> = Vec::with_capacity(fragments.len());
    let mut is_parted = false;
    for mut fragment in fragments.drain(..) {
        let (start, end) = (fragment.x0(), fragment.x1());
        let inside = places.iter().filter(|(x0, x1)| *x0 > start && *x1 < end);
        for (x0, x1) in inside {
            let slack = 0.1 * fragment.glyphs[0].size;
            let cut = fragment.glyphs.iter().position(|glyph| glyph.x0 > *x0 && !glyph.is_space());
            let Some(cut) = cut.filter(|_| fragment.has_room(*x0, *x1, slack)) else { continue };
            let behind = fragment.glyphs.split_off(cut);
            if fragment.ink().next().is_some() {
                parts.push(std::mem::replace(&mut fragment, Fragment { glyphs: behind }));
                is_parted = true;
            } else {
                fragment.glyphs.extend(behind);
            }
        }
        parts.push(fragment);
    }
    if is_parted {
        parts.sort_by(|a, b| a.x0().total_cmp(&b.x0()));
    }
    *fragments = parts;
}

/// Splits the letters where the drawing jumped.
fn fragments(glyphs: &[Glyph]) -> Vec<Fragment> {
    let mut fragments: Vec<Fragment> = Vec::new();
    for &glyph in glyphs {
        match fragments.last_mut() {
            Some(fragment) if goes_on(fragment, glyph) => {
                if !is_double(fragment.glyphs.last(), glyph) {
                    fragment.glyphs.push(glyph);
                }
            }
            _ => fragments.push(Fragment { glyphs: vec![glyph] }),
        }
    }
    fragments.retain(|fragment| fragment.ink().next().is_some());
    fragments
}

fn goes_on(fragment: &Fragment, glyph: Glyph) -> bool {
    fragment.glyphs.last().is_some_and(|last| {
        let size = last.size.max(glyph.size);
        (glyph.y - last.y).abs() <= 0.05 * size
            && (glyph.size - last.size).abs() <= 0.1 * size
            && (-BACK * size..=JUMP * size).contains(&(glyph.x0 - last.x1))
    })
}

/// Whether a letter was drawn over the one before it, to make it look bold.
fn is_double(last: Option<&Glyph>, glyph: Glyph) -> bool {
    last.is_some_and(|last| {
        last.letter == glyph.letter
            && !glyph.is_space()
            && (last.x0 - glyph.x0).abs() < 0.3 * (glyph.x1 - glyph.x0)
    })
}

/// Drops what was drawn twice in one place, and makes the one that stays bold.
fn drop_doubles(fragments: &mut Vec<Fragment>) {
    fragments.dedup_by(|second, first| {
        let near = (second.x0() - first.x0()).abs() < 0.1 * first.glyphs[0].size;
        let double = near && second.text_is(first);
        if double {
            for glyph in &mut first.glyphs {
                glyph.bold = true;
            }
        }
        double
    });
}

/// Moves raised and lowered letters into the row beside which they stand.
fn join_scripts(rows: Vec<Row>) -> Vec<Row> {
    let mut joined: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match joined.last_mut() {
            Some(above) if above.takes(&row) => above.fragments.extend(row.fragments),
            Some(above) if row.takes(above) => {
                let scripts = std::mem::replace(above, row);
                above.fragments.extend(scripts.fragments);
            }
            _ => joined.push(row),
        }
    }
    joined
}
