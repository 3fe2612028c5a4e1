//! The routes over a small store.

mod incoming;
mod service;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::access::{Role, Secret};
use super::{LARGEST_BODY, Service, router};
use crate::grammar::Grammars;
use crate::import::Readers;
use crate::settings::{Given, Settings, Sources};
use crate::store::Writer;
use crate::store::fixture::{arrival, broken, filled};

mod pages;
mod questions;

/// The routes over a small store.
struct Site {
    _dir: tempfile::TempDir,
    router: axum::Router,
    service: Arc<Service>,
}

impl Site {
    fn new() -> Self {
        Self::with(&[], &[])
    }

    /// A site with these settings and these keys.
    fn with(settings: &[(&str, &str)], keys: &[(&str, Role, &Secret)]) -> Self {
        let (dir, store) = filled(&[
            arrival(
                "aa",
                "Wonen & <leven>",
                &[
                    ("overwegende", "overwegende dat", &["de wijk oud is"]),
                    ("roept_op", "roept op", &["de wijk te vernieuwen"]),
                ],
            ),
            broken("cc"),
        ]);
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let mut batch = writer.begin().unwrap();
        for (name, role, secret) in keys {
            let digest = secret.digest();
            assert!(batch.add_key(name, role.name(), digest.bytes(), None).unwrap());
        }
        batch.commit().unwrap();
        let mut given = Given::default();
        for &(name, value) in settings {
            given.set(name, [value]);
        }
        given.set("requests-per-second", ["100000"]);
        let settings = Settings::resolve(&Sources {
            config: None,
            flags: given,
            environment: &|_| None,
            fallback: "/nonexistent/moties.toml".as_ref(),
        })
        .unwrap();
        let readers = Readers::here(Grammars::built_in());
        let service = Arc::new(Service::new(writer, store, readers, settings).unwrap());
        let peer = Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        Self { _dir: dir, router: router(Arc::clone(&service)).layer(peer), service }
    }

    async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        let request =
            Request::get(path).header(header::HOST, "127.0.0.1:8700").body(Body::empty()).unwrap();
        read(self.send(request).await).await
    }

    async fn get_json(&self, path: &str) -> (u16, Value) {
        let (status, body) = self.get(path).await;
        (status.as_u16(), serde_json::from_str(&body).unwrap())
    }

    async fn post(&self, path: &str, body: impl Into<Body>) -> (u16, Value) {
        let request =
            Request::post(path).header(header::HOST, "localhost:8700").body(body.into()).unwrap();
        let (status, body) = read(self.send(request).await).await;
        (status.as_u16(), serde_json::from_str(&body).unwrap())
    }
}

/// The parts of a form with files.
fn form(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in files {
        body.extend_from_slice(
            format!("--grens\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
                .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--grens--\r\n");
    body
}

impl Site {
    async fn upload(&self, files: &[(&str, &[u8])]) -> (u16, Value) {
        let request = Request::post("/api/v1/imports")
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grens")
            .body(Body::from(form(files)))
            .unwrap();
        let (status, body) = read(self.send(request).await).await;
        (status.as_u16(), serde_json::from_str(&body).unwrap())
    }

    /// Waits until an import is over.
    async fn over(&self, id: &Value) -> Value {
        for _ in 0..600 {
            let (_, import) = self.get_json(&format!("/api/v1/imports/{id}")).await;
            if import["progress"] != "running" {
                return import;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the import {id} does not end");
    }

    async fn json(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let (status, body) = read(self.send(request).await).await;
        (status.as_u16(), serde_json::from_str(&body).unwrap_or(Value::Null))
    }
}

const MOTION: &[u8] = b"Motie Bomen\n\nDe raad,\n\nverzoekt het college:\n- eiken te planten.\n";

async fn read(response: Response<Body>) -> (StatusCode, String) {
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn a_posted_document_gives_its_records() {
    let site = Site::new();
    let (status, record) = site.post("/api/v1/extract?name=motie.txt", "Motie").await;
    assert_eq!(status, 200);
    assert_eq!(record[0]["source"]["name"], "motie.txt");

    let request = Request::post("/api/v1/extract")
        .header(header::HOST, "localhost")
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"m 1.txt\"")
        .body(Body::from("Motie"))
        .unwrap();
    let (_, body) = read(site.send(request).await).await;
    let record: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(record[0]["source"]["name"], "m 1.txt");
}

#[tokio::test]
async fn a_document_that_fails_is_a_problem() {
    let site = Site::new();
    assert_eq!(
        site.post("/api/v1/extract?name=leeg.pdf", "").await,
        (
            422,
            json!({
                "type": "about:blank",
                "title": "Unprocessable Entity",
                "status": 422,
                "detail": "expected a document, found a file of 0 bytes",
                "code": "empty-file",
                "hint": "check that the file was copied whole",
            })
        )
    );
    let (status, problem) = site.post("/api/v1/extract", b"PK\x03\x04".as_slice()).await;
    assert_eq!((status, &problem["code"]), (415, &json!("unsupported-format")));
    let (status, problem) = site.post("/api/v1/extract", vec![b'a'; LARGEST_BODY + 1]).await;
    assert_eq!((status, &problem["code"]), (413, &json!("too-large")));
    assert_eq!(problem["detail"], "expected a document of at most 64 MiB, found more");
}

#[tokio::test]
async fn search_finds_clauses() {
    let site = Site::new();
    let (status, found) = site.get_json("/api/v1/search?q=wijk&clause=roept_op").await;
    assert_eq!((status, &found["total"]), (200, &json!(1)));
    assert_eq!(
        found["hits"][0]["clauses"],
        json!([{
            "clause": 1,
            "kind": "roept_op",
            "role": "dictum",
            "page": null,
            "spans": [],
            "heading": {"text": "roept op", "marks": []},
            "items": [{"text": "de wijk te vernieuwen", "marks": [[3, 7]]}],
        }])
    );
    for (query, detail) in [
        ("", "expected a word to search for, found ``"),
        ("?q=wijk&after=1", "expected where a page ended, as `next` says, found `1`"),
        (
            "?q=wijk&limit=veel",
            "expected a whole number that is not too large as `limit`, found `veel`",
        ),
    ] {
        let (status, problem) = site.get_json(&format!("/api/v1/search{query}")).await;
        assert_eq!((status, &problem["detail"]), (400, &json!(detail)));
        assert_eq!(problem["code"], "bad-request");
    }
}

#[tokio::test]
async fn a_motion_is_found_by_its_id() {
    let site = Site::new();
    let (status, motion) = site.get_json("/api/v1/motions/961b6d").await;
    assert_eq!((status, &motion["title"]), (200, &json!("Wonen & <leven>")));
    for (id, status, detail) in [
        ("123456", 404, "no document has the id `123456`"),
        ("355b1b", 404, "no motion could be read in `cc.txt`"),
        ("12", 400, "expected at least 6 of the digits 0-9 and a-f of an id, found `12`"),
    ] {
        let (found, problem) = site.get_json(&format!("/api/v1/motions/{id}")).await;
        assert_eq!((found, &problem["detail"]), (status, &json!(detail)));
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let site = Site::new();
    let (status, problem) = site.get_json("/api/v2/search").await;
    assert_eq!((status, &problem["detail"]), (404, &json!("nothing is at `/api/v2/search`")));
    let (status, problem) = site.get_json("/api/v1/extract").await;
    assert_eq!((status, &problem["code"]), (405, &json!("method-not-allowed")));
}

#[tokio::test]
async fn the_page_shows_what_was_found_and_escapes_it() {
    let site = Site::new();
    let (status, page) = site.get("/").await;
    assert_eq!(status, 200);
    assert!(page.contains("<p>1 motie doorzoekbaar.</p>"), "{page}");
    let (status, page) = site.get("/?q=wijk&clause=overwegende").await;
    assert_eq!(status, 200);
    for part in [
        r#"<html lang="nl">"#,
        r#"<h2 id="gevonden">1 motie gevonden</h2>"#,
        "Wonen &amp; &lt;leven&gt;",
        "de <mark>wijk</mark> oud is",
        r#"<option value="overwegende" selected>overwegende</option>"#,
        r#"<time datetime="2026-03-04">4 maart 2026</time>"#,
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("vernieuwen"));
    for (path, status, part) in [
        ("/?q=zeppelin", 200, "Niets gevonden"),
        ("/?q=", 400, "Vul een of meer woorden in om op te zoeken."),
        ("/?q=%3F!", 400, "In deze vraag staat geen woord om op te zoeken."),
        ("/?q=wijk&clause=x%3C", 400, "Er is geen soort passage met de naam “x&lt;”."),
        ("/moties/961b6d", 200, "<h1>Wonen &amp; &lt;leven&gt;</h1>"),
        ("/moties/123456", 404, "<h1>Niet gevonden</h1>"),
        ("/elders", 404, "<h1>Niet gevonden</h1>"),
        ("/moties/%ff", 404, "<h1>Niet gevonden</h1>"),
        ("/style.css", 200, "prefers-color-scheme: dark"),
    ] {
        let (found, page) = site.get(path).await;
        assert_eq!(found.as_u16(), status, "{path}");
        assert!(page.contains(part), "{path}: {page}");
    }
}

#[tokio::test]
async fn every_answer_has_its_headers_and_no_other_host_is_served() {
    let site = Site::new();
    for (host, status) in [("127.0.0.1:8700", 200), ("moties.example", 400)] {
        let request = Request::get("/").header(header::HOST, host).body(Body::empty()).unwrap();
        let response = site.send(request).await;
        assert_eq!(response.status().as_u16(), status);
        let headers = response.headers();
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "same-origin");
        assert!(
            headers[header::CONTENT_SECURITY_POLICY]
                .to_str()
                .unwrap()
                .starts_with("default-src 'none'; style-src 'self';")
        );
        let (_, body) = read(response).await;
        assert_eq!(
            body.contains("expected `localhost` or 127.0.0.1 as host, found `moties.example`"),
            status == 400
        );
    }
    let request = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(site.send(request).await.status(), 400);
}
