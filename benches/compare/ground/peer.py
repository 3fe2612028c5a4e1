"""A peer in a process of its own that stays, answers lines of JSON, and times itself."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any


class PeerError(Exception):
    """A peer that does not do what it is asked."""


class Peer:
    """Asks one process."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        try:
            self.process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            raise PeerError(f"`{name}` cannot be run: {error.strerror}") from error

    def ask(self, **request: Any) -> dict[str, Any]:
        """Sends a request and waits for the answer; `failed` in it is an answer too."""
        assert self.process.stdin and self.process.stdout, "both were opened as pipes"
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise PeerError(f"`{self.name}` ended while asked to {request['do']}; see above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def must(self, **request: Any) -> dict[str, Any]:
        """Sends a request that has to succeed.

        Raises PeerError with what the peer says.
        """
        answer = self.ask(**request)
        if "failed" in answer:
            raise PeerError(f"`{self.name}`, asked to {request['do']}: {answer['failed']}")
        return answer

    def version(self) -> str:
        """Its version."""
        version: str = self.must(do="version")["version"]
        return version

    def close(self) -> None:
        """Ends the process."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()
