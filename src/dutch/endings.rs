//! Endings of Dutch words, taken off as Dutch spells them: `zaken` is `zaak`, `brieven` is `brief`.

use super::lists::entry;

/// What stands before an ending that begins with a vowel, as it is spelled alone: the likeliest first.
pub(super) fn alone(base: &str) -> Vec<String> {
    let bytes = base.as_bytes();
    let &[.., before, last] = bytes else {
        return vec![base.to_owned()];
    };
    if before == last && !is_vowel(last) {
        return vec![base[..base.len() - 1].to_owned()];
    }
    let plain = voiceless(base);
    if !is_open(bytes) {
        return vec![plain];
    }
    let mut long = plain.clone();
    long.insert(base.len() - 1, char::from(before));
    let weak = before == b'e' && matches!(last, b'l' | b'n') || before == b'o' && last == b'r';
    let stressed = syllables(without_prefix(base)) < 2 || ends_in_hiatus(bytes);
    if weak && !stressed || base.ends_with("ier") || base.ends_with("iel") {
        vec![plain, long]
    } else {
        vec![long, plain]
    }
}

/// A base whose `v` or `z` stood before a vowel.
fn voiceless(base: &str) -> String {
    let mut plain = base.to_owned();
    match base.as_bytes().last() {
        Some(b'v') => plain.replace_range(base.len() - 1.., "f"),
        Some(b'z') => plain.replace_range(base.len() - 1.., "s"),
        _ => {}
    }
    plain
}

/// Whether a base ends in one vowel and one consonant, which before a vowel is how a long one is spelled.
fn is_open(bytes: &[u8]) -> bool {
    let &[.., vowel, last] = bytes else {
        return false;
    };
    let before = bytes.len().checked_sub(3).map(|at| bytes[at]);
    matches!(vowel, b'a' | b'e' | b'o' | b'u')
        && !is_vowel(last)
        && !matches!(last, b'w' | b'x')
        && (before.is_none_or(|before| !is_vowel(before)) || ends_in_hiatus(bytes))
}

/// Whether the last two vowels are of two syllables: `social-e`, `actuel-e`, `officiel-e`.
fn ends_in_hiatus(bytes: &[u8]) -> bool {
    let &[.., first, second, last] = bytes else {
        return false;
    };
    matches!((first, second), (b'i', b'a' | b'o') | (b'u', b'a' | b'e') | (b'e', b'a' | b'o'))
        || matches!((first, second, last), (b'i', b'e', b'l' | b'r'))
}

/// Whether a letter is a vowel.
fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// How often vowels begin.
fn syllables(base: &str) -> usize {
    let bytes = base.as_bytes();
    let begins = |&at: &usize| is_vowel(bytes[at]) && (at == 0 || !is_vowel(bytes[at - 1]));
    (0..bytes.len()).filter(begins).count()
}

/// A word without a prefix that never has the stress.
fn without_prefix(word: &str) -> &str {
    ["be", "ge", "her", "ont", "ver"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(word)
}

/// The first of some bases that is wanted.
fn first(bases: Vec<String>, wanted: &impl Fn(&str) -> bool) -> Option<String> {
    bases.into_iter().find(|base| wanted(base))
}

/// The word of which this is a plural, a diminutive or a declined form, if that is wanted.
pub(super) fn nominal(word: &str, wanted: impl Fn(&str) -> bool) -> Option<String> {
    let wanted = &wanted;
    let kept = |base: &str| wanted(base).then(|| base.to_owned());
    let quality = word.strip_suffix("heden").map(|base| format!("{base}heid"));
    if let Some(found) = quality.filter(|base| wanted(base)) {
        return Some(found);
    }
    if let Some(base) = word.strip_suffix('n').filter(|base| base.ends_with('e'))
        && let Some(found) = kept(base).or_else(|| first(alone(&base[..base.len() - 1]), wanted))
    {
        return Some(found);
    }
    if let Some(found) = word.strip_suffix('e').and_then(|base| first(alone(base), wanted)) {
        return Some(found);
    }
    if let Some(found) = word.strip_suffix('s').and_then(kept) {
        return Some(found);
    }
    diminutive(word.strip_suffix('s').unwrap_or(word), wanted)
}

/// The word of which this is a diminutive.
fn diminutive(word: &str, wanted: &impl Fn(&str) -> bool) -> Option<String> {
    let base = word.strip_suffix("je")?;
    if wanted(base) {
        return Some(base.to_owned());
    }
    let shorter = base.strip_suffix(['t', 'p']).filter(|base| wanted(base));
    if let Some(base) = shorter {
        return Some(base.to_owned());
    }
    if let Some(base) = base.strip_suffix("nk").map(|base| format!("{base}ng")) {
        return Some(base).filter(|base| wanted(base));
    }
    first(alone(base.strip_suffix("et")?), wanted)
}

/// The verb of which this is a form, if it is a known one.
pub(super) fn verbal(word: &str) -> Option<String> {
    let known = |base: &str| entry(base).is_verb();
    let kept = |base: &str| known(base).then(|| base.to_owned());
    if let Some(found) = word.strip_suffix('t').and_then(kept) {
        return Some(found);
    }
    if let Some(found) = ["en", "end", "ende", "enden"]
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find_map(|base| first(alone(base), &known))
    {
        return Some(found);
    }
    ["de", "den", "te", "ten"]
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find_map(kept)
        .or_else(|| participle(word))
        .or_else(|| participle(word.strip_suffix("en")?))
        .or_else(|| participle(word.strip_suffix('e')?))
}

/// The verb of which this is a regular participle.
fn participle(word: &str) -> Option<String> {
    let known = |base: &&str| entry(base).is_verb();
    let ended = |base: &str| match base.strip_suffix(['d', 't']).filter(known) {
        Some(base) => Some(base.to_owned()),
        None => {
            Some(base).filter(|base| base.ends_with(['d', 't'])).filter(known).map(str::to_owned)
        }
    };
    if let Some(base) = word.strip_prefix("ge").and_then(ended) {
        return Some(base);
    }
    // Verbs with a prefix have no `ge`.
    UNSTRESSED.iter().any(|prefix| word.starts_with(prefix)).then(|| ended(word))?
}

/// Prefixes of verbs whose participle has no `ge`.
const UNSTRESSED: [&str; 16] = [
    "aan", "be", "door", "er", "ge", "her", "mis", "om", "onder", "ont", "over", "ver", "vol",
    "voor", "weer", "wan",
];

/// Words that stand before a verb, and are written with it in some forms.
const PARTICLES: [&str; 62] = [
    "aan",
    "achter",
    "achterover",
    "af",
    "bij",
    "bijeen",
    "binnen",
    "boven",
    "buiten",
    "deel",
    "dicht",
    "dood",
    "door",
    "dwars",
    "gelijk",
    "goed",
    "groot",
    "her",
    "hoog",
    "in",
    "ineen",
    "kennis",
    "klaar",
    "kwijt",
    "leeg",
    "los",
    "mede",
    "mee",
    "mis",
    "na",
    "neer",
    "om",
    "omhoog",
    "omver",
    "onder",
    "op",
    "open",
    "over",
    "plaats",
    "recht",
    "rond",
    "samen",
    "schoon",
    "stil",
    "stop",
    "tegemoet",
    "tegen",
    "teleur",
    "terecht",
    "terug",
    "thuis",
    "toe",
    "tussen",
    "uit",
    "vast",
    "vol",
    "voor",
    "voort",
    "vooruit",
    "vrij",
    "waar",
    "weg",
];

/// The stem of a form of a verb with something before it: `aangenomen` is `aanneem`.
pub(super) fn prefixed(word: &str) -> Option<String> {
    let split = |prefix: &&'static str| {
        let rest = word.strip_prefix(prefix).filter(|rest| rest.len() >= 3)?;
        // `deelgemeente` is a `gemeente`, and nobody's participle.
        let noun = rest.starts_with("ge") && entry(rest).is_stem();
        (!noun).then_some((*prefix, rest))
    };
    let with = |(prefix, stem): (&str, String)| format!("{prefix}{stem}");
    let particle = PARTICLES.iter().filter_map(split).find_map(|(prefix, rest)| {
        let strong = entry(rest).of_verb.map(str::to_owned);
        let deeper = || unstressed(rest).or_else(|| rest.strip_prefix("te").and_then(infinitive));
        let stem = strong.or_else(|| verbal(rest)).or_else(deeper)?;
        Some((prefix, stem))
    });
    particle.map(with).or_else(|| unstressed(word))
}

/// Whether a word stands before verbs, and is written with them in some forms.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether a word is the stem of a verb with something before it: `verhuis`, `ophef`.
pub(super) fn is_prefixed_verb(stem: &str) -> bool {
    let prefixes = PARTICLES.iter().chain(&UNSTRESSED);
    let mut rests = prefixes.filter_map(|prefix| stem.strip_prefix(prefix));
    rests.any(|rest| {
        // `beperk` is known itself, and `perk` is no verb.
        rest.len() >= 3 && (entry(rest).is_verb() || entry(stem).is_verb())
    })
}

/// The stem of an infinitive, as it stands behind `te`: `aan te nemen` written as one word.
fn infinitive(rest: &str) -> Option<String> {
    let base = rest.strip_suffix("en")?;
    first(alone(base), &|base: &str| entry(base).is_verb())
}

/// The stem of a form of a verb with a prefix that has no stress: `besloten` is `besluit`.
fn unstressed(word: &str) -> Option<String> {
    UNSTRESSED.iter().find_map(|prefix| {
        let rest = word.strip_prefix(prefix).filter(|rest| rest.len() >= 3)?;
        let participle = || entry(&format!("ge{rest}")).of_verb;
        let stem = entry(rest).of_verb.or_else(participle);
        let weak = || verbal(rest).filter(|_| !rest.starts_with("ge"));
        let stem = stem.map(str::to_owned).or_else(weak)?;
        Some(format!("{prefix}{stem}"))
    })
}

/// What a word is without its ending, for one that no list knows: only what is plain is taken off.
pub(super) fn unknown(word: &str) -> Option<String> {
    if let Some(base) = word.strip_suffix("heden").filter(|base| base.len() > 2) {
        return Some(format!("{base}heid"));
    }
    if word.len() < 5 {
        return None;
    }
    let verb = ["eerden", "eerde", "eerd", "eert"].iter().find_map(|end| word.strip_suffix(end));
    if let Some(base) = verb.filter(|base| base.len() > 1) {
        return Some(format!("{}eer", base.strip_prefix("ge").unwrap_or(base)));
    }
    let likeliest = |base: &str| alone(base).into_iter().next();
    if let Some(base) = word.strip_suffix("en").filter(|base| base.len() > 3) {
        return likeliest(base).filter(|_| syllables(base) > 0 && may_end(base));
    }
    if let Some(base) = word.strip_suffix("iele") {
        return Some(format!("{base}ieel"));
    }
    if let Some(base) = word.strip_suffix('e').filter(|base| is_declined(base)) {
        // `duurdere` is `duurder`; only verbs end in `eer`.
        return if base.ends_with("er") { Some(base.to_owned()) } else { likeliest(base) };
    }
    let base = word.strip_suffix('s')?;
    let french =
        base.len() > 5 && base.ends_with('e') && !is_vowel(base.as_bytes()[base.len() - 2]);
    (french || PLURAL_S.iter().any(|ending| base.ends_with(ending))).then(|| base.to_owned())
}

/// Whether a word may end like this before `en`: `seizo` does not.
fn may_end(base: &str) -> bool {
    match *base.as_bytes() {
        [.., before, b'i'] => is_vowel(before),
        [.., b'e' | b'i', b'e'] => true,
        [.., last] => !is_vowel(last),
        [] => false,
    }
}

/// Whether a base ends as adjectives do.
fn is_declined(base: &str) -> bool {
    base.len() > 4 && !base.ends_with("ier") && DECLINED.iter().any(|end| base.ends_with(end))
}

/// How adjectives end before an `e`.
const DECLINED: [&str; 25] = [
    "al", "air", "ant", "bar", "ds", "eel", "eerd", "el", "er", "euz", "iek", "iev", "ig", "isch",
    "ks", "lijk", "loz", "ls", "ms", "nd", "ns", "rd", "rijk", "rs", "zam",
];

/// How words end whose plural is made with an `s`.
const PLURAL_S: [&str; 21] = [
    "aar", "an", "ant", "ard", "ee", "el", "em", "en", "er", "erd", "eur", "ie", "ier", "in", "ip",
    "om", "on", "oor", "oorn", "or", "um",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_syllables_are_closed_again() {
        for (base, expected) in [
            ("zak", "zaak"),
            ("bokk", "bok"),
            ("briev", "brief"),
            ("huiz", "huis"),
            ("regel", "regel"),
            ("bel", "beel"),
            ("beveel", "beveel"),
            ("social", "sociaal"),
            ("actuel", "actueel"),
            ("studer", "studeer"),
            ("nodig", "nodig"),
            ("motor", "motor"),
            ("bouw", "bouw"),
        ] {
            assert_eq!(alone(base)[0], expected, "{base}");
        }
    }
}
