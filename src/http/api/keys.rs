//! Keys, and the log of who did what.

use std::sync::PoisonError;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::routing::{delete, get, post};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Given, LIMIT, Named, Page, limit};
use crate::error::{Code, Error};
use crate::http::access::{Caller, Key, Role, Secret};
use crate::http::admit::name;
use crate::http::endpoint::Endpoint;
use crate::http::problem::Problem;
use crate::http::{Service, Shared};
use crate::store::AuditEntry;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let admin = Some(Role::Admin);
    vec![
        Endpoint::new(Method::GET, "/api/v1/keys", admin, get(list), "listKeys", "Lists keys")
            .gives::<Vec<Known>>(200, "Keys, those that were revoked too"),
        Endpoint::new(Method::POST, "/api/v1/keys", admin, post(add), "addKey", "Makes a key")
            .takes::<New>()
            .gives::<Made>(201, "The key: shown now, and never again")
            .problems(&[408, 409, 413, 415, 422]),
        Endpoint::new(
            Method::DELETE,
            "/api/v1/keys/{name}",
            admin,
            delete(revoke),
            "revokeKey",
            "Revokes a key",
        )
        .gives_nothing(204, "It opens nothing any more")
        .problems(&[404, 409]),
        Endpoint::new(Method::GET, "/api/v1/audit", admin, get(audit), "showAudit", "Who did what")
            .query::<Lines>()
            .gives::<Page<AuditEntry>>(200, "Some lines of the log, and where it goes on"),
    ]
}

/// A key, without what opens.
#[derive(Debug, Serialize, JsonSchema)]
struct Known {
    /// Its name.
    name: String,
    /// What its holder may do.
    role: String,
    /// When it was made: UTC.
    made_at: String,
    /// When it was revoked; null while it opens.
    revoked_at: Option<String>,
}

/// A key that is to be made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct New {
    /// The name of its holder: letters, digits, `-`, `_` and `.`, at most 64.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._-]{1,64}$"))]
    name: String,
    /// What its holder may do.
    role: Role,
}

/// A key that was made.
#[derive(Debug, Serialize, JsonSchema)]
struct Made {
    /// Its name.
    name: String,
    /// What its holder may do.
    role: Role,
    /// What opens: it is kept nowhere.
    key: String,
}

/// Which lines of the log.
#[derive(Debug, Deserialize, JsonSchema)]
struct Lines {
    /// Those about a motion, an import, a key.
    subject: Option<String>,
    /// Behind the place that `next` of the page before gives.
    after: Option<u32>,
    /// How many, from 1 to 1000; 50 where it is not said.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
}

/// `GET /api/v1/keys`
async fn list(State(service): State<Shared>) -> Result<Json<Vec<Known>>, Problem> {
    let keys = service.work(|service| Ok(service.store.keys()?)).await?;
    let known = keys.into_iter().map(|key| Known {
        name: key.name,
        role: key.role,
        made_at: key.made_at,
        revoked_at: key.revoked_at,
    });
    Ok(Json(known.collect()))
}

/// `POST /api/v1/keys`
async fn add(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Given(New { name: new, role }): Given<New>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    check_name(&new)?;
    let by = name(&caller);
    let secret = Secret::new();
    let digest = secret.digest();
    let key = new.clone();
    let work = move |service: &Service| {
        let _kept = service.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        may_be_made(&service.keys(), role)?;
        let added = service
            .clerk
            .ask(move |batch| batch.add_key(&key, role.name(), digest.bytes(), by.as_deref()))?;
        service.load_keys()?;
        Ok(added)
    };
    if !service.have_written(work).await? {
        let message =
            format!("expected a new name for a key, found `{new}`, which was used before");
        return Err(Problem(Error::new(Code::Conflict, message).with_hint("name it otherwise")));
    }
    let made = Made { name: new, role, key: secret.show().to_owned() };
    Ok((StatusCode::CREATED, Json(made)))
}

/// Lets the name of a key pass.
///
/// # Errors
/// [`Code::Unfitting`].
pub(crate) fn check_name(name: &str) -> Result<(), Error> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    if (1..=64).contains(&name.len()) && name.bytes().all(is_plain) {
        return Ok(());
    }
    let message = format!(
        "expected 1 to 64 letters, digits, `-`, `_` or `.` as name of a key, found `{name}`"
    );
    Err(Error::new(Code::Unfitting, message).with_hint("name it otherwise"))
}

/// `DELETE /api/v1/keys/{name}`
async fn revoke(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(key): Named<String>,
) -> Result<StatusCode, Problem> {
    let by = name(&caller);
    let revoked = key.clone();
    let work = move |service: &Service| {
        let _kept = service.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        may_be_revoked(&service.keys(), &revoked, service.settings.is_public())?;
        let done = service.clerk.ask(move |batch| batch.revoke_key(&revoked, by.as_deref()))?;
        service.load_keys()?;
        Ok(done)
    };
    if service.have_written(work).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    let message = format!("no key that opens has the name `{key}`");
    Err(Problem(Error::new(Code::NotFound, message).with_hint("`/api/v1/keys` lists them")))
}

/// Lets a key be made, unless it is the first one and could not make others: from then on nobody is let
/// in without a key.
fn may_be_made(keys: &[Key], role: Role) -> Result<(), Error> {
    if !keys.is_empty() || role == Role::Admin {
        return Ok(());
    }
    let message = format!("expected the role `admin` for the first key, found `{role}`");
    let hint = "make a key with the role `admin` first: without one, nobody could keep the keys";
    Err(Error::new(Code::Unfitting, message).with_hint(hint))
}

/// Lets a key be revoked, unless nobody could make another one then. Where only this machine can reach
/// the service, the last of all may go: everyone on it is let in then.
fn may_be_revoked(keys: &[Key], name: &str, is_public: bool) -> Result<(), Error> {
    let is_admin = |key: &&Key| key.role == Role::Admin;
    let is_one = keys.iter().filter(is_admin).any(|key| key.name == name);
    let is_last = is_one && keys.iter().filter(is_admin).count() == 1;
    if !is_last || (keys.len() == 1 && !is_public) {
        return Ok(());
    }
    let message =
        format!("expected another key with the role `admin` to be left, found `{name}` alone");
    let hint = "make another one first: without any, nobody could keep the keys";
    Err(Error::new(Code::Conflict, message).with_hint(hint))
}

/// `GET /api/v1/audit`
async fn audit(
    State(service): State<Shared>,
    Asked(lines): Asked<Lines>,
) -> Result<Json<Page<AuditEntry>>, Problem> {
    let room = limit(lines.limit.or(Some(LIMIT)));
    let behind = u64::from(lines.after.unwrap_or(0));
    let work = move |service: &Service| {
        Ok(service.store.audit(lines.subject.as_deref(), behind, room + 1)?)
    };
    let lines = service.work(work).await?;
    Ok(Json(Page::of(lines, room, |line| line.number.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn someone_can_always_keep_the_keys() {
        let key =
            |name: &str, role| Key { name: name.into(), role, digest: Secret::new().digest() };
        let told = |made: Result<(), Error>| made.map_err(|error| error.to_string());
        assert_eq!(
            told(may_be_made(&[], Role::Reader)).unwrap_err(),
            "expected the role `admin` for the first key, found `reader`; make a key with the role \
             `admin` first: without one, nobody could keep the keys"
        );
        let (admin, reader) = (key("beheer", Role::Admin), key("lezer", Role::Reader));
        assert!(may_be_made(&[], Role::Admin).is_ok());
        assert!(may_be_made(std::slice::from_ref(&admin), Role::Reader).is_ok());

        let refused = "expected another key with the role `admin` to be left, found `beheer` alone; \
                       make another one first: without any, nobody could keep the keys";
        for (keys, is_public, may) in [
            (vec![&admin], false, true),
            (vec![&admin], true, false),
            (vec![&admin, &reader], false, false),
            (vec![&admin, &key("ander", Role::Admin)], true, true),
        ] {
            let keys: Vec<_> = keys.into_iter().cloned().collect();
            let told = told(may_be_revoked(&keys, "beheer", is_public));
            assert_eq!(told, if may { Ok(()) } else { Err(refused.to_owned()) });
            assert!(may_be_revoked(&keys, "lezer", is_public).is_ok());
        }
    }
}
