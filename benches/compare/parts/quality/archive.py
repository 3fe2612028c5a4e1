"""The motions that are asked: imported once, and written as lines for every engine.

A motion has the words that the index comparison gives its peers (title, subject, the whole text and once
more its items on one line each), and beside them the names, parties, bodies and numbers of its record.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ground.install import ROOT, SetupError
from ground.peer import Peer
from parts.index import documents

Part = dict[str, Any]
"""A motion or a clause."""


def corpus() -> list[str]:
    """The documents that are asked, as `tests/search.rs` takes them: motions that are no scans."""
    found = []
    for truth in sorted((ROOT / "corpus").rglob("*.json")):
        stem = truth.with_suffix("").relative_to(ROOT)
        if "geen-motie" in stem.parts or stem.name.endswith("-gescand"):
            continue
        files = [stem.with_name(stem.name + suffix) for suffix in (".txt", ".pdf")]
        found += [str(file) for file in files if (ROOT / file).is_file()][:1]
    return found


def fill(moties: str, data: Path) -> dict[str, str]:
    """Imports the corpus; gives the name that questions have for each document, by its id.

    Raises SetupError, with what the program said, where nothing was imported.
    """
    command = [moties, "import", "--json", "--data", str(data), *corpus()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    names = {
        report["id"]: str(Path(report["file"]).with_suffix("").relative_to("corpus"))
        for report in reports
        if report["outcome"] == "imported"
    }
    if not names:
        raise SetupError(f"importing the corpus failed: {done.stderr.strip()}")
    return names


def named(names: dict[str, str], motion: str) -> str:
    """The name that questions have for a motion, by its id.

    >>> named({"a1": "vng/x"}, "a1-2")
    'vng/x#2'
    """
    document, dash, number = motion.partition("-")
    return f"{names[document]}#{number}" if dash else names[document]


def parts(peers: str, data: Path, scratch: Path) -> list[Part]:
    """All motions and clauses of a store."""
    records = scratch / "records.ndjson"
    store = Peer("moties", [peers, "store"])
    try:
        store.must(do="records", dir=str(data), file=str(records))
    finally:
        store.close()
    with records.open(encoding="utf-8") as lines:
        return [part for line in lines for part in of(**json.loads(line))]


def of(record: dict[str, Any], text: str) -> Iterator[Part]:
    """A motion with its fields, and its clauses."""
    motion, *clauses = documents.parts(record, text)
    people = record["submitters"] + record["signatories"]
    numbers = [record["number"], *record["file_numbers"]]
    bodies = [record["body"], *(person["organisation"] for person in people)]
    yield motion | {
        "names": known(person["name"] for person in people),
        "parties": known(person["party"] for person in people),
        "bodies": known(bodies),
        "numbers": known(numbers),
    }
    yield from clauses


def known(values: Any) -> list[str]:
    """The values that there are, each once."""
    return list(dict.fromkeys(value for value in values if value))
