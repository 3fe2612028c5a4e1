"""This project's own stages, by `cargo bench`: speed, growth, and what they ask of the allocator."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ground import install
from ground.figures import Column, Lines, Part, Row, Table
from ground.run import Run, say

BENCHES = ("read", "grammar", "index", "allocations")

ABOUT = """\
What `cargo bench` measures, medians of criterion: each stage alone, in its own process, on inputs of
`corpus/` by name. A series repeats one input 1, 10 and 100 times: a line that rises as the diagonal does
is a cost that grows with the input and no faster. Allocations are counted, not timed: the count is the
same in every run."""

GROWTH = {
    "read/text-growth": "read, text",
    "read/pdf-growth": "read, PDF",
    "grammar/uitbreiding-programma-nabije-voorzieningen.txt": "grammar, signatures",
    "grammar/geen-betaald-parkeren-bij-ziekenhuis.txt": "grammar, clauses",
    "index/rebuild": "index, rebuild",
}
"""Groups that repeat an input, and what they are called."""


@dataclass(frozen=True)
class Result:
    """What criterion says of one benchmark."""

    group: str
    name: str
    median: float
    """Nanoseconds, or what is counted."""
    bytes: float | None
    elements: float | None


def measure(run: Run) -> Part:
    """Runs the benchmarks and reads what criterion keeps of them."""
    part = Part("stages", "The stages of moties", ABOUT)
    part.versions = {"criterion": install.locked("criterion")}
    begun = time.time()
    for bench in BENCHES:
        say(f"stages: cargo bench --bench {bench}")
        quick = ["--", "--quick"] if run.quick and bench != "allocations" else []
        install.run(["cargo", "bench", "--bench", bench, *quick], f"`{bench}` failed")
    results = list(read(install.target() / "criterion", begun))
    part.tables += [speeds(results), allocations(results)]
    part.lines.append(growth(results))
    return part


def read(folder: Path, since: float) -> Iterator[Result]:
    """The results of benchmarks that were run since a time, in order of their names."""
    for file in sorted(folder.rglob("new/benchmark.json")):
        estimates = file.with_name("estimates.json")
        if not estimates.exists() or estimates.stat().st_mtime < since:
            continue
        about = json.loads(file.read_text(encoding="utf-8"))
        median = json.loads(estimates.read_text(encoding="utf-8"))["median"]["point_estimate"]
        name = "/".join(filter(None, (about["function_id"], about["value_str"])))
        size, elements = throughput(about["throughput"])
        yield Result(about["group_id"], name, median, size, elements)


def throughput(said: dict[str, float] | None) -> tuple[float | None, float | None]:
    """The bytes and the elements of one run of a benchmark."""
    said = said or {}
    both = said.get("ElementsAndBytes")
    if isinstance(both, dict):
        return both["bytes"], both["elements"]
    return said.get("Bytes"), said.get("Elements")


def speeds(results: list[Result]) -> Table:
    """What takes time, in bytes or elements a second."""
    columns = [Column("ms", digits=4), Column("MB/s"), Column("elements/s", digits=0)]
    rows = []
    for one in results:
        if not one.group.startswith("allocations"):
            each = 1e9 / one.median
            size = one.bytes * each / 1e6 if one.bytes else None
            elements = one.elements * each if one.elements else None
            rows.append(Row(f"{one.group}/{one.name}", [one.median / 1e6, size, elements]))
    note = "An element is a document, a page in `read/pdf-growth`, a search in `index/search`."
    return Table("Speed", "benchmark", columns, rows, note)


def allocations(results: list[Result]) -> Table:
    """How often each stage allocates, and how much."""
    counts = {one.name: one for one in results if one.group == "allocations/allocations"}
    sizes = {one.name: one for one in results if one.group == "allocations/B"}
    columns = [
        Column("allocations", digits=0),
        Column("a 1000 B of input"),
        Column("bytes allocated a byte of input"),
    ]
    rows = []
    for name, one in counts.items():
        size = one.bytes or 1
        both = [1000 * one.median / size, sizes[name].median / size]
        rows.append(Row(name, [one.median, *both]))
    return Table("Allocations", "stage and input", columns, rows)


def growth(results: list[Result]) -> Lines:
    """How much longer ten and a hundred times the input take."""
    series: dict[str, list[tuple[float, float]]] = {}
    for group, name in GROWTH.items():
        points = [(numeral(one), one.median) for one in results if one.group == group]
        points.sort()
        if points:
            least, base = points[0]
            series[name] = [(size / least, took / base) for size, took in points]
    title = "Growth: how much longer a larger input takes (grey: as much as it is larger)"
    return Lines("growth.svg", title, "times the input", "times as long", series)


def numeral(one: Result) -> float:
    """The number that a benchmark of a series is named by."""
    return float(one.name.rsplit("/", 1)[-1])
