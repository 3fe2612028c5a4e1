//! What is done, and the doing of it: `verhuizen` and `verhuizing`, `opheffen` and `opheffing`.
//!
//! They are two words, with a stem each; who asks for one will want the other behind it. Only verbs with
//! something before them are taken: `woning` is no `wonen`, `mening` no `menen`. Nouns that came to mean something
//! else than the doing (`betrekking`, `instelling`) stand in `data/woorden/geen-handeling.txt`.

use super::endings::{alone, is_prefixed_verb};
use super::lists::is_no_doing;

/// How a noun ends that tells of what is done.
const DOING: &str = "ing";

/// The stem of the verb whose doing a stem names; or the nouns of its doing, as they may be spelled; none where
/// there is none.
pub(super) fn kin(stem: &str) -> Vec<String> {
    if !stem.is_ascii() {
        return Vec::new();
    }
    let kin = match stem.strip_suffix(DOING) {
        Some(base) => {
            alone(base).into_iter().filter(|base| is_prefixed_verb(base)).take(1).collect()
        }
        None if is_prefixed_verb(stem) => {
            before_vowel(stem).map(|base| format!("{base}{DOING}")).collect()
        }
        None => Vec::new(),
    };
    let is_other = is_no_doing(stem) || kin.iter().any(|noun| is_no_doing(noun));
    if is_other { Vec::new() } else { kin }
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
        ] {
            let (verb, noun) = (stem(verb), stem(noun));
            assert!(kin(&verb).contains(&noun), "{verb}");
            assert_eq!(kin(&noun), [verb], "{noun}");
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
