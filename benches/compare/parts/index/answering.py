"""How an index in Python answers: lines of JSON, as those of `benches/compare/rust` do.

{"do": "version"}                                       {"version": "…"}
{"do": "build", "documents": "d.ndjson", "dir": "x"}    {"seconds": 0.2, "loading": 0.1, "bytes": 9}
{"do": "search", "words": "a b", "clause": null, "times": 9}
                                                        {"found": 3, "seconds": [0.1, …]}
"""

import json
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

SHOWN = 10
"""How many hits are shown."""

ROLES = {"preamble", "opinion", "dictum"}
"""The names of clauses that are roles; others are kinds."""

MOTION = "motion"
"""The value of `part` of a whole motion; clauses have another."""

Part = dict[str, Any]


class Index(ABC):
    """An index on disk."""

    @abstractmethod
    def version(self) -> str:
        """Its version."""

    def prepare(self, folder: Path) -> None:
        """Starts what must run before anything can be indexed in a new folder; not timed."""

    @abstractmethod
    def build(self, parts: list[Part], folder: Path) -> None:
        """Indexes motions and clauses in a folder, until they are on disk."""

    def size(self, folder: Path) -> int:
        """The bytes that it takes on disk."""
        return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())

    @abstractmethod
    def search(self, words: str, clause: str | None) -> tuple[int, list[str]]:
        """Counts the motions, or the clauses of a kind, that have the words, and shows the best."""


def load(documents: str) -> list[Part]:
    """The parts of a file."""
    with open(documents, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def build(index: Index, documents: str, folder: str) -> dict[str, float]:
    """Times an index as it is made; reading the documents is told apart."""
    place = Path(folder)
    place.mkdir()
    index.prepare(place)
    begun = time.perf_counter()
    parts = load(documents)
    loaded = time.perf_counter()
    index.build(parts, place)
    built = time.perf_counter()
    return {"seconds": built - loaded, "loading": loaded - begun, "bytes": index.size(place)}


def search(index: Index, words: str, clause: str | None, times: int) -> dict[str, Any]:
    """Times searches, after one that is not timed."""
    found, _ = index.search(words, clause)
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        index.search(words, clause)
        seconds.append(time.perf_counter() - begun)
    return {"found": found, "seconds": seconds}


def answer(index: Index, request: dict[str, Any]) -> dict[str, Any]:
    """Does what a request asks for; what goes wrong is an answer too."""
    try:
        match request["do"]:
            case "version":
                return {"version": index.version()}
            case "build":
                return build(index, request["documents"], request["dir"])
            case "search":
                return search(index, request["words"], request["clause"], request["times"])
            case other:
                return {"failed": f"expected `version`, `build` or `search`, found `{other}`"}
    except Exception as error:  # each index raises its own
        return {"failed": str(error) or type(error).__name__}


def answer_all(index: Index) -> None:
    """Answers until standard input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(index, json.loads(line))), flush=True)
