"""From text to record: this project, the script that an archive would write, and a scan of the bytes."""

import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

from ground import inputs, install
from ground.figures import Bars, Beside, Column, Part, Row, Table, Target
from ground.peer import Peer
from ground.run import Run, say

SCRIPT = Path(__file__).with_name("clauses.py")

ABOUT = """\
Seconds are the processor's. Texts are in memory; of each the record is made, and JSON of it, in a process that stays. The *Python
script* is a page of regular expressions (`parts/structure/clauses.py`) that gives title, date, clauses,
items and names, and no places, warnings or anything else of a record. The *plain scan* looks for the
words that open clauses with one Aho-Corasick automaton, and makes nothing of them; *copy* is a copy of
the same bytes in memory. *Items right* is the share of the true items of clauses that are found word for
word, where truth stands beside the texts: what the time is spent on."""

OURS = "moties"


def measure(run: Run) -> Part:
    """Times all in turn on the same texts."""
    part = Part("structure", "From text to record", ABOUT)
    files = inputs.files(run.corpus, ".txt")
    size = sum(map(inputs.size, files))
    peers = [
        Peer(OURS, [str(run.peers), "record"]),
        Peer("Python script", [sys.executable, str(SCRIPT)]),
        Peer("plain scan", [str(run.peers), "scan"]),
        Peer("copy", [str(run.peers), "copy"]),
    ]
    say(f"structure: {len(files)} files, {size} bytes, {len(peers)} peers")
    seconds: dict[str, list[float]] = {peer.name: [] for peer in peers}
    try:
        part.versions = {peer.name: peer.version() for peer in peers}
        part.versions["plain scan"] = f"aho-corasick {install.locked('aho-corasick')}"
        for _ in range(run.rounds):
            for peer in peers:
                times = (1 if run.quick else 3) * (100 if peer.name == "copy" else 1)
                answer = peer.must(do="time", files=list(map(str, files)), times=times)
                seconds[peer.name].append(answer["seconds"] / times)
        right = {peer.name: items_right(peer, files) for peer in peers[:2]}
    finally:
        for peer in peers:
            peer.close()
    speed = {name: size / 1e6 / median(took) for name, took in seconds.items()}
    columns = [Column("MB/s", ratio=True), Column("items right, %", digits=1)]
    rows = [Row(name, [of, right.get(name)]) for name, of in speed.items()]
    title = f"{len(files)} texts, {size / 1e6:.2f} MB"
    part.tables.append(Table(title, "from text to record", columns, rows))
    bars = [Row(name, [of]) for name, of in speed.items() if name != "copy"]
    part.bars.append(Bars("structure.svg", "From text to record", "MB/s", bars))
    times_as_fast = speed[OURS] / speed["Python script"]
    part.targets += [
        Target("text to record, on one core", 300, speed[OURS], unit="MB/s"),
        Target("structure, as fast as the Python script", 50, times_as_fast),
    ]
    part.beside.append(Beside("text to record", "Python script", times_as_fast))
    return part


def items_right(peer: Peer, files: list[Path]) -> float | None:
    """How many of a hundred true items are found word for word; none where there is no truth."""
    right = all_true = 0
    for file in files:
        beside = file.with_suffix(".json")
        if beside.exists():
            true = items(json.loads(beside.read_text(encoding="utf-8")))
            found = items(peer.must(do="read", file=str(file))["motions"])
            all_true += len(true)
            right += len(true & found)
    return 100 * right / all_true if all_true else None


def items(motions: Any) -> set[str]:
    """The items of all clauses, those below others too."""
    found: set[str] = set()

    def gather(several: Any) -> None:
        for item in several or []:
            found.add(" ".join(item["text"].split()))
            gather(item.get("items"))

    for motion in motions if isinstance(motions, list) else [motions]:
        for clause in motion.get("clauses") or []:
            gather(clause.get("items"))
    return found
