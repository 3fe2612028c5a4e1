//! A measurement beside another, as a person reads it.

use std::io;

use super::super::io::{Io, visible};
use super::text::section;
use super::units::{number, plural, thousandths, time};
use crate::measure::compare::{Change, Comparison, Moved, Ratio};

/// The figures beside those of another run.
pub(super) fn comparison(comparison: &Comparison, io: &mut Io<'_>) -> io::Result<()> {
    section(&format!("beside {}", comparison.with), io)?;
    for difference in &comparison.differences {
        writeln!(io.out, "  differs: {}", visible(difference))?;
    }
    let width = comparison.figures.iter().map(|it| it.figure.chars().count()).max().unwrap_or(0);
    writeln!(io.out, "  {:width$}         then          now  now/then", "")?;
    for ratio in &comparison.figures {
        let Ratio { figure, then, now, .. } = ratio;
        let times = ratio.ratio.map_or_else(|| "-".to_owned(), |times| format!("{times:.2}"));
        let line = format!(
            "  {figure:width$} {:>12} {:>12}  {times:>8}  {}",
            significant(*then),
            significant(*now),
            verdict(ratio)
        );
        writeln!(io.out, "{}", visible(line.trim_end()))?;
    }
    for shift in &comparison.accuracy {
        let (then, now) = (thousandths(shift.then), thousandths(shift.now));
        writeln!(io.out, "  F1 of {}: {} then, {} now", shift.field, then.trim(), now.trim())?;
    }
    if comparison.accuracy.is_empty() {
        writeln!(io.out, "  F1: the same in every field")?;
    }
    match &comparison.documents {
        Some(moved) => documents(moved, io),
        None => writeln!(io.out, "  documents: not listed by both"),
    }
}

/// What a ratio says.
fn verdict(ratio: &Ratio) -> &'static str {
    let is_better = (ratio.now > ratio.then) == ratio.higher_is_better;
    match ratio.beyond_noise {
        _ if ratio.now == ratio.then => "the same",
        Some(false) => "within noise",
        Some(true) if is_better => "better",
        Some(true) => "worse",
        None => "",
    }
}

fn documents(moved: &Moved, io: &mut Io<'_>) -> io::Result<()> {
    let Moved { both, slower, faster, ended_otherwise, median_ratio, most_slower } = moved;
    writeln!(
        io.out,
        "  {} in both: {slower} slower, {faster} faster on the processor (by more than a tenth, \
         and beyond noise), {ended_otherwise} ended otherwise, median ratio {median_ratio:.2}",
        plural(*both, "document")
    )?;
    for Change { name, then, now, ratio } in most_slower {
        writeln!(
            io.out,
            "  {:>9} then, {:>9} now, {ratio:.2} times  {}",
            time(then.median),
            time(now.median),
            visible(name)
        )?;
    }
    Ok(())
}

/// A number of any size in three or four digits.
fn significant(value: f64) -> String {
    if value != 0.0 && value.abs() < 0.1 { format!("{value:.6}") } else { number(value) }
}
