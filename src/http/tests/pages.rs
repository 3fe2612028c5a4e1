use super::*;
use crate::store::fixture;

#[tokio::test]
async fn the_api_can_be_read_as_a_page() {
    let site = Site::new();
    let (status, page) = site.get("/api").await;
    assert_eq!(status, 200);
    for endpoint in crate::http::api::endpoints() {
        let heading = format!("<code>{} {}</code></h2>", endpoint.method, endpoint.path);
        assert!(page.contains(&heading), "{heading}");
    }
    for part in [
        r##"<a href="#Import">Import</a>"##,
        r#"<h3 id="Motion"><code>Motion</code></h3>"#,
        "For the role <code>editor</code> and those above it.",
        r#"<footer><nav aria-label="Voor programma’s"><a href="/api">De API</a></nav></footer>"#,
    ] {
        assert!(page.contains(part), "{part}");
    }
    // Whatever is referred to is there, once.
    for id in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
    assert!(!page.contains("<script") && !page.contains("style="));
}

#[tokio::test]
async fn an_import_is_a_page() {
    let site = Site::new();
    let files: [(&str, &[u8]); 4] = [
        ("a&b.txt", MOTION),
        ("ook.txt", MOTION),
        ("leeg.pdf", b""),
        ("brief.txt", b"Geachte raad,"),
    ];
    let (_, import) = site.upload(&files).await;
    let id = import["id"].as_u64().unwrap();
    site.over(&import["id"]).await;
    let (status, page) = site.get("/inlezen").await;
    assert_eq!(status, 200);
    let row =
        format!(r#"<th scope="row"><a href="/inlezen/{id}">{id}</a></th><td>a&amp;b.txt</td>"#);
    for part in
        [row.as_str(), "<td>klaar</td>", "1 doorzoekbaar, 1 apart gehouden, 1 dubbel, 1 mislukt"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    let (status, page) = site.get(&format!("/inlezen/{id}")).await;
    assert_eq!(status, 200);
    for part in [
        "<dt>mislukt</dt><dd>1</dd>",
        "Het bestand is leeg. Kijk of het bestand helemaal is overgekomen.",
        "<code>empty-file</code>: expected a document, found a file of 0 bytes",
        "Dezelfde bytes als a&amp;b.txt.",
        &format!("<form class=\"action\" method=\"post\" action=\"/inlezen/{id}/opnieuw\">"),
        &format!("<a href=\"/api/v1/imports/{id}/report?format=csv\">tabel (CSV)</a>"),
        "<input type=\"hidden\" name=\"code\" value=\"empty-file\">",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("/annuleren") && !page.contains("name=\"csrf\""));
    let (_, rest) = site.get(&format!("/inlezen/{id}?na=3")).await;
    assert!(rest.contains("Naar het begin") && !rest.contains("ook.txt"), "{rest}");
    let (_, none) = site.get(&format!("/inlezen?voor={id}")).await;
    assert!(!none.contains("a&amp;b.txt"), "{none}");
    for path in ["/inlezen/99", "/inlezen/x", "/inlezen/18446744073709551616"] {
        let (status, page) = site.get(path).await;
        assert!(status == 404 && page.contains("<h1>Niet gevonden</h1>"), "{path}: {page}");
    }
}

#[tokio::test]
async fn the_forms_of_an_import_need_a_role_and_the_token_of_the_session() {
    let secrets = [Secret::new(), Secret::new()];
    let keys = [("lezer", Role::Reader, &secrets[0]), ("griffie", Role::Editor, &secrets[1])];
    let site = Site::with(&[], &keys);
    let bearer = format!("Bearer {}", secrets[1].show());
    let send =
        async |method: &str, path: &str, headers: &[(header::HeaderName, &str)], body: Vec<u8>| {
            let mut request =
                Request::builder().method(method).uri(path).header(header::HOST, "localhost");
            for (name, value) in headers {
                request = request.header(name, *value);
            }
            site.send(request.body(Body::from(body)).unwrap()).await
        };
    let upload = [
        (header::AUTHORIZATION, bearer.as_str()),
        (header::CONTENT_TYPE, "multipart/form-data; boundary=grens"),
    ];
    let response = send("POST", "/api/v1/imports", &upload, form(&[("leeg.pdf", b"")])).await;
    let import: Value = serde_json::from_str(&read(response).await.1).unwrap();
    let path = format!("/inlezen/{}", import["id"]);
    let kind = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");

    for (secret, may) in [(&secrets[0], false), (&secrets[1], true)] {
        let login = format!("key={}&naar={path}", secret.show()).into_bytes();
        let response = send("POST", "/inloggen", std::slice::from_ref(&kind), login).await;
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let cookie = (header::COOKIE, cookie.as_str());
        let page = loop {
            let page =
                read(send("GET", &path, std::slice::from_ref(&cookie), Vec::new()).await).await.1;
            if !page.contains("bezig") {
                break page;
            }
        };
        let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|it| it.split('"').next());
        assert_eq!(token.is_some(), may, "{page}");
        let right = format!("csrf={}&code=empty-file", token.unwrap_or_default());
        for (to, body, expected) in [
            ("opnieuw", right.as_str(), 303),
            ("annuleren", right.as_str(), 303),
            ("opnieuw", "csrf=x&code=empty-file", 403),
            ("annuleren", "", 403),
        ] {
            let to = format!("{path}/{to}");
            let headers = [kind.clone(), cookie.clone()];
            let response = send("POST", &to, &headers, body.as_bytes().to_vec()).await;
            let expected = if may { expected } else { 403 };
            assert_eq!(response.status().as_u16(), expected, "{to} {body}");
            if expected == 303 {
                assert_eq!(response.headers()[header::LOCATION], path.as_str());
            }
        }
    }
    // Whoever is not logged in any more is not sent back to where nothing can be seen.
    let response = send("POST", &format!("{path}/opnieuw"), &[kind], Vec::new()).await;
    assert_eq!(response.headers()[header::LOCATION], "/inloggen?naar=/");
}

/// Documents are sent from the page by those who may, with the token of their session.
#[tokio::test]
async fn documents_are_sent_from_the_page() {
    let secrets = [Secret::new(), Secret::new()];
    let keys = [("lezer", Role::Reader, &secrets[0]), ("griffie", Role::Editor, &secrets[1])];
    let site = Site::with(&[], &keys);
    let multipart = (header::CONTENT_TYPE, "multipart/form-data; boundary=grens");
    let send =
        async |method: &str, headers: &[(header::HeaderName, &str)], path: &str, body: Vec<u8>| {
            let mut request =
                Request::builder().method(method).uri(path).header(header::HOST, "localhost");
            for (name, value) in headers {
                request = request.header(name, *value);
            }
            site.send(request.body(Body::from(body)).unwrap()).await
        };
    let with_token = |token: &str, files: &[(&str, &[u8])]| {
        let field =
            format!("--grens\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n");
        [field.into_bytes(), form(files)].concat()
    };
    for (secret, may) in [(&secrets[0], false), (&secrets[1], true)] {
        let kind = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let login = format!("key={}&naar=/inlezen", secret.show()).into_bytes();
        let response = send("POST", &[kind], "/inloggen", login).await;
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let cookie = (header::COOKIE, cookie.as_str());
        let headers = [cookie.clone(), multipart.clone()];
        let page = read(send("GET", &[cookie], "/inlezen", Vec::new()).await).await.1;
        let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|it| it.split('"').next());
        assert_eq!(token.is_some(), may, "{page}");
        for part in [
            "<form method=\"post\" action=\"/inlezen\" enctype=\"multipart/form-data\">",
            "<label for=\"documenten\">Documenten</label>",
            "ten hoogste 200 MiB groot, alles samen ten hoogste 2 GiB.",
        ] {
            assert_eq!(page.contains(part), may, "{part} in {page}");
        }
        let files: [(&str, &[u8]); 2] = [("bomen.txt", MOTION), ("leeg.pdf", b"")];
        for token in ["x", ""] {
            let response = send("POST", &headers, "/inlezen", with_token(token, &files)).await;
            assert_eq!(response.status(), 403);
        }
        let response = send("POST", &headers, "/inlezen", form(&files)).await;
        assert_eq!(response.status(), 403, "the token must come first");
        let Some(token) = token else { continue };
        let response = send("POST", &headers, "/inlezen", with_token(token, &files)).await;
        assert_eq!(response.status(), 303);
        assert_eq!(response.headers()[header::LOCATION], "/inlezen/1");
        // A form in which no file was chosen sends one without a name.
        let response = send("POST", &headers, "/inlezen", with_token(token, &[("", b"")])).await;
        let (status, page) = read(response).await;
        assert!(status == 400 && page.contains("found 0"), "{page}");
    }
    let response = send("POST", &[multipart], "/inlezen", form(&[("bomen.txt", MOTION)])).await;
    assert_eq!(response.headers()[header::LOCATION], "/inloggen?naar=/");
}

#[tokio::test]
async fn what_was_made_of_a_question_is_told_in_dutch() {
    let site = Site::new();
    let some = "Weinig moties hebben al deze woorden. Moties met een deel ervan staan daarachter.";
    let unread = "Een deel van de vraag is niet begrepen.";
    for (asked, says_some, says_unread) in [
        ("wonen", false, false),
        ("wonen+zeppelin", true, false),
        ("%22wonen", false, true),
        ("titl%3Awonen", true, true),
    ] {
        let (_, page) = site.get(&format!("/?q={asked}")).await;
        assert_eq!(
            (page.contains(some), page.contains(unread)),
            (says_some, says_unread),
            "{asked}"
        );
    }
}

#[tokio::test]
async fn versions_are_told_and_none_is_an_empty_list() {
    let site = Site::new();
    let of = |id: &str| format!("/api/v1/motions/{id}/versions");
    assert_eq!(site.get_json(&of(&fixture::id("aa"))).await, (200, json!([])));
    assert_eq!(site.get_json(&of(&fixture::id("zz"))).await.0, 404);
    let (_, page) = site.get("/?q=wijk&families=true").await;
    assert!(page.contains(r#"value="true" checked"#), "{page}");
}
