//! libFuzzer on `targets::pdf`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use moties::grammar::Grammars;

mod targets;

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(Grammars::built_in);

fuzz_target!(|bytes: &[u8]| {
    targets::pdf(bytes, &GRAMMARS);
});
