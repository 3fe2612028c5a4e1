//! What is done, and the doing of it: `verhuizen` and `verhuizing`, `renoveren` and `renovatie`.
//!
//! They are two words, with a stem each; who asks for one will want the other behind it. Only verbs in `-eren` and
//! those with something before them are taken: `woning` is no `wonen`, `mening` no `menen`. Nouns that came to mean something
//! else than the doing (`betrekking`, `instelling`) stand in `data/woorden/geen-handeling.txt`.

use super::endings::{alone, is_prefixed_verb};
use super::lists::{entry, is_no_doing};

/// How a noun ends that tells of what is done; and one of a verb that ends in the other.
const DOING: &str = "ing";
const LEARNED: (&str, &str) = ("atie", "eer");

/// The stem of the verb whose doing a stem names; or the nouns of its doing, as they may be spelled; none where
/// there is none.
pub(super) fn kin(stem: &str) -> Vec<String> {
    if !stem.is_ascii() {
        return Vec::new();
    }
    let mut kin = match stem.strip_suffix(DOING) {
        Some(base) => alone(base).into_iter().filter(|base| has_doing(base)).take(1).collect(),
        None if has_doing(stem) => {
            before_vowel(stem).map(|base| format!("{base}{DOING}")).collect()
        }
        None => Vec::new(),
    };
    let (noun, verb) = LEARNED;
    let doing = stem.strip_suffix(noun).map(|base| format!("{base}{verb}"));
    kin.extend(doing.filter(|verb| has_doing(verb)));
    let done = stem.strip_suffix(verb).filter(|_| has_doing(stem));
    kin.extend(done.map(|base| format!("{base}{noun}")));
    let is_other = is_no_doing(stem) || kin.iter().any(|noun| is_no_doing(noun));
    if is_other { Vec::new() } else { kin }
}

/// Whether a word is the stem of a verb whose doing has a noun that names nothing else.
fn has_doing(stem: &str) -> bool {
    is_prefixed_verb(stem) || stem.ends_with(LEARNED.1) && entry(stem).is_verb()
}

/// How a stem may be spelled before an ending that begins with a vowel: `verhuis` is `verhuiz-`, `ophef` is
/// `opheff-`, `verlaag` is `verlag-`. What is nobody's spelling no text has.
fn before_vowel(stem: &str) -> impl Iterator<Item = String> {
    let (base, last) = stem.split_at(stem.len() - 1);
    let voiced = match last {
        "f" => Some(format!("{base}v")),
        "s" => Some(format!("{base}z")),
        _ => None,
    };
    let spelled = [Some(stem.to_owned()), voiced].into_iter().flatten().flat_map(|stem| {
        let (base, last) = stem.split_at(stem.len() - 1);
        [format!("{}{last}", &base[..base.len() - 1]), format!("{stem}{last}"), stem]
    });
    spelled.filter(move |spelled| alone(spelled).iter().any(|it| it == stem))
}

#[cfg(test)]
mod tests {
    use super::super::stem;
    use super::*;

    #[test]
    fn a_verb_and_its_doing_name_one_another() {
        for (verb, noun) in [
            ("verhuizen", "verhuizing"),
            ("opheffen", "opheffing"),
            ("verlagen", "verlagingen"),
            ("verbeteren", "verbetering"),
            ("invoeren", "invoering"),
            ("uitbreiden", "uitbreiding"),
            ("ondersteunen", "ondersteuning"),
            ("afschaffen", "afschaffing"),
            ("renoveren", "renovatie"),
            ("evalueren", "evaluaties"),
            ("digitaliseren", "digitalisering"),
        ] {
            let (verb, noun) = (stem(verb), stem(noun));
            assert!(kin(&verb).contains(&noun), "{verb}");
            assert_eq!(kin(&noun), [verb.as_str()], "{noun}");
        }
    }

    #[test]
    fn what_means_something_else_is_no_kin() {
        for word in [
            "woning",
            "wonen",
            "mening",
            "menen",
            "betrekking",
            "betrekken",
            "instelling",
            "instellen",
            "ring",
            "ding",
            "koning",
            "regering",
            "regeren",
            "fiets",
            "ing",
            "",
        ] {
            assert!(kin(&stem(word)).is_empty(), "{word}");
        }
    }
}
