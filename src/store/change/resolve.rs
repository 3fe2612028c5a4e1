//! From a change to the value that a part of the record then has.

use serde::Serialize;
use serde_json::Value;

use super::{Change, is_blank};
use crate::motion::{Clause, Item, Motion, Role, Signatory};
use crate::store::correct::{RecordPart, Review};
use crate::store::error::StoreError;

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
    (!is_blank(text)).then(|| text.to_owned())
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
