//! An evaluation as a person reads it.

use std::fmt::Write as _;
use std::io;

use super::super::io::{Io, visible};
use crate::eval::report::{Differing, Figures, Group, Measures, Report};
use crate::eval::{Field, Way};

/// How many characters of a value are shown, and how many before the first that is another.
const SHOWN: usize = 72;
const BEFORE: usize = 24;

/// Prints a table for each group of motions.
pub(super) fn tables(report: &Report, io: &mut Io<'_>) -> io::Result<()> {
    let names = report.groups.iter().flat_map(|group| rows(group).map(|(name, _)| name));
    let width = names.map(|name| name.chars().count()).max().unwrap_or(0);
    let ways: String = Way::ALL.iter().map(|way| format!("  {:<17}", way.name())).collect();
    let measures = "      P     R    F1".repeat(Way::ALL.len());
    for group in &report.groups {
        let heading = io.bold(&heading(group));
        writeln!(io.out, "{heading}\n  {:width$}                 {}", "", ways.trim_end())?;
        writeln!(io.out, "  {:width$}  expected  found{measures}", "field")?;
        for (name, figures) in rows(group) {
            let mut line =
                format!("  {name:width$}  {:>8}  {:>5}", figures.expected, figures.found);
            for way in Way::ALL {
                let Measures { precision, recall, f1, .. } = figures.of(way);
                let _ = write!(line, "  {} {} {}", share(*precision), share(*recall), share(*f1));
            }
            writeln!(io.out, "{line}")?;
        }
        writeln!(io.out)?;
    }
    Ok(())
}

/// The lines of a table, each with the name of its field. Motions are in the heading; the kinds of
/// clauses only where all bodies are together: there are many.
fn rows(group: &Group) -> impl Iterator<Item = (String, &Figures)> {
    let is_row = |figures: &&Figures| {
        !matches!(figures.field, Field::Motions | Field::Whole)
            && (figures.kind.is_none() || group.body.is_none())
    };
    group.fields.iter().filter(is_row).map(|figures| (name(figures), figures))
}

/// `vng: 15 documents, 15 motions, right in every field: 14 strictly (93.3 %), 15 softly (100.0 %)`
fn heading(group: &Group) -> String {
    let body = group.body.as_deref().unwrap_or("all");
    let part = group.part.map(|part| format!(", {}", part.name())).unwrap_or_default();
    let s = |count: u64| if count == 1 { "" } else { "s" };
    let (documents, motions) = (group.documents as u64, group.motions);
    let mut heading = format!(
        "{body}{part}: {documents} document{}, {motions} motion{}",
        s(documents),
        s(motions)
    );
    let found = |field: Field| group.fields.iter().find(|figures| figures.field == field);
    if let Some(figures) = found(Field::Motions).filter(|one| one.found != one.expected) {
        let _ = write!(heading, " ({} found)", figures.found);
    }
    if let Some(whole) = found(Field::Whole) {
        let share = |measures: &Measures| {
            let percent = measures.recall.map(|recall| (recall * 1000.0).floor() / 10.0);
            let percent = percent.map(|percent| format!(" ({percent:.1} %)")).unwrap_or_default();
            format!("{}{percent}", measures.right)
        };
        let (strictly, softly) = (share(&whole.strict), share(&whole.soft));
        let _ = write!(heading, ", right in every field: {strictly} strictly, {softly} softly");
    }
    heading
}

/// `items.text`, or of one kind of clause `items.text, roept_op`.
fn name(figures: &Figures) -> String {
    match &figures.kind {
        Some(kind) => format!("{}, {}", figures.field, visible(kind)),
        None => figures.field.name().to_owned(),
    }
}

/// A share in thousandths, cut off: 1.000 is all of it.
fn share(share: Option<f64>) -> String {
    match share {
        Some(share) => format!("{:.3}", (share * 1000.0).floor() / 1000.0),
        None => "    -".to_owned(),
    }
}

/// Prints a line for each difference.
pub(super) fn differences(report: &Report, io: &mut Io<'_>) -> io::Result<()> {
    for one in &report.differences {
        let Differing { path, place, at, expected, found, .. } = one;
        let (page, line) = (place.page, place.line);
        let (expected, found) = shown(expected.as_deref(), found.as_deref());
        let softly = if one.right.soft { " (right softly)" } else { "" };
        let path = visible(path);
        writeln!(io.out, "{path}:{page}:{line}: {at}: expected {expected}, found {found}{softly}")?;
    }
    Ok(())
}

/// Both values between quotes, of long ones what is around their first difference.
fn shown(expected: Option<&str>, found: Option<&str>) -> (String, String) {
    let both = expected.unwrap_or_default().chars().zip(found.unwrap_or_default().chars());
    let same = both.take_while(|(expected, found)| expected == found).count();
    let show = |value: Option<&str>| {
        let Some(value) = value else { return "nothing".to_owned() };
        let length = value.chars().count();
        let from =
            if length <= SHOWN { 0 } else { same.saturating_sub(BEFORE).min(length - SHOWN) };
        let part: String = value.chars().skip(from).take(SHOWN).collect();
        let before = if from > 0 { "…" } else { "" };
        let after = if from + SHOWN < length { "…" } else { "" };
        format!("\"{before}{}{after}\"", visible(&part))
    };
    (show(expected), show(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shown_where_they_part() {
        let long = "de raad ".repeat(40);
        let (expected, found) = shown(Some(&format!("{long}besluit")), Some(&format!("{long}dus")));
        assert!(expected.starts_with("\"…") && expected.ends_with("besluit\""), "{expected}");
        assert!(found.ends_with(" dus\""), "{found}");
        assert_eq!(expected.chars().count(), SHOWN + 3);
        let (expected, found) = shown(Some(&long), None);
        assert!(expected.ends_with("…\""), "{expected}");
        assert_eq!(found, "nothing");
    }

    #[test]
    fn no_share_is_shown_as_more_than_it_is() {
        assert_eq!(share(Some(0.9999)), "0.999");
        assert_eq!(share(Some(1.0)), "1.000");
        assert_eq!(share(None), "    -");
    }
}
