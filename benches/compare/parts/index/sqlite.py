"""SQLite FTS5 as an index: no stemmer for Dutch, so only the form of a word that is asked for is found."""

import sqlite3
from pathlib import Path

from answering import MOTION, ROLES, SHOWN, Index, Part, answer_all

TABLES = """
CREATE VIRTUAL TABLE motion USING fts5(
    id UNINDEXED, date UNINDEXED, body UNINDEXED, grammar UNINDEXED, title, subject, names, text,
    tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE clause USING fts5(
    id UNINDEXED, number UNINDEXED, kind UNINDEXED, role UNINDEXED, heading, text,
    tokenize = "unicode61 remove_diacritics 2");
"""

MOTIONS = "INSERT INTO motion VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
CLAUSES = "INSERT INTO clause VALUES (?, ?, ?, ?, ?, ?)"


def motion_row(part: Part) -> tuple[str | None, ...]:
    """The row of a motion."""
    plain = (part.get(name) for name in ("id", "date", "body", "grammar", "title", "subject"))
    return (*plain, "\n".join(part["names"]), "\n".join(part["text"]))


def clause_row(part: Part) -> tuple[str | None, ...]:
    """The row of a clause."""
    plain = (part.get(name) for name in ("id", "clause", "kind", "role", "heading"))
    return (*plain, "\n".join(part["text"]))


class Fts5(Index):
    """A database of two tables."""

    database: sqlite3.Connection

    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def build(self, parts: list[Part], folder: Path) -> None:
        self.database = sqlite3.connect(folder / "fts.sqlite")
        self.database.executescript(TABLES)
        with self.database:
            motions = (motion_row(part) for part in parts if part["part"] == MOTION)
            self.database.executemany(MOTIONS, motions)
            clauses = (clause_row(part) for part in parts if part["part"] != MOTION)
            self.database.executemany(CLAUSES, clauses)

    def search(self, words: str, clause: str | None) -> tuple[int, list[str]]:
        if clause is None:
            table, weights, within, values = "motion", "0, 0, 0, 0, 3, 2, 1, 1", "", [words]
        else:
            column = "role" if clause in ROLES else "kind"
            table, weights = "clause", "0, 0, 0, 0, 1, 1"
            within, values = f"AND {column} = ?", [words, clause]
        where = f"FROM {table} WHERE {table} MATCH ? {within}"
        found = self.database.execute(f"SELECT count(*) {where}", values).fetchone()[0]
        best = f"SELECT id {where} ORDER BY bm25({table}, {weights}) LIMIT {SHOWN}"
        return found, [row[0] for row in self.database.execute(best, values)]


if __name__ == "__main__":
    answer_all(Fts5())
