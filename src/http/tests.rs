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
    assert_eq!(problem["detail"], "expected at most 67108864 bytes, found more");
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
            "heading": {"text": "roept op", "marks": []},
            "items": [{"text": "de wijk te vernieuwen", "marks": [[3, 7]]}],
        }])
    );
    for (query, detail) in [
        ("", "expected a word to search for, found ``"),
        (
            "?q=wijk&clause=vraagt",
            "expected a role or kind of clause, found `vraagt`; known are preamble, opinion, \
             dictum, overwegende, roept_op",
        ),
        (
            "?q=wijk&limit=veel",
            "failed to deserialize query string: limit: invalid digit found in string",
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
        r#"<h2 id="gevonden">1 passage gevonden</h2>"#,
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

/// Every endpoint, asked with what a key opens, for each role.
#[tokio::test]
async fn every_endpoint_asks_for_its_role() {
    let secrets = [Secret::new(), Secret::new(), Secret::new()];
    let keys: Vec<_> = Role::ALL
        .into_iter()
        .zip(&secrets)
        .map(|(role, secret)| (role.name(), role, secret))
        .collect();
    let site = Site::with(&[], &keys);
    let wrong = Secret::new();
    for endpoint in super::api::endpoints() {
        let path = endpoint
            .path
            .replace("{motion}", "ffffff")
            .replace("{document}", "ffffff")
            .replace("{import}", "99")
            .replace("{correction}", "99")
            .replace("{page}", "1")
            .replace("{name}", "niemand");
        let ask = async |secret: Option<&Secret>| {
            let mut request = Request::builder()
                .method(endpoint.method.clone())
                .uri(&path)
                .header(header::HOST, "localhost");
            if let Some(secret) = secret {
                let bearer = format!("Bearer {}", secret.show());
                request = request.header(header::AUTHORIZATION, bearer);
            }
            let request = request.body(Body::empty()).unwrap();
            site.send(request).await.status().as_u16()
        };
        let name = format!("{} {path}", endpoint.method);
        let Some(role) = endpoint.role else {
            assert_eq!(ask(None).await, 200, "{name}");
            continue;
        };
        assert_eq!(ask(None).await, 401, "{name}");
        assert_eq!(ask(Some(&wrong)).await, 401, "{name}");
        for (_, given, secret) in &keys {
            let status = ask(Some(secret)).await;
            assert_eq!(status == 403, *given < role, "{name} as {given}: {status}");
            assert!(status != 401 && status < 500, "{name} as {given}: {status}");
        }
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

#[tokio::test]
async fn documents_that_are_sent_are_read_and_reported() {
    let site = Site::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("map/twee.txt", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(
        &mut zip,
        b"Motie Twee\n\nDe raad,\n\nverzoekt het college:\n- twee.\n",
    )
    .unwrap();
    let zip = zip.finish().unwrap().into_inner();
    let large = vec![b'x'; 400_000];
    let files: [(&str, &[u8]); 6] = [
        ("bomen.txt", MOTION),
        ("nogmaals.txt", MOTION),
        ("leeg.pdf", b""),
        ("=brief.txt", b"Geachte raad, dit is een brief."),
        ("groot.pdf", &large),
        ("alles.zip", &zip),
    ];
    let (status, import) = site.upload(&files).await;
    assert_eq!(
        (status, &import["source"], &import["name"]),
        (202, &json!("upload"), &json!("bomen.txt"))
    );
    let import = site.over(&import["id"]).await;
    assert_eq!(import["progress"], "done");
    assert_eq!(
        import["counts"],
        json!({"waiting": 0, "running": 0, "indexed": 2, "held": 1, "duplicate": 1, "failed": 2,
               "skipped": 0, "deleted": 0})
    );
    assert_eq!(import["codes"], json!({"empty-file": 1, "no-motion": 1, "not-a-pdf": 1}));
    let id = &import["id"];
    let (_, items) = site.get_json(&format!("/api/v1/imports/{id}/items?limit=2")).await;
    assert_eq!(items["items"][1]["duplicate_of"], "bomen.txt");
    assert_eq!(items["next"], "2");
    let (_, rest) = site.get_json(&format!("/api/v1/imports/{id}/items?after=2")).await;
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (4, &Value::Null));
    let (_, report) = site.get_json(&format!("/api/v1/imports/{id}/report")).await;
    assert_eq!(report.as_array().unwrap().len(), 6);
    let (_, csv) = site.get(&format!("/api/v1/imports/{id}/report?format=csv")).await;
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines.len(), 7);
    assert!(lines[4].starts_with("4,'=brief.txt,held,"), "{}", lines[4]);
    assert!(lines[6].starts_with("6,alles.zip/map/twee.txt,indexed,"), "{}", lines[6]);
    let (_, events) = site.get(&format!("/api/v1/imports/{id}/events")).await;
    assert!(events.starts_with("event: import\ndata: {\"id\":"), "{events}");

    let (status, retried) =
        site.post(&format!("/api/v1/imports/{id}/retry?code=empty-file"), "").await;
    assert_eq!((status, retried), (202, json!({"documents": 1})));
    assert_eq!(site.over(id).await["counts"]["failed"], 2);
    let (status, _) = site.post("/api/v1/imports/99/cancel", "").await;
    assert_eq!(status, 404);

    let (status, problem) = site.upload(&[]).await;
    assert_eq!(
        (status, &problem["detail"]),
        (400, &json!("expected files, each with a file name, found 0"))
    );
}

#[tokio::test]
async fn a_motion_is_corrected_found_and_put_back() {
    let site = Site::new();
    let response = site
        .send(
            Request::get("/api/v1/motions/961b6d")
                .header(header::HOST, "localhost")
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    let version: u64 =
        response.headers()[header::ETAG].to_str().unwrap().trim_matches('"').parse().unwrap();
    let path = "/api/v1/motions/961b6d/corrections";
    let asking = |version: u64, text: &str| {
        json!({"version": version, "why": "leesfout",
               "change": {"op": "edit-item", "clause": 1, "item": [0], "text": text}})
    };
    let (status, corrected) =
        site.json("POST", path, &asking(version, "zeppelins te bouwen")).await;
    assert_eq!(status, 201, "{corrected}");
    assert_eq!(corrected["motion"]["clauses"][1]["items"][0]["text"], "zeppelins te bouwen");
    let (status, problem) = site.json("POST", path, &asking(version, "iets anders")).await;
    assert_eq!((status, &problem["code"]), (409, &json!("conflict")));
    let found = async |words: &str| {
        for _ in 0..100 {
            let (_, found) =
                site.get_json(&format!("/api/v1/search?q={words}&clause=dictum")).await;
            if found["total"] == 1 {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    };
    assert!(found("zeppelins").await);
    let (_, history) = site.get_json("/api/v1/motions/961b6d/history").await;
    assert_eq!((&history[0]["part"], &history[0]["why"]), (&json!("clauses"), &json!("leesfout")));
    let (_, extracted) = site.get_json("/api/v1/motions/961b6d/extracted").await;
    assert_eq!(extracted["clauses"][1]["items"][0]["text"], "de wijk te vernieuwen");

    let number = &corrected["correction"];
    let undo = format!("{path}/{number}?version={}", corrected["version"]);
    let (status, undone) = site.json("DELETE", &undo, &Value::Null).await;
    assert_eq!((status, &undone["motion"]), (200, &extracted));
    assert!(found("vernieuwen").await);

    let version = undone["version"].as_u64().unwrap();
    let (status, problem) = site
        .json(
            "POST",
            path,
            &json!({"version": version, "change": {"op": "remove-clause", "clause": 7}}),
        )
        .await;
    assert_eq!(
        (status, &problem["detail"]),
        (422, &json!("expected what `clauses` of a record may be, found: clause 7 of 2"))
    );
    let (status, reviewed) = site
        .json(
            "POST",
            path,
            &json!({"version": version, "change": {"op": "review", "is_motion": false}}),
        )
        .await;
    assert_eq!(status, 201, "{reviewed}");
    let (_, document) = site.get_json("/api/v1/documents/961b6d").await;
    assert_eq!((&document["state"], &document["code"]), (&json!("held"), &json!("no-motion")));
    let (_, queue) = site.get_json("/api/v1/motions?review=true&order=worst").await;
    assert_eq!(queue["items"][0]["id"], reviewed["motion"]["id"]);
}

#[tokio::test]
async fn a_deleted_document_is_gone_and_logged() {
    let site = Site::new();
    let (status, _) = site.json("DELETE", "/api/v1/documents/961b6d", &Value::Null).await;
    assert_eq!(status, 204);
    let (status, _) = site.get_json("/api/v1/motions/961b6d").await;
    assert_eq!(status, 404);
    let (_, log) = site.get_json("/api/v1/audit").await;
    let actions: Vec<_> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["delete"]);
    site.service.clerk.stop().unwrap();
    let (status, health) = site.get_json("/readyz").await;
    assert_eq!((status, &health["ok"]), (503, &json!(false)));
}

#[tokio::test]
async fn a_key_is_made_used_and_revoked_and_the_page_logs_in_with_it() {
    let site = Site::new();
    let (status, made) =
        site.json("POST", "/api/v1/keys", &json!({"name": "griffie", "role": "admin"})).await;
    assert_eq!(status, 201, "{made}");
    // From then on nobody is let in without one.
    let (status, problem) = site.get_json("/api/v1/stats").await;
    assert_eq!((status, &problem["code"]), (401, &json!("unauthenticated")));
    let response = site
        .send(
            Request::get("/?q=wijk").header(header::HOST, "localhost").body(Body::empty()).unwrap(),
        )
        .await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/inloggen?naar=/%3Fq%3Dwijk");

    let key = made["key"].as_str().unwrap();
    let login = async |key: &str| {
        let request = Request::post("/inloggen")
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("key={key}&naar=%2F%3Fq%3Dwijk")))
            .unwrap();
        site.send(request).await
    };
    assert_eq!(login("moties_raden").await.status(), StatusCode::UNAUTHORIZED);
    let response = login(key).await;
    assert_eq!(response.headers()[header::LOCATION], "/?q=wijk");
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let page = async |method: &str, path: &str| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::COOKIE, &cookie)
            .body(Body::empty())
            .unwrap();
        site.send(request).await.status().as_u16()
    };
    assert_eq!(page("GET", "/?q=wijk").await, 200);
    // A cookie alone changes nothing: a page of elsewhere may have sent it.
    assert_eq!(page("DELETE", "/api/v1/documents/961b6d").await, 403);

    let request = Request::delete("/api/v1/keys/griffie")
        .header(header::HOST, "localhost")
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .body(Body::empty())
        .unwrap();
    assert_eq!(site.send(request).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(page("GET", "/?q=wijk").await, 200, "without keys this machine is let in again");
}

#[tokio::test]
async fn the_description_speaks_of_every_endpoint() {
    let site = Site::new();
    let (status, description) = site.get_json("/api/v1/openapi.json").await;
    assert_eq!((status, &description["openapi"]), (200, &json!("3.1.0")));
    let text = description.to_string();
    for name in ["Motion", "Import", "Problem", "Change"] {
        assert!(description["components"]["schemas"].get(name).is_some(), "{name}");
    }
    // Whatever is referred to is there.
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap();
        assert!(description.pointer(pointer).is_some(), "{pointer}");
    }
    let (status, metrics) = site.get("/metrics").await;
    assert_eq!(status, 200);
    for line in ["moties_documents{state=\"indexed\"} 1", "moties_index_lag 0", "# EOF"] {
        assert!(metrics.contains(line), "{line} in {metrics}");
    }
}

/// A name that is not UTF-8, or written as RFC 8187 has it, is no reason to lose a document.
#[tokio::test]
async fn no_document_is_lost_for_its_name() {
    let site = Site::new();
    let mut body = Vec::new();
    for (name, text) in [
        (b"filename=\"\xff.txt\"".as_slice(), "Motie een"),
        (b"filename*=UTF-8''caf%C3%A9.txt", "Motie twee"),
        (b"filename=\"\"", "Motie drie"),
    ] {
        body.extend_from_slice(b"--grens\r\ncontent-disposition: form-data; name=\"file\"; ");
        body.extend_from_slice(name);
        body.extend_from_slice(format!("\r\n\r\n{text}\r\n").as_bytes());
    }
    body.extend_from_slice(b"--grens--\r\n");
    let request = Request::post("/api/v1/imports")
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grens")
        .body(Body::from(body))
        .unwrap();
    let import: Value = serde_json::from_str(&read(site.send(request).await).await.1).unwrap();
    let (_, items) = site.get_json(&format!("/api/v1/imports/{}/items", import["id"])).await;
    let items = items["items"].as_array().unwrap();
    let files: Vec<_> = items.iter().map(|item| item["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["\u{fffd}.txt", "café.txt", "upload"]);
}

#[tokio::test]
async fn a_document_is_as_large_as_the_settings_allow() {
    let site = Site::with(&[("largest-document", "1 KiB")], &[]);
    let large = vec![b'a'; 1025];
    let detail = "expected at most 1024 bytes, found more";
    let (status, problem) = site.post("/api/v1/extract", large.clone()).await;
    assert_eq!((status, &problem["detail"]), (413, &json!(detail)));
    let (status, import) = site.upload(&[("groot.txt", &large), ("bomen.txt", MOTION)]).await;
    assert_eq!(status, 202, "{import}");
    let import = site.over(&import["id"]).await;
    assert_eq!(
        (&import["counts"]["indexed"], &import["codes"]),
        (&json!(1), &json!({"too-large": 1}))
    );
}

#[tokio::test]
async fn a_search_that_takes_too_long_is_a_problem() {
    let site = Site::with(&[("query-time", "1 ms")], &[]);
    let slow = |_: &Service| {
        std::thread::sleep(Duration::from_millis(200));
        Ok(())
    };
    let error = site.service.have_searched(slow).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a search to take at most 1 ms, found none done by then; \
         ask for less at once, or raise `query-time` in the settings"
    );
    let status = super::problem::status(error.code);
    assert_eq!((error.code.name(), status), ("too-slow", StatusCode::SERVICE_UNAVAILABLE));
}

/// Lines that are logged where work is done belong to the request, too.
#[tokio::test]
async fn work_belongs_to_its_request() {
    use tracing::Instrument;
    let site = Site::new();
    // In a test, a thread has no log by itself.
    let log = tracing::Dispatch::new(tracing_subscriber::fmt().finish());
    let _guard = tracing::dispatcher::set_default(&log);
    let span = tracing::error_span!("request");
    let id = span.id();
    let thread = log.clone();
    let work = move |_: &Service| {
        Ok(tracing::dispatcher::with_default(&thread, || tracing::Span::current().id()))
    };
    let found = site.service.work(work).instrument(span).await.unwrap();
    assert!(found.is_some());
    assert_eq!(found, id);
}
