#!/usr/bin/env python3
"""Compares readers of PDF text side by side, in one run, on the same files and the same core.

Prints Markdown; `--json` keeps every figure. What is measured, and how, stands in README.md.
"""

import argparse
import json
import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ground import install, machine
from ground.peer import PeerError
from parts.pdf.engines import Engine, all_engines
from parts.pdf.measures import Truth
from parts.pdf.report import Heading, report
from parts.pdf.results import Results, measure, say


def main() -> int:
    """Runs the comparison; exit code 2 where it cannot be set up."""
    arguments = parse_arguments()
    try:
        compare(arguments)
    except (install.SetupError, machine.MachineError, PeerError, OSError) as error:
        print(f"pdf.py: {error}", file=sys.stderr)
        return 2
    return 0


def parse_arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH",
        help="PDFs without truth, for agreement and speed (default: the project's corpus)",
    )  # fmt: skip
    parser.add_argument(
        "--truth", type=Path, metavar="DIR",
        help="a folder of `x.pdf` with the true `lines`, and optional `alt`, in `x.json` beside it",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every figure in FILE")
    parser.add_argument("--moties", type=Path, help="use this binary, and build none")
    parser.add_argument(
        "--venv", type=Path, default=install.default_environment(), metavar="DIR",
        help="where PyPI's packages are installed (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--core", type=int, help="the core to run on (default: the last)")
    parser.add_argument("--rounds", type=positive, default=5, help="default: %(default)s")
    parser.add_argument(
        "--times", type=positive, default=20, help="readings a round (default: %(default)s)"
    )
    return parser.parse_args()


def positive(text: str) -> int:
    """A number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, found `{text}`")
    return int(text)


def compare(arguments: argparse.Namespace) -> None:
    """Sets up, measures, and prints what came of it."""
    truths = load_truths(arguments.truth) if arguments.truth else {}
    files = by_name(check_files(arguments.paths) or corpus())
    install.check_debian()
    origin = "binary given" if arguments.moties else f"commit {install.commit()}"
    moties = arguments.moties or install.release_binary()
    say(f"the peers are installed in {arguments.venv}")
    engines, missing = all_engines(moties, install.python_with_peers(arguments.venv))
    for name, why in missing.items():
        say(f"`{name}` is left out: {why}")
    core = machine.pin_to_core(arguments.core)
    try:
        heading = head(engines, origin, core)
        results = measure(engines, truths, files, arguments.rounds, arguments.times)
    finally:
        for engine in engines:
            engine.close()
    print(report(heading, engines, results, arguments.rounds, arguments.times))
    if arguments.json:
        arguments.json.write_text(as_json(heading, results), encoding="utf-8")


def corpus() -> list[Path]:
    """The PDFs of this project."""
    return [path for path in sorted(install.ROOT.glob("corpus/*/*.pdf")) if path.is_file()]


def check_files(paths: Sequence[Path]) -> list[Path]:
    """The paths, all of which must be files."""
    for path in paths:
        if not path.is_file():
            raise install.SetupError(f"expected a file, found `{path}`")
    return [path.resolve() for path in paths]


def by_name(files: Sequence[Path]) -> dict[str, Path]:
    """The files by what they are called below the folder that holds them all."""
    folder = os.path.commonpath([file.parent for file in files])
    return {str(file.relative_to(folder)): file for file in files}


def load_truths(folder: Path) -> dict[Path, Truth]:
    """The documents of a folder that have their true lines beside them."""
    truths = {
        file.resolve(): load_truth(beside)
        for file in sorted(folder.glob("*.pdf"))
        if (beside := file.with_suffix(".json")).exists()
    }
    if not truths:
        raise install.SetupError(
            f"expected `x.pdf` and `x.json` beside it, found none in `{folder}`"
        )
    return truths


def load_truth(file: Path) -> Truth:
    """The true lines of a document, in one order or two."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise install.SetupError(f"expected JSON in `{file}`, found none: {error}") from error
    if not isinstance(said, dict) or not said.get("lines"):
        raise install.SetupError(f"expected true `lines`, found none in `{file}`")
    orders = [said["lines"]] + ([said["alt"]] if said.get("alt") else [])
    return Truth(tuple(map(tuple, orders)))


def head(engines: Sequence[Engine], origin: str, core: int) -> Heading:
    """What a reader of the tables has to know to repeat them."""
    versions = {engine.name: engine.version() for engine in engines}
    versions[engines[0].name] += f" ({origin})"
    return Heading(f"{machine.machine()}, {machine.load()}", core, versions, command(sys.argv))


def command(arguments: Sequence[str]) -> str:
    """A command line; all PDFs of a folder are written as a pattern."""
    named = set(arguments)
    written = ["python3"]
    for argument in arguments:
        folder = Path(argument).parent
        pattern = f"{shlex.quote(str(folder))}/*.pdf"
        is_pdf = argument.endswith(".pdf")
        if is_pdf and named.issuperset(str(folder / file.name) for file in folder.glob("*.pdf")):
            written += [pattern] if pattern not in written else []
        else:
            written.append(shlex.quote(argument))
    return " ".join(written)


def as_json(heading: Heading, results: Results) -> str:
    """Every figure."""
    return json.dumps(asdict(heading) | asdict(results), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())


if __name__ == "__main__":
    sys.exit(main())
