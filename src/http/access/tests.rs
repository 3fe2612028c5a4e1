use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use axum::body::to_bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::IntoResponse;

use super::{Access, Buckets, By, Caller, Client, Key, Rate, Refusal, Role, Secret, may_serve};
use crate::settings::{Given, Settings, Sources};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
const LOCAL: (&str, &str) = ("host", "localhost:8700");

fn settings(flags: &[(&str, &str)]) -> Settings {
    let mut given = Given::default();
    for (name, text) in flags {
        given.set(name, [text]);
    }
    let fallback = "/weg".as_ref();
    let environment = &|_: &str| None;
    Settings::resolve(&Sources { config: None, flags: given, environment, fallback }).unwrap()
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    }
    headers
}

/// A key of each role, with its secret.
fn keys() -> (Vec<Key>, Vec<Secret>) {
    let secrets: Vec<_> = Role::ALL.iter().map(|_| Secret::new()).collect();
    let key = |(role, secret): (Role, &Secret)| Key {
        name: format!("{role} van dienst"),
        role,
        digest: secret.digest(),
    };
    (Role::ALL.into_iter().zip(&secrets).map(key).collect(), secrets)
}

#[test]
fn a_key_says_who_is_asking() {
    let (access, now, (keys, secrets)) = (Access::new(&settings(&[])), Instant::now(), keys());
    for (key, secret) in keys.iter().zip(&secrets) {
        let line = format!("bearer  {}", secret.show());
        let headers = headers(&[LOCAL, ("authorization", &line)]);
        let caller = access.who(&headers, HERE, &keys, now).unwrap();
        let client = Client::Key(key.name.clone());
        assert_eq!(caller, Caller { role: key.role, client, by: By::Key });
    }
    let right = format!("Bearer {}", secrets[2].show());
    for lines in [["Bearer moties_"].as_slice(), &["Bearer "], &[&right, &right]] {
        let mut headers = headers(&[LOCAL]);
        for line in lines {
            headers.append(header::AUTHORIZATION, HeaderValue::from_str(line).unwrap());
        }
        let refusal = access.who(&headers, HERE, &keys, now).unwrap_err();
        assert_eq!(
            refusal.error().to_string(),
            "expected a key that holds, found one that is not known or was revoked; send a key as \
             `Authorization: Bearer moties_…`, or log in on the page"
        );
        assert!(access.who(&headers, HERE, &[], now).is_err(), "a wrong key opens nothing");
    }
}

#[test]
fn a_session_says_who_is_asking_but_not_against_a_wrong_key() {
    let (access, now, (keys, _)) = (Access::new(&settings(&[])), Instant::now(), keys());
    let cookie = access.sessions.open(&keys[1], now);
    let pair = cookie.to_str().unwrap().split(';').next().unwrap();
    let request = headers(&[LOCAL, ("cookie", pair), ("authorization", "Basic YTpi")]);
    let caller = access.who(&request, HERE, &keys, now).unwrap();
    assert_eq!((caller.role, caller.client), (Role::Editor, Client::Key(keys[1].name.clone())));
    assert!(matches!(caller.by, By::Session { csrf } if csrf.len() == 52));
    let wrong = headers(&[LOCAL, ("cookie", pair), ("authorization", "Bearer x")]);
    assert!(access.who(&wrong, HERE, &keys, now).is_err());
    let later = now + Duration::from_secs(24 * 60 * 60);
    let refusal = access.who(&request, HERE, &keys, later).unwrap_err();
    assert_eq!(
        refusal.error().to_string(),
        "expected a key or a session, found none that holds; send a key as \
         `Authorization: Bearer moties_…`, or log in on the page"
    );
}

#[test]
fn without_keys_this_machine_may_do_everything_and_nobody_else_anything() {
    let (private, now) = (Access::new(&settings(&[])), Instant::now());
    let caller = private.who(&headers(&[LOCAL]), HERE, &[], now).unwrap();
    assert_eq!((caller.role, &caller.by), (Role::Admin, &By::Machine));
    assert_eq!(caller.client, Client::Address(HERE));
    let (keys, _) = keys();
    assert!(private.who(&headers(&[LOCAL]), HERE, &keys, now).is_err());
    for header in super::FORWARDED {
        let request = headers(&[LOCAL, (header, "192.0.2.1")]);
        assert!(private.who(&request, HERE, &[], now).is_err(), "{header}");
    }
    assert!(private.who(&headers(&[("host", "elders.example")]), HERE, &[], now).is_err());
    for flag in [
        ("public-url", "https://moties.example"),
        ("hosts", "moties.example"),
        ("trusted-proxies", "127.0.0.1"),
        ("listen", "0.0.0.0:8700"),
    ] {
        let public = Access::new(&settings(&[flag]));
        assert!(public.who(&headers(&[LOCAL]), HERE, &[], now).is_err(), "{flag:?}");
    }
    let named = Access::new(&settings(&[("hosts", "moties.example")]));
    let request = headers(&[("host", "moties.example")]);
    assert!(named.who(&request, THERE, &[], now).is_err());
}

#[test]
fn a_service_that_others_reach_needs_a_key() {
    let (keys, _) = keys();
    assert!(may_serve(&settings(&[]), &[]).is_ok());
    let public = settings(&[("listen", "0.0.0.0:8700")]);
    assert!(may_serve(&public, &keys).is_ok());
    let hint = "make one with `moties key add NAME --role admin`, or listen on 127.0.0.1 and set no \
                `public-url`, `hosts` or `trusted-proxies`";
    for (settings, address) in [
        (public, "0.0.0.0:8700"),
        (settings(&[("public-url", "https://moties.example")]), "https://moties.example"),
        (settings(&[("trusted-proxies", "127.0.0.1")]), "127.0.0.1:8700"),
    ] {
        assert_eq!(
            may_serve(&settings, &[]).unwrap_err().to_string(),
            format!("expected a key before others can reach `{address}`, found none; {hint}")
        );
    }
}

#[test]
fn a_role_may_do_what_it_may() {
    for (at, has) in Role::ALL.into_iter().enumerate() {
        let caller = Caller { role: has, client: Client::at(HERE), by: By::Key };
        for (needed, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(caller.must_be(role).is_ok(), at >= needed, "{has} {role}");
        }
    }
    let reader = Caller { role: Role::Reader, client: Client::at(HERE), by: By::Key };
    assert_eq!(
        reader.must_be(Role::Admin).unwrap_err().error().to_string(),
        "expected the role `admin` or more, found `reader`; \
         ask whoever keeps the keys for another one"
    );
}

#[test]
fn nothing_is_changed_for_a_page_of_elsewhere() {
    let access = Access::new(&settings(&[]));
    let caller = |by| Caller { role: Role::Admin, client: Client::at(HERE), by };
    let session = caller(By::Session { csrf: "abc".to_owned() });
    let own = headers(&[LOCAL, ("origin", "http://localhost:8700")]);
    let foreign = headers(&[LOCAL, ("origin", "https://elders.example")]);
    let protect = |caller: &Caller, method: &Method, headers: &HeaderMap, given| {
        access.protect(caller, method, headers, given).map_err(|r| r.error().to_string())
    };
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        assert!(protect(&session, &method, &foreign, None).is_ok());
    }
    let elsewhere = "expected a request from a page of this service, found one from elsewhere; \
                     do it on the page of the service itself, or send a key";
    let form = "expected the token of this session with what is sent, found another or none; \
                load the page anew and do it again";
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        assert!(protect(&caller(By::Key), &method, &foreign, None).is_ok());
        assert!(protect(&caller(By::Machine), &method, &own, None).is_ok());
        assert_eq!(protect(&caller(By::Machine), &method, &foreign, None).unwrap_err(), elsewhere);
        assert!(protect(&session, &method, &own, Some("abc")).is_ok());
        assert_eq!(protect(&session, &method, &foreign, Some("abc")).unwrap_err(), elsewhere);
        for given in [None, Some(""), Some("abd")] {
            assert_eq!(protect(&session, &method, &own, given).unwrap_err(), form);
        }
    }
}

#[tokio::test]
async fn a_refusal_is_a_problem_with_its_header() {
    let (access, now, (keys, _)) = (Access::new(&settings(&[])), Instant::now(), keys());
    let who = |pairs: &[_]| access.who(&headers(pairs), HERE, &keys, now).unwrap_err();
    let buckets = Buckets::new(Rate::per_minute(1));
    buckets.take(&Client::at(HERE), now).unwrap();
    let reader = Caller { role: Role::Reader, client: Client::at(HERE), by: By::Key };
    let realm = "Bearer realm=\"moties\"";
    let invalid = format!("{realm}, error=\"invalid_token\"");
    for (refusal, status, code, name, value) in [
        (who(&[LOCAL]), 401, "unauthenticated", header::WWW_AUTHENTICATE, Some(realm)),
        (
            who(&[LOCAL, ("authorization", "Bearer x")]),
            401,
            "unauthenticated",
            header::WWW_AUTHENTICATE,
            Some(invalid.as_str()),
        ),
        (who(&[]), 400, "bad-request", header::RETRY_AFTER, None),
        (
            reader.must_be(Role::Editor).unwrap_err(),
            403,
            "forbidden",
            header::WWW_AUTHENTICATE,
            None,
        ),
        (
            buckets.take(&Client::at(HERE), now).unwrap_err(),
            429,
            "too-many-requests",
            header::RETRY_AFTER,
            Some("60"),
        ),
    ] {
        let refusal: Refusal = refusal;
        let response = refusal.into_response();
        assert_eq!(response.status().as_u16(), status);
        let found = response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(found.as_deref(), value);
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((&problem["code"], &problem["status"]), (&code.into(), &status.into()));
    }
}
