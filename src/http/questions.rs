//! Saved questions, for the API and the pages alike: who sees them, and what is new.
//!
//! A question is its saver's: whoever has another key does not see it. An admin sees all, and may take them
//! away. What was saved on this machine itself is nobody's, and admins care for it.

use std::sync::PoisonError;

use schemars::JsonSchema;
use serde::Serialize;

use super::Service;
use super::access::{By, Caller, Role, Secret};
use super::admit::name;
use crate::error::{Code, Error};
use crate::index::Sort;
use crate::store::{Asking, Found, NewQuestion, Query, SavedQuestion, question_name};

/// How many questions one key may have saved.
const MOST: usize = 500;

/// A saved question, and what is new.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Saved {
    /// The question.
    #[serde(flatten)]
    pub(super) question: SavedQuestion,
    /// How many motions answer it that could first be found after it was looked at.
    pub(super) new: usize,
}

/// Which motions are shown of those that a question finds, the latest to be found first.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Only those that could first be found behind this change of the ledger.
    pub(super) added_after: Option<u64>,
    /// Where the page before this one ended.
    pub(super) after: Option<String>,
    /// How many at most.
    pub(super) limit: usize,
}

impl Service {
    /// The questions that someone sees with a number below `before`, the latest first, at most so many.
    pub(super) fn questions(
        &self,
        caller: &Caller,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Saved>, Error> {
        let is_before = |id| before.is_none_or(|before| id < before);
        let questions = self.store.questions()?.into_iter();
        let seen = questions.filter(|it| is_before(it.id) && is_seen(it, caller)).take(limit);
        seen.map(|question| self.with_news(question)).collect()
    }

    /// A question that someone sees.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub(super) fn question(&self, caller: &Caller, id: u64) -> Result<SavedQuestion, Error> {
        let found = self.store.question(id)?;
        found.filter(|question| is_seen(question, caller)).ok_or_else(|| nowhere(id))
    }

    /// A question with what is new.
    pub(super) fn with_news(&self, question: SavedQuestion) -> Result<Saved, Error> {
        let new = self.store.news(&question)?;
        Ok(Saved { question, new })
    }

    /// What a question finds now.
    pub(super) fn answers(&self, question: &SavedQuestion, part: &Part) -> Result<Found, Error> {
        let asking = Asking::read(&question.query)?;
        let query = Query {
            sort: Sort::Added,
            added_after: part.added_after,
            after: part.after.as_deref().filter(|after| !after.is_empty()),
            limit: part.limit,
            ..asking.query()
        };
        Ok(self.store.search(&query)?)
    }

    /// Saves a question; what it finds now counts as looked at. Returns it.
    ///
    /// # Errors
    /// [`Code::Unfitting`] for a name or a question that cannot be saved, or one too many;
    /// [`Code::BadRequest`] for one that cannot be asked.
    pub(super) fn save(&self, caller: &Caller, title: &str, query: &str) -> Result<Saved, Error> {
        let title = question_name(title)?.to_owned();
        let asking = Asking::read(query)?;
        self.may_be_asked(&asking.words)?;
        let found = self.store.search(&Query { limit: 0, ..asking.query() })?;
        let (query, by) = (asking.write(), name(caller));
        let _kept = self.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        if self.store.questions()?.iter().filter(|it| it.by == by).count() >= MOST {
            let message = format!("expected fewer than {MOST} saved questions, found {MOST}");
            let hint = "take one away that is not looked at any more";
            return Err(Error::new(Code::Unfitting, message).with_hint(hint));
        }
        let id = self.clerk.ask(move |batch| {
            batch.save_question(&NewQuestion {
                name: &title,
                query: &query,
                by: by.as_deref(),
                looked: found.seq,
            })
        })?;
        self.with_news(self.question(caller, id)?)
    }

    /// Notes that someone looked at what a question finds, up to this number of the ledger's changes. Returns
    /// up to where it had been looked at before.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Forbidden`] for the question of someone else; [`Code::Unfitting`] for a
    /// number that no change has yet.
    pub(super) fn look_at(&self, caller: &Caller, id: u64, seq: u64) -> Result<u64, Error> {
        let question = self.question(caller, id)?;
        assert_own(&question, caller)?;
        let (last, _) = self.store.lag()?;
        if seq > last {
            let message = format!("expected a `seq` of at most {last}, found {seq}");
            let hint = "give what `seq` of an answer said";
            return Err(Error::new(Code::Unfitting, message).with_hint(hint));
        }
        if !self.clerk.ask(move |batch| batch.look_at_question(id, seq))? {
            return Err(nowhere(id));
        }
        Ok(question.looked)
    }

    /// Makes an address for the feed of a question that opens without a key; one that was made before opens
    /// nothing any more. Returns its path: what opens is shown once.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Forbidden`] for the question of someone else.
    pub(super) fn open_feed(&self, caller: &Caller, id: u64) -> Result<String, Error> {
        let question = self.question(caller, id)?;
        assert_own(&question, caller)?;
        let (secret, by) = (Secret::new(), name(caller));
        let digest = secret.digest();
        if !self.clerk.ask(move |batch| batch.open_feed(id, digest.bytes(), by.as_deref()))? {
            return Err(nowhere(id));
        }
        Ok(format!("/vragen/{id}/feed.atom?token={}", secret.show()))
    }

    /// Takes a question away, and its feed.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub(super) fn remove_question(&self, caller: &Caller, id: u64) -> Result<(), Error> {
        self.question(caller, id)?;
        let by = name(caller);
        let is_removed = self.clerk.ask(move |batch| batch.remove_question(id, by.as_deref()))?;
        if is_removed { Ok(()) } else { Err(nowhere(id)) }
    }
}

/// Whether someone sees a question.
fn is_seen(question: &SavedQuestion, caller: &Caller) -> bool {
    caller.role == Role::Admin || (question.by.is_some() && question.by == name(caller))
}

/// Whether a question is someone's own; nobody's is that of whoever sees it.
pub(super) fn is_own(question: &SavedQuestion, caller: &Caller) -> bool {
    question.by.is_none() || question.by == name(caller) || caller.by == By::Machine
}

/// Lets through whose question it is.
fn assert_own(question: &SavedQuestion, caller: &Caller) -> Result<(), Error> {
    if is_own(question, caller) {
        return Ok(());
    }
    let by = question.by.as_deref().unwrap_or_default();
    let message = format!("expected the key `{by}`, which saved the question, found another");
    Err(Error::new(Code::Forbidden, message).with_hint("save it for yourself, and look at that"))
}

fn nowhere(id: u64) -> Error {
    let message = format!("no saved question has the number {id}");
    Error::new(Code::NotFound, message).with_hint("`/api/v1/questions` lists those that are yours")
}
