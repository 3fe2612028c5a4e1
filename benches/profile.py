#!/usr/bin/env python3
"""Profiles one stage on one document or on a folder: instruction counts, or a flame graph.

    python3 benches/profile.py record corpus/vng/begrijpelijke-brieven.txt
    python3 benches/profile.py pdf corpus
    python3 benches/profile.py record corpus --flame record.svg

Instructions are counted by valgrind's callgrind, which gives the same count in every run; it prints
Markdown. A flame graph is sampled by perf, and drawn by inferno (`cargo install inferno`). The stage runs
alone, in the example `peers`; reading the files and starting are in no count.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "compare"))
from ground import inputs, install

STAGES = {"record": (".txt", "*Record*records*"), "pdf": (".pdf", "*read_pdf*")}
"""What is read, and the function in which instructions are counted."""

Place = tuple[str, str]
"""The file that a line of code stands in, and the function that it was compiled into."""

SHOWN = 25
"""How many functions are shown."""

COST = re.compile(r"\s*([\d,]+) \([ \d.]+%\)\s+(\S*?):(\D.*?)(?: \[[^\]]*\])?$")
"""A line of callgrind_annotate: instructions, file, function, object."""

ALLOCATOR = re.compile(
    r"_?_?(int_)?(malloc|free|realloc|calloc|cfree|unlink_chunk)|malloc_consolid"
)
COPYING = re.compile(r"__mem(cpy|move|set|cmp)")
CRATE = re.compile(r"/registry/src/[^/]+/(.+?)-\d")
OWN = re.compile(r"(?:^|/)src/(.+?)(?:/mod)?\.rs$")
PATH = re.compile(r"moties::[a-z_]+(?:::[a-z_]+)?")


def main() -> int:
    """Profiles; exit code 2 where that cannot be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=STAGES, help="text to record, or PDF to text")
    parser.add_argument("path", type=Path, help="a document, or a folder of them")
    parser.add_argument("--flame", type=Path, metavar="FILE", help="draw a flame graph instead")
    arguments = parser.parse_args()
    suffix, function = STAGES[arguments.stage]
    try:
        path = arguments.path
        files = [path] if path.is_file() else inputs.files(path, suffix)
        peer = [str(install.release_example("peers")), arguments.stage]
        if arguments.flame:
            flame(peer, files, arguments.flame.resolve())
        else:
            alone, with_called = count(peer, files, function)
            print(report(alone, with_called, sum(map(inputs.size, files)), len(files)))
    except (install.SetupError, OSError) as error:
        print(f"profile.py: {error}", file=sys.stderr)
        return 2
    return 0


def request(files: list[Path], times: int) -> str:
    """What the peer is asked, to be sampled."""
    paths = [str(file.resolve()) for file in files]
    return json.dumps({"do": "time", "files": paths, "times": times}) + "\n"


def reads(files: list[Path]) -> str:
    """What it is asked to be counted: each file by itself, since beneath valgrind no clock can be asked."""
    asked = [{"do": "read", "file": str(file.resolve())} for file in files]
    return "".join(json.dumps(line) + "\n" for line in asked)


def need(program: str, how: str) -> None:
    """Sees that a program is there.

    Raises SetupError, with how to get it, where it is not.
    """
    if not shutil.which(program):
        raise install.SetupError(f"expected `{program}`, found none; {how}")


def run(command: list[str], asked: str) -> bytes:
    """Runs a program on a request; gives what it prints.

    Raises SetupError, with what it said, where it fails.
    """
    done = subprocess.run(command, input=asked.encode(), capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise install.SetupError(f"`{command[0]}` failed: {said}")
    return done.stdout


def count(peer: list[str], files: list[Path], function: str) -> tuple[Counter[Place], Counter[str]]:
    """Counts the instructions of one reading of all files: of each place alone, and of each function
    of this project with all that it calls.
    """
    need("valgrind", "on Debian: sudo apt-get install valgrind")
    with tempfile.TemporaryDirectory() as scratch:
        out = f"{scratch}/callgrind.out"
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"]
        run([*tool, f"--toggle-collect={function}", *peer], reads(files))
        annotate = ["callgrind_annotate", "--threshold=100", "--auto=no", "--tree=none"]
        alone = run([*annotate, out], "").decode(errors="replace")
        with_called = run([*annotate, "--inclusive=yes", out], "").decode(errors="replace")
    costs: Counter[Place] = Counter()
    for place, cost in read(alone):
        costs[place] += cost
    whole: Counter[str] = Counter()
    for (_, name), cost in read(with_called):
        if name.startswith(("moties::", "<moties::")) and "::_::" not in name:
            whole[name] = max(whole[name], cost)
    return costs, whole


def read(lines: str) -> Iterator[tuple[Place, int]]:
    """What callgrind_annotate says of each place."""
    for line in lines.splitlines():
        if found := COST.match(line):
            function = re.sub(r"'\d+$", "", found[3].strip())
            yield (found[2], function), int(found[1].replace(",", ""))


def report(costs: Counter[Place], with_called: Counter[str], size: int, files: int) -> str:
    """The tables, as Markdown."""
    whole = costs.total()
    groups: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    for (file, function), cost in costs.items():
        groups[group(file, function)] += cost
        functions[function] += cost
    lines = [
        f"{whole / 1e6:.1f} million instructions, {files} files, {size} bytes: "
        f"{whole / size:.0f} instructions a byte, {whole / files / 1e3:.0f} thousand a file.",
        *table("where", groups, whole),
        *table("function, with all that it calls", with_called, whole),
        *table("function, alone", functions, whole),
    ]
    return "\n".join(lines)


def table(first: str, costs: Counter[str], whole: int) -> list[str]:
    """The largest shares, as a Markdown table."""
    rows = [f"| `{name}` | {100 * cost / whole:.1f} |" for name, cost in costs.most_common(SHOWN)]
    return ["", f"| {first} | % of instructions |", "| --- | --- |", *rows]


def group(file: str, function: str) -> str:
    """What a line of a function belongs to: a module of this project, a crate, or the system.

    What is inlined from the standard library belongs to the function that it is inlined in.
    """
    if ALLOCATOR.match(function):
        return "allocator"
    if COPYING.match(function):
        return "copying, comparing and clearing memory"
    if crate := CRATE.search(file):
        return crate[1]
    if "rustc" not in file and (own := OWN.search(file)):
        return "moties::" + own[1].replace("/", "::")
    if path := PATH.search(function):
        return path[0]
    return "standard library"


def flame(peer: list[str], files: list[Path], into: Path) -> None:
    """Samples for some seconds, and draws where the time went."""
    need("perf", "on Debian: sudo apt-get install linux-perf")
    for program in ("inferno-collapse-perf", "inferno-flamegraph"):
        need(program, "install it with: cargo install inferno")
    size = sum(map(inputs.size, files))
    with tempfile.TemporaryDirectory() as scratch:
        data = f"{scratch}/perf.data"
        sample = ["perf", "record", "-q", "-F", "997", "--call-graph", "dwarf,16384", "-o", data]
        run([*sample, "--", *peer], request(files, max(1, 10_000_000 // size)))
        stacks = run(["perf", "script", "--no-inline", "-i", data], "")
        folded = run(["inferno-collapse-perf"], stacks.decode(errors="replace"))
        into.write_bytes(run(["inferno-flamegraph"], folded.decode(errors="replace")))


if __name__ == "__main__":
    sys.exit(main())
