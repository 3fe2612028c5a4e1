"""The motions that are asked: imported once, and written as lines for every engine.

Of some questions they are those of the corpus, of others motions that nobody wrote as well: these are made
anew each time, and their SHA-256 tells that they are those that were judged.

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
from parts.index import documents as records
from parts.quality.judged import Generated

Part = dict[str, Any]
"""A motion or a clause."""


def corpus() -> dict[str, str]:
    """The documents that are asked, as `tests/search.rs` takes them: motions that are no scans.

    Their files, each with the name that questions have for it.
    """
    found = {}
    for truth in sorted((ROOT / "corpus").rglob("*.json")):
        stem = truth.with_suffix("").relative_to(ROOT)
        if "geen-motie" in stem.parts or stem.name.endswith("-gescand"):
            continue
        files = [stem.with_name(stem.name + suffix) for suffix in (".txt", ".pdf")]
        here = [file for file in files if (ROOT / file).is_file()]
        found |= {str(file): str(stem.relative_to("corpus")) for file in here[:1]}
    return found


def made(moties: str, asked: Generated, folder: Path) -> dict[str, str]:
    """Makes motions that nobody wrote; their files, each with the name that questions have for it.

    Raises SetupError where they cannot be made, or are others than those that were judged.
    """
    command = [moties, "corpus", "generate", *asked.arguments, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(f"making motions failed: {done.stderr.strip()}")
    if asked.sha256 not in done.stderr:
        raise SetupError(
            f"expected motions with SHA-256 {asked.sha256}, found `{done.stderr.strip()}`: "
            "they are not those that were judged; make them with a build that makes the same"
        )
    return {str(file): f"generated/{file.stem}" for file in sorted(folder.rglob("*.txt"))}


def fill(moties: str, data: Path, documents: dict[str, str]) -> dict[str, str]:
    """Imports documents; gives the name that questions have for each, by its id.

    Raises SetupError, with what the program said, where nothing was imported.
    """
    command = [moties, "import", "--json", "--data", str(data), *documents]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    names = {
        report["id"]: documents[report["file"]]
        for report in reports
        if report["outcome"] == "imported"
    }
    if not names:
        raise SetupError(f"importing the motions failed: {done.stderr.strip()}")
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
    motion, *clauses = records.parts(record, text)
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
