//! The settings as a file, with what each says and where it comes from.

use std::fmt::Write;

use super::Settings;

impl Settings {
    /// Writes the settings as TOML that can be read as a file again; each with a comment that says
    /// what it is, and one that says who set it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text =
            "# The settings in force. Flags count more than variables of the environment,\n\
                        # those more than a file, a file more than what is built in.\n"
                .to_owned();
        match self.file() {
            Some(path) => line(&mut text, &format!("# The file is {}", path.display())),
            None => line(&mut text, "# No file was found"),
        }
        let mut origins = self.origins.iter();
        self.each(&mut |row, value| {
            let origin = origins.next().expect("every setting has its origin");
            line(&mut text, &format!("\n# {}", row.help));
            match value {
                Some(value) => line(&mut text, &format!("{} = {value} # {origin}", row.name)),
                None => line(&mut text, &format!("# {} is not set", row.name)),
            }
        });
        text
    }
}

/// Adds a line. What it has of a path must not end a comment.
fn line(text: &mut String, line: &str) {
    let (head, rest) = line.split_at(usize::from(line.starts_with('\n')));
    let rest = rest.replace(char::is_control, "\u{fffd}");
    writeln!(text, "{head}{rest}").expect("a string takes all that is written");
}
