//! What comes in behind the head of a request: when it stalls, when there is no place for it, when it
//! cannot be written, and what is in archives.

use std::fs;
use std::io::Write;

use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};

use super::{MOTION, Site, form, read};

/// A body that begins, and then nothing more comes.
fn stalling(beginning: &[u8]) -> Body {
    let beginning = Ok::<_, std::io::Error>(Bytes::copy_from_slice(beginning));
    Body::from_stream(stream::iter([beginning]).chain(stream::pending()))
}

#[tokio::test]
async fn a_body_that_stalls_is_not_waited_for() {
    let site = Site::with(&[("body-time", "50 ms")], &[]);
    for (path, kind, beginning) in [
        ("/api/v1/extract", "application/octet-stream", b"Motie".to_vec()),
        ("/api/v1/motions/961b6d/corrections", "application/json", b"{\"version\":".to_vec()),
        (
            "/api/v1/imports",
            "multipart/form-data; boundary=grens",
            form(&[("a.txt", MOTION)])[..90].to_vec(),
        ),
    ] {
        let request = Request::post(path)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, kind)
            .body(stalling(&beginning))
            .unwrap();
        let (status, problem) = read(site.send(request).await).await;
        assert_eq!(status, 408, "{path}: {problem}");
        let problem: Value = serde_json::from_str(&problem).unwrap();
        assert_eq!(problem["code"], "stalled");
        assert_eq!(problem["hint"], "send it again, over a line that holds");
    }
}

#[tokio::test]
async fn no_more_come_in_at_once_than_may() {
    let site = Site::with(&[("incoming", "1")], &[]);
    let place = site.service.let_come_in().unwrap();
    let expected = json!({
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "expected fewer than 1 uploads on their way in, found 1",
        "code": "queue-full",
        "hint": "send it again when others are done, or raise `incoming` in the settings",
    });
    let request = Request::post("/api/v1/extract")
        .header(header::HOST, "localhost")
        .body(Body::from("Motie"))
        .unwrap();
    let response = site.send(request).await;
    assert_eq!(response.headers()[header::RETRY_AFTER], "5");
    assert_eq!(serde_json::from_str::<Value>(&read(response).await.1).unwrap(), expected);
    assert_eq!(site.upload(&[("bomen.txt", MOTION)]).await, (503, expected));
    drop(place);
    assert_eq!(site.post("/api/v1/extract", "Motie").await.0, 200);
    assert_eq!(site.upload(&[("bomen.txt", MOTION)]).await.0, 202);
}

#[tokio::test]
async fn a_document_is_not_in_memory_before_it_is_its_turn() {
    let site = Site::new();
    // Whoever waits for a reader waits on disk.
    let incoming = site.service.clerk.originals().incoming_file().unwrap();
    let folder = incoming.path().parent().unwrap().to_owned();
    let count = || fs::read_dir(&folder).unwrap().count();
    let places = site.service.take_readers().await;
    let large = vec![b'x'; 400_000];
    let asked = site.post("/api/v1/extract?name=x.txt", large);
    tokio::pin!(asked);
    let wait = async {
        while count() < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        answer = &mut asked => panic!("it was read by nobody: {answer:?}"),
        () = wait => {}
    }
    drop(places);
    assert_eq!(asked.await.0, 200);
    assert_eq!(count(), 1);
}

#[tokio::test]
async fn what_the_disk_refuses_is_told_until_it_does_not() {
    let site = Site::new();
    let ready = async || site.get_json("/readyz").await;
    assert_eq!(ready().await, (200, json!({"ok": true, "problem": null})));
    let incoming = site._dir.path().join("originals/incoming");
    fs::remove_dir_all(&incoming).unwrap();
    let (status, problem) = site.upload(&[("groot.pdf", &vec![b'x'; 400_000])]).await;
    assert_eq!((status, &problem["code"]), (503, &json!("store-io")));
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.starts_with("`originals`: cannot write: "), "{detail}");
    assert!(!detail.contains('/'), "{detail}");
    let (status, health) = ready().await;
    assert_eq!((status, &health["ok"]), (503, &json!(false)));
    assert!(health["problem"].as_str().unwrap().starts_with("`originals`: cannot write: "));
    fs::create_dir(&incoming).unwrap();
    assert_eq!(ready().await.0, 200);
}

#[tokio::test]
async fn an_index_that_cannot_be_written_is_told_until_it_can() {
    let site = Site::new();
    let metric = async |line: &str| site.get("/metrics").await.1.contains(line);
    assert!(metric("moties_index_refused 0\n").await);
    let index = site._dir.path().join("index");
    let blocked = site._dir.path().join("index.new");
    fs::remove_dir_all(&index).unwrap();
    fs::write(&blocked, "").unwrap();
    // It is acknowledged and read all the same.
    let (status, import) = site.upload(&[("bomen.txt", MOTION)]).await;
    assert_eq!(status, 202, "{import}");
    let problem = "`index`: cannot remove: Not a directory (os error 20)";
    let told = json!({"ok": false, "problem": problem});
    let becomes = async |expected: (u16, Value)| {
        let mut found = (0, Value::Null);
        for _ in 0..200 {
            found = site.get_json("/readyz").await;
            if found == expected {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{found:?}");
    };
    becomes((503, told.clone())).await;
    assert!(metric("moties_index_refused 1\n").await);
    // What else can be written changes nothing of it.
    assert_eq!(site.get_json("/readyz").await, (503, told));
    assert_eq!(site.over(&import["id"]).await["counts"]["indexed"], 1);
    fs::remove_file(&blocked).unwrap();
    becomes((200, json!({"ok": true, "problem": null}))).await;
    assert!(metric("moties_index_refused 0\n").await);
    assert_eq!(site.get_json("/api/v1/search?q=eiken").await.1["total"], 1);
}

/// An upload that is sent as this form.
async fn send_form(site: &Site, form: Vec<u8>) -> (u16, Value) {
    let request = Request::post("/api/v1/imports")
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grens")
        .body(Body::from(form))
        .unwrap();
    let (status, body) = read(site.send(request).await).await;
    (status.as_u16(), serde_json::from_str(&body).unwrap())
}

#[tokio::test]
async fn an_upload_that_is_refused_leaves_nothing_or_says_why() {
    let site = Site::with(&[("largest-upload", "300 KiB")], &[]);
    let large = vec![b'x'; 400_000];
    let cut = |files: &[(&str, &[u8])]| {
        let form = form(files);
        form[..form.len() - 20].to_vec()
    };
    let too_large = "expected an upload of at most 300 KiB, found more";
    let cut_short = "expected files as `multipart/form-data`, found a form that is not well formed";
    for (form, status, detail) in [
        (form(&[("bomen.txt", MOTION), ("groot.txt", &large)]), 413, too_large),
        (cut(&[("bomen.txt", MOTION), ("twee.txt", b"Motie twee")]), 400, cut_short),
        (cut(&[("bomen.txt", MOTION)]), 400, cut_short),
    ] {
        let (found, problem) = send_form(&site, form).await;
        assert_eq!((found, &problem["detail"]), (status, &json!(detail)));
        let (_, imports) = site.get_json("/api/v1/imports").await;
        assert_eq!(imports["items"], json!([]), "{detail}");
    }
    // What was written before the rest was refused is read, and the import says why there is no more.
    let texts: Vec<_> =
        (0..257).map(|number| (format!("{number}.txt"), format!("Motie {number}"))).collect();
    let files: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    assert_eq!(send_form(&site, cut(&files)).await.0, 400);
    let import = site.over(&json!(1)).await;
    assert_eq!((&import["progress"], &import["name"]), (&json!("interrupted"), &json!("0.txt")));
    assert_eq!(import["codes"]["bad-request"], 1);
    assert_eq!(site.get_json("/api/v1/stats").await.1["failed"], 1);
    let (_, items) = site.get_json("/api/v1/imports/1/items?after=256").await;
    let item = &items["items"][0];
    assert_eq!(
        (&item["file"], &item["outcome"], &item["code"], &item["message"]),
        (&json!("upload"), &json!("failed"), &json!("bad-request"), &json!(cut_short))
    );
    assert_eq!(items["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn no_file_of_an_archive_is_passed_over_in_silence() {
    let site = Site::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let large = vec![b'x'; 400_000];
    for (name, bytes) in [
        ("./bomen.txt", MOTION),
        ("../leeg.txt", b"".as_slice()),
        (".map/verborgen.txt", b"x"),
        ("__MACOSX/._bomen.txt", b"x"),
        ("groot.txt", &large),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    let (status, import) = site.upload(&[("m.zip", &zip)]).await;
    assert_eq!(status, 202, "{import}");
    site.over(&import["id"]).await;
    let (_, items) = site.get_json(&format!("/api/v1/imports/{}/items", import["id"])).await;
    let mut told: Vec<_> = items["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            ["file", "outcome"].map(|key| item[key].as_str().unwrap().to_owned()).join(": ")
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "m.zip/.map/verborgen.txt: skipped",
            "m.zip/__MACOSX/._bomen.txt: skipped",
            "m.zip/bomen.txt: indexed",
            "m.zip/groot.txt: held",
            "m.zip/leeg.txt: failed",
        ]
    );
}

#[tokio::test]
async fn an_original_is_saved_under_its_name() {
    let site = Site::new();
    let (_, import) = site.upload(&[("Motie \u{e9}\u{e9}n.txt", MOTION)]).await;
    site.over(&import["id"]).await;
    let (_, items) = site.get_json(&format!("/api/v1/imports/{}/items", import["id"])).await;
    let id = items["items"][0]["id"].as_str().unwrap();
    let request = Request::get(format!("/api/v1/motions/{id}/original"))
        .header(header::HOST, "localhost")
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        site.send(request).await.headers()[header::CONTENT_DISPOSITION],
        "attachment; filename=\"Motie __n.txt\"; filename*=UTF-8''Motie%20%C3%A9%C3%A9n.txt"
    );
}
