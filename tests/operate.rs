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
    assert!(!settings.is_public());
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
    let address = settings("docs/operate/moties.toml").listen;
    for file in ["nginx.conf", "Caddyfile"] {
        let text = crate::read(&format!("docs/operate/{file}"));
        assert!(text.contains(&address.to_string()), "{file} leads to {address}");
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
