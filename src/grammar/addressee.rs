//! Who is asked: the addressee of a request.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::combinator::{map, not, opt, peek, recognize, verify};
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

use super::lex::{LONGEST, any_word, fail, few, find_word, head, spaces1, without_last, word_of};
use super::scan::Scan;
use super::term;

/// ```ebnf
/// addressee = noun phrase, { "en", [ "aan" ], ( noun phrase | article, capital name, ? a stop, or the end of its line ? | article, word, ? "om" ? ) } ;
/// ```
pub fn addressee<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Range<usize>> {
    let and = (spaces1, tag("en"), spaces1, opt(terminated(tag("aan"), spaces1)));
    let more = few(preceded(
        and,
        alt((|i| noun_phrase(scan, i), |i| named(scan, i), |i| beside(scan, i))),
    ));
    let (rest, _) = pair(|i| noun_phrase(scan, i), more).parse(input)?;
    Ok((rest, scan.at(input)..scan.at(rest)))
}

/// Somebody who is asked by name, behind somebody who is known: "de minister en de NMBS".
fn named<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let article = terminated(word_of(&scan.grammar.words.articles), spaces1);
    let (rest, ()) = preceded(article, |i| capital_name(scan, i)).parse(input)?;
    if rest.starts_with([':', ';']) || scan.at_line_end(rest) {
        Ok((rest, ()))
    } else {
        fail(input)
    }
}

/// Somebody that no grammar lists, behind somebody who is known, and before what both are asked: "het college en
/// de werkgroep om te …".
fn beside<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let article = terminated(word_of(&scan.grammar.words.articles), spaces1);
    let (rest, ()) = preceded(article, any_word).parse(input)?;
    if rest.starts_with(" om ") { Ok((rest, ())) } else { fail(input) }
}

/// ```ebnf
/// noun phrase = ( [ article, [ word ] ], addressed noun | bare addressee ), [ tail ] ;
/// ```
///
/// A tail with "in" or "bij" belongs to a noun of many, or ends there: else it begins what is asked.
fn noun_phrase<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let words = &scan.grammar.words;
    let article = |i| terminated(word_of(&words.articles), spaces1).parse(i);
    let noun = || word_of(&words.addressees);
    let described = preceded(terminated(any_word, spaces1), noun());
    let with_article = preceded(article, alt((noun(), described)));
    let core = alt((with_article, word_of(&words.bare_addressees), noun()));
    let (behind, ()) = { core }.parse(input)?;
    let core = &input[..input.len() - behind.len()];
    let Ok((rest, ())) = preceded(spaces1, |i| tail(scan, i)).parse(behind) else {
        return Ok((behind, ()));
    };
    // "de fracties in de Tweede Kamer", but "verzoekt de regering in het Belastingplan 2024 te …".
    let is_within = |text: &str| ["in ", "bij "].iter().any(|word| text.starts_with(word));
    let within = is_within(behind.trim_start());
    let ends = || {
        let next = rest.trim_start();
        let joins = alt((word_of(&words.infinitives), word_of(&words.conjunctions))).parse(next);
        // "in de Nota Grondbeleid op te nemen": a verb, not "op:".
        let verb = joins
            .as_ref()
            .is_ok_and(|(behind, ())| behind.starts_with(" te ") && !next.starts_with("om "));
        rest.starts_with([':', ',', ';', '.']) || scan.at_line_end(rest) || joins.is_ok() && !verb
    };
    let many = core.contains("fractie") || core.ends_with("leden");
    if within && !many && !ends() {
        return Ok((behind, ()));
    }
    // "de fracties van X in de Tweede Kamer".
    let more = |i| preceded(spaces1, |i| tail(scan, i)).parse(i);
    match more(rest) {
        Ok((further, ())) if many && !within && is_within(rest.trim_start()) => Ok((further, ())),
        _ => Ok((rest, ())),
    }
}

/// ```ebnf
/// tail = addressee tail | ( "van" | "voor" | "in" | "bij" ), [ article ], capital name ;
/// ```
fn tail<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let of = terminated(alt((tag("van"), tag("voor"), tag("in"), tag("bij"))), spaces1);
    // On the next line "in" begins what is asked.
    let of = preceded(not(peek(|i| next_line(scan, i))), of);
    let of = pair(of, opt(terminated(word_of(&scan.grammar.words.articles), spaces1)));
    alt((
        word_of(&scan.grammar.words.addressee_tails),
        map(preceded(of, |i| capital_name(scan, i)), drop),
    ))
    .parse(input)
}

/// Whether a line that goes on with "in", "voor" or "bij" begins here.
fn next_line<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let begins = scan.lines.has(scan.at(input));
    if begins && !input.starts_with("van ") { Ok((input, ())) } else { fail(input) }
}

/// ```ebnf
/// capital name = capital word, { ( " " | ", " | " en " | " en de " | " & " | " van " ), capital word } ;
/// ```
pub(super) fn capital_name<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let word = |i: &'a str| {
        if scan.is_capital(i) { any_word(i) } else { fail(i) }
    };
    let joint = alt((tag(", "), tag(" en de "), tag(" en "), tag(" & "), tag(" van "), tag(" ")));
    map(pair(word, few(preceded(joint, word))), drop).parse(input)
}

/// An addressee that ends before a given word: "roept {addressee} op".
pub(super) fn bounded_addressee<'a>(
    scan: &Scan<'a>,
    before: &str,
    input: &'a str,
) -> IResult<&'a str, (Range<usize>, bool)> {
    let adverbs = &scan.grammar.words.adverbs;
    if !begins_addressee(scan, input) {
        return fail(input);
    }
    let Some(found) = find_word(head(input, LONGEST), before) else {
        return fail(input);
    };
    let mut taken = input[..found].trim_end();
    while let Some(shorter) = without_last(taken, adverbs) {
        taken = shorter;
    }
    if taken.is_empty() || taken.contains([';', ':', '.']) {
        return fail(input);
    }
    let end = scan.at(input) + taken.len();
    let start = match speaker(scan, input) {
        Ok((behind, ())) if scan.at(behind) < end => behind,
        _ => input,
    };
    let known = addressee(scan, start).is_ok_and(|(_, range)| range.end == end);
    // So many words with a comma between them are a sentence.
    if !known && scan.text[scan.at(start)..end].contains(',') && taken.split(' ').count() > 6 {
        return fail(input);
    }
    Ok((&input[found..], (scan.at(start)..end, known)))
}

/// A known addressee, or else an unknown one: an article and its noun, or names in capitals; all up
/// to the stop where one is near.
pub(super) fn addressee_or_unknown<'a>(
    scan: &Scan<'a>,
    input: &'a str,
) -> IResult<&'a str, (Range<usize>, bool)> {
    let at = scan.at(input);
    if let Ok((behind, ())) = speaker(scan, input)
        && let Ok((rest, range)) = addressee(scan, behind)
    {
        return Ok((rest, (range, true)));
    }
    if let Ok((rest, range)) = addressee(scan, input) {
        return Ok(described(scan, rest, range));
    }
    let line = &scan.text[at..scan.line_end(at)];
    // "Vraagt aan bpost:", or "Vraagt bpost" alone on its line above a list.
    let words = line.split_whitespace().count();
    let listed = || words <= 2 && term::marker(&scan.text[scan.line_end(at)..]).is_ok();
    let named = line.starts_with(char::is_alphabetic)
        && words <= 3
        && (line.trim_end().ends_with(':') || listed());
    if !named && !begins_addressee(scan, input) {
        return fail(input);
    }
    let words = &scan.grammar.words;
    if let Some(colon) = line.find(':').filter(|&colon| {
        line[..colon].split(' ').count() <= 8 && !line[..colon].contains([',', ';', '.'])
    }) {
        let mut taken = line[..colon].trim_end();
        while let Some(shorter) = without_last(taken, &words.infinitives)
            .or_else(|| without_last(taken, &words.conjunctions))
            .or_else(|| taken.strip_suffix('-').map(str::trim_end))
        {
            taken = shorter;
        }
        return Ok((&input[taken.len()..], (at..at + taken.len(), false)));
    }
    // "verzoekt het vast bureau", alone on its line above a list.
    let alone = line.trim_end();
    let listed = term::marker(&scan.text[scan.line_end(at)..]).is_ok();
    if listed && alone.split(' ').count() <= 5 && alone.ends_with(char::is_alphabetic) {
        return Ok((&input[alone.len()..], (at..at + alone.len(), false)));
    }
    let article = opt(terminated(word_of(&words.articles), spaces1));
    let described = few(terminated(|i| adjective(scan, i), spaces1));
    let (rest, _) =
        recognize((article, described, any_word, opt(preceded(spaces1, |i| tail(scan, i)))))
            .parse(input)?;
    Ok((rest, (at..scan.at(rest), false)))
}

/// Endings of words that describe a noun, and nouns that end like them.
const DESCRIBING: [&str; 12] =
    ["se", "che", "de", "ke", "ge", "ve", "re", "le", "ne", "te", "me", "ze"];
const NAMING: [&str; 3] = ["gemeente", "heide", "orde"];

/// ```ebnf
/// adjective = ? a word that ends as those that describe a noun, with a word behind it that is no small one ? ;
/// ```
fn adjective<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let words = &scan.grammar.words;
    let (rest, ()) = any_word(input)?;
    let word = &input[..input.len() - rest.len()];
    let describes = DESCRIBING.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end))
        && !NAMING.contains(&word);
    let small = |i: &'a str| {
        let lists = [&words.articles, &words.infinitives, &words.conjunctions, &words.particles];
        let lists = lists.into_iter().chain([&words.adverbs, &words.trailing_adverbs]);
        lists.into_iter().any(|list| word_of(list).parse(i).is_ok())
            || ["dit ", "dat ", "niet ", "geen ", "zich ", "er "].iter().any(|w| i.starts_with(w))
    };
    match rest.strip_prefix(' ') {
        Some(next) if describes && !small(next) && any_word(next).is_ok() => Ok((rest, ())),
        _ => fail(input),
    }
}

/// An addressee with the few words that describe it, up to the colon near it: "de ministers van de
/// partij:".
fn described<'a>(
    scan: &Scan<'a>,
    rest: &'a str,
    range: Range<usize>,
) -> (&'a str, (Range<usize>, bool)) {
    let line = &scan.text[range.end..scan.line_end(range.end)];
    let of =
        ["van ", "in ", "bij ", "voor "].iter().any(|word| line.trim_start().starts_with(word));
    let near = line.find(':').filter(|&colon| {
        let words = &line[..colon];
        // "verzoekt de regering bij de uitwerking te betrekken:" says what.
        words.split(' ').count() <= 6 && !words.contains([',', ';', '.']) && !words.contains(" te ")
    });
    let words = &scan.grammar.words;
    // "verzoekt de regering in overleg met de sector:" says how.
    let how = word_of(&words.manners).parse(line.trim_start()).is_ok();
    let Some(colon) = near.filter(|_| of && !how) else { return (rest, (range, true)) };
    let mut taken = line[..colon].trim_end();
    while let Some(shorter) = without_last(taken, &words.infinitives)
        .or_else(|| without_last(taken, &words.conjunctions))
        .or_else(|| without_last(taken, &words.trailing_adverbs))
    {
        taken = shorter;
    }
    (&scan.text[range.end + taken.len()..], (range.start..range.end + taken.len(), true))
}

/// ```ebnf
/// speaker = ( speaker word | [ article ], ? a word that ends in "fractie" ? ), [ "van", [ article ], group name, { ( "," | "en" ), [ article ], group name } ], " ", ? not "in", "van" or "bij" ? ;
/// ```
///
/// Who speaks, where that stands between the verb and who is asked: "verzoekt de fractie van X het
/// college".
fn speaker<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let words = &scan.grammar.words;
    let article = || opt(terminated(word_of(&words.articles), spaces1));
    let name = |i| {
        // The name of the body that is asked is none of the speaker's.
        if word_of(&words.bare_addressees).parse(i).is_ok() { fail(i) } else { group_name(scan, i) }
    };
    let of = (
        spaces1,
        tag("van"),
        spaces1,
        article(),
        name,
        few(preceded(alt((tag(", "), tag(" en "))), pair(article(), name))),
    );
    // "de SP-fractie"
    let fraction = verify(recognize(any_word), |word: &str| word.ends_with("fractie")).map(drop);
    let group = preceded(article(), fraction);
    // "roept de X-fractie in de Kamer op": it is asked itself.
    let asked = |i| alt((tag("in "), tag("van "), tag("bij "))).parse(i);
    map((alt((word_of(&words.speakers), group)), opt(of), spaces1, not(asked)), drop).parse(input)
}

/// ```ebnf
/// group name = capital word, { ( " " | " voor " | " voor de " ), capital word }, [ " 2000", ? a space ? ] ;
/// ```
///
/// Capital words behind one another, none of which begins a bare addressee; in the name of a party
/// "voor" may stand between them, and a year at the end: "Hart voor Zandwijk", "Zandwijk 2000".
fn group_name<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let bare = |i: &'a str| word_of(&scan.grammar.words.bare_addressees).parse(i).is_ok();
    let word = |i: &'a str| {
        if scan.is_capital(i) && !bare(i) { any_word(i) } else { fail(i) }
    };
    let joint = alt((tag(" voor de "), tag(" voor "), tag(" ")));
    let year = opt(pair(tag(" 2000"), peek(tag(" "))));
    map((word, few(preceded(joint, word)), year), drop).parse(input)
}

/// Whether an addressee may begin here: with an article, a bare addressee, or a capital.
fn begins_addressee(scan: &Scan<'_>, input: &str) -> bool {
    let words = &scan.grammar.words;
    let article = terminated(word_of(&words.articles), spaces1).parse(input).is_ok();
    article || deze(input) || scan.is_capital(input) || noun_phrase(scan, input).is_ok()
}

/// Whether a pointing word stands here: "roept deze bewindspersonen op".
fn deze(input: &str) -> bool {
    ["deze ", "die ", "beide "].iter().any(|word| input.starts_with(word))
}
