"""The script that an archive would write instead: the clauses of motions, by regular expressions.

Reads texts of motions, takes out title, date, clauses with their items, and names, as far as a page of
regular expressions does, and makes JSON of it. Answers lines of JSON, as `parts/pdf/peers.py` does:

    {"do": "version"}                         {"version": "Python 3.1"}
    {"do": "read", "file": "a.txt"}           {"motions": [{"title": …, "clauses": …}]}
    {"do": "time", "files": […], "times": 3}  {"seconds": 0.1} for three readings of all files,
                                              which are in memory before the clock starts
"""

import json
import platform
import re
import sys
import time

# Looking at the first letter first makes it three times as fast.
HEADING = re.compile(
    r"^[ \t]*(?=[bcdegiknorstv])(?P<heading>(?:en |voorts |tevens |daarnaast )?"
    r"(?P<verb>constater\w+|overweg\w+|gehoord|gelezen|gelet op|gezien|kennis ?genomen \w+ van|indachtig"
    r"|in aanmerking nemende|van mening(?: zijnde)?|van oordeel(?: zijnde)?|is van mening|spreekt uit|spreken uit"
    r"|verzoekt|verzoeken|roept|roepen|draagt|dragen|besluit|dringt|nodigt|vraagt)\b[^:\n]{0,80}?(?:dat|op|om)?)\s*[:,]?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
INLINE = re.compile(
    r"^(?P<heading>(?:voorts |tevens )?(?P<verb>constaterende|overwegende|verzoekt|spreekt uit|van mening)[^\n]{0,60}?"
    r"(?:dat|de regering|het college|het kabinet))\s+(?P<text>.+?)[;,.]$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
ITEM = re.compile(
    r"^\s*(?P<marker>[-–•*o]|\d{1,2}[.)]|[a-z][.)])\s+(?P<text>.+?)(?=^\s*(?:[-–•*o]|\d{1,2}[.)]|[a-z][.)])\s|\Z)",
    re.MULTILINE | re.DOTALL,
)
TITLE = re.compile(
    r"^\s*motie(?: vreemd[^:\n]*)?\s*[:–-]?\s*(?P<title>\S.*)$", re.IGNORECASE | re.MULTILINE
)
DATE = re.compile(
    r"\b(\d{1,2}) (januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december) (\d{4})\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\s*en ga(?:at|an) over tot de orde van de dag.*$", re.IGNORECASE | re.MULTILINE
)
NAME = re.compile(
    r"^\s*(?P<name>(?:[A-Z]\.)*\s?(?:[A-Z][\w'-]+ ?(?:van |de |den |der |ter |ten )*)+)(?:[,(]\s*(?P<party>[^)\n]+))?",
    re.MULTILINE,
)


def motion(text):
    """The parts of one motion."""
    closing = CLOSING.search(text)
    body = text[: closing.start()] if closing else text
    headings = list(HEADING.finditer(body))
    clauses = []
    for at, heading in enumerate(headings):
        end = headings[at + 1].start() if at + 1 < len(headings) else len(body)
        said = body[heading.end() : end]
        items = [
            {"marker": item["marker"], "text": " ".join(item["text"].split()).rstrip(";, ")}
            for item in ITEM.finditer(said)
        ]
        clauses.append({"heading": heading["heading"], "items": items})
    for clause in INLINE.finditer(body):
        clauses.append(
            {"heading": clause["heading"], "items": [{"text": " ".join(clause["text"].split())}]}
        )
    title, date = TITLE.search(text), DATE.search(text)
    names = [
        {"name": name["name"].strip(), "party": name["party"]}
        for name in (NAME.finditer(text, closing.end()) if closing else [])
    ]
    return {
        "title": title["title"] if title else None,
        "date": " ".join(date.groups()) if date else None,
        "clauses": clauses,
        "closing": closing[0].strip() if closing else None,
        "signatories": names,
    }


def load(path):
    """The text of a file."""
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def seconds(paths, times):
    """The processor's seconds that so many readings of all files take."""
    texts = [load(path) for path in paths]
    begun = time.process_time()
    for _ in range(times):
        for text in texts:
            json.dumps(motion(text), ensure_ascii=False)
    return time.process_time() - begun


def answer(request):
    """Does what a request asks for."""
    match request["do"]:
        case "version":
            return {"version": f"Python {platform.python_version()}"}
        case "read":
            return {"motions": [motion(load(request["file"]))]}
        case "time":
            return {"seconds": seconds(request["files"], request["times"])}
        case other:
            return {"failed": f"expected `version`, `read` or `time`, found `{other}`"}


def main():
    """Answers until standard input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
