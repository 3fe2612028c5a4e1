//! The word lists of a grammar: what each is for.

use serde::Deserialize;

use super::initials::WordList;

/// Makes a struct of word lists and the way to add one to another.
macro_rules! word_lists {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Lists of words, folded when they are used.
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Words {
            $($(#[$doc])* pub $name: WordList,)*
        }

        impl Words {
            /// Adds the words of another file to these.
            pub fn add(&mut self, other: &Self) {
                $(self.$name.add(&other.$name);)*
            }

            /// Folds all words.
            pub(super) fn fold(&mut self) {
                $(self.$name.fold();)*
            }
        }
    };
}

word_lists! {
    /// Words before a noun that is addressed.
    articles,
    /// Words that point, where an article may stand: "deze".
    pointing,
    /// Words that may stand between the words of a phrase.
    adverbs,
    /// Those of them that may end a heading.
    trailing_adverbs,
    /// Those of them that say to what end, and so belong to what follows: "daartoe".
    purpose_adverbs,
    /// Words with which the heading of a motion goes on below the word "motie": "tot besluit van".
    title_joints,
    /// Words that may stand before a heading.
    leads,
    /// What looks like a name and is nobody's: "namens", "tweede kamer".
    no_people,
    /// Who they are that sign below, alone on a line: "de leden".
    members,
    /// Who speaks, before a verb of many: "we".
    pronouns,
    /// Words that end as participles do, and are none.
    no_participles,
    /// Who speaks, between the verb of a request and who is asked.
    speakers,
    /// Words that join a heading to what it says, and belong to the heading.
    conjunctions,
    /// The same, where they belong to it only when it ends behind them.
    infinitives,
    /// Headings of a form, above the headings of the motion itself.
    form_headings,
    /// Nouns that a motion addresses.
    addressees,
    /// Addressees without an article.
    bare_addressees,
    /// What may follow such a noun and belongs to it.
    addressee_tails,
    /// How something is to be done, where it may seem to describe who is asked: "in overleg".
    manners,
    /// What an assembly does when it speaks.
    sittings,
    /// Offices that a signatory may hold.
    roles,
    /// Words with a small letter inside a person's name.
    particles,
    /// Those of them that a name may begin with.
    leading_particles,
    /// What may stand behind a name and belongs to it: "Kzn.", "jr.".
    name_suffixes,
    /// Other words with a small letter inside a place's name.
    place_words,
    /// Words before a name that are no part of it.
    courtesies,
    /// Before the day of a vote: "stemming op".
    vote_leads,
    /// Before the verdict, how it was voted: "bij handopsteken".
    vote_ways,
    /// Before the verdict in what the chair says of the votes: "zodat zij is".
    vote_results,
    /// Words that go on with the item of the line before.
    continuations,
    /// Words that a line ends with in the middle of a sentence.
    open_ends,
    /// Words behind which a list follows, whatever sign stands there.
    list_leads,
    /// Verbs that a ground behind "dat" ends with.
    final_verbs,
    /// Words that end with a full stop which ends no sentence.
    abbreviations,
    /// What names of organisations begin with.
    organisation_words,
    /// What announces several of them.
    organisation_leads,
    /// Words between two people of a list.
    between_people,
    /// "And others", behind a name.
    others,
    /// Words before the parties of a list: "fracties".
    group_leads,
    /// What a column of names is called in a table of signatures.
    name_columns,
    /// One of offices.
    office_columns,
    /// One of parties.
    party_columns,
    /// One of the bodies that people come from.
    organisation_columns,
    /// One in which people sign.
    room_columns,
    /// Words of a heading behind which its movers stand.
    mover_leads,
    /// Words of a heading that end the names of its movers.
    mover_ends,
    /// Who leads a debate.
    chairs,
    /// The end of a sentence that a motion follows.
    announcing,
    /// What a line begins with that says what became of the motion.
    adopting,
    /// What a sentence about the vote begins with.
    vote_subjects,
    /// Its verbs.
    vote_verbs,
    /// What may follow a result, where a sentence begins with it.
    vote_joints,
    /// Words behind which what they are about must follow: "inzake".
    prepositions,
    /// Before the name of a municipality: "de raad van".
    town_leads,
    /// Words with a small letter in the name of a party.
    party_joints,
    /// What papers call themselves that are motions.
    motion_names,
    /// What is done to a text that is amended: "te vervangen door".
    amending,
    /// What is amended: "beslispunt".
    amended,
    /// Parties by name.
    parties,
    /// Words that the names of other parties have in them.
    party_words,
    /// Here "name, X" names an organisation: `organisation`; else X is a party.
    behind_name,
}

impl Words {
    /// Whether another word must follow one: "van", "de", "en", "inzake".
    #[must_use]
    pub fn awaits(&self, word: &str) -> bool {
        [&self.articles, &self.particles, &self.place_words, &self.leads, &self.prepositions]
            .iter()
            .any(|list| list.has(word))
    }
}
