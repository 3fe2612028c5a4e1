"""Reading PDFs: the time of each reader on the same files, and whether they read the same words."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from ground import inputs
from ground.figures import Bars, Beside, Column, Part, Row, Table, Target
from ground.peer import Peer
from ground.run import Run, say
from parts.pdf.engines import Engine, all_engines
from parts.pdf.results import REFERENCE, Agreement, Speed, agreements, read_all, time_all

ABOUT = """\
PDFs are opened, and their whole text is made, in a process that stays; starting it is in no figure.
Seconds are the processor's, so that what else the machine does counts little. *Median file* is that of the files, each read by itself; *all files* are read on end. *Inflate* unpacks
every packed stream of the same files, pictures and font programs too, and reads nothing: what is spent
beneath it was not unpacked. *Same words* is the F1 of the words with those of `pdftotext -layout`,
median of the files: no truth, but it tells that the same text is read. How near each comes to the
truth, `pdf.py` tells."""


def measure(run: Run) -> Part:
    """Times all readers in turn on the PDFs that all of them find words in."""
    part = Part("pdf", "Reading PDFs", ABOUT)
    engines, part.skipped = all_engines(run.moties, run.python)
    try:
        part.versions = {engine.name: engine.version() for engine in engines}
        found = inputs.files(run.corpus, ".pdf")
        files = {str(file.relative_to(run.corpus)): file for file in found}
        say(f"pdf: {len(files)} files, {len(engines)} readers")
        readings = read_all(engines, files)
        same = {
            engine.key: agreements(readings[engine.key], readings[REFERENCE]) for engine in engines
        }
        timed = {
            name: file
            for name, file in files.items()
            if all(read[name].has_words for read in readings.values())
        }
        speed = time_all(engines, timed, run.rounds, 3 if run.quick else 10)
    finally:
        for engine in engines:
            engine.close()
    table = speeds(engines, speed, same)
    table.rows.append(inflate(run, list(timed.values())))
    table.title = f"{len(timed)} of {len(files)} files, which all can read"
    part.tables.append(table)
    part.bars.append(
        Bars(
            "pdf.svg",
            "Reading a PDF, median file",
            "ms",
            [Row(row.name, row.values[:1]) for row in table.rows if row.values[0]],
        )
    )
    by_key = {engine.key: engine for engine in engines}
    ours = middle(speed["moties"])
    for key, asked in (("pdfium", 2.0), ("pymupdf", 3.0)):
        times = middle(speed[key]) / ours
        what = f"PDF reading, as fast as {by_key[key].name} at the median"
        part.targets.append(Target(what, asked, times))
    for engine in engines[1:]:
        part.beside.append(Beside("PDF to text", engine.name, middle(speed[engine.key]) / ours))
    return part


def middle(speed: Speed) -> float:
    """The seconds of the median file."""
    return median(speed.by_file.values())


def speeds(
    engines: Sequence[Engine],
    speed: dict[str, Speed],
    same: dict[str, dict[str, Agreement]],
) -> Table:
    """The table of the readers, in milliseconds."""
    columns = [
        Column("median file, ms", ratio=True, digits=3),
        Column("all files, ms", ratio=True, digits=1),
        Column("same words", digits=4),
    ]
    table = Table("", "reader", columns, [])
    for engine in engines:
        agree = median(one.f1 for one in same[engine.key].values())
        took = speed[engine.key]
        values = [1000 * middle(took), 1000 * took.all_files, agree]
        table.rows.append(Row(engine.name, values))
    return table


def inflate(run: Run, files: Sequence[Path]) -> Row:
    """The limit: unpacking what is packed."""
    peer = Peer("inflate", [str(run.peers), "inflate"])
    try:
        took = []
        for _ in range(run.rounds):
            answer = peer.must(do="time", files=list(map(str, files)), times=10)
            took.append(answer["seconds"] / 10)
    finally:
        peer.close()
    return Row("inflate alone", [None, 1000 * median(took), None])
