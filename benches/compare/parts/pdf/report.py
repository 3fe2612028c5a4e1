"""The tables of a comparison, as Markdown.

Knows results, not how they were come by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from parts.pdf.engines import Engine
from parts.pdf.results import REFERENCE, Accuracy, Agreement, Results, Speed

READABLE_UP_TO = 0.25
"""A file is one that can be read if some reader gets at most this share of its characters wrong."""

AGREES_FROM = 0.98
"""Files whose words agree less than this with the reference are named."""

WORDS_SHOWN = 8
"""How many differing words are shown of a file."""

Table = list[list[str]]


@dataclass
class Heading:
    """What a reader of the tables has to know to repeat them."""

    machine: str
    core: int
    versions: dict[str, str]
    command: str


def report(
    heading: Heading, engines: Sequence[Engine], results: Results, rounds: int, times: int
) -> str:
    """All tables, as Markdown."""
    parts = [
        "# Readers of PDF text, side by side",
        f"Machine: {heading.machine}; all on core {heading.core}.",
        markdown([["reader", "version"], *map(list, heading.versions.items())]),
        f"Again with: `{heading.command}`",
    ]
    if any(results.accuracy.values()):
        parts += accuracy_report(engines, results.accuracy)
    if any(results.agreement.values()):
        parts += agreement_report(engines, results.agreement)
    if results.speed:
        parts += speed_report(engines, results.speed, rounds, times)
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
    bullets = ratio(sum(one.bullets for one in measured), sum(one.bullets_true for one in measured))
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
    engines: Sequence[Engine], speed_of: dict[str, Speed], rounds: int, times: int
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
        f"One core, readers in turn, medians of {rounds} rounds, {times} "
        "readings of a file a round. Start-up of a process is taken off.",
    ]


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
