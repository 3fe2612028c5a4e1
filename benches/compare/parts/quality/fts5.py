"""SQLite FTS5: words without their accents, bm25 with the title three times and the subject twice.

It has no stemmer for Dutch: its `porter` is one for English. `starts` takes each word for the beginning of
one, which is what people do about that.
"""

import sqlite3
from pathlib import Path

from parts.quality.archive import Part
from parts.quality.engine import FIELDS, ROLES, Engine, Scores, best, lines
from parts.quality.needs import All, Any, Need, Not, Phrase, Start, Wish, Word

TABLES = f"""
CREATE VIRTUAL TABLE motion USING fts5(
    id UNINDEXED, date UNINDEXED, {", ".join(FIELDS)},
    tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE clause USING fts5(
    id UNINDEXED, kind UNINDEXED, role UNINDEXED, heading, text,
    tokenize = "unicode61 remove_diacritics 2");
"""

WEIGHTS = {"motion": "0, 0, 3, 2", "clause": "0, 0, 0, 1, 1"}
"""What the first columns count; the others count once."""


class Fts5(Engine):
    """A database of two tables."""

    database: sqlite3.Connection

    def __init__(self, starts: bool) -> None:
        self.starts = starts
        self.name = "SQLite FTS5, beginnings" if starts else "SQLite FTS5"

    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def build(self, parts: list[Part], folder: Path) -> None:
        self.database = sqlite3.connect(folder / f"{self.starts}.sqlite")
        self.database.executescript(TABLES)
        for part in parts:
            if part["part"] == "motion":
                row = [part["id"], part["date"], *(lines(part, field) for field in FIELDS)]
                table = "motion"
            else:
                row = [part["id"], part["kind"], part["role"]]
                row += [lines(part, "heading"), lines(part, "text")]
                table = "clause"
            places = ", ".join("?" * len(row))
            self.database.execute(f"INSERT INTO {table} VALUES ({places})", row)
        self.database.commit()

    def find(self, need: Need) -> Scores:
        table = "clause" if need.clause else "motion"
        score = "0"
        where: list[str] = []
        values: list[str] = []
        if need.wish:
            score = f"-bm25({table}, {WEIGHTS[table]})"
            where.append(f"{table} MATCH ?")
            within = f"{need.field}: " if need.field else ""
            values.append(f"{within}({self.match(need.wish)})")
        if need.clause:
            where.append(f"{'role' if need.clause in ROLES else 'kind'} = ?")
            values.append(need.clause)
        if need.days:
            where.append("date BETWEEN ? AND ?")
            values += [day.isoformat() for day in need.days]
        asked = f"SELECT id, {score} FROM {table} WHERE {' AND '.join(where)}"
        return best(self.database.execute(asked, values).fetchall())

    def match(self, wish: Wish) -> str:
        """A wish in the language of FTS5."""
        match wish:
            case Word(text) | Phrase(text) | Start(text):
                begins = isinstance(wish, Start) or (self.starts and isinstance(wish, Word))
                return f'"{text}"' + "*" * begins
            case Any(parts):
                return "(" + " OR ".join(self.match(part) for part in parts) + ")"
            case All(parts):
                wanted = [self.match(part) for part in parts if not isinstance(part, Not)]
                unwanted = [self.match(part.part) for part in parts if isinstance(part, Not)]
                return " NOT ".join(["(" + " AND ".join(wanted) + ")", *unwanted])
        raise ValueError(f"expected something that is wanted, found {wish}")

    def close(self) -> None:
        self.database.close()
