//! Reads PDFs with the crate pdf-extract; answers lines of JSON as `parts/pdf/peers.py` does.

use std::hint::black_box;
use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cpu_time::ProcessTime;
use serde_json::{Value, json};

fn main() {
    // What it says of a file that it cannot read is in its answer.
    std::panic::set_hook(Box::new(|_| {}));
    for line in std::io::stdin().lock().lines() {
        let request: Value =
            line.ok().and_then(|line| serde_json::from_str(&line).ok()).unwrap_or_default();
        println!("{}", answer(&request));
    }
}

fn answer(request: &Value) -> Value {
    match request["do"].as_str() {
        Some("version") => json!({ "version": "pdf-extract 0.12.1" }),
        Some("read") => match text(request["file"].as_str().unwrap_or_default()) {
            Ok(text) => json!({ "text": text }),
            Err(why) => json!({ "failed": why }),
        },
        Some("time") => {
            let files: Vec<&str> = request["files"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let start = ProcessTime::now();
            for _ in 0..request["times"].as_u64().unwrap_or(1) {
                for file in &files {
                    let _ = black_box(text(file));
                }
            }
            json!({ "seconds": start.elapsed().as_secs_f64() })
        }
        other => {
            json!({ "failed": format!("expected `version`, `read` or `time`, found {other:?}") })
        }
    }
}

/// Reads a file; a panic is an answer too.
fn text(file: &str) -> Result<String, String> {
    match catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text(file))) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("it panics".to_owned()),
    }
}
