#!/usr/bin/env python3
"""Runs this project and its peers side by side, on the same files and the same core, in turn.

Keeps the figures as JSON and writes docs/benchmarks.md with its plots from them. What is measured, and
how, stands in README.md.
"""

import argparse
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

from ground import figures, install, machine
from ground.figures import Part
from ground.peer import PeerError
from ground.run import Run, say
from parts.importing import part as importing
from parts.index import part as index
from parts.pdf import engines as pdf_engines
from parts.pdf import part as pdf
from parts.stages import part as stages
from parts.structure import part as structure

PARTS: dict[str, Callable[[Run], Part]] = {
    "stages": stages.measure,
    "pdf": pdf.measure,
    "structure": structure.measure,
    "index": index.measure,
    "import": importing.measure,
}


def main() -> int:
    """Runs the comparison; exit code 2 where it cannot be set up."""
    arguments = parse_arguments()
    try:
        compare(arguments)
    except (install.SetupError, machine.MachineError, PeerError, OSError) as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    return 0


def parse_arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--part", choices=PARTS, action="append", metavar="PART",
        help=f"one of {', '.join(PARTS)}; again for another (default: all)",
    )  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="fewer rounds and readings")
    parser.add_argument(
        "--corpus", type=Path, default=install.ROOT / "corpus", metavar="DIR",
        help="the documents (default: the project's corpus)",
    )  # fmt: skip
    parser.add_argument("--rounds", type=positive, help="default: 5, quick 3")
    parser.add_argument(
        "--copies", type=positive, default=1, metavar="N",
        help="take the documents N times, as others, for index and import (default: 1)",
    )  # fmt: skip
    parser.add_argument("--core", type=int, help="the core to run on (default: the last)")
    parser.add_argument("--moties", type=Path, help="use this binary, and build none")
    parser.add_argument(
        "--venv", type=Path, default=install.default_environment(), metavar="DIR",
        help="where PyPI's packages are installed (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="default: in cargo's target")
    return parser.parse_args()


def positive(text: str) -> int:
    """A number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, found `{text}`")
    return int(text)


def compare(arguments: argparse.Namespace) -> None:
    """Sets up, measures part by part, and writes the report."""
    install.check_debian()
    say("building")
    moties = (arguments.moties or install.release_binary()).resolve()
    peers = install.release_example("peers")
    report = install.release_example("report")
    say(f"the peers are installed in {arguments.venv}")
    python = install.python_with_peers(arguments.venv)
    try:
        pdf_engines.pdf_extract(python)
    except install.SetupError as error:
        say(f"without pdf-extract: {error}")
    parts = arguments.part or list(PARTS)
    if "stages" in parts:
        install.run(["cargo", "bench", "--no-run"], "building the benchmarks failed")
    run = Run(
        corpus=arguments.corpus.resolve(),
        moties=moties,
        peers=peers,
        python=python,
        core=machine.pin_to_core(arguments.core),
        rounds=arguments.rounds or (3 if arguments.quick else 5),
        copies=arguments.copies,
        quick=arguments.quick,
    )
    file = arguments.json or install.target() / "compare" / "figures.json"
    for name in parts:
        load = machine.load()
        part = PARTS[name](run)
        part.command, part.machine, part.load = command(), machine.machine(), load
        part.versions["moties"] = f"commit {install.commit()}"
        if name != "stages":
            part.about += f"\n\nMedians of {run.rounds} rounds, all on core {run.core}."
        figures.keep(part, file)
    docs = install.ROOT / "docs"
    say(f"writing {docs / 'benchmarks.md'} from {file}")
    install.run([str(report), str(file), str(docs)], "writing the report failed")


def command() -> str:
    """The command that repeats this run, from the project's root."""
    script = os.path.relpath(sys.argv[0], install.ROOT)
    return shlex.join(["python3", script, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
