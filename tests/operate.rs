//! What docs/operate says to whoever keeps a service is so.

use std::process::Command;

use moties::settings::{Given, Origin, Settings, Sources};

/// The settings with a file of the project.
fn settings(file: &str) -> Settings {
    let config = Some(crate::root().join(file));
    let fallback = "/nowhere.toml".as_ref();
    Settings::resolve(&Sources {
        config,
        flags: Given::default(),
        environment: &|_| None,
        fallback,
    })
    .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_file_of_settings_can_be_read() {
    let settings = settings("docs/operate/moties.toml");
    let file = Origin::File(crate::root().join("docs/operate/moties.toml"));
    assert_eq!(*settings.origin("data"), file);
    assert_eq!(settings.data.to_str(), Some("/var/lib/moties"));
    assert!(settings.listen.ip().is_loopback() && settings.is_public());
}

/// The unit, the image and the proxies name variables and an address that there are.
#[test]
fn what_the_files_name_is_there() {
    let unit = crate::read("docs/operate/moties.service");
    let image = crate::read("docs/operate/Containerfile");
    let known: Vec<_> = Settings::ALL.iter().map(moties::settings::Setting::variable).collect();
    let words = [&unit, &image].into_iter().flat_map(|text| text.split([' ', '=', '\n']));
    let named: Vec<_> = words.filter(|word| word.starts_with("MOTIES_")).collect();
    assert!(named.len() >= 4, "{named:?}");
    for name in named {
        assert!(known.iter().any(|variable| variable == name), "{name}");
    }
    let settings = settings("docs/operate/moties.toml");
    let address = settings.listen;
    let url = settings.public_url.expect("the file says by what name it is reached").to_string();
    let host = url.trim_start_matches("https://");
    for file in ["nginx.conf", "Caddyfile"] {
        let text = crate::read(&format!("docs/operate/{file}"));
        assert!(text.contains(&address.to_string()), "{file} leads to {address}");
        assert!(text.contains(host), "{file} is for {host}");
        // Keys go through it, and nothing else is asked for.
        assert!(!text.contains("auth"), "{file} asks for no password");
        assert!(!text.contains("Authorization"), "{file} leaves keys as they are");
    }
    let port = format!("tcp:{}", address.port());
    assert!(unit.contains(&format!("SocketBindAllow={port}\n")));
}

/// Everything that the manifest names is copied into the image's first stage.
#[test]
fn the_image_is_built_from_all_that_its_build_needs() {
    let image = crate::read("docs/operate/Containerfile");
    let copied: Vec<_> = image
        .lines()
        .filter_map(|line| line.strip_prefix("COPY "))
        .filter(|line| !line.starts_with("--from"))
        .flat_map(str::split_whitespace)
        .collect();
    let manifest = crate::read("Cargo.toml");
    let paths = manifest.lines().filter_map(|line| line.strip_prefix("path = \""));
    for path in paths.map(|path| path.trim_end_matches('"')) {
        let first = path.split('/').next().unwrap_or_default();
        assert!(copied.contains(&first), "`{path}` is not in {copied:?}");
    }
    let needed = ["Cargo.toml", "Cargo.lock", "README.md", "grammars", "data"];
    assert!(needed.iter().all(|name| copied.contains(name)), "{copied:?}");
}

/// What the image is built from is sent to where it is built, and nothing else.
#[test]
fn the_image_is_sent_all_that_it_copies_and_nothing_else() {
    let image = crate::read("docs/operate/Containerfile");
    let copies = image.lines().filter_map(|line| line.strip_prefix("COPY "));
    let copied: std::collections::BTreeSet<_> = copies
        .filter(|line| !line.starts_with("--from"))
        .flat_map(|line| line.rsplit_once(' ').expect("it has a target").0.split_whitespace())
        .collect();
    let ignore = crate::read(".dockerignore");
    let mut lines = ignore.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(lines.next(), Some("*"));
    let sent =
        lines.map(|line| line.strip_prefix('!').expect("the rest is what is sent")).collect();
    assert_eq!(copied, sent);
}

/// With the settings as they are shown, nobody is let in who has no key; nor does the image.
#[test]
fn a_service_that_others_reach_asks_for_a_key() {
    let dir = tempfile::tempdir().expect("a folder can be made");
    let image = crate::read("docs/operate/Containerfile");
    let listen = image
        .split([' ', '\n'])
        .find_map(|word| word.strip_prefix("MOTIES_LISTEN="))
        .expect("the image says where it listens");
    let file = crate::root().join("docs/operate/moties.toml");
    let hint = "make one with `moties key add NAME --role admin`, or listen on 127.0.0.1 and set no \
                `public-url`, `hosts` or `trusted-proxies`";
    for (flags, address) in [
        (["--listen", listen], listen),
        (["--config", file.to_str().expect("it is text")], "https://moties.example.nl"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_moties"))
            .args(["serve", "--log-format", "text", "--data"])
            .arg(dir.path())
            .args(flags)
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            format!(
                "moties: expected a key before others can reach `{address}`, found none; {hint}\n"
            )
        );
    }
}

/// What is asked whether the service is well asks for no key.
#[test]
fn health_is_told_to_everyone() {
    let text = crate::read("docs/operate/README.md");
    let image = crate::read("docs/operate/Containerfile");
    assert!(image.contains("GET /healthz "));
    for path in ["/healthz", "/readyz", "/metrics", "/api/v1/stats"] {
        assert!(text.contains(&format!("| `{path}` |")), "{path}");
    }
}

/// What is to be known of settings is said of those that there are.
#[test]
fn the_table_of_settings_names_settings() {
    let text = crate::read("docs/operate/README.md");
    let table = text.split("| setting |").nth(1).expect("there is a table of settings");
    let table = table.split("\n\n").next().expect("a table ends");
    let rows: Vec<_> = table.lines().filter_map(|line| line.strip_prefix("| `")).collect();
    assert!(rows.len() >= 5, "{rows:?}");
    let names =
        rows.iter().flat_map(|row| row.split(" |").next().expect("a row has a cell").split(", "));
    for name in names.map(|name| name.trim_matches('`')) {
        assert!(Settings::ALL.iter().any(|setting| setting.name == name), "{name}");
    }
}

#[test]
fn a_service_of_a_wrong_set_up_ends_with_two() {
    let output = Command::new(env!("CARGO_BIN_EXE_moties"))
        .args(["serve", "--log-format", "xml"])
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "moties: `--log-format`: expected `text` or `json`, found `xml`; \
         mend it, or leave it out to have the default\n"
    );
}
