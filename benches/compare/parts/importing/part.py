"""Import: from files on disk to an index on disk that can be searched, with all that is between."""

import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from ground import inputs, install
from ground.figures import Bars, Beside, Column, Part, Row, Table, Target
from ground.peer import Peer, PeerError
from ground.run import Run, say
from parts.index import documents

SCRIPT = Path(__file__).with_name("crawler.py")

OURS = "moties import"
BARE = "tantivy, bare"
CRAWLER = "Python script"

ABOUT = """\
A folder of documents, texts and PDFs, is imported into nothing, by a process that is started for it and
ends; what is reported is on disk. `moties` keeps the originals, the ledger and the index. *Bare tantivy*
gets the records that `moties` made, from one file of JSON, and indexes them with one commit: no reading
of documents, no records, no originals. The *Python script* (`parts/importing/crawler.py`) walks, hashes,
calls `pdftotext`, applies the script of regular expressions, and inserts into SQLite FTS5, a commit every
hundred files, as FSCrawler does with Elasticsearch; it keeps no originals."""


def measure(run: Run) -> Part:
    """Imports the same folder by each in turn."""
    part = Part("import", "Durable import", ABOUT)
    files = inputs.files(run.corpus, ".txt", ".pdf")
    took: dict[str, list[float]] = {OURS: [], BARE: [], CRAWLER: []}
    sizes: dict[str, int] = {}
    peer = Peer(BARE, [str(run.peers), "tantivy"])
    part.versions = {BARE: peer.version(), CRAWLER: f"Python {sys.version.split()[0]}"}
    try:
        with run.folder() as scratch:
            folder = Path(scratch)
            made = inputs.copies(files, run.copies, folder / "in")
            size = sum(map(inputs.size, made))
            documents.fill(run.moties, folder / "data", folder / "in")
            lines = folder / "documents.ndjson"
            documents.write(run.peers, folder / "data", lines)
            for number in range(run.rounds):
                say(f"import: round {number + 1} of {run.rounds}, {len(made)} files")
                into = folder / str(number)
                into.mkdir()
                moties = [str(run.moties), "import", "--data", str(into / OURS), str(folder / "in")]
                took[OURS].append(seconds_of(moties, {0, 1}))
                answer = peer.must(do="build", documents=str(lines), dir=str(into / BARE))
                took[BARE].append(answer["seconds"] + answer["loading"])
                crawler = [sys.executable, str(SCRIPT), str(folder / "in"), str(into / CRAWLER)]
                took[CRAWLER].append(seconds_of(crawler, {0}))
                sizes = {name: inputs.size(into / name) for name in took}
                shutil.rmtree(into)
    finally:
        peer.close()
    rates = {name: len(made) / median(of) for name, of in took.items()}
    columns = [
        Column("documents a second", ratio=True, digits=0),
        Column("MB/s", digits=2),
        Column("on disk, MB"),
    ]
    rows = [
        Row(name, [rate, rate * size / len(made) / 1e6, sizes[name] / 1e6])
        for name, rate in rates.items()
    ]
    title = f"{len(made)} files, {size / 1e6:.1f} MB"
    part.tables.append(Table(title, "import", columns, rows))
    bars = [Row(row.name, row.values[:1]) for row in rows]
    part.bars.append(Bars("import.svg", "Durable import", "documents a second", bars))
    share = rates[OURS] / rates[BARE]
    part.targets.append(Target("durable import, the speed of bare tantivy", 0.6, share))
    part.beside += [
        Beside("durable import", f"{BARE}, records given", share),
        Beside("durable import", CRAWLER, rates[OURS] / rates[CRAWLER]),
    ]
    part.versions["SQLite"] = install.run(
        [sys.executable, "-c", "import sqlite3; print(sqlite3.sqlite_version)"], "Python failed"
    ).strip()
    return part


def seconds_of(command: list[str], expected: set[int]) -> float:
    """The seconds of a process, from its start to its end.

    Raises PeerError where it ends otherwise than expected.
    """
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took = time.perf_counter() - begun
    if done.returncode not in expected:
        raise PeerError(f"`{command[0]}` ended with {done.returncode}: {done.stderr.strip()}")
    return took
