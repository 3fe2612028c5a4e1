//! The `moties` program: see [`moties::cli`].

fn main() -> moties::cli::Exit {
    moties::cli::main()
}
