//! How far two words are apart.

/// How many letters must be changed, put in, left out or swapped with the next to make one word of the
/// other.
#[must_use]
pub fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut previous = None;
    for (row, letter) in one.chars().enumerate() {
        let mut next = vec![row + 1];
        for (column, &known) in other.iter().enumerate() {
            let changed = last[column] + usize::from(letter != known);
            let mut least = changed.min(last[column + 1] + 1).min(next[column] + 1);
            let swapped = column > 0 && previous == Some(known) && other[column - 1] == letter;
            if swapped && row > 0 {
                least = least.min(before[column - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut last, next);
        previous = Some(letter);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_changed_put_in_left_out_and_swapped_are_counted() {
        for (one, other, expected) in [
            ("fiets", "fiets", 0),
            ("fiets", "fietsen", 2),
            ("fiets", "feits", 1),
            ("huur", "hur", 1),
            ("één", "een", 2),
            ("", "raad", 4),
        ] {
            assert_eq!(distance(one, other), expected, "{one}, {other}");
            assert_eq!(distance(other, one), expected, "{other}, {one}");
        }
    }
}
