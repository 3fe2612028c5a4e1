"""Index and search: how long each takes, over the same documents and the same questions."""

from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from ground import inputs
from ground.figures import Bars, Beside, Column, Part, Row, Table, Target
from ground.peer import Peer
from ground.run import Run, say
from parts.index import documents
from parts.index.peers import BARE, OURS, UNSHOWN, start

QUERIES = Path(__file__).with_name("queries.txt")

ABOUT = """\
All index the same lines: one a motion, with its whole text, and one a clause, with the fields that the
index of `moties` has. *Build* ends when the index is on disk, and starts with the documents in memory;
that of `moties` is `reindex`, which reads them from its ledger. A *search* counts all motions, or all
clauses of one kind, that have the words, and gives the ids of the best ten; that of `moties` gives the
ten records from the ledger too, with the words marked in their clauses; *nothing shown* counts only. Each
question is asked again and again by one peer after the other. *p95* is over all searches. *Found* is the
sum of what the questions find: SQLite has no stemmer for Dutch, and PostgreSQL leaves out the commonest
words."""


@dataclass
class Taken:
    """What was measured of one index."""

    builds: list[float] = field(default_factory=list)
    size: int = 0
    found: int = 0
    medians: dict[str, list[float]] = field(default_factory=dict)
    searches: list[float] = field(default_factory=list)

    def middle(self) -> float:
        """The seconds of the median question."""
        return median(median(of) for of in self.medians.values())


def measure(run: Run) -> Part:
    """Builds and searches each index in turn."""
    part = Part("index", "Index and search", ABOUT)
    files = inputs.files(run.corpus, ".txt", ".pdf")
    peers, part.skipped = start(run)
    try:
        with run.folder() as scratch:
            folder = Path(scratch)
            say(f"index: filling a store with {len(files)} files, {run.copies} times")
            inputs.copies(files, run.copies, folder / "documents")
            documents.fill(run.moties, folder / "data", folder / "documents")
            lines = folder / "documents.ndjson"
            motions, clauses = documents.write(run.peers, folder / "data", lines)
            part.versions = {peer.name: peer.version() for peer in peers}
            taken = {name: Taken() for name in (OURS, UNSHOWN, *(peer.name for peer in peers))}
            for number in range(run.rounds):
                say(f"index: round {number + 1} of {run.rounds}")
                build(peers, lines, folder, number, taken)
                search(peers, taken, 5 if run.quick else 20)
            for peer in peers:
                peer.close()
    finally:
        for peer in peers:
            peer.close()
    tables(part, taken, f"{motions} motions, {clauses} clauses")
    return part


def build(
    peers: list[Peer], lines: Path, folder: Path, number: int, taken: dict[str, Taken]
) -> None:
    """Lets each index be made anew; the one before is left to those that still have it open."""
    for at, peer in enumerate(peers):
        place = folder / "data" if peer.name == OURS else folder / f"{at}-{number}"
        answer = peer.must(do="build", documents=str(lines), dir=str(place))
        on_disk = place / "index" if peer.name == OURS else place
        taken[peer.name].builds.append(answer["seconds"])
        taken[peer.name].size = answer.get("bytes") or inputs.size(on_disk)


def search(peers: list[Peer], taken: dict[str, Taken], times: int) -> None:
    """Asks every question of each index in turn."""
    for of in taken.values():
        of.found = 0
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        where, _, words = (part.strip() for part in line.partition("|"))
        clause = None if where == "motion" else where
        asked = [(peer, peer.name, 10) for peer in peers]
        for peer, name, shown in [*asked[:1], (peers[0], UNSHOWN, 0), *asked[1:]]:
            answer = peer.must(do="search", words=words, clause=clause, times=times, shown=shown)
            of = taken[name]
            of.found += answer["found"]
            of.searches += answer["seconds"]
            of.medians.setdefault(line, []).append(median(answer["seconds"]))


def tables(part: Part, taken: dict[str, Taken], title: str) -> None:
    """The tables, plots and targets of what was measured."""
    columns = [Column("build, ms", ratio=True, digits=1), Column("on disk, kB", digits=0)]
    rows = [
        Row(name, [1000 * median(of.builds), of.size / 1000])
        for name, of in taken.items()
        if of.builds
    ]
    part.tables.append(Table(f"Index: {title}", "index", columns, rows))
    columns = [
        Column("median question, ms", ratio=True, digits=3),
        Column("p95, ms", ratio=True, digits=3),
        Column("found", digits=0),
    ]
    rows = [
        Row(name, [1000 * of.middle(), 1000 * quantiles(of.searches, n=20)[-1], of.found])
        for name, of in taken.items()
    ]
    questions = len(taken[OURS].medians)
    part.tables.append(Table(f"Search: {questions} questions", "index", columns, rows))
    bars = [Row(row.name, row.values[:1]) for row in rows]
    part.bars.append(Bars("search.svg", "A search, median question", "ms", bars))
    ours = taken[OURS].middle()
    bare = taken[BARE].middle()
    part.targets += [
        Target(
            "search with records, the time of bare tantivy without", 1.3, ours / bare, at_most=True
        ),
        Target(
            "search, nothing shown, the time of bare tantivy",
            1.3,
            taken[UNSHOWN].middle() / bare,
            at_most=True,
        ),
    ]
    for name, of in taken.items():
        if name not in (OURS, UNSHOWN):
            part.beside.append(Beside("search", name, of.middle() / ours))
