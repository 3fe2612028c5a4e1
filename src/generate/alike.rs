//! Papers that look like motions and are none: letters, amendments, minutes, agendas.

use super::dice::Dice;
use super::document::Content;
use super::paper::{Block, Look, Paper};
use super::people::{self, Letters};
use super::speak::{capital, printed};
use super::value::{Setting, Value};
use super::words::{Body, WORDS};
use super::write::Writer;

/// Writes one.
pub(super) fn paper(dice: &mut Dice, body: &'static Body, letters: Letters) -> (Paper, Content) {
    let setting = Setting::of(dice, body);
    let value = Value::of(dice.split(), body, &setting, letters);
    let mut paper = Paper::default();
    let kind = dice.weigh(&[(35, "brief"), (25, "amendement"), (25, "verslag"), (15, "onbekend")]);
    match kind {
        "brief" => paper = letter(value),
        "amendement" => amendment(value, &mut paper),
        "verslag" => minutes(value, &mut paper),
        _ => agenda(value, &mut paper),
    }
    (paper, Content::Other(kind))
}

/// A letter that answers a motion, and may quote it.
fn letter(mut value: Value) -> Paper {
    let mut paper = Paper::default();
    let executive = capital(&value.speaker.executive);
    paper.plain(format!("Aan de leden van {}", value.speaker.assembly));
    paper.gap();
    paper.plain(format!("Datum: {}", printed(value.day)));
    paper.plain(format!("Onderwerp: Afdoening motie ‘{}’", value.title));
    paper.gap();
    paper.plain("Geachte leden,");
    paper.gap();
    sentences(&mut value, &mut paper, 3);
    let quotes = value.dice().chance(50);
    let place = value.place.clone();
    let signed = people::person(&mut value.speaker.dice, value.body, &place, value.letters).name();
    if quotes {
        paper.plain("De motie luidt als volgt:");
        paper.gap();
        let mut writer = Writer::new(value, paper);
        writer.quoted();
        (value, paper) = (writer.value, writer.paper);
        paper.motions.clear();
        paper.gap();
        sentences(&mut value, &mut paper, 2);
    }
    paper.plain("Met vriendelijke groet,");
    paper.gap();
    paper.plain(format!("{executive},"));
    paper.plain(signed);
    paper
}

fn sentences(value: &mut Value, paper: &mut Paper, paragraphs: usize) {
    for _ in 0..paragraphs {
        let count = value.dice().between(1, 4);
        let said: Vec<String> =
            (0..count).map(|_| value.speaker.say(&WORDS.common.letter)).collect();
        paper.plain(said.join(" "));
        paper.gap();
    }
}

/// A change of what is proposed.
fn amendment(mut value: Value, paper: &mut Paper) {
    let number = value.dice().between(1, 40);
    paper.text(Look::Title, format!("AMENDEMENT A{number}"));
    paper.gap();
    paper.plain(format!("Onderwerp: {}", capital(&value.subject)));
    paper.gap();
    let assembly = capital(&value.speaker.assembly);
    paper.plain(format!("{assembly}, in vergadering bijeen op {},", printed(value.day)));
    paper.gap();
    paper.plain("Besluit:");
    let points = value.dice().between(1, 3);
    for point in 1..=points {
        let (old, new) =
            (value.speaker.say(&WORDS.common.requests), value.speaker.say(&WORDS.common.requests));
        paper.plain(format!("Beslispunt {point}: ‘{old}’ te vervangen door: ‘{new}’."));
    }
    paper.gap();
    paper.text(Look::Bold, "Toelichting");
    let count = value.dice().between(1, 4);
    let said: Vec<String> =
        (0..count).map(|_| value.speaker.say(&WORDS.common.explanations)).collect();
    paper.plain(said.join(" "));
    paper.gap();
    for mover in &value.movers {
        paper.plain(format!("{} ({})", mover.name(), mover.party));
    }
}

/// What was said at a meeting.
fn minutes(mut value: Value, paper: &mut Paper) {
    let assembly = value.speaker.assembly.clone();
    paper.text(Look::Title, format!("Notulen van de vergadering van {assembly}"));
    paper.plain(format!("gehouden op {}", printed(value.day)));
    paper.gap();
    let items = value.dice().between(2, 6);
    for item in 1..=items {
        let subject = value.speaker.say(&WORDS.common.agenda);
        paper.text(Look::Bold, format!("{item}. {}", capital(&subject)));
        let count = value.dice().between(2, 6);
        for _ in 0..count {
            paper.plain(value.speaker.say(&WORDS.common.minutes));
        }
        paper.gap();
    }
}

/// What a meeting will be about.
fn agenda(mut value: Value, paper: &mut Paper) {
    paper.text(Look::Title, "Agenda");
    paper.plain(format!("Vergadering van {}, 19.30 uur", printed(value.day)));
    paper.gap();
    let items = value.dice().between(5, 14);
    for item in 1..=items {
        let subject = value.speaker.say(&WORDS.common.agenda);
        let marker = format!("{item}.");
        paper.blocks.push(Block::Item { marker, depth: 0, text: capital(&subject) });
    }
}
