//! Sessions: a cookie that stands for a key while someone uses the page.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue, header};

use super::key::{self, Digest, Key};

/// How long a session lasts.
const LIFETIME: Duration = Duration::from_secs(12 * 60 * 60);

/// How many sessions there may be at once; one more ends the one that would end first.
const MOST: usize = 10_000;

/// Who is logged in. Kept in memory: a restart ends all sessions.
///
/// What a browser has is random; only its digest is kept, with the digest of the key that it stands
/// for. So a session ends when its key is revoked, and has whatever role the key has.
#[derive(Debug)]
pub struct Sessions {
    open: Mutex<HashMap<[u8; 32], Session>>,
    is_secure: bool,
}

#[derive(Debug)]
struct Session {
    key: Digest,
    ends: Instant,
}

impl Sessions {
    /// Makes room for sessions; `is_secure` says whether the page is reached by https alone.
    #[must_use]
    pub fn new(is_secure: bool) -> Self {
        Self { open: Mutex::default(), is_secure }
    }

    /// Opens a session of a key, and gives the `Set-Cookie` that the browser is to have.
    #[must_use]
    pub fn open(&self, key: &Key, now: Instant) -> HeaderValue {
        let token = key::random();
        let mut open = self.sessions();
        if open.len() >= MOST {
            open.retain(|_, session| session.ends > now);
        }
        if open.len() >= MOST
            && let Some(first) = open.iter().min_by_key(|(_, session)| session.ends)
        {
            let first = *first.0;
            open.remove(&first);
        }
        let session = Session { key: key.digest, ends: now + LIFETIME };
        open.insert(*Digest::of(&token).bytes(), session);
        self.cookie(&token, LIFETIME)
    }

    /// Finds the key that a session stands for, if that lasts and the key still holds.
    #[must_use]
    pub fn find<'a>(&self, token: &str, keys: &'a [Key], now: Instant) -> Option<&'a Key> {
        let digest = {
            let open = self.sessions();
            let session = open.get(Digest::of(token).bytes())?;
            (session.ends > now).then_some(session.key)?
        };
        Key::with(keys, &digest)
    }

    /// Ends a session, and gives the `Set-Cookie` that takes it from the browser.
    #[must_use]
    pub fn close(&self, token: &str) -> HeaderValue {
        self.sessions().remove(Digest::of(token).bytes());
        self.cookie("", Duration::ZERO)
    }

    /// What a request has of a session, be it one or not.
    #[must_use]
    pub fn token<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|p| p.split_once('='));
        pairs.find(|(name, _)| name.trim() == self.name()).map(|(_, value)| value.trim())
    }

    /// The cookie's name. The prefix has browsers refuse it from other hosts and without TLS.
    fn name(&self) -> &'static str {
        if self.is_secure { "__Host-moties" } else { "moties" }
    }

    fn cookie(&self, token: &str, lifetime: Duration) -> HeaderValue {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let text = format!(
            "{}={token}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{secure}",
            self.name(),
            lifetime.as_secs()
        );
        HeaderValue::from_str(&text).expect("digits and names may stand in a header")
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<[u8; 32], Session>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the forms of a session repeat: it follows from the cookie's value, which no page of
/// elsewhere can read, and does not give that away.
pub(super) fn csrf(token: &str) -> String {
    key::digits(Digest::of(&format!("csrf of {token}")).bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::access::{Role, Secret};

    fn key(role: Role) -> Key {
        Key { name: "griffie".to_owned(), role, digest: Secret::new().digest() }
    }

    /// The headers of a request with the cookie that a browser was given.
    fn back(cookie: &HeaderValue) -> HeaderMap {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap();
        let line = format!("a=b; {pair};c=d");
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(&line).unwrap())])
    }

    #[test]
    fn a_session_stands_for_its_key_until_it_ends() {
        let (sessions, now, key) = (Sessions::new(true), Instant::now(), key(Role::Editor));
        let cookie = sessions.open(&key, now);
        let text = cookie.to_str().unwrap();
        let token = text.strip_prefix("__Host-moties=").unwrap().split(';').next().unwrap();
        assert_eq!(
            text.strip_prefix(&format!("__Host-moties={token}")).unwrap(),
            "; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure"
        );
        let headers = back(&cookie);
        assert_eq!(sessions.token(&headers), Some(token));
        let keys = [key];
        assert_eq!(sessions.find(token, &keys, now), Some(&keys[0]));
        assert_eq!(sessions.find(token, &keys, now + LIFETIME), None);
        assert_eq!(sessions.find(token, &[], now), None, "the key was revoked");
        assert_eq!(sessions.find(&token[1..], &keys, now), None);
        let gone = sessions.close(token);
        assert_eq!(gone, "__Host-moties=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure");
        assert_eq!(sessions.find(token, &keys, now), None);
    }

    #[test]
    fn without_tls_the_cookie_says_so() {
        let sessions = Sessions::new(false);
        let cookie = sessions.open(&key(Role::Reader), Instant::now());
        let text = cookie.to_str().unwrap();
        assert!(text.starts_with("moties=") && !text.contains("Secure"), "{text}");
        assert!(sessions.token(&back(&cookie)).is_some());
        assert!(Sessions::new(true).token(&back(&cookie)).is_none());
        assert!(sessions.token(&HeaderMap::new()).is_none());
    }

    #[test]
    fn there_are_no_more_sessions_than_so_many() {
        let (sessions, start, key) = (Sessions::new(false), Instant::now(), key(Role::Reader));
        let first = sessions.open(&key, start);
        let second = sessions.open(&key, start + Duration::from_secs(1));
        for _ in 2..=MOST {
            let _ = sessions.open(&key, start + Duration::from_secs(2));
        }
        assert_eq!(sessions.sessions().len(), MOST);
        let keys = [key];
        let lives = |cookie| {
            let headers = back(cookie);
            sessions.find(sessions.token(&headers).unwrap(), &keys, start).is_some()
        };
        assert!(!lives(&first) && lives(&second));
        let _ = sessions.open(&keys[0], start + LIFETIME * 2);
        assert_eq!(sessions.sessions().len(), 1, "those that have ended go first");
    }

    #[test]
    fn forms_repeat_what_follows_from_the_session() {
        assert_eq!(csrf("a").len(), 52);
        assert!(csrf("a") == csrf("a") && csrf("a") != csrf("b"));
    }
}
