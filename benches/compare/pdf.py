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
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pdf_measures as measures
import pdf_setup as setup
from pdf_engines import Engine, EngineError, Reading, all_engines
from pdf_measures import Truth

READABLE_UP_TO = 0.25
"""A file is one that can be read if some reader gets at most this share of its characters wrong."""

AGREES_FROM = 0.98
"""Files whose words agree less than this with the reference are named."""

WORDS_SHOWN = 8
"""How many differing words are shown of a file."""

REFERENCE = "pdftotext-layout"
"""The reader that the others' words are held against."""

Table = list[list[str]]


@dataclass
class Accuracy:
    """How near a reader comes to the truth of one file."""

    errors: int
    length: int
    lines: float
    bullets: int
    bullets_true: int
    failed: str | None

    @property
    def error_share(self) -> float:
        """Wrong characters by true characters."""
        return self.errors / self.length


@dataclass
class Agreement:
    """How far a reader's words on one file are those of the reference."""

    f1: float
    only_here: list[str]
    only_reference: list[str]
    failed: str | None


@dataclass
class Speed:
    """The seconds that a reader takes, and what its process takes to start."""

    by_file: dict[str, float]
    all_files: float
    start_up: float


@dataclass
class Results:
    """What was measured: by the reader's key, then by the file's name."""

    accuracy: dict[str, dict[str, Accuracy]] = field(default_factory=dict)
    agreement: dict[str, dict[str, Agreement]] = field(default_factory=dict)
    speed: dict[str, Speed] = field(default_factory=dict)


def main() -> int:
    """Runs the comparison; exit code 2 where it cannot be set up."""
    arguments = parse_arguments()
    try:
        compare(arguments)
    except (setup.SetupError, EngineError, OSError) as error:
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
        "--venv", type=Path, default=setup.default_environment(), metavar="DIR",
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
    setup.check_debian()
    origin = "binary given" if arguments.moties else f"commit {setup.commit()}"
    moties = arguments.moties or setup.release_binary()
    say(f"the peers are installed in {arguments.venv}")
    engines = all_engines(moties, setup.python_with_peers(arguments.venv))
    core = setup.pin_to_core(arguments.core)
    try:
        heading = head(engines, origin, core)
        results = measure(engines, truths, files, arguments.rounds, arguments.times)
    finally:
        for engine in engines:
            engine.close()
    print(report(heading, engines, results, arguments))
    if arguments.json:
        arguments.json.write_text(as_json(heading, results), encoding="utf-8")


def corpus() -> list[Path]:
    """The PDFs of this project."""
    return [path for path in sorted(setup.ROOT.glob("corpus/*/*.pdf")) if path.is_file()]


def check_files(paths: Sequence[Path]) -> list[Path]:
    """The paths, all of which must be files."""
    for path in paths:
        if not path.is_file():
            raise setup.SetupError(f"expected a file, found `{path}`")
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
        raise setup.SetupError(f"expected `x.pdf` and `x.json` beside it, found none in `{folder}`")
    return truths


def load_truth(file: Path) -> Truth:
    """The true lines of a document, in one order or two."""
    said = json.loads(file.read_text(encoding="utf-8"))
    if not said.get("lines"):
        raise setup.SetupError(f"expected true `lines`, found none in `{file}`")
    orders = [said["lines"]] + ([said["alt"]] if said.get("alt") else [])
    return Truth(tuple(map(tuple, orders)))


def measure(
    engines: Sequence[Engine],
    truths: dict[Path, Truth],
    files: dict[str, Path],
    rounds: int,
    times: int,
) -> Results:
    """Measures each reader against the truth, against the reference, and in time."""
    say(f"reading {len(truths)} files with truth and {len(files)} without")
    true_readings = read_all(engines, {file.name: file for file in truths})
    readings = read_all(engines, files)
    results = Results()
    for engine in engines:
        results.accuracy[engine.key] = {
            file.name: accuracy(truth, true_readings[engine.key][file.name])
            for file, truth in truths.items()
        }
        results.agreement[engine.key] = agreements(readings[engine.key], readings[REFERENCE])
    timed = {
        name: file
        for name, file in files.items()
        if all(read[name].has_words for read in readings.values())
    }
    if timed:
        results.speed = time_all(engines, timed, rounds, times)
    return results


def read_all(engines: Sequence[Engine], files: dict[str, Path]) -> dict[str, dict[str, Reading]]:
    """Reads all files with each reader."""
    return {
        engine.key: {name: engine.read(file) for name, file in files.items()} for engine in engines
    }


def accuracy(truth: Truth, reading: Reading) -> Accuracy:
    """Holds what a reader read against the truth."""
    bullets, bullets_true = measures.bullets(truth, reading.text)
    return Accuracy(
        errors=measures.character_errors(truth, reading.text),
        length=truth.length,
        lines=measures.lines_in_order(truth, reading.text),
        bullets=bullets,
        bullets_true=bullets_true,
        failed=reading.failed,
    )


def agreements(
    readings: dict[str, Reading], reference: dict[str, Reading]
) -> dict[str, Agreement]:
    """Holds a reader's words against the reference's, on files where the latter has any."""
    return {
        name: agreement(reading, reference[name])
        for name, reading in readings.items()
        if reference[name].has_words
    }


def agreement(reading: Reading, reference: Reading) -> Agreement:
    """Holds the words of one file against the reference's."""
    only_here, only_reference = measures.words_apart(reading.text, reference.text)
    f1 = measures.word_agreement(reading.text, reference.text)
    return Agreement(f1, only_here, only_reference, reading.failed)


def time_all(
    engines: Sequence[Engine], files: dict[str, Path], rounds: int, times: int
) -> dict[str, Speed]:
    """Times the readers in turn: each file by itself, then all of them, in several rounds."""
    by_file: dict[tuple[str, str], list[float]] = {}
    all_files: dict[str, list[float]] = {}
    start_ups: dict[str, list[float]] = {}
    every = list(files.values())
    for done in range(rounds):
        say(f"timing, round {done + 1} of {rounds}")
        for name, file in files.items():
            for engine in engines:
                timing = engine.time([file], times)
                by_file.setdefault((engine.key, name), []).append(timing.reading)
                start_ups.setdefault(engine.key, []).append(timing.start_up)
        for engine in engines:
            all_files.setdefault(engine.key, []).append(engine.time(every, 1).reading)
    return {
        engine.key: Speed(
            {name: median(by_file[engine.key, name]) for name in files},
            median(all_files[engine.key]),
            median(start_ups[engine.key]),
        )
        for engine in engines
    }


def head(engines: Sequence[Engine], origin: str, core: int) -> dict[str, Any]:
    """What a reader of the tables has to know to repeat them."""
    versions = {engine.name: engine.version() for engine in engines}
    versions[engines[0].name] += f" ({origin})"
    return {
        "machine": setup.machine(),
        "core": core,
        "versions": versions,
        "command": command(sys.argv),
    }


def command(arguments: Sequence[str]) -> str:
    """A command line; all PDFs of a folder are written as a pattern."""
    named = set(arguments)
    written = ["python3"]
    for argument in arguments:
        folder = Path(argument).parent
        is_pdf = argument.endswith(".pdf")
        if is_pdf and named.issuperset(str(folder / file.name) for file in folder.glob("*.pdf")):
            written.append(f"{shlex.quote(str(folder))}/*.pdf")
        else:
            written.append(shlex.quote(argument))
    return " ".join(dict.fromkeys(written))


def report(
    heading: dict[str, Any],
    engines: Sequence[Engine],
    results: Results,
    arguments: argparse.Namespace,
) -> str:
    """All tables, as Markdown."""
    parts = [
        "# Readers of PDF text, side by side",
        f"Machine: {heading['machine']}; all on core {heading['core']}.",
        markdown([["reader", "version"], *map(list, heading["versions"].items())]),
        f"Again with: `{heading['command']}`",
    ]
    if any(results.accuracy.values()):
        parts += accuracy_report(engines, results.accuracy)
    if any(results.agreement.values()):
        parts += agreement_report(engines, results.agreement)
    if results.speed:
        parts += speed_report(engines, results.speed, arguments)
    return "\n\n".join(parts)


def accuracy_report(
    engines: Sequence[Engine], accuracy_of: dict[str, dict[str, Accuracy]]
) -> list[str]:
    """The tables of the files with truth: over those that can be read, then file by file."""
    names = list(accuracy_of[engines[0].key])
    readable = [
        name
        for name in names
        if min(by_file[name].error_share for by_file in accuracy_of.values()) <= READABLE_UP_TO
    ]
    whole = [["reader", "character error %", "lines in order %", "bullets at line starts %"]]
    for engine in engines:
        measured = [accuracy_of[engine.key][name] for name in readable]
        whole.append([engine.name, *accuracy_cells(measured)])
    by_file = [["file", *(engine.name for engine in engines)]]
    for name in names:
        shares = (percent(accuracy_of[engine.key][name].error_share) for engine in engines)
        by_file.append([name if name in readable else f"{name} (not readable)", *shares])
    parts = [
        f"## Against the truth: {len(readable)} of {len(names)} files can be read by some reader",
        markdown(whole),
        "Character error % by file:",
        markdown(by_file),
    ]
    behind = behind_rows(engines, accuracy_of, readable)
    if len(behind) > 1:
        parts += [f"Where `{engines[0].name}` is behind the best:", markdown(behind)]
    return parts


def behind_rows(
    engines: Sequence[Engine],
    accuracy_of: dict[str, dict[str, Accuracy]],
    names: Sequence[str],
) -> Table:
    """The files on which the first reader gets more characters wrong than another does."""
    first, *others = engines
    rows = [["file", "character error %", "the best's", "the best", "said"]]
    for name in names:
        ours = accuracy_of[first.key][name]
        best = min(others, key=lambda engine: accuracy_of[engine.key][name].errors)
        theirs = accuracy_of[best.key][name]
        if theirs.errors < ours.errors:
            shares = [percent(ours.error_share), percent(theirs.error_share)]
            rows.append([name, *shares, best.name, ours.failed or ""])
    return rows


def accuracy_cells(measured: Sequence[Accuracy]) -> list[str]:
    """The three shares over several files."""
    errors = ratio(sum(one.errors for one in measured), sum(one.length for one in measured))
    lines = ratio(sum(one.lines for one in measured), len(measured))
    bullets = ratio(
        sum(one.bullets for one in measured), sum(one.bullets_true for one in measured)
    )
    return [percent(errors), percent(lines), percent(bullets)]


def agreement_report(
    engines: Sequence[Engine], agreement_of: dict[str, dict[str, Agreement]]
) -> list[str]:
    """The table of word agreement, and where the first reader differs most."""
    reference = next(engine.name for engine in engines if engine.key == REFERENCE)
    count = len(agreement_of[REFERENCE])
    rows = [["reader", "median F1", "minimum F1", "file of the minimum", "files that failed"]]
    for engine in engines:
        if engine.key != REFERENCE:
            rows.append([engine.name, *agreement_cells(agreement_of[engine.key])])
    parts = [f"## Words as `{reference}` has them: {count} files", markdown(rows)]
    apart = apart_rows(agreement_of[engines[0].key])
    if len(apart) > 1:
        parts += [f"Where `{engines[0].name}` agrees less than {AGREES_FROM}:", markdown(apart)]
    return parts


def agreement_cells(by_file: dict[str, Agreement]) -> list[str]:
    """The median and the minimum of a reader, and how many files it failed on."""
    lowest = min(by_file, key=lambda name: by_file[name].f1)
    middle = median(one.f1 for one in by_file.values())
    failed = sum(one.failed is not None for one in by_file.values())
    return [f"{middle:.4f}", f"{by_file[lowest].f1:.4f}", lowest, str(failed)]


def apart_rows(by_file: dict[str, Agreement]) -> Table:
    """The files whose words agree too little, with the first of the words that differ."""
    rows = [["file", "F1", "words only here", "words only there"]]
    for name, one in sorted(by_file.items(), key=lambda item: item[1].f1):
        if one.f1 < AGREES_FROM:
            here = one.failed or some_words(one.only_here)
            rows.append([name, f"{one.f1:.4f}", here, some_words(one.only_reference)])
    return rows


def some_words(words: Sequence[str]) -> str:
    """The first of several words, and how many more there are."""
    shown = " ".join(f"`{word}`" for word in words[:WORDS_SHOWN])
    more = len(words) - WORDS_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def speed_report(
    engines: Sequence[Engine], speed_of: dict[str, Speed], arguments: argparse.Namespace
) -> list[str]:
    """The table of times, and their ratios to the first reader's."""
    first = speed_of[engines[0].key]
    count = len(first.by_file)
    rows = [["reader", "median file, ms", "ratio", "all files, ms", "ratio", "start-up, ms"]]
    for engine in engines:
        speed = speed_of[engine.key]
        file, first_file = (median(one.by_file.values()) for one in (speed, first))
        rows.append(
            [
                engine.name,
                milliseconds(file),
                f"{file / first_file:.2f}",
                milliseconds(speed.all_files),
                f"{speed.all_files / first.all_files:.2f}",
                milliseconds(speed.start_up) if speed.start_up else "–",
            ]
        )
    return [
        f"## Speed on the {count} files that all can read",
        markdown(rows),
        f"One core, readers in turn, medians of {arguments.rounds} rounds, {arguments.times} "
        "readings of a file a round. Start-up of a process is taken off.",
    ]


def as_json(heading: dict[str, Any], results: Results) -> str:
    """Every figure."""
    return json.dumps(heading | asdict(results), ensure_ascii=False, indent=2) + "\n"


def markdown(table: Table) -> str:
    """A Markdown table, its first row the heading."""
    heading, *rows = map(markdown_row, table)
    return "\n".join([heading, "|" + " --- |" * len(table[0]), *rows])


def markdown_row(cells: Sequence[str]) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def ratio(part: float, whole: float) -> float:
    """A part of a whole; of nothing, nothing."""
    return part / whole if whole else 0.0


def percent(share: float) -> str:
    """A share in hundredths."""
    return f"{100 * share:.2f}"


def milliseconds(seconds: float) -> str:
    """Seconds in thousandths."""
    return f"{1000 * seconds:.2f}"


def say(line: str) -> None:
    """Says a line to a person."""
    print(f"pdf.py: {line}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
