"""Has schemathesis try the API against its own description: no 500, no answer outside of it.

    python3 tests/api/run.py [--moties PROGRAM] [--seed N] [--seconds N]

It imports motions of `corpus` into a new data directory, serves it, makes a key, and lets schemathesis
make requests, right and wrong ones, of every endpoint. Ends with 0 where it finds nothing, 1 where it
finds something, and says how to repeat that, 3 where what it needs cannot be had.

It needs Python 3.11 with venv, and PyPI once: what requirements.txt has is installed into an
environment in the user's cache, which may be thrown away at any time.
"""

import argparse
import json
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REQUIREMENTS = HERE / "requirements.txt"
DOCUMENTS = ["corpus/vng", "corpus/bundels", "corpus/broken"]
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
]
# How many cases of each endpoint are made in one go; with time left, it goes on with others.
EXAMPLES = 20
# Seconds that starting and ending may take beside what is asked for.
LEEWAY = 45
KEY_NAME = "proef"


class Missing(Exception):
    """Something is not there, and how to get it."""


def main() -> int:
    """Runs it all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moties", type=Path, help="the program; built where it is not said")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=75, help="how long it may go on")
    asked = parser.parse_args()
    try:
        schemathesis = environment() / "bin" / "schemathesis"
        program = asked.moties.resolve() if asked.moties else built()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        subprocess.run(
            [program, "import", "--data", data, *DOCUMENTS], cwd=ROOT, check=False, timeout=600,
            stderr=subprocess.DEVNULL,
        )
        with Service(program, data) as service:
            return attack(schemathesis, service, asked, Path(folder))


def environment() -> Path:
    """Where schemathesis is installed; installs it where it is not yet.

    Raises Missing, with what to do, where that cannot be done.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "moties-api" / f"python-{platform.python_version()}"
    installed, wanted = folder / REQUIREMENTS.name, REQUIREMENTS.read_text(encoding="utf-8")
    if installed.exists() and installed.read_text(encoding="utf-8") == wanted:
        return folder
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--retries", "2"]
    for command, hint in [
        (
            [sys.executable, "-m", "venv", "--clear", folder],
            "install venv, on Debian with: sudo apt-get install python3-venv",
        ),
        (
            [*pip, "--requirement", REQUIREMENTS],
            "get a network that reaches PyPI, or set PIP_INDEX_URL to a mirror, and run ./test again",
        ),
    ]:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"schemathesis cannot be installed: {done.stderr.strip()[-400:]}\n{hint}")
    installed.write_text(wanted, encoding="utf-8")
    return folder


def built() -> Path:
    """The program, as the tests have it."""
    # By the tests' own command, so that nothing is compiled a second time with other features.
    subprocess.run(
        ["cargo", "test", "--locked", "--test", "all", "--no-run", "--quiet"], cwd=ROOT, check=True
    )
    described = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )
    return Path(json.loads(described.stdout)["target_directory"]) / "debug" / "moties"


class Service:
    """A running service, with a key of an administrator."""

    def __init__(self, program: Path, data: Path) -> None:
        flags = ["--requests-per-second", "100000", "--uploads-per-minute", "100000"]
        self.process = subprocess.Popen(
            [program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--log-level", "warn",
             *flags],
            stdout=subprocess.PIPE, text=True,
        )
        self.url, self.key = "", ""

    def __enter__(self) -> "Service":
        line = self.process.stdout.readline()
        self.url = re.search(r"http://\S+", line).group()
        self.key = self.ask("/api/v1/keys", {"name": KEY_NAME, "role": "admin"})["key"]
        return self

    def __exit__(self, *_) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def ask(self, path: str, body: dict | None = None) -> dict:
        """Asks for JSON."""
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        sent = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, sent, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


def attack(schemathesis: Path, service: Service, asked: argparse.Namespace, room: Path) -> int:
    """Runs schemathesis, and sees to it that the service is still well after it."""
    motions = [motion["id"] for motion in service.ask("/api/v1/motions?limit=1000")["items"]]
    items = service.ask("/api/v1/imports/1/items?limit=1000")["items"]
    failed = [item["id"] for item in items if item["id"] and item["outcome"] == "failed"]
    saved = [{"name": f"vraag {number}", "query": "q=motie&sort=newest"} for number in range(40)]
    world = {
        "url": service.url,
        "key": service.key,
        "key_name": KEY_NAME,
        "seed": asked.seed,
        # What is deleted is another's than what is corrected, so that neither runs out.
        "motion": motions[:20],
        "document": motions[20:60] + failed,
        "import": [1, 2, 3],
        "question": [service.ask("/api/v1/questions", one)["id"] for one in saved],
    }
    command = [
        schemathesis, "run", f"{service.url}/api/v1/openapi.json",
        "--header", f"Authorization: Bearer {service.key}",
        "--checks", ",".join(CHECKS),
        "--seed", str(asked.seed),
        "--max-time", str(asked.seconds),
        "--max-examples", str(EXAMPLES),
        "--generation-database", "none",
        "--request-timeout", "20",
        "--no-color",
    ]
    variables = {
        **os.environ,
        "MOTIES_API_WORLD": json.dumps(world),
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    process = subprocess.Popen(command, cwd=room, env=variables)
    began = time.monotonic()
    try:
        code = process.wait(asked.seconds + LEEWAY)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
        print("schemathesis does not end: some answer may not have come", file=sys.stderr)
    print(f"schemathesis took {time.monotonic() - began:.0f} s")
    if not service.ask("/readyz")["ok"] or service.process.poll() is not None:
        print("the service is not well after it", file=sys.stderr)
        return 1
    # Its own key opens still, so that what was asked last was not asked in vain.
    service.ask("/api/v1/stats")
    if code:
        print(f"repeat it with: python3 tests/api/run.py --seed {asked.seed}", file=sys.stderr)
    return 1 if code else 0


if __name__ == "__main__":
    sys.exit(main())
