"""Xapian as an index, by the package of Debian for its own Python; with its stemmer for Dutch."""

from pathlib import Path

import xapian
from answering import MOTION, ROLES, SHOWN, Index, Part, answer_all

WEIGHTS = {"title": 3, "subject": 2}
"""How often the words of a field count."""


def terms(generator: "xapian.TermGenerator", part: Part) -> None:
    """Gives all words of a part to the document in hand."""
    for name in ("title", "subject", "heading"):
        if part.get(name):
            generator.index_text(part[name], WEIGHTS.get(name, 1))
            generator.increase_termpos()
    for text in (*part["names"], *part["text"]):
        generator.index_text(text)
        generator.increase_termpos()


class Xapian(Index):
    """A database, with the kind and role of clauses as terms of their own."""

    database: "xapian.Database"

    def __init__(self) -> None:
        self.stemmer = xapian.Stem("dutch")
        self.parser = xapian.QueryParser()
        self.parser.set_stemmer(self.stemmer)
        self.parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
        self.parser.set_default_op(xapian.Query.OP_AND)

    def version(self) -> str:
        return f"Xapian {xapian.version_string()}"

    def build(self, parts: list[Part], folder: Path) -> None:
        database = xapian.WritableDatabase(str(folder / "xapian"), xapian.DB_CREATE)
        generator = xapian.TermGenerator()
        generator.set_stemmer(self.stemmer)
        for part in parts:
            document = xapian.Document()
            generator.set_document(document)
            generator.set_termpos(0)
            terms(generator, part)
            document.set_data(part["id"])
            document.add_boolean_term("XP" + part["part"])
            for prefix, name in (("XK", "kind"), ("XR", "role"), ("XD", "date"), ("XG", "grammar")):
                if part.get(name):
                    document.add_boolean_term(prefix + part[name])
            database.add_document(document)
        database.commit()
        database.close()
        self.database = xapian.Database(str(folder / "xapian"))
        self.parser.set_database(self.database)

    def search(self, words: str, clause: str | None) -> tuple[int, list[str]]:
        if clause is None:
            within = "XP" + MOTION
        else:
            within = ("XR" if clause in ROLES else "XK") + clause
        query = xapian.Query(
            xapian.Query.OP_FILTER, self.parser.parse_query(words), xapian.Query(within)
        )
        enquire = xapian.Enquire(self.database)
        enquire.set_query(query)
        # Looking at all of them makes the count exact, as the others' is.
        best = enquire.get_mset(0, SHOWN, self.database.get_doccount())
        ids = [match.document.get_data().decode() for match in best]
        return best.get_matches_estimated(), ids


if __name__ == "__main__":
    answer_all(Xapian())
