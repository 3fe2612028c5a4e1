//! What changes the store, who may, and what is told of it.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use super::{MOTION, Site, read};
use crate::http::Service;
use crate::http::access::{Role, Secret};

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
    for endpoint in crate::http::api::endpoints() {
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
    assert_eq!(report["items"].as_array().unwrap().len(), 6);
    assert_eq!((&report["import"]["codes"], &report["import"]["id"]), (&import["codes"], id));
    let hints = report["items"].as_array().unwrap().iter().map(|item| item["hint"].as_str());
    assert!(hints.flatten().any(|hint| hint == "check that the file was copied whole"));
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
    let (status, problem) = site.post(&format!("/api/v1/imports/{id}/retry?code=x"), "").await;
    assert_eq!(
        (status, &problem["detail"]),
        (400, &json!("expected a code with which documents fail, found `x`"))
    );
    let (status, _) = site.post("/api/v1/imports/99/cancel", "").await;
    assert_eq!(status, 404);
    // Whoever sends twice what fails hears that both do, and why.
    let twice = site.upload(&[("een.pdf", b"brief"), ("twee.pdf", b"brief")]).await.1;
    site.over(&twice["id"]).await;
    let (_, items) = site.get_json(&format!("/api/v1/imports/{}/items", twice["id"])).await;
    let item = &items["items"][1];
    assert_eq!((&item["outcome"], &item["code"]), (&json!("duplicate"), &json!("not-a-pdf")));

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
    for (change, detail) in [
        (
            json!({"op": "set", "part": "date", "value": "32 maart"}),
            "expected what `date` of a record may be, found: `32 maart`, which is no day such as \
             2026-03-04",
        ),
        (
            json!({"op": "edit-clause", "clause": 0, "kind": "flauwekul"}),
            "expected what `clauses` of a record may be, found: the kind `flauwekul`, which no \
             grammar and no clause has",
        ),
        (
            json!({"op": "review"}),
            "expected what `review` of a record may be, found: nothing of `seen`, `is_motion`, \
             `version_of`",
        ),
    ] {
        let asking = json!({"version": version, "change": change});
        let (status, problem) = site.json("POST", path, &asking).await;
        assert_eq!((status, &problem["detail"]), (422, &json!(detail)));
    }
    let asking = json!({"version": version, "why": "x".repeat(2001), "change": {"op": "review", "seen": true}});
    let (status, problem) = site.json("POST", path, &asking).await;
    assert_eq!(
        (status, &problem["detail"]),
        (
            422,
            &json!(
                "expected as `why` a text of at most 2000 characters, without control characters, \
                 found another of 2001"
            )
        )
    );
    let (status, problem) = site.json("DELETE", &undo, &Value::Null).await;
    assert_eq!((status, &problem["code"]), (409, &json!("conflict")));
    let undo = format!("{path}/{number}?version={version}");
    let (status, problem) = site.json("DELETE", &undo, &Value::Null).await;
    assert_eq!(
        (status, &problem["detail"]),
        (404, &json!(format!("no correction that stands has the number {number}")))
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
    let (status, problem) =
        site.json("POST", "/api/v1/keys", &json!({"name": "lezer", "role": "reader"})).await;
    assert_eq!(
        (status, &problem["detail"]),
        (422, &json!("expected the role `admin` for the first key, found `reader`"))
    );
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

/// Every endpoint of the API, asked with a parameter that it does not have.
#[tokio::test]
async fn a_parameter_that_is_not_known_is_a_problem() {
    let site = Site::new();
    for endpoint in crate::http::api::endpoints() {
        let path = endpoint
            .path
            .replace("{motion}", "961b6d")
            .replace("{document}", "961b6d")
            .replace("{import}", "1")
            .replace("{correction}", "1")
            .replace("{page}", "1")
            .replace("{name}", "niemand");
        let asked = Request::builder()
            .method(endpoint.method.clone())
            .uri(format!("{path}?limti=5"))
            .header(header::HOST, "localhost")
            .body(Body::empty())
            .unwrap();
        let (status, body) = read(site.send(asked).await).await;
        if !path.starts_with("/api/") {
            assert_eq!(status, 200, "{path}");
            continue;
        }
        let problem: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((status.as_u16(), &problem["code"]), (400, &json!("bad-request")), "{path}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.ends_with(", found `limti`"), "{path}: {detail}");
        for name in &endpoint.parameters {
            assert!(detail.contains(&format!("`{name}`")), "{path}: {detail}");
        }
    }
    assert_eq!(
        site.get_json("/api/v1/imports?limti=5").await,
        (
            400,
            json!({
                "type": "about:blank",
                "title": "Bad Request",
                "status": 400,
                "detail": "expected one of `after`, `limit` in the query, found `limti`",
                "code": "bad-request",
                "hint": "`/api/v1/openapi.json` describes what can be asked",
            })
        )
    );
    // Links to pages get parameters of those who pass them on.
    assert_eq!(site.get("/?q=wijk&utm_source=x").await.0, 200);
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
    let detail = "expected a document of at most 1 KiB, found more";
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
    let status = crate::http::problem::status(error.code);
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
