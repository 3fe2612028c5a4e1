#!/usr/bin/env python3
"""Damages PDFs, and compares how much text the readers still find in them, side by side in one run.

Prints Markdown. What is measured, and how, stands in README.md.
"""

import argparse
import random
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ground import install
from ground.peer import PeerError
from parts.pdf.engines import Engine, Reading, StayingPeer, all_engines
from parts.pdf.measures import words
from parts.pdf.results import say
from pdf import load_truths, positive

PATIENCE = 30
"""Seconds that a reader may take over a file."""

USABLE = 0.5
"""The share of the true words from which a text is of use, if as much of it is true."""

Damage = Callable[[bytearray, random.Random], None]


@dataclass
class Tally:
    """What a reader made of all damaged files."""

    usable: int = 0
    words: int = 0
    crashes: int = 0

    def add(self, true: Counter[str], reading: Reading | None) -> None:
        """Adds a file; without a reading, the reader crashed or did not end."""
        if reading is None:
            self.crashes += 1
            return
        found = words(reading.text)
        self.words += (true & found).total()
        self.usable += is_usable(true, found)


def main() -> int:
    """Runs the comparison; exit code 2 where it cannot be set up."""
    arguments = parse_arguments()
    try:
        compare(arguments)
    except (install.SetupError, PeerError, OSError) as error:
        print(f"mutants.py: {error}", file=sys.stderr)
        return 2
    return 0


def parse_arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--truth", type=Path, metavar="DIR", required=True,
        help="a folder of `x.pdf` with the true `lines` in `x.json` beside it",
    )  # fmt: skip
    parser.add_argument("--files", type=positive, default=10, help="default: %(default)s")
    parser.add_argument("--each", type=positive, default=40, help="mutants a file (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the damaged files in DIR")
    parser.add_argument("--moties", type=Path, help="use this binary, and build none")
    parser.add_argument("--venv", type=Path, default=install.default_environment(), metavar="DIR")
    return parser.parse_args()


def compare(arguments: argparse.Namespace) -> None:
    """Damages, reads, and prints what came of it."""
    chance = random.Random(arguments.seed)
    truths = load_truths(arguments.truth)
    install.check_debian()
    moties = arguments.moties or install.release_binary()
    python = install.python_with_peers(arguments.venv)
    true = {file: words("\n".join(truth.lines)) for file, truth in truths.items()}
    readers = Readers(lambda: all_engines(moties, python)[0])
    try:
        whole = [file for file in sorted(true) if readers.any_reads(file, true[file])]
        chosen = sorted(chance.sample(whole, min(arguments.files, len(whole))))
        tallies = {name: Tally() for name in readers.names()}
        with tempfile.TemporaryDirectory() as scratch:
            folder = arguments.keep or Path(scratch)
            folder.mkdir(exist_ok=True)
            for source in chosen:
                say(source.name)
                for number in range(arguments.each):
                    file = folder / f"{source.stem}-{number:02}.pdf"
                    file.write_bytes(damaged(source.read_bytes(), chance))
                    for name, reading in readers.read(file):
                        tallies[name].add(true[source], reading)
    finally:
        readers.close()
    print(report(arguments, chosen, tallies))


def report(arguments: argparse.Namespace, chosen: list[Path], tallies: dict[str, Tally]) -> str:
    """The table, and what it was made of."""
    count = len(chosen) * arguments.each
    files = ", ".join(file.stem for file in chosen)
    lines = [
        f"{count} damaged files, {arguments.each} of each of {files}; seed {arguments.seed}.\n",
        "| reader | usable text | true words found | crashes and time-outs |",
        "| --- | --- | --- | --- |",
        *(f"| {name} | {t.usable} | {t.words} | {t.crashes} |" for name, t in tallies.items()),
    ]
    return "\n".join(lines)


def damaged(source: bytes, chance: random.Random) -> bytes:
    """A file with one to three things done to it, as disks, mail and bad programs do them."""
    data = bytearray(source)
    for _ in range(chance.randint(1, 3)):
        chance.choice(DAMAGES)(data, chance)
    return bytes(data)


def flip(data: bytearray, chance: random.Random) -> None:
    """Changes some bytes to others."""
    for _ in range(chance.choice([1, 5, 25, 100])):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)


def cut(data: bytearray, chance: random.Random) -> None:
    """Leaves the end out, as a transfer that broke off."""
    del data[chance.randrange(len(data) // 4, len(data) + 1) :]


def blank(data: bytearray, chance: random.Random) -> None:
    """Makes a block zero, as a disk that lost it."""
    start, length = block(data, chance)
    data[start : start + length] = bytes(len(data[start : start + length]))


def lose(data: bytearray, chance: random.Random) -> None:
    """Leaves a block out: what follows stands elsewhere than the tables say."""
    start, length = block(data, chance)
    del data[start : start + length]


def repeat(data: bytearray, chance: random.Random) -> None:
    """Writes a block twice."""
    start, length = block(data, chance)
    data[start:start] = data[start : start + length]


def scribble(data: bytearray, chance: random.Random) -> None:
    """Puts bytes in that say nothing."""
    start, length = block(data, chance)
    data[start:start] = chance.randbytes(length)


def block(data: bytearray, chance: random.Random) -> tuple[int, int]:
    """Where a block starts, and how long it is."""
    return chance.randrange(len(data) + 1), chance.choice([1, 16, 128, 512, 4096])


DAMAGES: list[Damage] = [flip, cut, blank, lose, repeat, scribble]


class Readers:
    """The readers, started anew where a file was the end of them."""

    def __init__(self, start: Callable[[], list[Engine]]) -> None:
        self.start = start
        self.engines = start()

    def names(self) -> list[str]:
        """What the readers are called."""
        return [engine.name for engine in self.engines]

    def read(self, file: Path) -> Iterator[tuple[str, Reading | None]]:
        """What each makes of a file; None where it crashes or does not end."""
        for place, engine in enumerate(self.engines):
            reading = read(engine, file)
            yield engine.name, reading
            if reading is None:
                self.engines[place] = self.start()[place]

    def any_reads(self, file: Path, true: Counter[str]) -> bool:
        """Whether some reader finds a text of use in a file."""
        readings = [reading for _, reading in self.read(file)]
        return any(is_usable(true, words(reading.text)) for reading in readings if reading)

    def close(self) -> None:
        """Ends what is running."""
        for engine in self.engines:
            engine.close()


def read(engine: Engine, file: Path) -> Reading | None:
    """What a reader makes of a file; None where it crashes or does not end."""
    timer = None
    if isinstance(engine, StayingPeer):
        timer = threading.Timer(PATIENCE, engine.kill)
        timer.start()
    try:
        return engine.read(file)
    except (PeerError, BrokenPipeError):
        return None
    finally:
        if timer:
            timer.cancel()


def is_usable(true: Counter[str], found: Counter[str]) -> bool:
    """Whether enough of the truth was found, and not much else."""
    return (true & found).total() >= USABLE * max(true.total(), found.total())


if __name__ == "__main__":
    sys.exit(main())
