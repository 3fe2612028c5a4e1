//! Dutch words: what a text can be found by, and what is looked for, from the same code.
//!
//! ```text
//! "De jeugdhulpverleners in Noord-Holland, 36 410"
//!   0  Form de
//!   1  Form jeugdhulpverleners  Stem jeugdhulpverlener  Part jeugd, jeugdhulp, hulp, verlener, …
//!   2  Form in
//!   3  Form noord               Joined noordholland (words 3 and 4)
//!   4  Form holland
//!   5  Form 36                  Joined 36410 (words 5 and 6)
//!   6  Form 410
//! ```
//!
//! Text is folded ([`Folded`](crate::text::Folded)) and cut at what is neither letter nor digit. Each word
//! keeps its place in the text before folding, and says under which forms it is found ([`Kind`]). A
//! question is put to the same code ([`sought`]), so that the two cannot drift apart.
//!
//! The floor knows Dutch: endings ([`stem()`]), compounds ([`split()`]), abbreviations, numbers, dates. It
//! knows neither an index nor motions. The words that it knows stand in `data/woorden`.

mod dates;
mod endings;
mod hash;
mod joined;
mod kin;
mod lists;
mod memo;
mod numbers;
mod question;
mod split;
mod stem;
mod words;

pub use lists::is_stop;
pub use question::{Sought, Term, exact, sought};
pub use split::split;
pub use stem::stem;
pub use words::{Form, Kind, Word, Words, words};
