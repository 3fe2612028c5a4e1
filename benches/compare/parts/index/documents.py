"""What every index is made from: lines of JSON, one a motion and one a clause, with the same fields.

They are made of the records and texts that `moties import` keeps, so that all index the
same words: a motion has its whole text and once more its items, a clause its items.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ground.install import SetupError
from ground.peer import Peer


def fill(moties: Path, data: Path, folder: Path) -> None:
    """Imports a folder into a new store.

    Raises SetupError, with what the program said, where nothing was imported.
    """
    command = [str(moties), "import", "--data", str(data), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode > 1 or not (data / "ledger.sqlite").exists():
        raise SetupError(f"importing `{folder}` failed: {done.stderr.strip()}")


def write(peers: Path, data: Path, file: Path) -> tuple[int, int]:
    """Writes the documents of a store; gives how many motions and how many clauses there are.

    Raises PeerError where the store cannot be read.
    """
    motions = clauses = 0
    records = file.with_suffix(".records")
    store = Peer("moties", [str(peers), "store"])
    try:
        store.must(do="records", dir=str(data), file=str(records))
    finally:
        store.close()
    with records.open(encoding="utf-8") as kept, file.open("w", encoding="utf-8") as lines:
        for line in kept:
            motion = json.loads(line)
            for part in parts(motion["record"], motion["text"]):
                lines.write(json.dumps(part, ensure_ascii=False) + "\n")
                motions += part["part"] == "motion"
                clauses += part["part"] == "clause"
    records.unlink()
    return motions, clauses


def parts(record: dict[str, Any], text: str) -> Iterator[dict[str, Any]]:
    """A motion and its clauses, as `src/store/index/fill.rs` indexes them."""
    about = {name: record[name] for name in ("id", "date", "body", "grammar")}
    names = [
        value
        for person in record["signatories"]
        for value in (person["name"], person["organisation"], person["party"])
        if value
    ]
    clauses = [(clause, list(items(clause["items"]))) for clause in record["clauses"]]
    words = [record["number"] or "", text, *(item for _, said in clauses for item in said)]
    titles = {name: record[name] for name in ("title", "subject")}
    motion = {"part": "motion", "names": names, "text": list(filter(None, words))}
    yield about | titles | motion
    for number, (clause, said) in enumerate(clauses):
        what = {name: clause[name] for name in ("kind", "role", "heading")}
        yield about | what | {"part": "clause", "clause": number, "names": [], "text": said}


def items(several: list[dict[str, Any]]) -> Iterator[str]:
    """The words of all items, each before those below it."""
    for item in several:
        yield item["text"]
        yield from items(item.get("items") or [])
