//! What a person asks to change in a motion, and what its record is then.
//!
//! Places are counted from 0 in the record that the person saw; an item is named by a path: `[2]` is
//! the third of its clause, `[2, 0]` the first one under that. Words keep their places on the page,
//! wherever they go; words that a person adds have none.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::correct::{RecordPart, Review};
use super::error::StoreError;
use crate::motion::{Clause, Item, Motion, Role, Signatory, SignatoryKind};

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

impl Change {
    /// The part of a record that it changes, and the value that this part gets.
    ///
    /// # Errors
    /// [`StoreError::Uncorrectable`] where the motion has no such clause, item or signatory.
    pub fn resolve(
        &self,
        motion: &Motion,
        review: &Review,
    ) -> Result<(RecordPart, Value), StoreError> {
        match self {
            Self::Set { part, value } => Ok((*part, value.clone())),
            Self::EditSignatory { .. }
            | Self::AddSignatory { .. }
            | Self::RemoveSignatory { .. } => {
                let mut signatories = motion.signatories.clone();
                self.sign(&mut signatories)?;
                Ok((RecordPart::Signatories, plain(&signatories)))
            }
            Self::Review { seen, is_motion, version_of } => {
                let review = Review {
                    seen: seen.unwrap_or(review.seen),
                    is_motion: is_motion.or(review.is_motion),
                    version_of: match version_of {
                        Some(id) => some(id),
                        None => review.version_of.clone(),
                    },
                };
                Ok((RecordPart::Review, plain(&review)))
            }
            _ => {
                let mut clauses = motion.clauses.clone();
                self.clauses(&mut clauses)?;
                Ok((RecordPart::Clauses, plain(&clauses)))
            }
        }
    }

    fn sign(&self, signatories: &mut Vec<Signatory>) -> Result<(), StoreError> {
        let count = signatories.len();
        let missing = |at: usize| misfit("signatories", &format!("number {at} of {count}"));
        match self {
            Self::EditSignatory { signatory, name, role, party, kind } => {
                let one = signatories.get_mut(*signatory).ok_or_else(|| missing(*signatory))?;
                if let Some(name) = name {
                    one.name = filled("signatories", name)?;
                }
                replace(&mut one.role, role.as_deref());
                replace(&mut one.party, party.as_deref());
                one.kind = kind.unwrap_or(one.kind);
                one.confidence = 1.0;
            }
            Self::AddSignatory { signatory, name, party, kind } => {
                if *signatory > count {
                    return Err(missing(*signatory));
                }
                let one = Signatory {
                    name: filled("signatories", name)?,
                    role: None,
                    organisation: None,
                    organisation_id: None,
                    party: party.as_deref().and_then(some),
                    kind: *kind,
                    spans: Vec::new(),
                    confidence: 1.0,
                };
                signatories.insert(*signatory, one);
            }
            Self::RemoveSignatory { signatory } if *signatory < count => {
                signatories.remove(*signatory);
            }
            Self::RemoveSignatory { signatory } => return Err(missing(*signatory)),
            _ => {}
        }
        Ok(())
    }

    fn clauses(&self, clauses: &mut Vec<Clause>) -> Result<(), StoreError> {
        match self {
            Self::EditClause { clause, kind, role, heading, addressee } => {
                let one = clause_at(clauses, *clause)?;
                if let Some(kind) = kind {
                    one.kind = filled("clauses", kind)?;
                }
                one.role = role.unwrap_or(one.role);
                if let Some(heading) = heading {
                    one.heading = heading.trim().to_owned();
                }
                replace(&mut one.addressee, addressee.as_deref());
                one.confidence = 1.0;
            }
            Self::AddClause { clause, kind, role, heading, items } => {
                if *clause > clauses.len() {
                    return Err(no_clause(*clause, clauses.len()));
                }
                let mut one = opened(kind, *role, heading)?;
                one.items =
                    items.iter().map(|text| item(text)).collect::<Result<_, StoreError>>()?;
                clauses.insert(*clause, one);
            }
            Self::RemoveClause { clause } => {
                clause_at(clauses, *clause)?;
                clauses.remove(*clause);
            }
            Self::SplitClause { clause, item, kind, role, heading } => {
                let one = clause_at(clauses, *clause)?;
                if *item >= one.items.len() {
                    return Err(no_item(&[*item]));
                }
                let mut new = opened(kind, *role, heading)?;
                new.items = one.items.split_off(*item);
                new.spans = new.items.iter().flat_map(|item| item.spans.clone()).collect();
                one.spans.retain(|span| !new.spans.contains(span));
                clauses.insert(clause + 1, new);
            }
            Self::JoinClauses { clause } => {
                clause_at(clauses, clause.saturating_add(1))?;
                let next = clauses.remove(clause + 1);
                let one = clause_at(clauses, *clause)?;
                one.items.extend(next.items);
                one.spans.extend(next.spans);
            }
            _ => self.items(clauses)?,
        }
        Ok(())
    }

    fn items(&self, clauses: &mut [Clause]) -> Result<(), StoreError> {
        match self {
            Self::EditItem { clause, item, text, marker } => {
                let (list, at) = place(clauses, *clause, item)?;
                let one = list.get_mut(at).ok_or_else(|| no_item(item))?;
                if let Some(text) = text {
                    one.text = filled("clauses", text)?;
                }
                replace(&mut one.marker, marker.as_deref());
                one.confidence = 1.0;
            }
            Self::AddItem { clause, item: path, text } => {
                let (list, at) = place(clauses, *clause, path)?;
                if at > list.len() {
                    return Err(no_item(path));
                }
                list.insert(at, item(text)?);
            }
            Self::RemoveItem { clause, item } => {
                take(clauses, *clause, item)?;
            }
            Self::MoveItem { clause, item, to_clause, to_item } => {
                let moved = take(clauses, *clause, item)?;
                let (list, at) = place(clauses, *to_clause, to_item)?;
                if at > list.len() {
                    return Err(no_item(to_item));
                }
                list.insert(at, moved);
            }
            Self::SplitItem { clause, item, at: cut } => {
                let (list, at) = place(clauses, *clause, item)?;
                let one = list.get_mut(at).ok_or_else(|| no_item(item))?;
                let byte = one.text.char_indices().nth(*cut).map(|(byte, _)| byte);
                let rest = byte.map(|byte| one.text.split_off(byte)).unwrap_or_default();
                let (first, rest) = (filled("clauses", &one.text)?, filled("clauses", &rest)?);
                one.text = first;
                let behind = Item {
                    text: rest,
                    marker: None,
                    items: std::mem::take(&mut one.items),
                    spans: one.spans.clone(),
                    confidence: 1.0,
                };
                list.insert(at + 1, behind);
            }
            Self::JoinItems { clause, item } => {
                let (list, at) = place(clauses, *clause, item)?;
                if at.saturating_add(1) >= list.len() {
                    return Err(no_item(item));
                }
                let next = list.remove(at + 1);
                let one = &mut list[at];
                one.text = format!("{} {}", one.text, next.text);
                one.items.extend(next.items);
                one.spans.extend(
                    next.spans
                        .into_iter()
                        .filter(|span| !one.spans.contains(span))
                        .collect::<Vec<_>>(),
                );
                one.confidence = 1.0;
            }
            _ => {}
        }
        Ok(())
    }
}

fn plain(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("a part of a record is plain data")
}

fn misfit(part: &'static str, found: &str) -> StoreError {
    StoreError::Uncorrectable { part, found: found.to_owned() }
}

fn no_clause(at: usize, count: usize) -> StoreError {
    misfit("clauses", &format!("clause {at} of {count}"))
}

fn no_item(path: &[usize]) -> StoreError {
    misfit("clauses", &format!("no item at {path:?}"))
}

/// A text without white space around it; an empty one is refused.
fn filled(part: &'static str, text: &str) -> Result<String, StoreError> {
    some(text).ok_or_else(|| misfit(part, "an empty text"))
}

fn some(text: &(impl AsRef<str> + ?Sized)) -> Option<String> {
    let text = text.as_ref().trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Gives a field a text, if one is given; an empty one is nothing.
fn replace(field: &mut Option<String>, text: Option<&str>) {
    if let Some(text) = text {
        *field = some(text);
    }
}

fn clause_at(clauses: &mut [Clause], at: usize) -> Result<&mut Clause, StoreError> {
    let count = clauses.len();
    clauses.get_mut(at).ok_or_else(|| no_clause(at, count))
}

/// A clause without items that a person opens.
fn opened(kind: &str, role: Role, heading: &str) -> Result<Clause, StoreError> {
    Ok(Clause {
        kind: filled("clauses", kind)?,
        role,
        heading: heading.trim().to_owned(),
        addressee: None,
        items: Vec::new(),
        spans: Vec::new(),
        confidence: 1.0,
    })
}

/// An item that a person adds.
fn item(text: &str) -> Result<Item, StoreError> {
    Ok(Item {
        text: filled("clauses", text)?,
        marker: None,
        items: Vec::new(),
        spans: Vec::new(),
        confidence: 1.0,
    })
}

/// The list that a path leads to, and the place in it.
fn place<'a>(
    clauses: &'a mut [Clause],
    clause: usize,
    path: &[usize],
) -> Result<(&'a mut Vec<Item>, usize), StoreError> {
    let (&last, above) = path.split_last().ok_or_else(|| no_item(path))?;
    let mut list = &mut clause_at(clauses, clause)?.items;
    for &at in above {
        list = &mut list.get_mut(at).ok_or_else(|| no_item(path))?.items;
    }
    Ok((list, last))
}

/// Takes an item out of its list.
fn take(clauses: &mut [Clause], clause: usize, path: &[usize]) -> Result<Item, StoreError> {
    let (list, at) = place(clauses, clause, path)?;
    if at < list.len() { Ok(list.remove(at)) } else { Err(no_item(path)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::correct::with;
    use crate::store::fixture::motion;

    fn sample() -> Motion {
        motion(
            "aa",
            "Wonen",
            &[
                ("overwegende", "overwegende dat", &["a", "b", "c"]),
                ("verzoekt", "verzoekt", &["d"]),
            ],
        )
    }

    /// The clauses of a motion after a change, on one line.
    fn changed(change: Value) -> Result<String, String> {
        let change: Change = serde_json::from_value(change).map_err(|error| error.to_string())?;
        let motion = sample();
        let (part, value) =
            change.resolve(&motion, &Review::default()).map_err(|error| error.to_string())?;
        let changed = with(&motion, part, &value).map_err(|error| error.to_string())?;
        let clauses = changed.clauses.iter().map(|clause| {
            let items: Vec<_> = clause.items.iter().map(|item| item.text.as_str()).collect();
            format!("{}:{}", clause.kind, items.join(","))
        });
        Ok(clauses.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn clauses_and_items_are_changed_split_joined_and_moved() {
        for (change, expected) in [
            (
                json!({"op": "edit-clause", "clause": 0, "kind": "gelet_op"}),
                "gelet_op:a,b,c verzoekt:d",
            ),
            (json!({"op": "remove-clause", "clause": 1}), "overwegende:a,b,c"),
            (
                json!({"op": "split-clause", "clause": 0, "item": 1, "kind": "mening", "role": "opinion", "heading": "is van mening dat"}),
                "overwegende:a mening:b,c verzoekt:d",
            ),
            (json!({"op": "join-clauses", "clause": 0}), "overwegende:a,b,c,d"),
            (
                json!({"op": "edit-item", "clause": 0, "item": [1], "text": " x "}),
                "overwegende:a,x,c verzoekt:d",
            ),
            (
                json!({"op": "add-item", "clause": 1, "item": [1], "text": "e"}),
                "overwegende:a,b,c verzoekt:d,e",
            ),
            (json!({"op": "remove-item", "clause": 0, "item": [0]}), "overwegende:b,c verzoekt:d"),
            (
                json!({"op": "move-item", "clause": 0, "item": [2], "to_clause": 1, "to_item": [0]}),
                "overwegende:a,b verzoekt:c,d",
            ),
            (json!({"op": "join-items", "clause": 0, "item": [0]}), "overwegende:a b,c verzoekt:d"),
            (
                json!({"op": "add-clause", "clause": 2, "kind": "besluit", "role": "dictum", "heading": "Besluit", "items": ["f"]}),
                "overwegende:a,b,c verzoekt:d besluit:f",
            ),
        ] {
            assert_eq!(changed(change.clone()).as_deref(), Ok(expected), "{change}");
        }
    }

    #[test]
    fn what_is_not_there_cannot_be_changed() {
        for (change, found) in [
            (
                json!({"op": "remove-clause", "clause": 2}),
                "clauses` of a record may be, found: clause 2 of 2",
            ),
            (
                json!({"op": "join-clauses", "clause": 1}),
                "clauses` of a record may be, found: clause 2 of 2",
            ),
            (
                json!({"op": "join-items", "clause": 1, "item": [0]}),
                "clauses` of a record may be, found: no item at [0]",
            ),
            (
                json!({"op": "edit-item", "clause": 0, "item": [], "text": "x"}),
                "clauses` of a record may be, found: no item at []",
            ),
            (
                json!({"op": "add-item", "clause": 0, "item": [0], "text": " "}),
                "clauses` of a record may be, found: an empty text",
            ),
            (
                json!({"op": "split-item", "clause": 0, "item": [0], "at": 1}),
                "clauses` of a record may be, found: an empty text",
            ),
            (
                json!({"op": "remove-signatory", "signatory": 1}),
                "signatories` of a record may be, found: number 1 of 1",
            ),
        ] {
            assert_eq!(changed(change.clone()), Err(format!("expected what `{found}")), "{change}");
        }
        assert!(changed(json!({"op": "remove-clause", "clause": 0, "klause": 1})).is_err());
    }

    #[test]
    fn an_item_is_split_where_a_character_begins() {
        let mut motion = sample();
        motion.clauses[0].items[0].text = "één ding twee".into();
        let change = Change::SplitItem { clause: 0, item: vec![0], at: 8 };
        let (part, value) = change.resolve(&motion, &Review::default()).unwrap();
        let changed = with(&motion, part, &value).unwrap();
        let texts: Vec<_> = changed.clauses[0].items.iter().map(|item| &item.text).collect();
        assert_eq!(texts, ["één ding", "twee", "b", "c"]);
    }

    #[test]
    fn signatories_and_the_review_are_changed() {
        let motion = sample();
        let change = Change::EditSignatory {
            signatory: 0,
            name: Some("A. Voorbeeld".into()),
            role: Some(String::new()),
            party: None,
            kind: None,
        };
        let (part, value) = change.resolve(&motion, &Review::default()).unwrap();
        let changed = with(&motion, part, &value).unwrap();
        let signatory = &changed.signatories[0];
        assert_eq!((signatory.name.as_str(), &signatory.role), ("A. Voorbeeld", &None));
        assert_eq!(signatory.party.as_deref(), Some("Lokaal Belang"));

        let before = Review { seen: true, is_motion: None, version_of: Some("ab".into()) };
        let change = Change::Review { seen: None, is_motion: Some(false), version_of: None };
        let (part, value) = change.resolve(&motion, &before).unwrap();
        assert_eq!(part, RecordPart::Review);
        assert_eq!(value, json!({"seen": true, "is_motion": false, "version_of": "ab"}));
    }
}
