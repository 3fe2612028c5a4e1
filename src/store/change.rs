//! What a person asks to change in a motion, and what its record is then.
//!
//! Places are counted from 0 in the record that the person saw; an item is named by a path: `[2]` is
//! the third of its clause, `[2, 0]` the first one under that. Words keep their places on the page,
//! wherever they go; words that a person adds have none.

mod fit;
mod resolve;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::correct::RecordPart;
use crate::motion::{Role, SignatoryKind};

/// A change of a motion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "op", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    /// Gives a part of the record a value, as a whole; null for what the motion does not state.
    Set {
        /// The part.
        part: RecordPart,
        /// The value, as the record's schema has it.
        value: Value,
    },
    /// Changes what is given of a clause.
    EditClause {
        /// Which clause.
        clause: usize,
        /// Its kind from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<String>,
        /// Its role from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
        /// Its opening words from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        heading: Option<String>,
        /// Whom it asks from now on; empty for nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        addressee: Option<String>,
    },
    /// Adds a clause.
    AddClause {
        /// Before which one; as many as there are to add it at the end.
        clause: usize,
        /// Its kind.
        kind: String,
        /// Its role.
        role: Role,
        /// Its opening words.
        heading: String,
        /// What its items say.
        #[serde(default)]
        items: Vec<String>,
    },
    /// Takes a clause out.
    RemoveClause {
        /// Which one.
        clause: usize,
    },
    /// Makes a clause of its own of an item and those behind it.
    SplitClause {
        /// Which clause.
        clause: usize,
        /// The first of its items that goes into the new one.
        item: usize,
        /// The kind of the new one.
        kind: String,
        /// Its role.
        role: Role,
        /// Its opening words.
        heading: String,
    },
    /// Puts the items of the next clause behind those of this one.
    JoinClauses {
        /// Which clause.
        clause: usize,
    },
    /// Changes what is given of an item.
    EditItem {
        /// Of which clause.
        clause: usize,
        /// Which item.
        item: Vec<usize>,
        /// What it says from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The sign before it from now on; empty for none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        marker: Option<String>,
    },
    /// Adds an item.
    AddItem {
        /// To which clause.
        clause: usize,
        /// Before which item; behind the last to add it at the end.
        item: Vec<usize>,
        /// What it says.
        text: String,
    },
    /// Takes an item out, and those under it.
    RemoveItem {
        /// Of which clause.
        clause: usize,
        /// Which item.
        item: Vec<usize>,
    },
    /// Moves an item, and those under it.
    MoveItem {
        /// Of which clause.
        clause: usize,
        /// Which item.
        item: Vec<usize>,
        /// To which clause.
        to_clause: usize,
        /// Before which item, once it is taken out.
        to_item: Vec<usize>,
    },
    /// Makes two items of one.
    SplitItem {
        /// Of which clause.
        clause: usize,
        /// Which item.
        item: Vec<usize>,
        /// How many characters stay in the first.
        at: usize,
    },
    /// Makes one item of this and the next.
    JoinItems {
        /// Of which clause.
        clause: usize,
        /// Which item.
        item: Vec<usize>,
    },
    /// Changes what is given of someone who signed; an empty text is nothing.
    EditSignatory {
        /// Which one.
        signatory: usize,
        /// The name from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The office from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<String>,
        /// The party from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party: Option<String>,
        /// Whether they submit or support it, from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<SignatoryKind>,
    },
    /// Adds someone who signed.
    AddSignatory {
        /// Before whom; as many as there are to add them at the end.
        signatory: usize,
        /// The name.
        name: String,
        /// The party.
        #[serde(default)]
        party: Option<String>,
        /// Whether they submit or support it.
        kind: SignatoryKind,
    },
    /// Takes someone out who did not sign.
    RemoveSignatory {
        /// Which one.
        signatory: usize,
    },
    /// Says something of the motion as a whole; what is not given stays as it is.
    Review {
        /// It was looked at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<bool>,
        /// Whether it is a motion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        is_motion: Option<bool>,
        /// The id of the motion that it is another version of; empty for none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version_of: Option<String>,
    },
}

/// Whether nothing of a text can be seen: it is empty, or white space, or signs that have no shape (the code
/// points that Unicode calls ignorable by default, and the empty pattern of Braille).
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{ad}'
                    | '\u{34f}'
                    | '\u{61c}'
                    | '\u{115f}'..='\u{1160}'
                    | '\u{17b4}'..='\u{17b5}'
                    | '\u{180b}'..='\u{180f}'
                    | '\u{200b}'..='\u{200f}'
                    | '\u{202a}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}'
                    | '\u{2800}'
                    | '\u{3164}'
                    | '\u{fe00}'..='\u{fe0f}'
                    | '\u{feff}'
                    | '\u{ffa0}'
                    | '\u{fff0}'..='\u{fff8}'
                    | '\u{1bca0}'..='\u{1bca3}'
                    | '\u{1d173}'..='\u{1d17a}'
                    | '\u{e0000}'..='\u{e0fff}'
            )
    })
}

#[cfg(test)]
mod tests;
