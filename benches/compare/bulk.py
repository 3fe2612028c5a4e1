"""Imports a hundred thousand generated motions, and indexes the same records by bare tantivy, in turn.

Prints, as JSON, the rate of each round and the median ratio, how much slower the last tenth is than the
first, and the memory of the importing process. Both have all processors of the machine; tantivy gets
the records that `moties` made, from memory, cuts them with its own Dutch stemmer, and keeps nothing but its
index. Needs Linux, Python 3.11 or newer, and release builds of `moties` and of the example `peers`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from ground.machine import load, machine
from ground.peer import Peer
from parts.index import documents

ROOT = Path(__file__).resolve().parents[2]


def imported(moties: str, corpus: Path, data: Path) -> dict[str, Any]:
    """Imports a folder, and hears of every document."""
    start = time.perf_counter()
    command = [moties, "import", "--json", "--data", str(data), str(corpus)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout, "it was opened as a pipe"
    heard = [time.perf_counter() - start for _ in process.stdout]
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(f"{' '.join(command)} failed")
    tenth = len(heard) // 10
    first, last = heard[tenth - 1], heard[-1] - heard[-tenth - 1]
    return {
        "documents": len(heard),
        "seconds": seconds,
        "last tenth slower by": last / first - 1,
        "largest process, MB": usage.ru_maxrss / 1024,
    }


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    release = ROOT / "target" / "release"
    parser.add_argument("--moties", default=str(release / "moties"))
    parser.add_argument("--peers", default=str(release / "examples" / "peers"))
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--room", type=Path, help="where files are made")
    asked = parser.parse_args()
    busy = load()
    rounds = []
    with tempfile.TemporaryDirectory(dir=asked.room) as scratch:
        room = Path(scratch)
        corpus, lines = room / "corpus", room / "documents.ndjson"
        generate = [asked.moties, "corpus", "generate", "--count", str(asked.count), "--seed", "1"]
        subprocess.run([*generate, "--only", "motion", str(corpus)], check=True, capture_output=True)
        for truth in corpus.rglob("*.json"):
            truth.unlink()
        for number in range(asked.rounds):
            data, index = room / f"data{number}", room / f"index{number}"
            ours = imported(asked.moties, corpus, data)
            if number == 0:
                documents.write(Path(asked.peers), data, lines)
            bare = Peer("tantivy", [asked.peers, "tantivy-stock"])
            answer = bare.must(do="build", documents=str(lines), dir=str(index))
            bare.close()
            rounds.append(ours | {"tantivy, seconds": answer["seconds"]})
            print(json.dumps(rounds[-1]), file=sys.stderr)
            shutil.rmtree(data)
            shutil.rmtree(index)
    result = {
        "machine": f"{machine()}, {busy}",
        "documents a second": median(one["documents"] / one["seconds"] for one in rounds),
        "tantivy, motions a second": median(one["documents"] / one["tantivy, seconds"] for one in rounds),
        "ratio": median(one["tantivy, seconds"] / one["seconds"] for one in rounds),
        "last tenth slower by": median(one["last tenth slower by"] for one in rounds),
        "largest process, MB": max(one["largest process, MB"] for one in rounds),
        "rounds": rounds,
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
