"""What a comparison gives: tables, plots and targets, as `benches/report` reads them.

Knows no peer. Every table's first row is this project; a ratio is to that row.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Column:
    """A column of figures; `ratio` puts one beside it that divides by the first row."""

    title: str
    ratio: bool = False
    digits: int = 2


@dataclass
class Row:
    """A reader, an index or an input, with a figure a column; none where it has none."""

    name: str
    values: Sequence[float | None]


@dataclass
class Table:
    """Figures side by side."""

    title: str
    first: str
    columns: list[Column]
    rows: list[Row]
    note: str = ""


@dataclass
class Bars:
    """A plot of one figure, a bar a row."""

    file: str
    title: str
    unit: str
    rows: list[Row]


@dataclass
class Lines:
    """A plot of one figure over another, both in powers of ten."""

    file: str
    title: str
    x: str
    y: str
    series: dict[str, list[tuple[float, float]]]


@dataclass
class Target:
    """What is asked for, and what was reached: a figure to be at least, or at most, that large."""

    what: str
    asked: float
    reached: float
    unit: str = "times"
    at_most: bool = False


@dataclass
class Beside:
    """How many times as fast this project does a job as a peer."""

    job: str
    peer: str
    times: float


@dataclass
class Part:
    """One part of the comparison, from one run."""

    name: str
    title: str
    about: str
    command: str = ""
    machine: str = ""
    load: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    bars: list[Bars] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


def keep(part: Part, file: Path) -> None:
    """Puts a part into a file of figures, in the place of the one of its name."""
    figures: dict[str, Any] = {}
    if file.exists():
        figures = json.loads(file.read_text(encoding="utf-8"))
    figures[part.name] = asdict(part)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
    file.write_text(text, encoding="utf-8")
