"""The indices under comparison: what they are called, and how each is started."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from ground.install import SetupError, debian
from ground.peer import Peer, PeerError
from ground.run import Run

FOLDER = Path(__file__).parent

OURS = "moties"
UNSHOWN = "moties, nothing shown"
BARE = "tantivy, bare"

DEBIAN_PYTHON = "/usr/bin/python3"
"""The Python that Debian's packages are for."""


def start(run: Run) -> tuple[list[Peer], dict[str, str]]:
    """Starts each, `moties` first; and why others cannot be had."""
    peers = [
        Peer(OURS, [str(run.peers), "store"]),
        Peer(BARE, [str(run.peers), "tantivy"]),
        Peer("tantivy, its own analysis", [str(run.peers), "tantivy-stock"]),
        Peer("SQLite FTS5", [sys.executable, str(FOLDER / "sqlite.py")]),
    ]
    others: dict[str, Callable[[Run], list[str]]] = {"PostgreSQL": postgres, "Xapian": xapian}
    missing = {}
    for name, command in others.items():
        try:
            peer = Peer(name, command(run))
            peer.version()
            peers.append(peer)
        except (SetupError, PeerError) as error:
            missing[name] = str(error)
    return peers, missing


def postgres(run: Run) -> list[str]:
    """How PostgreSQL is run: the latest version that Debian has installed."""
    if not postgres_programs():
        debian({"postgresql": False})
    programs = postgres_programs()
    if not programs:
        raise SetupError("expected PostgreSQL in `/usr/lib/postgresql`, found none")
    return [str(run.python), str(FOLDER / "postgres.py"), str(programs)]


def postgres_programs() -> Path | None:
    """Where PostgreSQL's programs are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


def xapian(_: Run) -> list[str]:
    """How Xapian is run: by Debian's own Python."""
    if not shutil.which(DEBIAN_PYTHON):
        raise SetupError(f"expected Debian's Python, found no `{DEBIAN_PYTHON}`")
    has_it = not subprocess.run(
        [DEBIAN_PYTHON, "-c", "import xapian"], capture_output=True, check=False
    ).returncode
    debian({"python3-xapian": has_it})
    return [DEBIAN_PYTHON, str(FOLDER / "xapian_peer.py")]
