//! The `moties` program.

fn main() {}
