"""One run of the comparison: what it measures on, and with what."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """What every part gets."""

    corpus: Path
    """The folder of documents."""
    moties: Path
    """The release binary of this project."""
    peers: Path
    """The example `peers`: the peers that are written in Rust."""
    python: Path
    """The interpreter of the environment that has the peers from PyPI."""
    core: int
    """The core that everything runs on."""
    rounds: int
    """How often the peers take turns."""
    copies: int
    """How often the documents are taken, as other documents, where an index is made."""
    quick: bool
    """Whether less is measured."""

    def folder(self) -> tempfile.TemporaryDirectory[str]:
        """A folder that is gone when it is closed; `TMPDIR` says on which disk."""
        return tempfile.TemporaryDirectory(prefix="moties-compare-")


def say(line: str) -> None:
    """Says a line to a person."""
    print(f"compare: {line}", file=sys.stderr)
