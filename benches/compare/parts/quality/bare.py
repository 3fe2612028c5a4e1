"""Bare tantivy, by its own package for Python, with the analysis of the peer `tantivy-stock`: words without
case and accents, cut by its Dutch stemmer; bm25 with the title three times and the subject twice.
"""

from datetime import date
from importlib import metadata
from pathlib import Path

import tantivy

from parts.quality.archive import Part
from parts.quality.engine import FIELDS, ROLES, Engine, Scores, best, lines
from parts.quality.needs import All, Any, Need, Not, Phrase, Start, Wish, Word

BOOSTS = {"title": 3.0, "subject": 2.0}

ALL = 1_000_000
"""More hits than there are parts."""


def analyzer() -> "tantivy.TextAnalyzer":
    """Cuts text into words."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(100),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("dutch"),
    ):
        builder = builder.filter(step)
    return builder.build()


class Tantivy(Engine):
    """An index of motions and clauses, a document each."""

    name = "tantivy"

    def version(self) -> str:
        return f"tantivy {metadata.version('tantivy')}"

    def build(self, parts: list[Part], folder: Path) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        for field in ("part", "kind", "role"):
            schema.add_text_field(field, tokenizer_name="raw")
        schema.add_integer_field("day", indexed=True, fast=True)
        for field in (*FIELDS, "heading"):
            schema.add_text_field(field, tokenizer_name="dutch")
        place = folder / "tantivy"
        place.mkdir()
        self.index = tantivy.Index(schema.build(), path=str(place))
        self.index.register_tokenizer("dutch", analyzer())
        writer = self.index.writer(num_threads=1)
        for part in parts:
            document = tantivy.Document()
            for field in ("id", "part", "kind", "role", "heading", *FIELDS):
                if value := lines(part, field):
                    document.add_text(field, value)
            if part["date"]:
                document.add_integer("day", date.fromisoformat(part["date"]).toordinal())
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def find(self, need: Need) -> Scores:
        schema, wanted = self.index.schema, []
        part = "clause" if need.clause else "motion"
        filters = [tantivy.Query.term_query(schema, "part", part)]
        if need.wish:
            fields = ["heading", "text"] if need.clause else list(FIELDS)
            wanted.append(self.query(need.wish, [need.field] if need.field else fields))
        if need.clause:
            of = "role" if need.clause in ROLES else "kind"
            filters.append(tantivy.Query.term_query(schema, of, need.clause))
        if need.days:
            first, last = (day.toordinal() for day in need.days)
            number = tantivy.FieldType.Integer
            filters.append(tantivy.Query.range_query(schema, "day", number, first, last))
        must = tantivy.Occur.Must
        # A filter says nothing of how well a motion fits.
        filters = [tantivy.Query.const_score_query(query, 0.0) for query in filters]
        query = tantivy.Query.boolean_query([(must, query) for query in (*filters, *wanted)])
        hits = self.searcher.search(query, ALL).hits
        return best([(self.searcher.doc(at)["id"][0], score) for score, at in hits])

    def query(self, wish: Wish, fields: list[str]) -> "tantivy.Query":
        """A wish as a query of tantivy's."""
        occur = tantivy.Occur
        match wish:
            case Word(text) | Phrase(text):
                boosts = {field: BOOSTS[field] for field in fields if field in BOOSTS}
                return self.index.parse_query(f'"{text}"', fields, boosts)
            case Start(text):
                begins = [
                    tantivy.Query.regex_query(self.index.schema, field, f"{text}.*")
                    for field in fields
                ]
                return tantivy.Query.boolean_query([(occur.Should, one) for one in begins])
            case Any(parts):
                choices = [(occur.Should, self.query(part, fields)) for part in parts]
                return tantivy.Query.boolean_query(choices)
            case All(parts):
                clauses = [
                    (occur.MustNot, self.query(part.part, fields))
                    if isinstance(part, Not)
                    else (occur.Must, self.query(part, fields))
                    for part in parts
                ]
                return tantivy.Query.boolean_query(clauses)
        raise ValueError(f"expected something that is wanted, found {wish}")
