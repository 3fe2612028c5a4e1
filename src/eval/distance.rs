//! How far apart two texts are: Levenshtein, and Ratcliff and Obershelp.

use std::collections::HashMap;

/// The Levenshtein distance, by Myers' bit vectors: 64 cells at once.
///
/// Source: Hyyrö, "Explaining and extending the bit-parallel approximate string matching algorithm
/// of Myers", 2001, in blocks.
pub(super) fn levenshtein(a: &[char], b: &[char]) -> usize {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    let blocks = a.len().div_ceil(64);
    let mut places: HashMap<char, Vec<u64>> = HashMap::new();
    for (at, &c) in a.iter().enumerate() {
        places.entry(c).or_insert_with(|| vec![0; blocks])[at / 64] |= 1 << (at % 64);
    }
    let nowhere = vec![0; blocks];
    // Where a cell is one more, or one less, than the cell above it.
    let mut more = vec![u64::MAX; blocks];
    let mut less = vec![0_u64; blocks];
    let last = 1_u64 << ((a.len() - 1) % 64);
    let mut distance = a.len();
    for c in b {
        let places = places.get(c).unwrap_or(&nowhere);
        // Whether the cell to the right is one more, or one less: so it is in the row above all.
        let (mut is_more, mut is_less) = (1_u64, 0_u64);
        for block in 0..blocks {
            let top = if block + 1 == blocks { last } else { 1 << 63 };
            let vertical = places[block] | less[block];
            let equal = places[block] | is_less;
            let sum = (equal & more[block]).wrapping_add(more[block]);
            let horizontal = (sum ^ more[block]) | equal;
            let right_more = less[block] | !(horizontal | more[block]);
            let right_less = more[block] & horizontal;
            let (shifted_more, shifted_less) =
                ((right_more << 1) | is_more, (right_less << 1) | is_less);
            more[block] = shifted_less | !(vertical | shifted_more);
            less[block] = shifted_more & vertical;
            is_more = u64::from(right_more & top != 0);
            is_less = u64::from(right_less & top != 0);
        }
        distance = distance + is_more as usize - is_less as usize;
    }
    distance
}

/// The similarity of Ratcliff and Obershelp: twice the characters that match, by all of both.
///
/// As `difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()` of Python: of blocks equally
/// long, the first in `a` and then the first in `b` is taken.
pub(super) fn gestalt(a: &[char], b: &[char]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let mut places: HashMap<char, Vec<usize>> = HashMap::new();
    for (at, &c) in b.iter().enumerate() {
        places.entry(c).or_default().push(at);
    }
    let mut matched = 0;
    // How long the match is that ends before a place in `b`: at the last character of `a`, and at
    // this one.
    let (mut above, mut here) = (vec![0; b.len() + 1], vec![0; b.len() + 1]);
    let mut parts = vec![(0..a.len(), 0..b.len())];
    while let Some((in_a, in_b)) = parts.pop() {
        let (mut from_a, mut from_b, mut longest) = (in_a.start, in_b.start, 0);
        let mut filled: &[usize] = &[];
        for at_a in in_a.clone() {
            let all = places.get(&a[at_a]).map_or(&[][..], Vec::as_slice);
            let all = &all[all.partition_point(|&at| at < in_b.start)..];
            let all = &all[..all.partition_point(|&at| at < in_b.end)];
            for &at_b in all {
                let length = above[at_b] + 1;
                here[at_b + 1] = length;
                if length > longest {
                    (from_a, from_b, longest) = (at_a + 1 - length, at_b + 1 - length, length);
                }
            }
            filled.iter().for_each(|&at| above[at + 1] = 0);
            filled = all;
            std::mem::swap(&mut above, &mut here);
        }
        filled.iter().for_each(|&at| above[at + 1] = 0);
        if longest > 0 {
            matched += longest;
            parts.push((in_a.start..from_a, in_b.start..from_b));
            parts.push((from_a + longest..in_a.end, from_b + longest..in_b.end));
        }
    }
    2.0 * matched as f64 / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// The distance by the book: one cell after another.
    fn plain_distance(a: &[char], b: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, a) in a.iter().enumerate() {
            let mut corner = row[0];
            row[0] = i + 1;
            for (j, b) in b.iter().enumerate() {
                let cell = (corner + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
                corner = std::mem::replace(&mut row[j + 1], cell);
            }
        }
        row[b.len()]
    }

    /// Texts of so many letters out of five, always the same ones.
    fn noise(length: usize, seed: u64) -> Vec<char> {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ['a', 'b', 'c', 'd', 'é'][(state % 5) as usize]
        };
        std::iter::repeat_with(next).take(length).collect()
    }

    #[test]
    fn the_distance_is_that_of_the_book_over_every_number_of_blocks() {
        for (seed, (n, m)) in
            [(0, 3), (1, 1), (5, 9), (63, 64), (64, 64), (65, 63), (128, 200), (300, 131)]
                .into_iter()
                .enumerate()
        {
            let (a, b) = (noise(n, seed as u64 + 1), noise(m, seed as u64 + 100));
            assert_eq!(levenshtein(&a, &b), plain_distance(&a, &b), "{n} {m}");
            let mut near = a.clone();
            near.insert(n / 2, 'x');
            near.push('y');
            assert_eq!(levenshtein(&a, &near), plain_distance(&a, &near), "{n}");
        }
        assert_eq!(levenshtein(&chars("kitten"), &chars("sitting")), 3);
    }

    /// What Python's `difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()` gives.
    const RATIOS: &[(&str, &str, f64)] = &[
        ("", "", 1.0),
        ("abc", "", 0.0),
        ("WIKIMEDIA", "WIKIMANIA", 0.7777777777777778),
        ("GESTALT PATTERN MATCHING", "GESTALT PRACTICE", 0.6),
        ("de raad van de gemeente", "de raad der gemeente", 0.8837209302325582),
        ("abcabba", "cbabac", 0.46153846153846156),
        ("aaaa", "aa", 0.6666666666666666),
        (
            "private Thread currentThread;",
            "private volatile Thread currentThread;",
            0.8656716417910447,
        ),
        ("dat de haven groeit en de kade verzakt", "de kade verzakt en dat de haven groeit", 0.5),
        ("x y é ë", "y x ë é", 0.5714285714285714),
        ("abacbbaaaabcbaaccbbaabaa", "cbbaabbccbacbcbcaaabbacbabccbc", 0.2962962962962963),
        ("abbcbbbaabbaaabcbcccbcba", "caabaccbbabbccbccabaacabccaaba", 0.48148148148148145),
        ("bbaabcabccbabbbacbccabca", "bbabbcabcabababbbcababaaaaacac", 0.6666666666666666),
        ("cacacbcabaacbbcabaabbbaa", "bbacbabaaabbacaabbababcacbcccc", 0.3333333333333333),
    ];

    #[test]
    fn matching_blocks_are_those_of_difflib() {
        for (a, b, ratio) in RATIOS {
            let found = gestalt(&chars(a), &chars(b));
            assert!((found - ratio).abs() < 1e-12, "{a:?} {b:?}: {found}");
        }
    }
}
