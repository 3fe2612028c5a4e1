"""Makes, reads, imports and searches ten thousand, a hundred thousand and a million motions.

Writes a table of time, memory and disk into docs/growth.md, between its two marks. Needs Linux, Python
3.11 or newer, and a release build of `moties`; a million takes about 25 GB of disk while it runs.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from ground.machine import load, machine

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "growth.md"
BEGIN, END = "<!-- measured: benches/compare/growth.py -->", "<!-- end -->"
QUERIES = ROOT / "benches" / "compare" / "parts" / "index" / "queries.txt"
ROUNDS = 5
# So many documents tell how fast they are read; the import reads all.
READ = 100_000


@dataclass
class Run:
    """What a command took: seconds on the clock, and the largest of its processes, in bytes."""

    seconds: float
    memory: int
    said: str


def run(command: list[str]) -> Run:
    """Runs a command to its end."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {text[-2000:]}")
    return Run(seconds, usage.ru_maxrss * 1024, text)


def on_disk(path: Path) -> int:
    """Bytes of disk that a file, or all files of a folder, take."""
    said = subprocess.run(["du", "-sk", str(path)], check=True, capture_output=True, text=True)
    return int(said.stdout.split()[0]) * 1024


def queries() -> list[tuple[str, str]]:
    """The questions of the index comparison: a role or kind of clause, or none, and the words."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    asked = [line.split("|") for line in lines if "|" in line and not line.startswith("#")]
    return [("" if where.strip() == "motion" else where.strip(), words.strip()) for where, words in asked]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Searched:
    """Searches of a running server: milliseconds, what was found, and its memory in bytes."""

    times: list[float]
    found: int
    memory: int


def search(moties: str, data: Path) -> Searched:
    """Asks a server all questions, again and again."""
    port = free_port()
    listen = ["--listen", f"127.0.0.1:{port}"]
    # Refused questions would be fast ones.
    unbounded = ["--requests-per-second", "100000"]
    server = subprocess.Popen(
        [moties, "serve", "--data", str(data), *listen, *unbounded],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for _ in range(600):
            try:
                connection.connect()
                break
            except OSError:
                time.sleep(0.1)
        times, found = [], 0
        for turn in range(ROUNDS + 1):
            for clause, words in queries():
                query = urllib.parse.urlencode({"q": words, "clause": clause})
                start = time.perf_counter()
                connection.request("GET", f"/api/v1/search?{query}")
                response = connection.getresponse()
                answer = json.loads(response.read())
                if response.status != 200:
                    raise SystemExit(f"growth: a search was refused: {answer}")
                if turn > 0:
                    times.append((time.perf_counter() - start) * 1000)
                else:
                    found += int(answer["total"])
        status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
        return Searched(times, found, int(peak.group(1)) * 1024 if peak else 0)
    finally:
        server.terminate()
        server.wait()


def measure(moties: str, count: int, room: Path) -> list[tuple[str, str]]:
    """All figures of one size, each with what it is."""
    corpus, data = room / "corpus", room / "data"
    made = run([moties, "corpus", "generate", "--count", str(count), "--seed", "1",
                "--only", "motion", str(corpus)])
    size = re.search(r"of (\d+) bytes", made.said)
    # Truth is for evaluations, which take as long as reading: it is not asked for here.
    for truth in corpus.rglob("*.json"):
        truth.unlink()
    read = run([moties, "bench", "--json", "--cold", "--rounds", "1", "--threads", "2",
                "--limit", str(READ), str(corpus)])
    kept = run([moties, "import", "--data", str(data), str(corpus)])
    asked = search(moties, data)
    anew = run([moties, "reindex", "--data", str(data)])
    parts = {name: on_disk(data / name) for name in ("originals", "index", "ledger.sqlite")}
    shutil.rmtree(corpus)
    shutil.rmtree(data)
    p95 = statistics.quantiles(asked.times, n=20)[-1]
    mega, giga = 1e6, 1e9
    return [
        ("documents, MB", f"{int(size.group(1)) / mega:.1f}" if size else "–"),
        ("made, s", f"{made.seconds:.1f}"),
        ("made, memory, MB", f"{made.memory / mega:.0f}"),
        (f"read to records, of at most {READ // 1000}.000, a second", f"{min(count, READ) / read.seconds:.0f}"),
        ("imported, s", f"{kept.seconds:.1f}"),
        ("imported, a second", f"{count / kept.seconds:.0f}"),
        ("imported, largest process, MB", f"{kept.memory / mega:.0f}"),
        ("originals, GB", f"{parts['originals'] / giga:.2f}"),
        ("ledger, GB", f"{parts['ledger.sqlite'] / giga:.2f}"),
        ("index, GB", f"{parts['index'] / giga:.2f}"),
        ("index made anew, s", f"{anew.seconds:.1f}"),
        ("a search, median, ms", f"{statistics.median(asked.times):.1f}"),
        ("a search, p95, ms", f"{p95:.1f}"),
        ("found by all questions", f"{asked.found}"),
        ("server, memory, MB", f"{asked.memory / mega:.0f}"),
    ]


def table(counts: list[int], columns: list[list[tuple[str, str]]]) -> str:
    """A Markdown table, a column for each size."""
    names = [name for name, _ in columns[0]]
    head = "| | " + " | ".join(f"{count:,}".replace(",", ".") for count in counts) + " |"
    lines = [head, "| --- |" + " --- |" * len(counts)]
    for index, name in enumerate(names):
        lines.append(f"| {name} | " + " | ".join(column[index][1] for column in columns) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measures, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moties", default=str(ROOT / "target" / "release" / "moties"))
    parser.add_argument("--counts", default="10000,100000,1000000")
    parser.add_argument("--room", type=Path, help="where files are made; a new folder for files that last a moment")
    asked = parser.parse_args()
    counts = [int(count) for count in asked.counts.split(",")]
    busy = load()
    columns = []
    for count in counts:
        with tempfile.TemporaryDirectory(dir=asked.room) as room:
            columns.append(measure(asked.moties, count, Path(room)))
        print(count, *columns[-1], sep="\n  ", file=sys.stderr)
    version = subprocess.run([asked.moties, "--version"], check=True, capture_output=True, text=True)
    text = (
        f"{BEGIN}\n\nMachine: {machine()}, {busy}; {version.stdout.strip()}. Again with "
        f"`python3 benches/compare/growth.py`.\n\n{table(counts, columns)}\n\n{END}"
    )
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(before + text + after, encoding="utf-8")


if __name__ == "__main__":
    main()
