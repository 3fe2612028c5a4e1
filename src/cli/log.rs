//! The log of a service: on standard error, as text or as JSON.
//!
//! Other commands have none: they say to a person what is to be said.

use std::io::{self, Write};

use tracing::{Dispatch, Level};
use tracing_subscriber::fmt::MakeWriter;

use crate::settings::{LogFormat, LogLevel};

/// Starts to log, for the rest of this process.
pub(super) fn start(format: LogFormat, level: LogLevel) {
    // Only a second start in one process, as in tests, is refused; the first goes on.
    let _ = tracing::dispatcher::set_global_default(dispatch(format, level, io::stderr));
}

/// What takes messages, and writes each as one line.
fn dispatch<W>(format: LogFormat, level: LogLevel, writer: W) -> Dispatch
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt()
        .with_max_level(level_of(level))
        .with_target(false)
        .with_writer(writer);
    match format {
        LogFormat::Text => Dispatch::new(lines.finish()),
        LogFormat::Json => {
            Dispatch::new(lines.json().flatten_event(true).with_span_list(false).finish())
        }
    }
}

fn level_of(level: LogLevel) -> Level {
    match level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
    }
}

/// A stream whose lines become messages, so that a log of JSON has nothing else in it.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// A line that has not ended.
    begun: Vec<u8>,
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for &byte in bytes {
            if byte == b'\n' {
                let line = String::from_utf8_lossy(&self.begun);
                tracing::info!("{}", line.strip_prefix("moties: ").unwrap_or(&line));
                self.begun.clear();
            } else {
                self.begun.push(byte);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::sync::Mutex;

    use super::*;

    /// What is logged, but for the times.
    fn logged(format: LogFormat, level: LogLevel, say: impl FnOnce()) -> Vec<String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        let writer = Mutex::new(File::create(file.path()).unwrap());
        tracing::dispatcher::with_default(&dispatch(format, level, writer), say);
        let text = fs::read_to_string(file.path()).unwrap();
        let cut = match format {
            LogFormat::Text => "0000-00-00T00:00:00.000000Z ".len(),
            LogFormat::Json => r#"{"timestamp":"0000-00-00T00:00:00.000000Z","#.len(),
        };
        text.lines().map(|line| line[cut..].trim().to_owned()).collect()
    }

    #[test]
    fn what_is_less_grave_is_left_out() {
        let say = || {
            tracing::error_span!("request", id = "een").in_scope(|| {
                tracing::info!(status = 200, "answered");
                tracing::warn!(code = "store-busy", "wait");
            });
        };
        assert_eq!(
            logged(LogFormat::Text, LogLevel::Info, say),
            [
                r#"INFO request{id="een"}: answered status=200"#,
                r#"WARN request{id="een"}: wait code="store-busy""#,
            ]
        );
        assert_eq!(
            logged(LogFormat::Json, LogLevel::Warn, say),
            [
                r#""level":"WARN","message":"wait","code":"store-busy","span":{"id":"een","name":"request"}}"#
            ]
        );
    }

    #[test]
    fn lines_become_messages() {
        let say = || {
            let mut lines = Lines::default();
            lines.write_all(b"moties: st").unwrap();
            lines.write_all(b"opped\n`a`: b\nc").unwrap();
        };
        assert_eq!(
            logged(LogFormat::Json, LogLevel::Info, say),
            [r#""level":"INFO","message":"stopped"}"#, r#""level":"INFO","message":"`a`: b"}"#]
        );
    }
}
