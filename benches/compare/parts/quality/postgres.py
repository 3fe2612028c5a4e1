"""PostgreSQL with its `dutch` configuration, GIN, title and subject weighted above the text.

Hits stand by `ts_rank_cd`, set off against the length of the text (its 1), which puts them in a better
order here than without, and than `ts_rank`. The stemmer takes accents off: with `unaccent` before it no
figure differs by more than 0.001.
"""

from pathlib import Path
from typing import Any as Value

from parts.index.cluster import Cluster
from parts.quality.archive import Part
from parts.quality.engine import FIELDS, ROLES, Engine, Scores, best, lines
from parts.quality.needs import All, Any, Need, Not, Phrase, Start, Wish, Word

TABLES = f"""
CREATE TABLE motion (id text, date text, words tsvector,
    {", ".join(f'{field} tsvector' for field in FIELDS)});
CREATE TABLE clause (id text, kind text, role text, words tsvector);
"""

LABELS = {"title": "A", "subject": "B"}
"""The weights of columns; others have D."""


class Postgres(Engine):
    """Two tables in a cluster of its own."""

    name = "PostgreSQL"

    def __init__(self, programs: Path) -> None:
        self.cluster = Cluster(programs)

    def version(self) -> str:
        return self.cluster.version()

    def build(self, parts: list[Part], folder: Path) -> None:
        place = folder / "postgres"
        place.mkdir()
        connection = self.cluster.start(place)
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(TABLES)
            for part in parts:
                self.insert(cursor, part)
            for table in ("motion", "clause"):
                cursor.execute(f"CREATE INDEX ON {table} USING gin (words)")

    def insert(self, cursor: Value, part: Part) -> None:
        """Puts a motion or a clause into its table."""
        vector = "to_tsvector('dutch', %s)"
        if part["part"] == "motion":
            vectors = [f"setweight({vector}, '{LABELS.get(field, 'D')}')" for field in FIELDS]
            words = [lines(part, field) for field in FIELDS]
            values = ", ".join(["%s", "%s", " || ".join(vectors), *vectors])
            row = [part["id"], part["date"], *words, *words]
            cursor.execute(f"INSERT INTO motion VALUES ({values})", row)
        else:
            words = [lines(part, "heading") + "\n" + lines(part, "text")]
            row = [part["id"], part["kind"], part["role"], *words]
            cursor.execute(f"INSERT INTO clause VALUES (%s, %s, %s, {vector})", row)

    def find(self, need: Need) -> Scores:
        table = "clause" if need.clause else "motion"
        column = need.field or "words"
        score, asked = "0", table
        where: list[str] = []
        values: list[str] = []
        if need.wish:
            query, values = self.query(need.wish)
            asked += f", (SELECT {query} AS asked) AS of"
            score = f"ts_rank_cd({column}, asked, 1)"
            where.append(f"{column} @@ asked")
        if need.clause:
            where.append(f"{'role' if need.clause in ROLES else 'kind'} = %s")
            values.append(need.clause)
        if need.days:
            where.append("date BETWEEN %s AND %s")
            values += [day.isoformat() for day in need.days]
        statement = f"SELECT id, {score} FROM {asked} WHERE {' AND '.join(where)}"
        assert self.cluster.connection, "it was started"
        return best(self.cluster.connection.execute(statement, values).fetchall())

    def query(self, wish: Wish) -> tuple[str, list[str]]:
        """A wish as an expression of type tsquery, and its values."""
        makes = "'dutch', %s"
        match wish:
            case Word(text):
                return f"plainto_tsquery({makes})", [text]
            case Phrase(text):
                return f"phraseto_tsquery({makes})", [text]
            case Start(text):
                return f"to_tsquery({makes})", [f"{text}:*"]
            case Not(part):
                query, values = self.query(part)
                return f"!! {query}", values
            case All(parts) | Any(parts):
                made = [self.query(part) for part in parts]
                sign = " && " if isinstance(wish, All) else " || "
                queries = sign.join(query for query, _ in made)
                return f"({queries})", [value for _, values in made for value in values]

    def close(self) -> None:
        self.cluster.stop()
