//! Page furniture: running heads and feet, and page numbers.
//!
//! They stay in the text, marked, so that higher floors can leave them out of sentences. A head may
//! also hold fields with their values, as forms of councils do; those are body.

use std::collections::HashMap;

use super::{PageLine, footnote};
use crate::text::Page;

/// A head lies in this part of a page, from its top.
const HEAD: f32 = 0.15;
/// A foot lies below this part of a page.
const FOOT: f32 = 0.85;
/// A head or foot has at most so many lines.
const OUTERMOST: usize = 12;
/// Lines at one place on several pages may differ this much, in points.
const SAME_PLACE: f32 = 8.0;
/// How many words a line with a page number in it has at most.
const NUMBER_WORDS: usize = 12;
/// How many fields a letter begins with at least.
const FIELDS: usize = 3;
/// How many words the name of an organisation in a head has at most.
const NAME_WORDS: usize = 5;

/// Marks the furniture on all pages.
pub fn mark(pages: &[Page], lines: &mut [Vec<PageLine>]) {
    let repeated = repeated(pages, lines);
    for (index, (page, lines)) in pages.iter().zip(lines.iter_mut()).enumerate() {
        let order = by_height(lines);
        let mut in_fields = false;
        let lowest = lowest(lines);
        for (place, line) in lines.iter_mut().enumerate() {
            let zone = Zone::of(line, page);
            in_fields |= line.artifact && line.text.contains(':');
            let is_head = line.artifact && !in_fields && (index > 0 || is_name(&line.text));
            line.furniture |= match zone {
                _ if line.artifact && is_page_number(&line.text) => true,
                _ if is_nothing_but_page_number(&line.text) => true,
                Zone::Head => repeated[index][place] || is_head || numbers_head(line, place),
                Zone::Body => {
                    repeated[index][place] || line.artifact && !in_fields && is_name(&line.text)
                }
                Zone::Foot => {
                    repeated[index][place]
                        || line.artifact
                        || numbers_foot(line, place == lowest)
                        || (place == lowest && ends_in_number(&line.text, index + 1))
                }
            };
        }
        footnote::mark(lines, &order, page.height);
    }
}

/// Where on a page a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    Head,
    Body,
    Foot,
}

impl Zone {
    fn of(line: &PageLine, page: &Page) -> Self {
        if line.bbox.y1 < page.height * HEAD {
            Self::Head
        } else if line.bbox.y0 > page.height * FOOT {
            Self::Foot
        } else {
            Self::Body
        }
    }
}

/// Whether the first line of a page is its number.
fn numbers_head(line: &PageLine, place: usize) -> bool {
    place == 0 && is_page_number(&line.text) && !is_bare_number(&line.text)
}

/// Whether a line at the foot is, or ends in, the number of the page; a bare number only if it is
/// the lowest line and stands apart.
fn numbers_foot(line: &PageLine, is_lowest: bool) -> bool {
    if is_bare_number(&line.text) {
        is_lowest && line.gap > 0.5
    } else {
        is_page_number(&line.text)
    }
}

/// The index of the lowest line; 0 where there is none.
fn lowest(lines: &[PageLine]) -> usize {
    let places = lines.iter().enumerate();
    places.max_by(|(_, a), (_, b)| a.bbox.y1.total_cmp(&b.bbox.y1)).map_or(0, |(place, _)| place)
}

/// Whether the last cell of a line is the number of its page.
fn ends_in_number(text: &str, number: usize) -> bool {
    text.rsplit_once("   ").is_some_and(|(_, cell)| cell == number.to_string())
}

/// Whether a line looks like the name of whoever sends the paper: a few words without a number.
fn is_name(text: &str) -> bool {
    text.split_whitespace().count() <= NAME_WORDS
        && !text.contains(|c: char| c.is_ascii_digit() || c == ':')
}

fn is_bare_number(text: &str) -> bool {
    let number = text.trim_matches(|c: char| "-–— ".contains(c));
    !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a line is "pagina 1 van 2" and nothing else, which stands for itself anywhere.
fn is_nothing_but_page_number(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let is_number = |word: &String| word.bytes().all(|b| b.is_ascii_digit());
    matches!(words.as_slice(), [page, number, van, count]
        if page == "pagina" && (van == "van" || van == "/") && is_number(number) && is_number(count))
}

/// Whether a line says which page it stands on: a bare number, or "pagina 1 van 2" in a short line.
fn is_page_number(text: &str) -> bool {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let names_page = words.windows(2).any(|pair| {
        let word = pair[0].trim_start_matches(|c: char| !c.is_alphanumeric());
        matches!(word, "pagina" | "blad" | "bladzijde" | "pag." | "blz." | "p." | "page" | "side")
            && pair[1].starts_with(|c: char| c.is_ascii_digit())
    });
    let is_fraction = words.len() <= 3
        && text.starts_with(|c: char| c.is_ascii_digit())
        && (text.contains('/') || words.get(1).is_some_and(|word| matches!(*word, "van" | "of")))
        && text.chars().all(|c| c.is_ascii_digit() || "/ vanof".contains(c));
    is_bare_number(&text) || is_fraction || (names_page && words.len() <= NUMBER_WORDS)
}

/// For each line whether it belongs to a head or foot that stands on other pages too: nothing but
/// such lines is above it, or below it. So does what stood in the margin of an earlier page.
fn repeated(pages: &[Page], lines: &[Vec<PageLine>]) -> Vec<Vec<bool>> {
    let mut places: HashMap<String, Vec<(usize, f32)>> = HashMap::new();
    for (index, lines) in lines.iter().enumerate() {
        let order = by_height(lines);
        let bottom = order.len().saturating_sub(OUTERMOST).max(OUTERMOST);
        let outer = order.iter().take(OUTERMOST).chain(order.iter().skip(bottom));
        let inner = order.iter().skip(OUTERMOST).take(bottom - OUTERMOST);
        let aside = inner.filter(|at| lines[**at].aside);
        for line in outer.chain(aside).map(|at| &lines[*at]) {
            let place = (index, line.bbox.y0);
            places.entry(key(&line.text)).or_default().push(place);
        }
    }
    // The margin of the first page says what the paper is; that of the others repeats it.
    let margin = |index: usize, line: &PageLine| {
        let others = places.get(&key(&line.text)).into_iter().flatten();
        let before =
            |(other, y): &&(usize, f32)| *other < index && (y - line.bbox.y0).abs() < SAME_PLACE;
        line.aside && others.filter(before).count() > 0
    };
    let enough = (pages.len() / 3).max(1);
    let recurs = |index: usize, line: &PageLine| {
        let others = places.get(&key(&line.text)).into_iter().flatten();
        let same =
            |(other, y): &&(usize, f32)| *other != index && (y - line.bbox.y0).abs() < SAME_PLACE;
        let exact = others.filter(same).count();
        // A line that was recognised on a picture may have a few letters wrong.
        let near = || {
            let own = key(&line.text);
            let alike = places.iter().filter(|(other, _)| is_misread(&own, other));
            alike.flat_map(|(_, places)| places.iter()).filter(same).count()
        };
        exact >= enough || line.is_recognised() && exact + near() >= enough
    };
    pages
        .iter()
        .zip(lines)
        .enumerate()
        .map(|(index, (page, lines))| {
            let mut found = outermost(page, lines, |line| recurs(index, line));
            for (found, line) in found.iter_mut().zip(lines) {
                *found |= margin(index, line);
            }
            found
        })
        .collect()
}

/// How many letters that stand together a line may have wrong that was recognised, and how many
/// right ones it has at least.
const MISREAD: usize = 3;
const READ: usize = 8;

/// Whether two lines are the same but for a few letters in one place.
fn is_misread(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    let before = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let behind = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let right = (before + behind).min(short);
    one != other && right >= READ && right + MISREAD >= long
}

/// For each line of a page whether it and all between it and the edge of the page recur.
fn outermost(page: &Page, lines: &[PageLine], recurs: impl Fn(&PageLine) -> bool) -> Vec<bool> {
    let order = by_height(lines);
    let mut found = vec![false; lines.len()];
    let is_letter = is_letterhead(lines, &order);
    let head = order.iter().filter(|_| !is_letter).take_while(|index| {
        Zone::of(&lines[**index], page) == Zone::Head && recurs(&lines[**index])
    });
    let foot = order.iter().rev().take_while(|index| {
        Zone::of(&lines[**index], page) == Zone::Foot && recurs(&lines[**index])
    });
    for index in head.take(OUTERMOST).chain(foot.take(OUTERMOST)) {
        found[*index] = true;
    }
    found
}

/// Whether a page begins as a letter does: fields with their values, and below them, in bold, what it is
/// about. In a bundle of letters each has such a head, and none of them runs.
fn is_letterhead(lines: &[PageLine], order: &[usize]) -> bool {
    let fields = order.iter().take_while(|index| is_field(&lines[**index].text)).count();
    let below = order.get(fields).map(|index| &lines[*index]);
    let bold = order.iter().take(fields).all(|index| !lines[*index].bold);
    fields >= FIELDS && bold && below.is_some_and(|line| line.bold)
}

/// Whether a line is a word or two, a colon, and a value, and says nothing of pages.
fn is_field(text: &str) -> bool {
    let field = text.split_once(':');
    field.is_some_and(|(label, value)| {
        (1..=2).contains(&label.split_whitespace().count()) && !value.trim().is_empty()
    }) && !is_page_number(text)
}

/// The indices of the lines of a page from top to bottom.
fn by_height(lines: &[PageLine]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| lines[*a].bbox.y0.total_cmp(&lines[*b].bbox.y0));
    order
}

/// What makes lines the same: their text; in short ones whatever its numbers.
fn key(text: &str) -> String {
    if text.split_whitespace().count() > NUMBER_WORDS {
        return text.to_owned();
    }
    text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::BBox;

    const PAGE: Page = Page { width: 600.0, height: 800.0 };

    fn line(text: &str, y0: f32, artifact: bool) -> PageLine {
        PageLine {
            text: text.to_owned(),
            words: Vec::new(),
            bbox: BBox { x0: 70.0, y0, x1: 200.0, y1: y0 + 10.0 },
            size: 10.0,
            bold: false,
            gap: 1.0,
            aside: false,
            artifact,
            furniture: false,
            added: false,
        }
    }

    fn furniture(mut pages: Vec<Vec<PageLine>>) -> Vec<String> {
        mark(&vec![PAGE; pages.len()], &mut pages);
        pages.into_iter().flatten().filter(|line| line.furniture).map(|line| line.text).collect()
    }

    #[test]
    fn fields_in_a_head_are_body_and_the_name_above_them_is_not() {
        assert_eq!(
            furniture(vec![vec![
                line("GEMEENTERAAD", 40.0, true),
                line("Stuknummer:", 60.0, true),
                line("K.6", 70.0, true),
                line("Uitslag stemming:", 80.0, true),
                line("Pagina 1 van 1", 130.0, true),
                line("Motie: Fietsen", 160.0, false),
                line("Postbus 1", 770.0, true),
            ]]),
            ["GEMEENTERAAD", "Pagina 1 van 1", "Postbus 1"]
        );
    }

    #[test]
    fn what_stands_at_one_place_on_two_pages_is_furniture() {
        assert_eq!(
            furniture(vec![
                vec![line("Raad, 5 mei", 40.0, false), line("Motie", 300.0, false)],
                vec![line("Raad, 5 mei", 41.0, false), line("Motie", 300.0, false)],
            ]),
            ["Raad, 5 mei", "Raad, 5 mei"]
        );
    }

    #[test]
    fn letters_of_a_bundle_have_heads_that_do_not_run() {
        let letter = |bold| {
            let title = PageLine { bold, ..line("Motie Meer bomen", 120.0, false) };
            let fields = ["Aan: het bestuur", "Van: Molendrecht", "Datum: 3 mei 2024"];
            let fields = fields.iter().zip([40.0, 60.0, 80.0]);
            fields.map(|(text, y)| line(text, y, false)).chain([title]).collect::<Vec<_>>()
        };
        assert!(furniture(vec![letter(true), letter(true)]).is_empty());
        assert_eq!(furniture(vec![letter(false), letter(false)]).len(), 6);
    }

    #[test]
    fn the_margin_of_later_pages_is_furniture_where_it_repeats_the_first() {
        let page = || {
            let number = PageLine { aside: true, ..line("36 045", 300.0, false) };
            vec![line("De Kamer,", 290.0, false), number]
        };
        let other = vec![PageLine { aside: true, ..line("Nr. 2", 300.0, false) }];
        assert_eq!(furniture(vec![page(), page(), other]), ["36 045"]);
    }

    #[test]
    fn a_foot_may_end_in_the_number_of_its_page() {
        let foot = |number: &str| line(&format!("Kamer, nr. 64   {number}"), 770.0, false);
        assert_eq!(furniture(vec![vec![foot("1")]]), ["Kamer, nr. 64   1"]);
        assert!(furniture(vec![vec![foot("7")]]).is_empty());
    }

    #[test]
    fn page_numbers_are_told_from_other_numbers() {
        for text in ["3", "- 3 -", "Pagina 1 van 2", "1/2", "2 van 3", "Raad – pagina 1 van 2"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2025", "12-05", "van 3", "3. de raad", "de pagina over fietsen"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
