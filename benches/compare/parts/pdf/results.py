"""Measures readers: against the truth, against one another, and in time.

Knows readers and measures, not how the results are shown.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from parts.pdf import measures
from parts.pdf.engines import Engine, Reading
from parts.pdf.measures import Truth

REFERENCE = "pdftotext-layout"
"""The reader that the others' words are held against."""


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


def agreements(readings: dict[str, Reading], reference: dict[str, Reading]) -> dict[str, Agreement]:
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


def say(line: str) -> None:
    """Says a line to a person."""
    print(f"pdf.py: {line}", file=sys.stderr)
