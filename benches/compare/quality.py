"""Puts the judged questions of corpus/questions.toml to this project and to three peers.

Prints, as Markdown, nDCG@10 and recall by sort of question, in two tables: in each engine's own language
over the fields and clauses of the records that `moties` made, and in plain words over whole motions. What
each peer is given stands in docs/search-quality.md. `--held-out` asks those of
corpus/questions-held-out.toml, over generated motions as well, those that were seen since in a table of
their own; `--write` puts the tables into that page, `--json FILE` keeps every answer's figures, `--sort
SORT` tells what each engine misses of that sort.

Needs Linux, Python 3.11 or newer, Debian's `postgresql`, and release builds of `moties` and of the example
`peers`; the peers of `requirements.txt` are installed into an environment of their own (`--venv`).
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import mean

from ground import install
from ground.peer import PeerError
from ground.run import say
from parts.index.peers import postgres_programs
from parts.quality import archive, judged, needs, ours
from parts.quality.engine import Engine
from parts.quality.fts5 import Fts5
from parts.quality.judged import DEPTH, Judged

ROOT = install.ROOT
PAGE = ROOT / "docs" / "search-quality.md"
SETS = {
    "questions.toml": "<!-- measured: benches/compare/quality.py -->",
    "questions-held-out.toml": "<!-- measured: benches/compare/quality.py --held-out -->",
}
"""The judged questions, and where their tables begin on the page."""

END = "<!-- end -->"
EARLY = 20
"""How many hits people look through. Recall alone says little of whoever shows nearly everything."""

PLAIN = "plain"
MODES = {
    "language": "Each in its own language, over records",
    PLAIN: "Plain words, over whole motions",
}


@dataclass
class Score:
    """How well an engine answers a question."""

    mode: str
    engine: str
    sort: str
    question: str
    seen: bool
    ndcg: float
    recall: float
    early: float
    """Recall among the first of them."""
    found: int
    missed: list[str]
    wrong: list[str]
    """What of the first ten is no right answer."""


def main() -> int:
    """Measures, and prints; exit code 2 where it cannot be set up."""
    arguments = parse_arguments()
    try:
        python = install.python_with_peers(arguments.venv)
        if Path(sys.prefix).resolve() != arguments.venv.resolve():
            os.execv(python, [str(python), *sys.argv])
        scores, versions = measure(
            arguments.questions, arguments.moties, arguments.peers, arguments.strict
        )
    except (install.SetupError, PeerError, OSError) as error:
        print(f"quality.py: {error}", file=sys.stderr)
        return 2
    text = page(scores, versions)
    print(text)
    if arguments.sort:
        print(*faults(scores, arguments.sort), sep="\n")
    if arguments.json:
        kept = {"versions": versions, "scores": [asdict(score) for score in scores]}
        told = json.dumps(kept, ensure_ascii=False, indent=1)
        arguments.json.write_text(told + "\n", encoding="utf-8")
    if arguments.write:
        begin = SETS[arguments.questions]
        before, rest = PAGE.read_text(encoding="utf-8").split(begin)
        after = rest.split(END, 1)[1]
        PAGE.write_text(f"{before}{begin}\n\n{text}\n\n{END}{after}", encoding="utf-8")
    return 0


def parse_arguments() -> argparse.Namespace:
    """What was asked for."""
    release = ROOT / "target" / "release"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moties", default=str(release / "moties"))
    parser.add_argument("--peers", default=str(release / "examples" / "peers"))
    parser.add_argument("--venv", type=Path, default=install.default_environment(), metavar="DIR")
    parser.add_argument(
        "--held-out", dest="questions", action="store_const",
        default="questions.toml", const="questions-held-out.toml",
        help="ask those that nothing was made with, over generated motions as well",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--write", action="store_true", help="put the tables into the page")
    parser.add_argument(
        "--strict", action="store_true",
        help="peers show what has some of the words only where nothing has all",
    )  # fmt: skip
    parser.add_argument("--sort", help="tell what is missed of one sort of question")
    return parser.parse_args()


def measure(told: str, moties: str, peers: str, strict: bool) -> tuple[list[Score], list[str]]:
    """The scores of every engine for every question of a file, and the versions."""
    file = ROOT / "corpus" / told
    questions = judged.questions(file)
    with tempfile.TemporaryDirectory(prefix="moties-compare-") as scratch:
        folder = Path(scratch)
        data = folder / "data"
        documents = archive.corpus()
        if generated := judged.generated(file):
            documents |= archive.made(moties, generated, folder / "generated")
        names = archive.fill(moties, data, documents)
        parts = archive.parts(peers, data, folder)
        say(f"quality: {sum(part['part'] == 'motion' for part in parts)} motions")

        def asked(name: str, answer: Callable[[Judged, bool], list[str]]) -> list[Score]:
            say(f"quality: {name}")
            return [
                score(mode, name, one, [archive.named(names, id) for id in answer(one, mode == PLAIN)])
                for mode in MODES
                for one in questions
            ]

        versions = [ours.version(moties)]
        scores = asked(
            "moties",
            lambda one, plain: ours.answer(moties, data, one.plain if plain else one.question),
        )
        for engine in engines():
            engine.build(parts, folder)
            scores += asked(engine.name, partial(put, engine, strict))
            versions.append(engine.version())
            engine.close()
    return scores, list(dict.fromkeys(versions))


def put(engine: Engine, strict: bool, one: Judged, plain: bool) -> list[str]:
    """Puts a question to a peer."""
    return engine.answer(needs.plain(one.plain) if plain else needs.needs(one.question), strict)


def engines() -> list[Engine]:
    """The peers. Raises SetupError where PostgreSQL cannot be had."""
    # They need what only the environment has.
    from parts.quality.bare import Tantivy
    from parts.quality.postgres import Postgres

    programs = postgres_programs()
    if not programs:
        install.debian({"postgresql": False})
        programs = postgres_programs()
    if not programs:
        raise install.SetupError("expected PostgreSQL in `/usr/lib/postgresql`, found none")
    return [Tantivy(), Fts5(starts=False), Fts5(starts=True), Postgres(programs)]


def score(mode: str, engine: str, one: Judged, found: list[str]) -> Score:
    """How well a question is answered by what was found."""
    return Score(
        mode=mode,
        engine=engine,
        sort=one.sort,
        question=one.question,
        seen=one.seen,
        ndcg=one.ndcg(found),
        recall=one.recall(found),
        early=one.recall(found, EARLY),
        found=len(found),
        missed=[answer for answer in one.answers() if answer not in found],
        wrong=[motion for motion in found[:DEPTH] if not one.grade(motion)],
    )


def page(scores: list[Score], versions: list[str]) -> str:
    """Both tables, what they were made with, and what is held out no longer."""
    tables = [
        f"{', '.join(versions)}. Each cell: nDCG@10 / recall / recall among the first {EARLY}."
    ]
    for mode, title in MODES.items():
        tables.append(f"### {title}")
        tables.append(table([one for one in scores if one.mode == mode and not one.seen]))
    if seen := [one for one in scores if one.mode != PLAIN and one.seen]:
        tables.append("### Seen since")
        tables.append(table(seen))
    return "\n\n".join(tables)


def table(scores: list[Score]) -> str:
    """A row a sort of question, a column an engine."""
    engines = list(dict.fromkeys(score.engine for score in scores))
    sorts = sorted({score.sort for score in scores})
    rows = [f"| sort | questions | {' | '.join(engines)} |", "| --- |" + " --- |" * (len(engines) + 1)]
    for sort in [*sorts, "all"]:
        of = [one for one in scores if sort in (one.sort, "all")]
        cells = [cell([one for one in of if one.engine == engine]) for engine in engines]
        rows.append(f"| {sort} | {len(of) // len(engines)} | {' | '.join(cells)} |")
    return "\n".join(rows)


def cell(scores: list[Score]) -> str:
    """nDCG@10, recall, and recall among the first twenty, on the mean."""
    ndcg = mean(score.ndcg for score in scores)
    recall = mean(score.recall for score in scores)
    early = mean(score.early for score in scores)
    return f"{ndcg:.2f} / {recall:.2f} / {early:.2f}"


def faults(scores: list[Score], sort: str) -> list[str]:
    """A line for each answer of a sort that is not all right."""
    return [
        f"{one.mode} {one.engine} `{one.question}`: nDCG {one.ndcg:.2f}, recall {one.recall:.2f}, "
        f"{one.found} found, missed {one.missed}, wrong {one.wrong}"
        for one in scores
        if one.sort == sort and (one.ndcg < 0.995 or one.recall < 1)
    ]


if __name__ == "__main__":
    sys.exit(main())
