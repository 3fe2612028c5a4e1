//! Computer Modern, TeX's own family of fonts, known by the proportions of its letters.
//!
//! Its letters are as wide as whole or half numbers of a unit that differs with size and weight,
//! but hardly within one member of the family.

/// How far two widths may be apart that are the same, as a part of them: they are rounded, and the
/// smallest sizes are drawn a little wider.
const ROUNDING: f32 = 0.012;
/// As much, where there are few letters to compare, and where there are many: then it may be a
/// member of a size that has some letters drawn anew.
const LITTLE: f32 = 0.005;
const MUCH: f32 = 0.03;
/// How many different widths tell a member by themselves, and how many are many.
const WIDTHS: usize = 3;
const MANY: usize = 6;
/// How wide a tenth of a unit is in parts of the font size, in the members of all sizes.
const TENTH: std::ops::RangeInclusive<f32> = 0.00254..=0.00382;
/// The width of a digit, in tenths of a unit.
const DIGIT: u16 = 180;

/// The widths of A to Z and a to z of a member, in tenths of a unit.
type Member = [u16; 52];

/// Roman, upright or slanted, and then bold.
const ROMAN: Member = [
    270, 255, 260, 275, 245, 235, 283, 270, 130, 185, 280, 225, 330, 270, 280, 245, 280, 265, 200,
    260, 270, 270, 370, 270, 270, 220, 180, 200, 160, 200, 160, 110, 180, 200, 100, 110, 190, 100,
    300, 200, 180, 200, 190, 141, 142, 140, 200, 190, 260, 190, 190, 160,
];
const BOLD: Member = [
    272, 256, 260, 276, 237, 227, 283, 282, 137, 186, 282, 217, 342, 282, 270, 246, 270, 270, 200,
    250, 277, 272, 372, 272, 272, 220, 175, 200, 160, 200, 165, 110, 180, 200, 100, 110, 190, 100,
    300, 200, 180, 200, 190, 148, 142, 140, 200, 190, 260, 190, 190, 160,
];
const ITALIC: Member = [
    262, 248, 252, 266, 239, 230, 272, 262, 136, 185, 271, 221, 316, 262, 270, 239, 270, 257, 198,
    252, 262, 262, 352, 262, 262, 216, 180, 162, 162, 180, 162, 108, 162, 180, 108, 108, 162, 90,
    288, 198, 180, 180, 162, 149, 144, 117, 189, 162, 234, 163, 171, 144,
];
const BOLD_ITALIC: Member = [
    264, 249, 252, 267, 230, 221, 273, 273, 144, 186, 273, 212, 327, 273, 260, 240, 260, 262, 198,
    242, 268, 264, 353, 264, 264, 216, 180, 162, 162, 180, 162, 122, 162, 180, 108, 108, 162, 90,
    288, 198, 180, 180, 162, 153, 148, 117, 189, 162, 234, 171, 171, 149,
];
/// Without serifs, and then bold.
const SANS: Member = [
    240, 240, 230, 260, 215, 205, 240, 255, 100, 170, 250, 195, 315, 255, 265, 230, 265, 233, 200,
    245, 247, 240, 340, 240, 240, 220, 173, 186, 160, 186, 160, 110, 180, 186, 86, 96, 176, 86,
    286, 186, 180, 186, 186, 123, 138, 130, 186, 166, 246, 166, 166, 156,
];
const BOLD_SANS: Member = [
    240, 240, 230, 260, 210, 200, 240, 260, 106, 170, 250, 190, 320, 260, 260, 230, 260, 230, 200,
    240, 250, 240, 340, 240, 240, 220, 172, 184, 160, 184, 167, 110, 180, 184, 84, 94, 174, 84,
    284, 184, 180, 184, 184, 122, 138, 132, 184, 164, 244, 164, 164, 156,
];
const SMALL_CAPITALS: Member = [
    265, 251, 256, 270, 242, 232, 277, 265, 132, 185, 275, 223, 322, 265, 275, 242, 275, 261, 199,
    256, 265, 265, 360, 265, 265, 218, 200, 189, 192, 203, 182, 174, 209, 200, 98, 138, 207, 167,
    243, 200, 207, 182, 207, 196, 149, 192, 200, 200, 272, 200, 200, 164,
];
const FAMILY: [&Member; 7] =
    [&ROMAN, &BOLD, &ITALIC, &BOLD_ITALIC, &SANS, &BOLD_SANS, &SMALL_CAPITALS];

/// A font that is known as a member of the family.
pub struct Modern {
    member: &'static Member,
    /// A tenth of a unit, in the font's own measure of widths.
    tenth: f32,
}

impl Modern {
    /// Knows a font by the widths of its letters; `width` gives those that it has, in its own
    /// measure, of which one is the part `em` of the font size. `None` where they have other
    /// proportions, or where there are too few of them.
    pub fn of(width: impl Fn(u8) -> Option<f32>, em: f32) -> Option<Self> {
        let fitting = FAMILY.iter().filter_map(|member| {
            let letters = (b'0'..=b'z').filter(u8::is_ascii_alphanumeric);
            let known: Vec<(u16, f32)> =
                letters.filter_map(|code| Some((tenths(member, code)?, width(code)?))).collect();
            let mut kinds: Vec<u16> = known.iter().map(|(tenths, _)| *tenths).collect();
            kinds.sort_unstable();
            kinds.dedup();
            let total: u32 = known.iter().map(|(tenths, _)| u32::from(*tenths)).sum();
            let tenth = known.iter().map(|(_, width)| width).sum::<f32>() / total.max(1) as f32;
            let (rounding, enough) = match kinds.len() {
                0 | 1 => return None,
                2 => (LITTLE, TENTH.contains(&(tenth * em))),
                WIDTHS..MANY => (ROUNDING, true),
                _ => (MUCH, true),
            };
            let off = known
                .iter()
                .map(|(tenths, width)| (width / (f32::from(*tenths) * tenth) - 1.0).abs())
                .fold(0.0, f32::max);
            (enough && off <= rounding && tenth > 0.0).then_some((off, Self { member, tenth }))
        });
        fitting.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known)
    }

    /// Whether a width is that of a letter or digit.
    pub fn is_as_wide(&self, width: f32, letter: u8) -> bool {
        tenths(self.member, letter).is_some_and(|tenths| self.is_wide(width, tenths))
    }

    /// Whether a width is so many tenths of a unit.
    pub fn is_wide(&self, width: f32, tenths: u16) -> bool {
        (width - f32::from(tenths) * self.tenth).abs() <= ROUNDING * width.abs()
    }
}

/// The width of a letter or digit.
fn tenths(member: &Member, code: u8) -> Option<u16> {
    match code {
        b'0'..=b'9' => Some(DIGIT),
        b'A'..=b'Z' => Some(member[usize::from(code - b'A')]),
        b'a'..=b'z' => Some(member[usize::from(code - b'a') + 26]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(widths: &[(u8, f32)], em: f32) -> bool {
        let width = |code| widths.iter().find(|(other, _)| *other == code).map(|(_, width)| *width);
        Modern::of(width, em).is_some()
    }

    #[test]
    fn members_are_known_by_proportions_at_any_scale() {
        assert!(known(&[(b'l', 26.53), (b'n', 53.05), (b'o', 47.75)], 1.0));
        // The same letters of Helvetica.
        assert!(!known(&[(b'l', 22.2), (b'n', 55.6), (b'o', 55.6)], 1.0));
        // Slanted letters are narrower.
        assert!(known(&[(b'b', 41.5), (b'l', 23.06), (b'n', 50.73)], 1.0));
    }

    #[test]
    fn the_member_that_fits_best_is_meant() {
        // Bold, which is like roman in all but a few letters.
        let widths = [(b'M', 34.2), (b'o', 18.0), (b't', 14.0), (b'i', 10.0), (b'e', 16.5)];
        let more = [(b'V', 27.2), (b'r', 14.8), (b's', 14.2), (b'u', 20.0)];
        let all = [&widths[..], &more[..]].concat();
        let width = |code| all.iter().find(|(other, _)| *other == code).map(|(_, width)| *width);
        let known = Modern::of(width, 1.0).unwrap();
        assert_eq!(known.member, &BOLD);
        assert!(known.is_as_wide(20.0, b'n'));
    }

    #[test]
    fn of_few_letters_the_size_has_to_fit_too() {
        let two = [(b'2', 33.09), (b'e', 29.41)];
        assert!(known(&two, 0.0172));
        assert!(!known(&two, 0.03));
        assert!(!known(&[(b'2', 33.09)], 0.0172));
    }
}
