//! Numbers in the unit that fits them.

/// So many of something.
pub(super) fn plural(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A number with as many decimals as are worth it.
pub(super) fn number(value: f64) -> String {
    match value {
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// A time in the unit that fits it.
pub(super) fn time(seconds: f64) -> String {
    match seconds {
        _ if seconds >= 1.0 => format!("{} s", number(seconds)),
        _ if seconds >= 1e-3 => format!("{} ms", number(seconds * 1e3)),
        _ => format!("{:.0} µs", seconds * 1e6),
    }
}

/// A size in the unit that fits it, by powers of 1000.
pub(super) fn size(bytes: u64) -> String {
    match bytes as f64 {
        size if size >= 1e9 => format!("{} GB", number(size / 1e9)),
        size if size >= 1e6 => format!("{} MB", number(size / 1e6)),
        size if size >= 1e3 => format!("{} kB", number(size / 1e3)),
        _ => format!("{bytes} B"),
    }
}

/// A share in hundredths.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A share in thousandths, cut off: 1.000 is all of it.
pub(super) fn thousandths(share: Option<f64>) -> String {
    match share {
        Some(share) => format!("{:.3}", (share * 1000.0).floor() / 1000.0),
        None => "    -".to_owned(),
    }
}
