"""What schemathesis is told: which things there are, so that not every answer is a 404.

It makes its own cases; of most, some parts are then replaced by what the service has. Of some the key
is left out or spoilt, so that those answers are looked at too. All by chance, from a fixed seed.
"""

import json
import os
import random

import requests
import schemathesis

WORLD = json.loads(os.environ["MOTIES_API_WORLD"])
DICE = random.Random(WORLD["seed"])
WORDS = ["wonen", "bomen", "gemeente -provincie", '"de leden"', "financiën", "klimaat*"]
LAST = 2**64 - 1
CHANGES = [
    {"op": "set", "part": "title", "value": "Een andere titel"},
    {"op": "set", "part": "date", "value": "2024-06-26"},
    {"op": "edit-item", "clause": 0, "item": [0], "text": "iets anders"},
    {"op": "review", "seen": True},
    # What no record has, and numbers at the end of their range.
    {"op": "edit-item", "clause": LAST, "item": [0], "text": "niets"},
    {"op": "edit-item", "clause": 0, "item": [LAST, LAST], "text": "niets"},
    {"op": "join-clauses", "clause": LAST},
    {"op": "join-items", "clause": 0, "item": [LAST]},
    {"op": "split-item", "clause": 0, "item": [0], "at": LAST},
    {"op": "move-item", "clause": 0, "item": [0], "to_clause": 0, "to_item": [LAST]},
    {"op": "set", "part": "title", "value": "een\0nul"},
    {"op": "set", "part": "clauses", "value": None},
    {"op": "set", "part": "date", "value": "2024-02-30"},
]


def chance(share: float) -> bool:
    """Whether something that happens in this share of cases happens now."""
    return DICE.random() < share


@schemathesis.hook
def before_call(_context, case, kwargs) -> None:
    """Replaces parts of a case."""
    path, query = case.path_parameters or {}, case.query if isinstance(case.query, dict) else {}
    for name in ("motion", "document", "import", "question"):
        if name in path and chance(0.6):
            path[name] = DICE.choice(WORLD[name])
    if path.get("name") == WORLD["key_name"]:
        # Whoever revokes the key of this run ends it.
        path["name"] = "niemand"
    if case.operation.path.endswith("/search") and chance(0.6):
        query["q"] = DICE.choice(WORDS)
        query.pop("clause", None)
        case.query = query
    if case.method == "POST" and case.operation.path.endswith("/questions") and chance(0.6):
        case.body = {"name": "Bomen", "query": DICE.choice(["q=bomen", "q=wonen&year=2026|2025"])}
        case.media_type = "application/json"
    if "/corrections" in case.operation.path and chance(0.6):
        suit(case, path, query)
    if chance(0.05):
        spoil_key(case)


def suit(case, path: dict, query: dict) -> None:
    """Makes a correction, or its undoing, one of the motion as it is now."""
    path["motion"] = DICE.choice(WORLD["motion"])
    url = f"{WORLD['url']}/api/v1/motions/{path['motion']}"
    headers = {"Authorization": f"Bearer {WORLD['key']}"}
    version = requests.get(url, headers=headers, timeout=10).headers.get("ETag", "0").strip('"')
    if case.method == "POST":
        case.body = {"version": int(version), "change": DICE.choice(CHANGES)}
        case.media_type = "application/json"
    else:
        history = requests.get(f"{url}/history", headers=headers, timeout=10).json()
        query["version"] = version
        case.query = query
        if isinstance(history, list) and history:
            path["correction"] = history[-1]["number"]


def spoil_key(case) -> None:
    """Has a case come without a key, or with a wrong one."""
    headers = case.headers if case.headers is not None else {}
    headers["Authorization"] = DICE.choice(["", "Bearer moties_x", "Basic YTpi"])
    case.headers = headers
