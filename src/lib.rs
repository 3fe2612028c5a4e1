//! Motions of Dutch assemblies: read out of PDF and text, kept, and found again by their clauses.
//!
//! The modules are floors: each imports from itself and from those listed above it here, never from
//! those below. ARCHITECTURE.md shows the house.

pub mod clock;

pub mod text;

pub mod dutch;

pub mod pdf;

pub mod scan;

pub mod grammar;

pub mod motion;

pub mod extract;

pub mod question;

pub mod index;

pub mod store;

pub mod error;

pub mod settings;

pub mod import;

pub mod eval;

pub mod generate;

pub mod measure;

pub mod web;

pub mod http;

pub mod cli;
