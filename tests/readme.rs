//! The README's commands do what it prints.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// The fenced blocks of a language in a Markdown text.
fn blocks<'a>(markdown: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    markdown
        .split(fence.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default())
        .collect()
}

/// Runs a command line of the README; gives what it prints, both streams.
fn run(line: &str, data: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_moties"));
    let folder = program.parent().expect("it lies in a folder").display().to_string();
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("({line}) 2>&1")])
        .env("PATH", path)
        .env("MOTIES_DATA", data)
        .current_dir(crate::root())
        .stdin(Stdio::null())
        .output()
        .expect("there is a shell");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_commands_print_what_the_readme_shows() {
    let readme = crate::read("README.md");
    let data = tempfile::tempdir().unwrap();
    let mut seen = 0;
    for block in blocks(&readme, "console") {
        for part in block.split("$ ").skip(1) {
            let (line, expected) = part.split_once('\n').expect("a command ends its line");
            assert_eq!(run(line, data.path()).trim_end(), expected.trim_end(), "$ {line}");
            seen += 1;
        }
    }
    assert!(seen >= 4, "{seen}");
}

/// The main command, but for its port: imports, says so, and serves.
#[test]
fn the_main_command_imports_and_serves() {
    let readme = crate::read("README.md");
    let line = blocks(&readme, "sh")[0].trim();
    let arguments =
        line.strip_prefix("cargo run --release -- ").expect("the first command runs the main job");
    let data = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_moties"))
        .args(arguments.split(' '))
        .args(["--listen", "127.0.0.1:0"])
        .env("MOTIES_DATA", data.path())
        .current_dir(crate::root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut said = String::new();
    BufReader::new(child.stdout.take().expect("it is piped"))
        .read_line(&mut said)
        .expect("it says where it listens");
    let address = said
        .trim()
        .strip_prefix("listening on http://")
        .expect("it says where it listens")
        .to_owned();
    let get = |path: &str| {
        let mut stream = std::net::TcpStream::connect(&address).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
            .expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    };
    let page = get("/?q=bevolkingsdaling&clause=overwegende");
    let found = get("/api/v1/search?q=bevolkingsdaling&clause=overwegende");
    child.kill().expect("it runs");
    let mut errors = String::new();
    child.stderr.take().expect("it is piped").read_to_string(&mut errors).expect("it is text");
    child.wait().expect("it ends");
    assert!(page.starts_with("HTTP/1.1 200 OK") && page.contains("<mark>"), "{page}");
    assert!(found.starts_with("HTTP/1.1 200 OK") && found.contains("\"total\":1"), "{found}");
    let printed = blocks(&readme, "text")[0];
    let summary = printed.lines().next().expect("the summary comes first");
    assert!(errors.contains(summary), "`{summary}` is not in `{errors}`");
    assert_eq!(printed.lines().nth(1), Some("listening on http://127.0.0.1:8700"));
}

/// The README speaks of every command that there is.
#[test]
fn every_command_is_in_the_readme() {
    let readme = crate::read("README.md");
    let data = tempfile::tempdir().unwrap();
    let help = run("moties --help", data.path());
    let commands = help
        .split("Commands:")
        .nth(1)
        .expect("it lists commands")
        .split("Options:")
        .next()
        .unwrap_or_default();
    for command in commands
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| *word != "help")
    {
        assert!(readme.contains(&format!("`{command}")), "`{command}` is not in the README");
    }
}

/// Links between the project's own documents lead somewhere.
#[test]
fn links_lead_somewhere() {
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "grammars/README.md",
        "corpus/README.md",
        "benches/README.md",
        "benches/compare/README.md",
        "docs/benchmarks.md",
        "docs/performance.md",
        "docs/query.md",
        "docs/operate/README.md",
    ] {
        let text = crate::read(document);
        let folder = Path::new(document).parent().expect("a path has one");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            let inside = !link.contains("://") && !file.is_empty();
            assert!(
                !inside || crate::root().join(folder).join(file).exists(),
                "{document}: `{link}` leads nowhere"
            );
        }
    }
}
