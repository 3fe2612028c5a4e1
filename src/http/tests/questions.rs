//! Saved questions, over the API, as feeds and as pages.

use std::collections::BTreeMap;

use super::*;

impl Site {
    /// Takes in a motion with this title and request, and waits until it can be found.
    async fn take_in(&self, title: &str, request: &str) {
        let text = format!("Motie {title}\n\nDe raad,\n\nverzoekt het college:\n- {request}.\n");
        let (status, import) = self.upload(&[(&format!("{title}.txt"), text.as_bytes())]).await;
        assert_eq!(status, 202, "{import}");
        self.over(&import["id"]).await;
        for _ in 0..600 {
            let (last, found) = self.service.store.lag().unwrap();
            if found == last {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("what was taken in cannot be found");
    }

    async fn save(&self, name: &str, query: &str) -> Value {
        let new = json!({"name": name, "query": query});
        let (status, saved) = self.json("POST", "/api/v1/questions", &new).await;
        assert_eq!(status, 201, "{saved}");
        saved
    }

    /// Sends a request with these headers.
    async fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(header::HeaderName, &str)],
        body: &str,
    ) -> Response<Body> {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }
}

#[tokio::test]
async fn a_saved_question_tells_what_is_new_until_it_is_looked_at() {
    let site = Site::new();
    site.take_in("Eiken", "eiken te planten").await;
    let saved = site.save(" Bomen ", "q=planten&limit=3&year=").await;
    let (id, path) = (&saved["id"], format!("/api/v1/questions/{}", saved["id"]));
    assert_eq!(
        (&saved["name"], &saved["query"], &saved["by"], &saved["new"], &saved["has_feed"]),
        (&json!("Bomen"), &json!("q=planten"), &Value::Null, &json!(0), &json!(false))
    );
    site.take_in("Linden", "linden te planten").await;
    site.take_in("Wegen", "wegen te leggen").await;
    site.take_in("Beuken", "beuken te planten").await;
    let (_, shown) = site.get_json(&path).await;
    assert_eq!(shown["new"], 2);
    let (status, news) = site.get_json(&format!("{path}/new?limit=1")).await;
    assert_eq!(
        (status, &news["total"], &news["hits"][0]["title"]["text"]),
        (200, &json!(2), &json!("Beuken"))
    );
    let next = format!("{path}/new?limit=1&after={}", news["next"].as_str().unwrap());
    assert_eq!(site.get_json(&next).await.1["hits"][0]["title"]["text"], "Linden");

    // What came behind the first of them is new still.
    let first = &site.get_json(&next).await.1["hits"][0]["added"];
    let look = |seq: Value| {
        let (site, path) = (&site, format!("{path}/looked"));
        async move { site.json("POST", &path, &json!({"seq": seq})).await }
    };
    assert_eq!(look(first.clone()).await.1["new"], 1);
    let (status, looked) = look(news["seq"].clone()).await;
    assert_eq!((status, &looked["new"]), (200, &json!(0)));
    // It is never looked at less far.
    assert_eq!(look(json!(0)).await.1["looked"], news["seq"]);
    let (last, _) = site.service.store.lag().unwrap();
    let (status, problem) = look(json!(last + 1)).await;
    let detail = format!("expected a `seq` of at most {last}, found {}", last + 1);
    assert_eq!((status, &problem["detail"]), (422, &json!(detail)));

    let other = site.save("Wegen", "q=wegen&clause=dictum&sort=newest").await;
    let (_, list) = site.get_json("/api/v1/questions?limit=1").await;
    assert_eq!((&list["items"][0], &list["next"]), (&other, &json!(other["id"].to_string())));
    let (_, list) = site.get_json(&format!("/api/v1/questions?after={}", other["id"])).await;
    assert_eq!((&list["items"][0]["id"], &list["next"]), (id, &Value::Null));

    assert_eq!(site.json("DELETE", &path, &Value::Null).await.0, 204);
    let (status, problem) = site.get_json(&path).await;
    let detail = format!("no saved question has the number {id}");
    assert_eq!((status, &problem["detail"]), (404, &json!(detail)));
    assert_eq!(problem["hint"], "`/api/v1/questions` lists those that are yours");
    let log = site.get_json(&format!("/api/v1/audit?subject=question%20{id}")).await.1;
    let log: Vec<_> = log["items"].as_array().unwrap().iter().map(|it| &it["action"]).collect();
    assert_eq!(log, ["question-save", "question-remove"]);
}

#[tokio::test]
async fn what_cannot_be_asked_is_not_saved() {
    let site = Site::new();
    let long = format!("q={}", "a".repeat(5000));
    for (name, query, status, detail) in [
        ("", "q=a", 422, "expected a line of 1 to 200 characters as name, found ``"),
        ("a", "q=%", 422, "expected names and values as an address has them, found `q=%`"),
        ("a", "x=1", 422, "expected `q`, `clause`, `sort` or the name of a facet, found `x`"),
        ("a", "", 400, "expected a word to search for, found ``"),
        ("a", &long, 400, "expected a query of at most"),
        ("a", "q=a&clause=x", 400, "expected a role or kind of clause, found `x`; known are"),
    ] {
        let new = json!({"name": name, "query": query});
        let (found, problem) = site.json("POST", "/api/v1/questions", &new).await;
        assert_eq!(found, status, "{problem}");
        assert!(problem["detail"].as_str().unwrap().starts_with(detail), "{problem}");
    }
    assert_eq!(site.get_json("/api/v1/questions").await.1["items"], json!([]));
}

#[tokio::test]
async fn a_saved_question_is_its_savers() {
    let secrets = [Secret::new(), Secret::new(), Secret::new()];
    let names = ["een", "twee", "beheer"];
    let roles = [Role::Reader, Role::Reader, Role::Admin];
    let keys = [0, 1, 2].map(|at| (names[at], roles[at], &secrets[at]));
    let site = Site::with(&[], &keys);
    let ask = async |at: usize, method: &str, path: &str, body: Value| {
        let bearer = format!("Bearer {}", secrets[at].show());
        let headers =
            [(header::AUTHORIZATION, bearer.as_str()), (header::CONTENT_TYPE, "application/json")];
        let (status, body) =
            read(site.request(method, path, &headers, &body.to_string()).await).await;
        (status.as_u16(), serde_json::from_str(&body).unwrap_or(Value::Null))
    };
    let new = json!({"name": "Wijk", "query": "q=wijk"});
    let (status, saved) = ask(0, "POST", "/api/v1/questions", new).await;
    assert_eq!((status, &saved["by"]), (201, &json!("een")));
    let path = format!("/api/v1/questions/{}", saved["id"]);
    let looked = format!("{path}/looked");
    for (at, count) in [1, 0, 1].into_iter().enumerate() {
        let (_, list) = ask(at, "GET", "/api/v1/questions", Value::Null).await;
        assert_eq!(list["items"].as_array().unwrap().len(), count);
        let (status, _) = ask(at, "GET", &path, Value::Null).await;
        assert_eq!(status, if at == 1 { 404 } else { 200 });
    }
    let (status, problem) = ask(2, "POST", &looked, json!({"seq": 0})).await;
    assert_eq!(
        (status, &problem["detail"]),
        (403, &json!("expected the key `een`, which saved the question, found another"))
    );
    assert_eq!(ask(2, "POST", &format!("{path}/feed"), Value::Null).await.0, 403);
    for (method, path) in [("POST", &looked), ("DELETE", &path)] {
        assert_eq!(ask(1, method, path, json!({"seq": 0})).await.0, 404);
    }

    // Its feed has an address that opens nothing else, and nothing once another is made.
    let open = format!("{path}/feed");
    let (status, opened) = ask(0, "POST", &open, Value::Null).await;
    let address = opened["address"].as_str().unwrap().to_owned();
    assert_eq!(status, 201);
    assert!(address.starts_with(&format!("/vragen/{}/feed.atom?token=moties_", saved["id"])));
    let get = async |path: &str| site.request("GET", path, &[], "").await.status().as_u16();
    assert_eq!(get(&address).await, 200);
    assert_eq!(get(address.split('?').next().unwrap()).await, 401);
    assert_eq!(get(&open).await, 401);
    assert_eq!(get(&address[..address.len() - 1]).await, 404);
    assert_eq!(get(&address.replace("/vragen/1/", "/vragen/2/")).await, 404);
    let token = address.split('=').nth(1).unwrap();
    assert_eq!(get(&format!("/api/v1/questions?token={token}")).await, 401);
    let (_, again) = ask(0, "POST", &open, Value::Null).await;
    assert_eq!(get(&address).await, 404);
    let address = again["address"].as_str().unwrap().to_owned();
    assert_eq!(get(&address).await, 200);
    // It ends with the key that saved the question.
    assert_eq!(ask(2, "DELETE", "/api/v1/keys/een", Value::Null).await.0, 204);
    assert_eq!(get(&address).await, 404);
    assert_eq!(ask(2, "DELETE", &path, Value::Null).await.0, 204);
}

#[tokio::test]
async fn a_feed_has_an_entry_a_motion_and_says_when_it_did_not_change() {
    let site = Site::new();
    site.take_in("Linden & <beuken>", "linden te planten").await;
    let saved = site.save("Bomen > struiken", "q=planten").await;
    let path = format!("/vragen/{}/feed.atom", saved["id"]);
    let response = site.request("GET", &path, &[], "").await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/atom+xml; charset=utf-8");
    let tag = response.headers()[header::ETAG].to_str().unwrap().to_owned();
    let feed = read(response).await.1;
    let elements = elements(&feed);
    let texts = |name: &str| -> Vec<&str> {
        elements.iter().filter(|it| it.0 == name).map(|it| it.1.as_str()).collect()
    };
    assert_eq!(texts("feed/title"), ["Bomen > struiken"]);
    assert_eq!(texts("feed/author/name"), ["Moties"]);
    assert_eq!(texts("feed/entry/title"), ["Linden & <beuken>"]);
    assert_eq!(texts("feed/entry/summary"), ["verzoekt het college linden te planten."]);
    let (_, found) = site.get_json("/api/v1/search?q=planten").await;
    let id = found["hits"][0]["id"].as_str().unwrap();
    let (_, entry) = site.get_json(&format!("/api/v1/documents/{id}")).await;
    for name in ["feed/updated", "feed/entry/updated", "feed/entry/published"] {
        assert_eq!(texts(name), [entry["imported_at"].as_str().unwrap()]);
    }
    for name in ["feed/id", "feed/entry/id"] {
        assert!(
            texts(name).iter().all(|id| id.len() == 45 && id.starts_with("urn:uuid:")),
            "{feed}"
        );
    }
    let links = |parent: &str| -> BTreeMap<String, String> {
        let links = elements.iter().filter(|it| it.0 == format!("{parent}/link"));
        links.map(|it| (it.2["rel"].clone(), it.2["href"].clone())).collect()
    };
    let base = "http://localhost";
    assert_eq!(
        links("feed"),
        BTreeMap::from([
            ("self".to_owned(), format!("{base}{path}")),
            ("first".to_owned(), format!("{base}{path}")),
            ("alternate".to_owned(), format!("{base}/vragen/{}", saved["id"])),
        ])
    );
    assert_eq!(links("feed/entry")["alternate"], format!("{base}/moties/{id}"));

    // Over the API it is the same, but for its own address.
    let own = format!("/api/v1/questions/{}/feed", saved["id"]);
    assert_eq!(
        site.get(&own).await.1.replace("127.0.0.1:8700", "localhost").replace(&own, &path),
        feed
    );
    for (known, status) in
        [(tag.clone(), 304), (format!("\"x\", W/{tag}"), 304), ("\"x\"".to_owned(), 200)]
    {
        let known = [(header::IF_NONE_MATCH, known.as_str())];
        let response = site.request("GET", &path, &known, "").await;
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()[header::ETAG], tag.as_str());
    }
    // The moment at which it changed is told once it is over.
    tokio::time::sleep(Duration::from_millis(2100)).await;
    let response = site.request("GET", &path, &[], "").await;
    let date = response.headers()[header::LAST_MODIFIED].to_str().unwrap().to_owned();
    let since = [(header::IF_MODIFIED_SINCE, date.as_str())];
    assert_eq!(site.request("GET", &path, &since, "").await.status().as_u16(), 304);
    site.take_in("Eiken", "eiken te planten").await;
    for known in [&since[0], &(header::IF_NONE_MATCH, tag.as_str())] {
        let response = site.request("GET", &path, std::slice::from_ref(known), "").await;
        assert_eq!(response.status().as_u16(), 200);
        let feed = read(response).await.1;
        // What came last is first.
        assert!(feed.find("Eiken").unwrap() < feed.find("Linden").unwrap());
    }
    let missing = site.request("GET", "/vragen/99/feed.atom", &since, "").await;
    assert_eq!(missing.status().as_u16(), 404);
}

#[tokio::test]
async fn a_long_feed_has_pages() {
    let site = Site::new();
    let files: Vec<(String, Vec<u8>)> = (0..60)
        .map(|number| {
            let text =
                format!("Motie {number}\n\nDe raad,\n\nverzoekt het college:\n- te planten.\n");
            (format!("{number}.txt"), text.into_bytes())
        })
        .collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let (_, import) = site.upload(&files).await;
    site.over(&import["id"]).await;
    site.take_in("Laatste", "alles te planten").await;
    let saved = site.save("Bomen", "q=planten").await;
    let mut path = format!("/vragen/{}/feed.atom", saved["id"]);
    let mut ids = Vec::new();
    let mut counts = Vec::new();
    loop {
        let feed = site.request("GET", &path, &[], "").await;
        let feed = elements(&read(feed).await.1);
        let before = ids.len();
        ids.extend(feed.iter().filter(|it| it.0 == "feed/entry/id").map(|it| it.1.clone()));
        counts.push(ids.len() - before);
        let next = feed.iter().find(|it| it.2.get("rel").is_some_and(|rel| rel == "next"));
        let Some(next) = next else { break };
        path = next.2["href"].strip_prefix("http://localhost").unwrap().to_owned();
    }
    assert_eq!(counts, [50, 11]);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 61);
}

#[tokio::test]
async fn questions_are_saved_and_looked_at_on_their_pages() {
    let secrets = [Secret::new(), Secret::new()];
    let keys = [("lezer", Role::Reader, &secrets[0]), ("beheer", Role::Admin, &secrets[1])];
    let site = Site::with(&[], &keys);
    let kind = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let mut cookies = Vec::new();
    for secret in &secrets {
        let login = format!("key={}&naar=/vragen", secret.show());
        let response = site.request("POST", "/inloggen", std::slice::from_ref(&kind), &login).await;
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        cookies.push(cookie.split(';').next().unwrap().to_owned());
    }
    let get = async |who: usize, path: &str| {
        let cookie = [(header::COOKIE, cookies[who].as_str())];
        read(site.request("GET", path, &cookie, "").await).await
    };
    let post = async |who: usize, path: &str, body: &str| {
        let headers = [kind.clone(), (header::COOKIE, cookies[who].as_str())];
        let response = site.request("POST", path, &headers, body).await;
        let to = response.headers().get(header::LOCATION);
        let to = to.map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        (response.status().as_u16(), to, read(response).await.1)
    };
    let (_, page) = get(0, "/?q=wijk&clause=dictum&year=2026").await;
    for part in [
        "<summary>Bewaar deze vraag</summary>",
        r#"<input type="hidden" name="vraag" value="q=wijk&amp;clause=dictum&amp;year=2026">"#,
        r#"<label for="naam">Naam</label>"#,
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|it| it.split('"').next());
    let csrf = format!("csrf={}", token.unwrap());
    let (_, page) = get(0, "/vragen").await;
    assert!(page.contains("Er is nog geen vraag bewaard."), "{page}");

    let form = "naam=De+wijk&vraag=q%3Dwijk%26clause%3Ddictum";
    assert_eq!(post(0, "/vragen", form).await.0, 403, "it takes the token of the session");
    let (status, to, _) = post(0, "/vragen", &format!("{csrf}&{form}")).await;
    assert_eq!((status, to.as_str()), (303, "/vragen/1"));
    let (status, _, page) = post(0, "/vragen", &format!("{csrf}&naam=&vraag=q%3Dwijk")).await;
    assert_eq!(status, 422);
    assert!(page.contains("<h1>Niet bewaard</h1>"), "{page}");
    let (_, page) = get(0, "/vragen").await;
    for part in [
        r#"<a href="/vragen/1">De wijk</a><p class="about">wijk · alle verzoeken en besluiten</p>"#,
        "<td>0</td>",
        r#"<form class="plainly" method="post" action="/vragen/1/bekeken">"#,
        r#"<button class="small" aria-label="Verwijder: De wijk">Verwijder</button>"#,
        r#"<a href="/vragen/1/feed.atom" aria-label="Feed: De wijk">Feed</a>"#,
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }

    // A motion that comes in is new until it is looked at.
    let bearer = format!("Bearer {}", secrets[1].show());
    let headers = [
        (header::AUTHORIZATION, bearer.as_str()),
        (header::CONTENT_TYPE, "multipart/form-data; boundary=grens"),
    ];
    let text =
        b"Motie Wijkhuis\n\nDe raad,\n\nverzoekt het college:\n- een huis in de wijk te bouwen.\n";
    let body = String::from_utf8(form_of(text)).unwrap();
    site.request("POST", "/api/v1/imports", &headers, &body).await;
    let page = loop {
        let (_, page) = get(0, "/vragen/1").await;
        if page.contains("Wijkhuis") {
            break page;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(page.matches("<strong>Nieuw</strong>").count(), 1, "{page}");
    assert!(page.contains("<dt>Nieuw</dt><dd>1 sinds "), "{page}");
    // Looking at it with one's eyes alone changes nothing: whoever loads the page anew sees it again.
    assert_eq!(get(0, "/vragen/1").await.1.matches("<strong>Nieuw</strong>").count(), 1);
    let (status, to, _) = post(0, "/vragen/1/bekeken", &csrf).await;
    assert_eq!(status, 303);
    assert!(to.starts_with("/vragen/1?sinds="), "{to}");
    let (_, page) = get(0, &to).await;
    assert_eq!(page.matches("<strong>Nieuw</strong>").count(), 1, "{page}");
    assert!(page.contains("<dt>Nieuw</dt><dd>0 sinds "), "{page}");
    assert!(!get(0, "/vragen/1").await.1.contains("<strong>Nieuw</strong>"));

    // Its feed gets an address, which is shown once.
    let (status, _, page) = post(0, "/vragen/1/feedadres", &csrf).await;
    let address =
        page.split("<a href=\"http://localhost").nth(1).and_then(|it| it.split('"').next());
    assert_eq!(status, 200);
    assert_eq!(site.request("GET", address.unwrap(), &[], "").await.status().as_u16(), 200);
    assert!(!get(0, "/vragen").await.1.contains("token="));

    // Who keeps the keys sees it, and may take it away, not look at it.
    let (_, page) = get(1, "/vragen").await;
    assert!(page.contains("Van lezer") && !page.contains("/bekeken"), "{page}");
    let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|it| it.split('"').next());
    let csrf = format!("csrf={}", token.unwrap());
    assert_eq!(post(1, "/vragen/1/bekeken", &csrf).await.0, 403);
    let (status, to, _) = post(1, "/vragen/1/verwijderen", &csrf).await;
    assert_eq!((status, to.as_str()), (303, "/vragen"));
    for path in ["/vragen/1", "/vragen/x"] {
        let (status, page) = get(1, path).await;
        assert!(status == 404 && page.contains("<h1>Niet gevonden</h1>"), "{page}");
    }
}

fn form_of(text: &[u8]) -> Vec<u8> {
    form(&[("wijkhuis.txt", text)])
}

/// An element: its path, its own text, its attributes.
type Element = (String, String, BTreeMap<String, String>);

/// The elements of an XML document; panics where it is not well-formed, as far as the feed uses XML.
fn elements(xml: &str) -> Vec<Element> {
    let text_of = |raw: &str| -> String {
        let mut text = String::new();
        let mut rest = raw;
        while let Some((before, behind)) = rest.split_once('&') {
            let (name, behind) = behind.split_once(';').expect("a reference ends");
            text.push_str(before);
            text.push(match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "#13" => '\r',
                other => panic!("no entity has the name {other}"),
            });
            rest = behind;
        }
        text + rest
    };
    assert!(xml.chars().all(|c| c == '\n' || !c.is_control()));
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n").unwrap();
    let (mut found, mut open) = (Vec::<Element>::new(), Vec::<usize>::new());
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "{text}");
        if let Some(name) = tag.strip_prefix('/') {
            let at = open.pop().expect("what is closed was opened");
            assert!(found[at].0.split('/').next_back() == Some(name), "{name}");
        } else {
            let (name, rest) = tag.trim_end_matches('/').split_once(' ').unwrap_or((tag, ""));
            let path = open.last().map_or(String::new(), |&at| format!("{}/", found[at].0)) + name;
            let pieces: Vec<_> = rest.split('"').collect();
            let attributes = pieces
                .chunks_exact(2)
                .map(|pair| (pair[0].trim().trim_end_matches('=').to_owned(), text_of(pair[1])));
            found.push((path, String::new(), attributes.collect()));
            if !tag.ends_with('/') {
                open.push(found.len() - 1);
            }
        }
        if let Some(&at) = open.last() {
            found[at].1.push_str(&text_of(text.trim_matches('\n')));
        }
    }
    assert!(open.is_empty());
    found
}
