//! The plots, as SVG.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::figures::{Bars, Beside, Lines};
use crate::page::figure;

type Drawn = Result<(), Box<dyn Error>>;
type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const OURS: RGBColor = RGBColor(0, 98, 155);
const THEIRS: RGBColor = RGBColor(160, 168, 176);
const BEHIND: RGBColor = RGBColor(200, 90, 60);
const INK: RGBColor = RGBColor(40, 40, 40);
const SERIES: [RGBColor; 5] =
    [OURS, BEHIND, RGBColor(90, 150, 70), RGBColor(130, 90, 160), RGBColor(190, 150, 40)];

/// Widths and heights in pixels.
const WIDTH: u32 = 760;
const ROW: u32 = 26;
const HEAD: u32 = 44;
const FOOT: u32 = 34;
const NAMES: i32 = 270;
const RIGHT: i32 = 90;

/// How a text lies at its point.
const TO_THE_LEFT: Pos = Pos { h_pos: HPos::Right, v_pos: VPos::Center };
const TO_THE_RIGHT: Pos = Pos { h_pos: HPos::Left, v_pos: VPos::Center };

fn write(area: &Area<'_>, text: &str, at: (i32, i32), size: i32, pos: Pos) -> Drawn {
    let style = ("sans-serif", size).into_font().color(&INK).pos(pos);
    area.draw(&Text::new(text.to_owned(), at, style))?;
    Ok(())
}

/// Returns the top of a row.
fn top_of(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX) * ROW.cast_signed() + HEAD.cast_signed()
}

/// Opens a plot of so many rows.
fn sheet<'a>(path: &'a Path, count: usize, title: &str) -> Result<Area<'a>, Box<dyn Error>> {
    let height = HEAD + ROW * u32::try_from(count)? + FOOT;
    let area = SVGBackend::new(path, (WIDTH, height)).into_drawing_area();
    area.fill(&WHITE)?;
    write(&area, title, (16, 22), 18, TO_THE_RIGHT)?;
    Ok(area)
}

fn bar(area: &Area<'_>, from: i32, to: i32, top: i32, colour: RGBColor) -> Drawn {
    let corners = [(from.min(to), top + 4), (from.max(to), top + ROW.cast_signed() - 5)];
    area.draw(&Rectangle::new(corners, colour.filled()))?;
    Ok(())
}

/// Rounds to a pixel.
#[expect(clippy::cast_possible_truncation, reason = "a plot is some hundred pixels wide")]
fn pixel(value: f64) -> i32 {
    value.round() as i32
}

/// Draws a bar a row; the first is this project.
pub fn bars(path: &Path, bars: &Bars) -> Drawn {
    let area = sheet(path, bars.rows.len(), &format!("{} ({})", bars.title, bars.unit))?;
    let value = |at: usize| bars.rows[at].values.first().copied().flatten().unwrap_or_default();
    let most = (0..bars.rows.len()).map(value).fold(f64::MIN_POSITIVE, f64::max);
    let room = f64::from(WIDTH.cast_signed() - NAMES - RIGHT);
    for (at, row) in bars.rows.iter().enumerate() {
        let top = top_of(at);
        let middle = top + ROW.cast_signed() / 2;
        let end = NAMES + pixel(value(at) / most * room).max(1);
        bar(&area, NAMES, end, top, if at == 0 { OURS } else { THEIRS })?;
        write(&area, &row.name, (NAMES - 8, middle), 14, TO_THE_LEFT)?;
        write(&area, &figure(value(at), 2), (end + 6, middle), 14, TO_THE_RIGHT)?;
    }
    area.present()?;
    Ok(())
}

/// Draws how many times as fast as each peer, from 1 to both sides, in powers of ten.
pub fn ratios(path: &Path, beside: &[&Beside]) -> Drawn {
    let area = sheet(path, beside.len(), "moties beside others: times as fast, on one core")?;
    let reach = beside.iter().map(|one| one.times.log10());
    let least = reach.clone().fold(-1.0_f64, f64::min).floor();
    let most = reach.fold(1.0_f64, f64::max).ceil();
    let names = NAMES + 40;
    let room = f64::from(WIDTH.cast_signed() - names - RIGHT);
    let place = |log: f64| names + pixel((log - least) / (most - least) * room);
    let bottom = top_of(beside.len());
    let mut power = least;
    while power <= most {
        let x = place(power);
        let colour = if power == 0.0 { INK } else { RGBColor(220, 224, 228) };
        area.draw(&PathElement::new(vec![(x, HEAD.cast_signed()), (x, bottom)], colour))?;
        let label = format!("{}×", 10_f64.powf(power));
        let centred = Pos { h_pos: HPos::Center, v_pos: VPos::Center };
        write(&area, &label, (x, bottom + 14), 12, centred)?;
        power += 1.0;
    }
    for (at, one) in beside.iter().enumerate() {
        let top = top_of(at);
        let middle = top + ROW.cast_signed() / 2;
        let end = place(one.times.log10());
        bar(&area, place(0.0), end, top, if one.times < 1.0 { BEHIND } else { OURS })?;
        let name = format!("{}: {}", one.job, one.peer);
        write(&area, &name, (names - 8, middle), 14, TO_THE_LEFT)?;
        let label = figure(one.times, if one.times < 10.0 { 2 } else { 0 });
        let right = end.max(place(0.0)) + 6;
        write(&area, &label, (right, middle), 14, TO_THE_RIGHT)?;
    }
    area.present()?;
    Ok(())
}

/// Draws lines in powers of ten on both axes, with the diagonal in grey.
pub fn lines(path: &Path, lines: &Lines) -> Drawn {
    let area = SVGBackend::new(path, (WIDTH, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let points = || lines.series.values().flatten();
    let most_x = points().map(|point| point.0).fold(10.0, f64::max);
    let most_y = points().map(|point| point.1).fold(10.0, f64::max);
    let mut chart = ChartBuilder::on(&area)
        .caption(&lines.title, ("sans-serif", 18).into_font().color(&INK))
        .margin(12)
        .x_label_area_size(42)
        .y_label_area_size(60)
        .build_cartesian_2d((1.0..most_x * 1.2).log_scale(), (1.0..most_y * 1.5).log_scale())?;
    chart
        .configure_mesh()
        .x_desc(&lines.x)
        .y_desc(&lines.y)
        .light_line_style(RGBColor(240, 242, 244))
        .label_style(("sans-serif", 13).into_font().color(&INK))
        .draw()?;
    chart.draw_series(LineSeries::new([(1.0, 1.0), (most_x, most_x)], THEIRS))?;
    for ((name, points), colour) in lines.series.iter().zip(SERIES.into_iter().cycle()) {
        chart
            .draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| {
                PathElement::new(vec![(x, y), (x + 16, y)], colour.stroke_width(3))
            });
        let dots = points.iter().map(|&point| Circle::new(point, 4, colour.filled()));
        chart.draw_series(dots)?;
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE)
        .border_style(THEIRS)
        .label_font(("sans-serif", 13).into_font().color(&INK))
        .draw()?;
    area.present()?;
    Ok(())
}
