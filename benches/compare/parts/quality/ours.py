"""This project as an engine: `moties search`, on the store that was filled."""

import json
import subprocess
from pathlib import Path

LIMIT = "10000"
"""How many motions are shown at most: more than there are."""


def version(moties: str) -> str:
    """Its version."""
    done = subprocess.run([moties, "--version"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def answer(moties: str, data: Path, question: str) -> list[str]:
    """The motions that a question finds, by id, the best first.

    Raises CalledProcessError where the question is refused.
    """
    command = [moties, "search", "--json", "--limit", LIMIT, "--data", str(data), "--", question]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        done.check_returncode()
    return [hit["id"] for hit in json.loads(done.stdout)["hits"]]
