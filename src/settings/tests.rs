use std::ffi::OsString;
use std::fs;
use std::path::Path;

use super::{Given, LogFormat, LogLevel, Origin, Settings, Sources};
use crate::error::{Code, Error};

/// Resolves with a folder's `moties.toml` as the file that is read last.
fn resolve(
    dir: &Path,
    variables: &[(&str, &str)],
    flags: &[(&str, &[&str])],
) -> Result<Settings, Error> {
    let mut given = Given::default();
    for (name, texts) in flags {
        given.set(name, texts.iter().copied());
    }
    let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
    Settings::resolve(&Sources {
        config: None,
        flags: given,
        environment: &|name| find(name).map(|(_, value)| OsString::from(value)),
        fallback: &dir.join("moties.toml"),
    })
}

/// A folder with a file in it.
fn folder(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("moties.toml"), text).unwrap();
    dir
}

/// What is wrong with a file, without its folder.
fn wrong(text: &str) -> String {
    let dir = folder(text);
    let error = resolve(dir.path(), &[], &[]).unwrap_err();
    assert_eq!(error.code, Code::SettingsInvalid);
    error.to_string().replace(&format!("{}/", dir.path().display()), "")
}

#[test]
fn what_nobody_says_is_as_the_table_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let settings = resolve(dir.path(), &[], &[]).unwrap();
    assert_eq!(settings.data, Path::new("moties-data"));
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8700");
    assert_eq!((settings.log_format, settings.log_level), (LogFormat::Text, LogLevel::Info));
    assert!(settings.public_url.is_none() && settings.watch.is_empty() && !settings.is_public());
    assert!(settings.readers.is_none() && settings.file().is_none());
    assert!(settings.origins.iter().all(|origin| *origin == Origin::Default));
}

#[test]
fn flags_count_more_than_variables_and_those_more_than_the_file() {
    let dir = folder("listen = '[::1]:1'\nquery-length = 1\nqueue = 1\nhosts = ['a', 'B']\n");
    let variables = [("MOTIES_QUERY_LENGTH", "2"), ("MOTIES_QUEUE", "2"), ("MOTIES_READERS", "")];
    let settings = resolve(dir.path(), &variables, &[("queue", &["3"])]).unwrap();
    assert_eq!(settings.listen.port(), 1);
    assert_eq!((settings.query_length.get(), settings.queue.get()), (2, 3));
    assert_eq!(settings.hosts.iter().map(super::Host::as_str).collect::<Vec<_>>(), ["a", "b"]);
    assert!(settings.readers.is_none(), "an empty variable says nothing");
    let file = dir.path().join("moties.toml");
    assert_eq!(settings.file(), Some(file.as_path()));
    assert_eq!(*settings.origin("hosts"), Origin::File(file));
    assert_eq!(settings.origin("query-length").to_string(), "MOTIES_QUERY_LENGTH");
    assert_eq!(settings.origin("queue").to_string(), "--queue");
    assert_eq!(settings.origin("readers").to_string(), "default");
    assert!(settings.is_public());
}

#[test]
fn lists_are_separated_by_commas_in_the_environment_and_replaced_as_a_whole() {
    let dir = folder("watch = ['in', '/uit']\nhosts = 'een'");
    let settings = resolve(dir.path(), &[], &[]).unwrap();
    assert_eq!(settings.watch, [dir.path().join("in"), "/uit".into()]);
    assert_eq!(settings.hosts.len(), 1);
    let variables = [("MOTIES_WATCH", "/a, /b"), ("MOTIES_TRUSTED_PROXIES", "::1,10.0.0.0/8")];
    let settings = resolve(dir.path(), &variables, &[("hosts", &["x", "y"])]).unwrap();
    assert_eq!(settings.watch, [Path::new("/a"), Path::new("/b")]);
    assert_eq!((settings.hosts.len(), settings.trusted_proxies.len()), (2, 2));
}

#[test]
fn the_file_is_the_one_that_is_named_or_in_the_data_directory_or_the_last() {
    let last = folder("queue = 1");
    let data = folder("queue = 2");
    let named = folder("queue = 3\ndata = 'motions'");
    let dir = data.path().to_str().unwrap();
    let file = named.path().join("moties.toml");
    let queue = |variables: &[_]| resolve(last.path(), variables, &[]).unwrap().queue.get();
    assert_eq!(queue(&[]), 1);
    assert_eq!(queue(&[("MOTIES_DATA", dir)]), 2);
    assert_eq!(queue(&[("MOTIES_DATA", dir), ("MOTIES_CONFIG", file.to_str().unwrap())]), 3);
    let mut sources = Sources {
        config: Some(file),
        flags: Given::default(),
        environment: &|_| None,
        fallback: last.path(),
    };
    let settings = Settings::resolve(&sources).unwrap();
    assert_eq!((settings.queue.get(), settings.data), (3, named.path().join("motions")));
    sources.config = Some("/weg/moties.toml".into());
    assert_eq!(
        Settings::resolve(&sources).unwrap_err().to_string(),
        "`/weg/moties.toml`: expected a file that can be read: No such file or directory \
         (os error 2); check that the file is there and that you may read it"
    );
}

#[test]
fn a_file_in_the_data_directory_cannot_name_another() {
    let dir = folder("data = 'elders'");
    let path = dir.path().to_str().unwrap();
    let error = resolve("/weg".as_ref(), &[("MOTIES_DATA", path)], &[]).unwrap_err();
    assert_eq!(
        error.to_string().replace(path, "DIR"),
        "`DIR/moties.toml`: `data`: expected the folder that this file is in, found `DIR/elders`; \
         leave it out, or name the file with --config"
    );
    fs::write(dir.path().join("moties.toml"), "data = '.'").unwrap();
    assert!(resolve("/weg".as_ref(), &[("MOTIES_DATA", path)], &[]).is_ok());
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let hint = "mend it, or leave it out to have the default";
    for (text, expected) in [
        (
            "listn = 1",
            "`moties.toml`: expected a setting, found the key `listn`; \
             `moties config` prints all settings"
                .to_owned(),
        ),
        (
            "listen = 8700",
            format!(
                "`moties.toml`: `listen`: expected an address and a port such as \
                 `127.0.0.1:8700`, found `8700`; {hint}"
            ),
        ),
        (
            "reader-memory = 1.5",
            format!(
                "`moties.toml`: `reader-memory`: expected a size such as `64 MiB`, in bytes, KiB, \
                 MiB or GiB, found a fraction; {hint}"
            ),
        ),
        (
            "queue = [1]",
            format!("`moties.toml`: `queue`: expected a whole number from 1, found a list; {hint}"),
        ),
        (
            "[queue]\nsize = 1",
            format!(
                "`moties.toml`: `queue`: expected a whole number from 1, found a table; {hint}"
            ),
        ),
        (
            "trusted-proxies = ['::1', 'proxy']",
            format!(
                "`moties.toml`: `trusted-proxies`: expected an address or a network such as \
                 `10.0.0.0/8`, found `::1`, `proxy`; {hint}"
            ),
        ),
        (
            "queue = 1\nhosts = [",
            format!(
                "`moties.toml`: line 2: expected TOML, found otherwise: unclosed array, expected `]`; {hint}"
            ),
        ),
    ] {
        assert_eq!(wrong(text), expected, "{text}");
    }
    let said = |variables: &[_], flags: &[_]| {
        resolve("/weg".as_ref(), variables, flags).unwrap_err().to_string()
    };
    assert_eq!(
        said(&[("MOTIES_QUERY_TIME", "5")], &[]),
        format!(
            "`MOTIES_QUERY_TIME`: expected a time such as `5 s`, in ms, s or min, found `5`; {hint}"
        )
    );
    assert_eq!(
        said(&[], &[("log-level", &["loud"])]),
        format!(
            "`--log-level`: expected `error`, `warn`, `info`, `debug` or `trace`, found `loud`; \
             {hint}"
        )
    );
    assert_eq!(
        said(&[], &[("public-url", &["moties.example.nl"])]),
        format!(
            "`--public-url`: expected an address such as `https://moties.example.nl`, without a \
             path, found `moties.example.nl`; {hint}"
        )
    );
}

#[test]
fn what_is_printed_says_who_set_it_and_can_be_read_again() {
    let dir = folder("hosts = ['moties.example']\npublic-url = 'https://moties.example/'");
    let flags: [(&str, &[&str]); 1] = [("query-time", &["1500 ms"])];
    let settings = resolve(dir.path(), &[("MOTIES_DATA", "/srv/moties")], &flags).unwrap();
    let printed = settings.to_toml().replace(dir.path().to_str().unwrap(), "DIR");
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(
        lines[..7],
        [
            "# The settings in force. Flags count more than variables of the environment,",
            "# those more than a file, a file more than what is built in.",
            "# The file is DIR/moties.toml",
            "",
            "# The data directory",
            "data = \"/srv/moties\" # MOTIES_DATA",
            "",
        ]
    );
    for line in [
        "listen = \"127.0.0.1:8700\" # default",
        "public-url = \"https://moties.example\" # DIR/moties.toml",
        "hosts = [\"moties.example\"] # DIR/moties.toml",
        "watch = [] # default",
        "largest-upload = \"2 GiB\" # default",
        "query-time = \"1500 ms\" # --query-time",
        "queue = 100000 # default",
        "# readers is not set",
        "log-format = \"text\" # default",
    ] {
        assert!(lines.contains(&line), "{line} in {printed}");
    }
    let again = folder(&settings.to_toml());
    let mut read = resolve(again.path(), &[], &[]).unwrap();
    assert!(Settings::ALL.iter().all(|row| row.name == "readers"
        || *read.origin(row.name) == Origin::File(again.path().join("moties.toml"))));
    (read.file, read.origins) = (settings.file.clone(), settings.origins.clone());
    assert_eq!(read, settings);
}

#[test]
fn variables_that_no_setting_has_are_named() {
    let names =
        ["MOTIES_QUERY_TIM", "MOTIES_LISTEN", "MOTIES_CONFIG", "MOTIES_PORT_8700_TCP", "PATH"];
    let unknown = Settings::unknown_variables(names.into_iter().map(str::to_owned));
    assert_eq!(unknown, ["MOTIES_QUERY_TIM"]);
}
