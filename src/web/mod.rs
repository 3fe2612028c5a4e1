//! Floor 7: the pages, in Dutch, as functions of data.
//!
//! Knows HTML and what a reader wants to see. Does not know requests: `http` does.
//!
//! Everything works without JavaScript. Whatever comes out of documents is escaped by maud.

mod api;
mod feed;
mod imports;
mod layout;
mod login;
mod motion;
mod questions;
mod search;
mod versions;
mod words;

pub use api::api;
pub use feed::{Entry, Feed, feed};
pub use imports::{Form, Imports, Report, imports, report};
pub use layout::failure;
pub use login::login;
pub use motion::motion;
pub use questions::{Question, Questions, Row, question, questions};
pub use search::{Search, search};

/// The style sheet of all pages.
pub const STYLE: &str = include_str!("style.css");
