//! What questions mean.

use super::*;

/// A question in few signs: `[all of]`, `{any of}`, `!not`, `field<inside>`, `(near 5 each other)`.
fn outline(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(outline).collect::<Vec<_>>().join(" ");
    match node {
        Node::Term(term) => of_term(term),
        Node::Near(near) => {
            let then = near.then.iter();
            let then: String =
                then.map(|next| format!(" {} {}", next.within, of_terms(&next.any))).collect();
            format!("({}{then})", of_terms(&near.first))
        }
        Node::All(nodes) => format!("[{}]", list(nodes)),
        Node::Any(nodes) => format!("{{{}}}", list(nodes)),
        Node::Not(inner) => format!("!{}", outline(inner)),
        Node::Clause(Scope::Role(role), inner) => format!("{role:?}<{}>", outline(inner)),
        Node::Clause(Scope::Kind(kind), inner) => format!("{kind}<{}>", outline(inner)),
        Node::Text(text, inner) => format!("{text:?}<{}>", outline(inner)),
        Node::Fact(fact) => match (&fact.test, fact.test.term()) {
            (test, Some(term)) => format!("{:?}={}", test.property(), of_term(term)),
            (Test::Date(days), _) => format!("{days}"),
            (test, None) => format!("{test:?}"),
        },
    }
}

fn of_terms(terms: &[Term]) -> String {
    terms.iter().map(of_term).collect::<Vec<_>>().join("/")
}

fn of_term(term: &Term) -> String {
    match term {
        Term::Phrase(phrase) => format!("“{}”", phrase.text),
        Term::Word(Word { text, manner, .. }) => match manner {
            Manner::Plain => text.clone(),
            Manner::Prefix => format!("{text}*"),
            Manner::Fuzzy(None) => format!("{text}~"),
            Manner::Fuzzy(Some(edits)) => format!("{text}~{edits}"),
        },
    }
}

pub(super) fn outlined(question: &Question) -> String {
    question.root.as_ref().map(outline).unwrap_or_default()
}

/// Reads a question of which all is understood.
fn understood(text: &str) -> String {
    let question = read(text);
    assert_eq!(question.notes, [], "{text}");
    outlined(&question)
}

/// Reads a question with what is not understood: for each note its code and the words that it is about.
fn noted(text: &str) -> (String, Vec<(&'static str, &str)>) {
    let question = read(text);
    let notes = question.notes.iter();
    let notes = notes.map(|note| (note.code.name(), &text[note.range.clone()])).collect();
    (outlined(&question), notes)
}

#[test]
fn words_are_as_typed() {
    for (text, expected) in [
        ("", ""),
        ("woningbouw", "woningbouw"),
        ("sociale  huur\nwoning", "[sociale huur woning]"),
        ("B&W d.d. 36410-17", "[B&W d.d. 36410-17]"),
        ("36 410 'S-Gravenhage RIS321233", "[36 410 'S-Gravenhage RIS321233]"),
        ("café’s om 14:30", "[café’s om 14:30]"),
        ("https://raad.example/a?b=c", "https://raad.example/a?b=c"),
        ("re: wijk: woning/oud", "[re: wijk: woning/oud]"),
        ("huur, koop ; of toch niet … ?!", "[huur koop of toch niet]"),
        ("bewoner(s) wethouder(s)*", "[bewoner(s) wethouder(s)*]"),
        ("fiets* fietz~ fietz~1 fietz~2, C++", "[fiets* fietz~ fietz~1 fietz~2 C++]"),
        ("or of and en not niet near", "[or of and en not niet near]"),
    ] {
        assert_eq!(understood(text), expected, "{text}");
    }
}

#[test]
fn phrases_stand_between_quotes_and_are_taken_literally() {
    for (text, expected) in [
        ("\"sociale huur\" koop", "[“sociale huur” koop]"),
        ("„sociale huur” «b OR -c*» “d”e", "[“sociale huur” “b OR -c*” “d” e]"),
        ("\" a  b \"", "“a  b”"),
        ("\"OR\"", "“OR”"),
    ] {
        assert_eq!(understood(text), expected, "{text}");
    }
}

#[test]
fn operators_bind_near_before_not_before_and_before_or() {
    for (text, expected) in [
        ("a b OR c d", "{[a b] [c d]}"),
        ("a OF b | c", "{a b c}"),
        ("a|b", "{a b}"),
        ("a AND b EN c", "[a b c]"),
        ("a (b OR c)", "[a {b c}]"),
        ("(a (b (c)))", "[a b c]"),
        ("+a +b", "[a b]"),
        ("a -b", "[a !b]"),
        ("a −b", "[a !b]"),
        ("a NOT b NIET c", "[a !b !c]"),
        ("a -(b OR c)", "[a !{b c}]"),
        ("a AND NOT -b", "[a b]"),
        ("a OR NOT b", "{a !b}"),
        ("a -\"b c\" (-d)", "[a !“b c” !d]"),
        ("a NEAR b", "(a 10 b)"),
        ("a NEAR/5 b BIJ/3 \"c d\"", "(a 5 b 3 “c d”)"),
        ("a* NEAR/5 (b OR c~)", "(a* 5 b/c~)"),
        ("x a BIJ b y OR z", "{[x (a 10 b) y] z}"),
        ("x -a NEAR/5 b", "[x !(a 5 b)]"),
        ("a(b OR c)", "[a {b c}]"),
    ] {
        assert_eq!(understood(text), expected, "{text}");
    }
}

#[test]
fn fields_hold_the_word_phrase_or_brackets_behind_them() {
    for (text, expected) in [
        ("titel:woning bouw", "[Title<woning> bouw]"),
        ("TITLE: \"sociale huur\"", "Title<“sociale huur”>"),
        ("verzoekt:(fiets* college)", "Dictum<[fiets* college]>"),
        ("dictum:a preambule:b mening:c", "[Dictum<a> Preamble<b> Opinion<c>]"),
        ("overwegende:a roept-op:b", "[overwegende<a> roept_op<b>]"),
        ("aan:college van:raad", "[Addressee<college> Sender<raad>]"),
        ("indiener:a ondertekenaar:b naam:c", "[Submitter<a> Signatory<b> Name<c>]"),
        ("onderwerp:a NEAR/3 b", "Subject<(a 3 b)>"),
        ("x -titel:a titel:-b", "[x !Title<a> !Title<b>]"),
        ("titel:(a OR -b)", "Title<{a !b}>"),
        ("titel:14:30", "Title<14:30>"),
        (
            "verzoekt:(fiets aan:college soort:roept_op)",
            "Dictum<[fiets Addressee<college> Kind(\"roept_op\")]>",
        ),
        ("verzoekt:aan:college", "Dictum<Addressee<college>>"),
    ] {
        assert_eq!(understood(text), expected, "{text}");
    }
}

#[test]
fn values_are_what_their_field_knows() {
    for (text, expected) in [
        ("gemeente:Utrecht", "Municipality=Utrecht"),
        ("gemeente:(Utrecht OR \"Den Haag\")", "{Municipality=Utrecht Municipality=“Den Haag”}"),
        ("partij:D66 -fractie:VVD", "[Party=D66 !Party=VVD]"),
        ("orgaan:raad* nr:\"36 410\"", "[Body=raad* Number=“36 410”]"),
        ("soort:\"Roept op\" kind:draagt-op", "[Kind(\"roept_op\") Kind(\"draagt_op\")]"),
        ("uitslag:Aangenomen", "Outcome(Aangenomen)"),
        ("outcome:rejected uitslag:\"stemmen staken\"", "[Outcome(Verworpen) Outcome(Staken)]"),
        ("taal:Nederlands language:fy", "[Language(\"nl\") Language(\"fy\")]"),
        ("waarschuwingen:ja warnings:no", "[Warnings(true) Warnings(false)]"),
        ("datum:2020..2024", "2020-01-01..2024-12-31"),
        ("datum: 1 mei 2020 .. 3 juni 2021, x", "[2020-05-01..2021-06-03 x]"),
        ("datum:2020.. 2021", "[2020-01-01.. 2021]"),
        ("datum:2020 2021", "[2020-01-01..2020-12-31 2021]"),
        ("datum:(1 mei 2020) x", "[2020-05-01 x]"),
        ("jaar:(2020 OR 2022)", "{2020-01-01..2020-12-31 2022-01-01..2022-12-31}"),
        ("date:\"1 mei 2020\"", "2020-05-01"),
        ("na:2020 vóór:2024-05", "[2021-01-01.. ..2024-04-30]"),
        ("na:2020-05-01 -datum:2021", "[2020-05-02.. !2021-01-01..2021-12-31]"),
    ] {
        assert_eq!(understood(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_told_with_its_place() {
    for (text, expected, notes) in [
        ("a \"b c", "[a “b c”]", vec![("unclosed-quote", "\"")]),
        ("a (b", "[a b]", vec![("unclosed-bracket", "(")]),
        ("a) b", "[a b]", vec![("stray-bracket", ")")]),
        ("() \"\" a", "a", vec![("nothing-inside", "()"), ("nothing-inside", "")]),
        ("a - b", "[a b]", vec![("lone-sign", "-")]),
        ("--a", "a", vec![("lone-sign", "--")]),
        ("*bouw", "bouw", vec![("lone-sign", "*")]),
        ("a * ~", "a", vec![("lone-sign", "*"), ("lone-sign", "~")]),
        ("a & § b", "[a b]", vec![("lone-sign", "&"), ("lone-sign", "§")]),
        ("\"a\"-b", "[“a” b]", vec![("lone-sign", "-")]),
        ("a OR", "a", vec![("lone-operator", "OR")]),
        ("OR a OF OF b", "{a b}", vec![("lone-operator", "OR"), ("lone-operator", "OF")]),
        (
            "EN a AND AND b NOT",
            "[a b]",
            vec![("lone-operator", "EN"), ("lone-operator", "AND"), ("lone-operator", "NOT")],
        ),
        ("NEAR a NEAR/5", "a", vec![("lone-operator", "NEAR"), ("lone-operator", "NEAR/5")]),
        ("wo*ing", "wo*ing", vec![("sign-misplaced", "wo*ing")]),
        ("woning**", "woning*", vec![("sign-misplaced", "woning**")]),
        ("woning~*", "woning*", vec![("sign-misplaced", "woning~*")]),
        ("woning~3", "woning~", vec![("distance", "woning~3")]),
        ("a NEAR/0 b", "(a 1 b)", vec![("distance", "NEAR/0")]),
        ("a NEAR/99999999999 b", "(a 100 b)", vec![("distance", "NEAR/99999999999")]),
        ("a NEAR/5 (b c)", "[a b c]", vec![("near-operand", "NEAR/5")]),
        ("a NEAR/5 -b", "[a !b]", vec![("lone-operator", "NEAR/5")]),
        ("titl:woning", "[titl woning]", vec![("unknown-field", "titl")]),
        ("titl: woning", "[titl: woning]", vec![("unknown-field", "titl")]),
        ("foo:\"a b\"", "[foo “a b”]", vec![("unknown-field", "foo")]),
        ("titel:", "titel", vec![("field-alone", "titel:")]),
        ("aan: OR b", "{aan b}", vec![("field-alone", "aan:")]),
        ("uitslag:mooi", "mooi", vec![("unknown-value", "mooi")]),
        ("datum:gisteren", "gisteren", vec![("no-date", "gisteren")]),
        ("na:2020..", "2020..", vec![("no-date", "2020..")]),
        ("datum:31-2-2020", "31-2-2020", vec![("no-date", "31-2-2020")]),
        ("datum:2024..2020", "2020-01-01..2024-12-31", vec![("date-order", "2024..2020")]),
        ("-a", "!a", vec![("only-not", "-a")]),
        (
            "verzoekt:(a b gemeente:Utrecht)",
            "[Dictum<[a b]> Municipality=Utrecht]",
            vec![("nested-field", "verzoekt:")],
        ),
        (
            "verzoekt:(a (b OR -titel:c))",
            "[Dictum<a> {Dictum<b> !Title<c>}]",
            vec![("nested-field", "verzoekt:")],
        ),
        ("titel:verzoekt:a", "Dictum<a>", vec![("nested-field", "titel:")]),
        ("titel:(aan:a)", "Addressee<a>", vec![("nested-field", "titel:")]),
        (
            "gemeente:(Utrecht titel:a)",
            "[Municipality=Utrecht Title<a>]",
            vec![("nested-field", "gemeente:")],
        ),
        ("gemeente:a NEAR b", "(a 10 b)", vec![("near-operand", "a")]),
    ] {
        assert_eq!(noted(text), (expected.to_owned(), notes), "{text}");
    }
}

/// The messages, in full.
#[test]
fn messages_say_what_was_found_and_what_was_made_of_it() {
    for (text, expected) in [
        ("a \"b", "expected a second quote, found none; the phrase goes on to the end"),
        ("(a", "expected a `)` for this `(`, found none; it is closed at the end"),
        ("a)", "expected a `(` before this `)`, found none; it is left out"),
        ("() a", "there is no word between these brackets; they are left out"),
        ("\"\" a", "there is no word between these quotes; they are left out"),
        ("a - b", "`-` stands before no word that it could belong to; it is left out"),
        ("a &", "`&` is no word; it is left out"),
        ("a OR", "`OR` has no words to work on; it is left out; the word itself is `\"OR\"`"),
        (
            "a*b",
            "expected `*` or `~` at the end of a word, found it in `a*b`; it is taken as part of the word",
        ),
        ("a**", "expected one `*` or `~`, found more in `a**`; the last one counts"),
        ("a~3", "expected `~`, `~1` or `~2`, found `~3`; it is taken as `~`"),
        ("a NEAR/0 b", "expected a number from 1 to 100, found `0`; it is taken as 1"),
        (
            "a NEAR/5 (b c)",
            "expected a word, a phrase or `(one OR other)` on both sides of `NEAR/5`, found something else; \
             all of it is looked for, near or far",
        ),
        (
            "nummer:a NEAR b",
            "`nummer:` holds a value, and nothing is near a value; what stands behind it is looked for anywhere",
        ),
        ("titl:a", "there is no field `titl:`; `titel:` is most like it; it is taken as a word"),
        ("foo:a", "there is no field `foo:`; it is taken as a word"),
        ("titel:", "expected words behind `titel:`, found none; it is taken as a word"),
        (
            "titel:gemeente:a",
            "there is a field inside `titel:` that does not belong there; it is asked beside it",
        ),
        (
            "uitslag:a",
            "expected aangenomen, verworpen, ingetrokken, aangehouden, gewijzigd, staken, overgenomen or \
             vervallen behind `uitslag:`, found `a`; it is taken as words",
        ),
        (
            "taal:xx",
            "expected nl, fy, fr, de or en behind `taal:`, found `xx`; it is taken as words",
        ),
        (
            "warnings:a",
            "expected ja or nee behind `waarschuwingen:`, found `a`; it is taken as words",
        ),
        (
            "kind:1",
            "expected the name of a kind, as `roept_op` behind `soort:`, found `1`; it is taken as words",
        ),
        (
            "jaar:a",
            "expected a date behind `datum:`, as `2020`, `2020-05`, `1-5-2020` or `2020..2024`, found `a`; \
             it is taken as words",
        ),
        (
            "na:a",
            "expected a date behind `na:`, as `2020`, `2020-05`, `1-5-2020`, found `a`; it is taken as words",
        ),
        (
            "datum:2021..2020",
            "expected the first date before the last, found `2021..2020`; they are swapped",
        ),
        (
            "-a",
            "there are only words that must not be found; every motion without them is an answer",
        ),
    ] {
        let messages: Vec<String> = read(text).notes.into_iter().map(|note| note.message).collect();
        assert_eq!(messages, [expected], "{text}");
    }
    assert_eq!(read("titl:a").notes[0].suggestion, Some("titel"));
}

#[test]
fn texts_terms_brackets_and_notes_are_bounded() {
    let one = |text: &str| {
        let question = read(text);
        assert_eq!(question.notes.len(), 1, "{:?}", question.notes);
        (question.notes[0].message.clone(), question.notes[0].range.clone(), question)
    };
    let (message, range, question) = one(&"é".repeat(MAX_BYTES));
    assert_eq!(message, "expected at most 8192 bytes; what is behind them is left out");
    assert_eq!(range, MAX_BYTES..2 * MAX_BYTES);
    assert_eq!(question.terms()[0].term.text().len(), MAX_BYTES);

    let (message, range, question) = one(&"(titel:a OR ".repeat(30).replace('a', "a b c"));
    assert_eq!(message, "expected at most 64 words, phrases and values; the others are left out");
    assert_eq!((question.terms().len(), range.end), (MAX_TERMS, 30 * 16));

    let deep = format!("{}a OR b{} c", "(".repeat(1000), ")".repeat(1000));
    let (message, range, question) = one(&deep);
    assert_eq!(
        message,
        "expected at most 32 brackets inside one another; those inside are left out"
    );
    assert_eq!((range, question.to_string()), (32..33, "(a OR b) c".to_owned()));
    for text in ["(", "-(", "titel:(", "a NEAR (", "\"", "((a OR b) "] {
        let question = read(&text.repeat(100_000));
        assert!(question.notes.iter().any(|note| note.code == NoteCode::TooLong));
    }

    let many = read(&"a - ".repeat(60));
    assert_eq!((many.notes.len(), many.terms().len()), (21, 60));
    assert_eq!(many.notes[20].code, NoteCode::MoreNotes);
    assert_eq!(
        many.notes[20].message,
        "there is more that was not understood; only the first parts are told"
    );
    let long = read(&format!("{}*b", "a".repeat(100)));
    assert_eq!(
        long.notes[0].message.matches('a').count(),
        40 + " a at as part a".matches('a').count()
    );
}

#[test]
fn terms_say_which_field_they_stand_in_and_whether_they_are_denied() {
    let question = read("a -(titel:b OR c~) fractie:d verzoekt:(x NEAR/2 (y OR z)) na:2020");
    let seen: Vec<_> = question
        .terms()
        .iter()
        .map(|seen| (seen.term.text(), seen.field.map_or("", Field::name), seen.negated))
        .collect();
    let expected = [
        ("a", "", false),
        ("b", "titel", true),
        ("c", "", true),
        ("d", "fractie", false),
        ("x", "verzoekt", false),
        ("y", "verzoekt", false),
        ("z", "verzoekt", false),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn questions_print_as_they_were_understood() {
    for (text, expected) in [
        ("a b OR c", "(a b) OR c"),
        ("a AND (b | c)", "a (b OR c)"),
        ("“x y” NIET z", "\"x y\" -z"),
        ("jaar:2020 before:2021-05-01", "datum:2020-01-01..2020-12-31 datum:..2021-04-30"),
        ("title:(a b) dictum:c~1", "titel:(a b) verzoekt:c~1"),
        ("a BIJ (b OF c)", "a NEAR/10 (b OR c)"),
        ("outcome:passed warnings:yes taal:dutch", "uitslag:aangenomen waarschuwingen:ja taal:nl"),
        ("-(a NEAR b) verzoekt:aan:c", "-(a NEAR/10 b) verzoekt:aan:c"),
    ] {
        assert_eq!(read(text).to_string(), expected, "{text}");
    }
}
