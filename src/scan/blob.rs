//! Blobs: patches of ink that hang together, as a letter, its dot, or a bullet.

use super::picture::Picture;

/// How many runs of ink a picture is looked at for; a page of text has some 200,000.
const RUNS: usize = 4_000_000;

/// A patch of ink, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blob {
    /// The left edge.
    pub x0: u32,
    /// The top edge.
    pub y0: u32,
    /// The right edge, behind the last pixel.
    pub x1: u32,
    /// The bottom edge, below the last pixel.
    pub y1: u32,
    /// How many pixels it has.
    pub area: u32,
}

impl Blob {
    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.x1 - self.x0
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.y1 - self.y0
    }

    /// What part of its box is ink.
    pub fn fill(&self) -> f32 {
        self.area as f32 / (self.width() * self.height()) as f32
    }

    fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
            area: self.area + other.area,
        }
    }
}

/// The blobs of a picture, with the pixels of each.
#[derive(Debug)]
pub struct Blobs {
    runs: Vec<Run>,
    /// For each run, the blob that it belongs to.
    owners: Vec<u32>,
    list: Vec<Blob>,
}

/// Pixels of ink beside one another.
#[derive(Clone, Copy, Debug)]
struct Run {
    y: u32,
    x0: u32,
    x1: u32,
}

impl Blobs {
    /// The blobs, in the order of their topmost pixels.
    pub fn list(&self) -> &[Blob] {
        &self.list
    }

    /// Makes blobs white, with so many pixels of grey at their edges, and takes them off the list.
    pub fn erase(&mut self, picture: &mut Picture, edge: u32, goes: impl Fn(&Blob) -> bool) {
        let gone: Vec<bool> = self.list.iter().map(&goes).collect();
        if !gone.contains(&true) {
            return;
        }
        let mut rows: Vec<&mut [u8]> = picture.rows_mut().collect();
        for (run, owner) in self.runs.iter().zip(&self.owners) {
            if gone[*owner as usize] {
                let from = run.x0.saturating_sub(edge) as usize;
                let above = run.y.saturating_sub(edge) as usize;
                for row in rows.iter_mut().take((run.y + edge) as usize + 1).skip(above) {
                    let to = row.len().min((run.x1 + edge) as usize);
                    row[from..to].fill(255);
                }
            }
        }
        // Where the others are now.
        let mut kept = 0;
        let places: Vec<u32> = gone
            .iter()
            .map(|gone| {
                kept += u32::from(!gone);
                kept.wrapping_sub(1)
            })
            .collect();
        let mut stays = self.owners.iter().map(|owner| !gone[*owner as usize]);
        self.runs.retain(|_| stays.next().unwrap_or(false));
        self.owners.retain(|owner| !gone[*owner as usize]);
        for owner in &mut self.owners {
            *owner = places[*owner as usize];
        }
        let mut gone = gone.into_iter();
        self.list.retain(|_| !gone.next().unwrap_or(true));
    }
}

/// Finds the blobs of a picture: pixels darker than a level that touch, at corners too. A picture
/// that is all grain is looked at from its top as far as the limit goes.
pub fn find(picture: &Picture, level: u8) -> Blobs {
    let runs = runs(picture, level);
    let mut parents: Vec<u32> = (0..runs.len() as u32).collect();
    let mut above = 0;
    for index in 0..runs.len() {
        let run = runs[index];
        // Runs of the row above that end left of this one touch none of the later ones either.
        while runs[above].y + 1 < run.y || (runs[above].y + 1 == run.y && runs[above].x1 < run.x0) {
            above += 1;
        }
        let touches = |other: &&Run| other.y < run.y && other.x0 <= run.x1;
        let touching = runs[above..index].iter().take_while(touches).count();
        for other in above..above + touching {
            join(&mut parents, other as u32, index as u32);
        }
    }
    collect(runs, parents)
}

fn runs(picture: &Picture, level: u8) -> Vec<Run> {
    let mut runs = Vec::new();
    for (y, row) in picture.rows().enumerate() {
        if runs.len() > RUNS {
            break;
        }
        let mut x = 0;
        while let Some(start) = row[x..].iter().position(|pixel| *pixel < level) {
            let x0 = x + start;
            let length = row[x0..].iter().position(|pixel| *pixel >= level);
            x = length.map_or(row.len(), |length| x0 + length);
            runs.push(Run { y: y as u32, x0: x0 as u32, x1: x as u32 });
        }
    }
    runs
}

/// The first run of the blob that a run belongs to.
fn root(parents: &mut [u32], run: u32) -> u32 {
    let mut at = run;
    while parents[at as usize] != at {
        let next = parents[parents[at as usize] as usize];
        parents[at as usize] = next;
        at = next;
    }
    at
}

fn join(parents: &mut [u32], one: u32, other: u32) {
    let (one, other) = (root(parents, one), root(parents, other));
    parents[one.max(other) as usize] = one.min(other);
}

fn collect(runs: Vec<Run>, mut parents: Vec<u32>) -> Blobs {
    let mut list: Vec<Blob> = Vec::new();
    let mut owners: Vec<u32> = Vec::with_capacity(runs.len());
    for (index, run) in runs.iter().enumerate() {
        let piece =
            Blob { x0: run.x0, y0: run.y, x1: run.x1, y1: run.y + 1, area: run.x1 - run.x0 };
        let first = root(&mut parents, index as u32) as usize;
        if first == index {
            owners.push(list.len() as u32);
            list.push(piece);
        } else {
            // The first run of a blob is the earliest, so that its owner is known.
            let owner = owners[first];
            owners.push(owner);
            list[owner as usize] = list[owner as usize].union(piece);
        }
    }
    Blobs { runs, owners, list }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(rows: &[&str]) -> Picture {
        let pixels =
            rows.iter().flat_map(|row| row.bytes().map(|b| if b == b'#' { 0 } else { 255 }));
        Picture::new(rows[0].len() as u32, rows.len() as u32, 300, pixels.collect()).unwrap()
    }

    #[test]
    fn what_touches_is_one_blob() {
        let drawn = picture(&["#...#.##", "#...#..#", ".###....", ".......#"]);
        let blobs = find(&drawn, 128);
        assert_eq!(
            blobs.list(),
            [
                Blob { x0: 0, y0: 0, x1: 5, y1: 3, area: 7 },
                Blob { x0: 6, y0: 0, x1: 8, y1: 2, area: 3 },
                Blob { x0: 7, y0: 3, x1: 8, y1: 4, area: 1 },
            ]
        );
    }

    #[test]
    fn erased_blobs_are_white_and_the_others_stay() {
        let mut drawn = picture(&["#.......##", ".......##."]);
        let mut blobs = find(&drawn, 128);
        blobs.erase(&mut drawn, 2, |blob| blob.area == 1);
        assert_eq!(drawn, picture(&["........##", ".......##."]));
        assert_eq!(blobs.list(), [Blob { x0: 7, y0: 0, x1: 10, y1: 2, area: 4 }]);
        blobs.erase(&mut drawn, 2, |_| true);
        assert!(blobs.list().is_empty() && drawn.pixels().iter().all(|pixel| *pixel == 255));
    }
}
