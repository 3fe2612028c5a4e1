"""PostgreSQL as an index: its `dutch` configuration, and GIN."""

import sys
from pathlib import Path

from answering import MOTION, ROLES, SHOWN, Index, Part, answer_all
from cluster import Cluster

TABLES = """
CREATE TABLE motion (id text, date text, body text, grammar text, words tsvector);
CREATE TABLE clause (id text, clause int, kind text, role text, words tsvector);
"""

INDICES = """
CREATE INDEX ON motion USING gin (words);
CREATE INDEX ON clause USING gin (words);
CREATE INDEX ON clause (kind);
CREATE INDEX ON clause (role);
ANALYZE;
CHECKPOINT;
"""

MOTIONS = """
CREATE TEMP TABLE motion_in (
    id text, date text, body text, grammar text, title text, subject text, words text);
"""
CLAUSES = "CREATE TEMP TABLE clause_in (id text, clause int, kind text, role text, words text);"

TO_MOTIONS = """
INSERT INTO motion SELECT id, date, body, grammar,
    setweight(to_tsvector('dutch', coalesce(title, '')), 'A')
    || setweight(to_tsvector('dutch', coalesce(subject, '')), 'B') || to_tsvector('dutch', words)
FROM motion_in;
"""
TO_CLAUSES = """
INSERT INTO clause SELECT id, clause, kind, role, to_tsvector('dutch', words) FROM clause_in;
"""


def motion_row(part: Part) -> tuple[str | None, ...]:
    """The row of a motion."""
    plain = (part.get(name) for name in ("id", "date", "body", "grammar", "title", "subject"))
    return (*plain, "\n".join([*part["names"], *part["text"]]))


def clause_row(part: Part) -> tuple[str | None, ...]:
    """The row of a clause."""
    plain = (part.get(name) for name in ("id", "clause", "kind", "role"))
    return (*plain, "\n".join([part.get("heading") or "", *part["text"]]))


class Postgres(Index):
    """Two tables in a cluster of its own."""

    def __init__(self, programs: Path) -> None:
        self.cluster = Cluster(programs)

    def version(self) -> str:
        return self.cluster.version()

    def prepare(self, folder: Path) -> None:
        self.cluster.start(folder)

    def build(self, parts: list[Part], folder: Path) -> None:
        connection = self.cluster.connection
        assert connection, "it was started"
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(TABLES + MOTIONS + CLAUSES)
            with cursor.copy("COPY motion_in FROM STDIN") as copy:
                for part in parts:
                    if part["part"] == MOTION:
                        copy.write_row(motion_row(part))
            with cursor.copy("COPY clause_in FROM STDIN") as copy:
                for part in parts:
                    if part["part"] != MOTION:
                        copy.write_row(clause_row(part))
            cursor.execute(TO_MOTIONS + TO_CLAUSES)
        for statement in INDICES.strip().splitlines():
            connection.execute(statement)

    def size(self, folder: Path) -> int:
        connection = self.cluster.connection
        assert connection, "it was started"
        sizes = "SELECT pg_total_relation_size('motion') + pg_total_relation_size('clause')"
        return int(connection.execute(sizes).fetchone()[0])

    def search(self, words: str, clause: str | None) -> tuple[int, list[str]]:
        connection = self.cluster.connection
        assert connection, "it was started"
        table, within = "motion", ""
        values = {"words": words, "clause": clause}
        if clause is not None:
            column = "role" if clause in ROLES else "kind"
            table, within = "clause", f"AND {column} = %(clause)s"
        where = f"FROM {table}, websearch_to_tsquery('dutch', %(words)s) asked"
        where += f" WHERE words @@ asked {within}"
        best = f"SELECT id {where} ORDER BY ts_rank(words, asked) DESC LIMIT {SHOWN}"
        with connection.cursor() as cursor:
            found = cursor.execute(f"SELECT count(*) {where}", values).fetchone()[0]
            return found, [row[0] for row in cursor.execute(best, values)]


if __name__ == "__main__":
    answer_all(Postgres(Path(sys.argv[1])))
