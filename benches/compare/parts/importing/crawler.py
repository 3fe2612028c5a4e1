"""The importer that an archive would write instead: walks, hashes, extracts, indexes in batches.

    python3 crawler.py FOLDER INTO

Of each file below FOLDER it takes the SHA-256, the text (`pdftotext -layout`, or the file as it is), and
what `parts/structure/clauses.py` finds in that; the same bytes twice are kept once. It all goes into a
database of SQLite with FTS5, in batches that are on disk when they are committed, as FSCrawler does with
Elasticsearch. Originals are not kept.
"""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "structure"))
from clauses import motion

BATCH = 100
"""How many files are committed at once, as in FSCrawler."""

TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE document (id TEXT PRIMARY KEY, file TEXT, record TEXT);
CREATE VIRTUAL TABLE motion USING fts5(
    id UNINDEXED, title, names, text, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE clause USING fts5(
    id UNINDEXED, number UNINDEXED, heading, text, tokenize = "unicode61 remove_diacritics 2");
"""


def text_of(path, data):
    """The text of a file."""
    if path.endswith(".pdf"):
        command = ["pdftotext", "-layout", "-enc", "UTF-8", path, "-"]
        data = subprocess.run(command, capture_output=True, check=True).stdout
    return data.decode("utf-8", errors="replace")


def keep(database, path):
    """Reads a file and puts it into the database."""
    with open(path, "rb") as file:
        data = file.read()
    id = hashlib.sha256(data).hexdigest()
    text = text_of(path, data)
    record = motion(text)
    row = (id, path, json.dumps(record, ensure_ascii=False))
    if not database.execute("INSERT OR IGNORE INTO document VALUES (?, ?, ?)", row).rowcount:
        return
    names = "\n".join(person["name"] for person in record["signatories"])
    database.execute("INSERT INTO motion VALUES (?, ?, ?, ?)", (id, record["title"], names, text))
    database.executemany(
        "INSERT INTO clause VALUES (?, ?, ?, ?)",
        (
            (id, at, clause["heading"], "\n".join(item["text"] for item in clause["items"]))
            for at, clause in enumerate(record["clauses"])
        ),
    )


def main():
    """Keeps every file of a folder."""
    folder, into = sys.argv[1:]
    database = sqlite3.connect(into)
    database.executescript(TABLES)
    done = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                keep(database, os.path.join(place, name))
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"crawler.py: {name}: {error}", file=sys.stderr)
            done += 1
            if done % BATCH == 0:
                database.commit()
    database.commit()
    database.close()


if __name__ == "__main__":
    main()
