"""PostgreSQL as an index: its `dutch` configuration, GIN, and a cluster that lives as long as this does.

As root the server is run as the user `postgres`, since it refuses root.
"""

import atexit
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
from answering import MOTION, ROLES, SHOWN, Index, Part, answer_all

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


def run(*command: str) -> None:
    """Runs a program of PostgreSQL, as a user that it accepts."""
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    prefix = as_user if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"`{command[0]}` failed: {done.stderr.strip() or done.stdout.strip()}")


def motion_row(part: Part) -> tuple[str | None, ...]:
    """The row of a motion."""
    plain = (part.get(name) for name in ("id", "date", "body", "grammar", "title", "subject"))
    return (*plain, "\n".join([*part["names"], *part["text"]]))


def clause_row(part: Part) -> tuple[str | None, ...]:
    """The row of a clause."""
    plain = (part.get(name) for name in ("id", "clause", "kind", "role"))
    return (*plain, "\n".join([part.get("heading") or "", *part["text"]]))


class Postgres(Index):
    """A cluster of its own, on a socket in its folder."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.connection: psycopg.Connection | None = None
        self.cluster: Path | None = None
        atexit.register(self.stop)

    def version(self) -> str:
        said = subprocess.run(
            [self.programs / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        return said.stdout.strip()

    def prepare(self, folder: Path) -> None:
        self.stop()
        self.cluster = folder / "cluster"
        self.cluster.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.cluster, "postgres", "postgres")
            for above in (folder, folder.parent):
                above.chmod(0o755)
        cluster = str(self.cluster)
        options = ["--no-locale", "--encoding=UTF8", "--auth=trust", "--username=moties"]
        run(str(self.programs / "initdb"), "--pgdata", cluster, *options)
        listen = f"-c listen_addresses= -c unix_socket_directories={cluster}"
        log = str(self.cluster / "log")
        run(str(self.programs / "pg_ctl"), "-D", cluster, "-l", log, "-o", listen, "-w", "start")
        where = f"host={cluster} user=moties dbname=postgres"
        self.connection = psycopg.connect(where, autocommit=True)

    def stop(self) -> None:
        """Ends the server."""
        if self.connection:
            self.connection.close()
            self.connection = None
        if self.cluster and self.cluster.exists():
            run(str(self.programs / "pg_ctl"), "-D", str(self.cluster), "-m", "fast", "stop")
            self.cluster = None

    def build(self, parts: list[Part], folder: Path) -> None:
        assert self.connection, "it was started"
        with self.connection.transaction(), self.connection.cursor() as cursor:
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
            self.connection.execute(statement)

    def size(self, folder: Path) -> int:
        assert self.connection, "it was started"
        sizes = "SELECT pg_total_relation_size('motion') + pg_total_relation_size('clause')"
        return int(self.connection.execute(sizes).fetchone()[0])

    def search(self, words: str, clause: str | None) -> tuple[int, list[str]]:
        assert self.connection, "it was started"
        table, within = "motion", ""
        values = {"words": words, "clause": clause}
        if clause is not None:
            column = "role" if clause in ROLES else "kind"
            table, within = "clause", f"AND {column} = %(clause)s"
        where = f"FROM {table}, websearch_to_tsquery('dutch', %(words)s) asked"
        where += f" WHERE words @@ asked {within}"
        best = f"SELECT id {where} ORDER BY ts_rank(words, asked) DESC LIMIT {SHOWN}"
        with self.connection.cursor() as cursor:
            found = cursor.execute(f"SELECT count(*) {where}", values).fetchone()[0]
            return found, [row[0] for row in cursor.execute(best, values)]


if __name__ == "__main__":
    answer_all(Postgres(Path(sys.argv[1])))
