"""The judged questions of `corpus/questions.toml` and `corpus/questions-held-out.toml`, and how well an answer
to one is.

The formulas are those of `tests/search.rs`.

>>> one = Judged("word", "a", "a", best=["x"], right=["y"])
>>> one.ndcg(["x", "y"]), one.recall(["z", "y"])
(1.0, 0.5)
>>> round(one.ndcg(["y", "x"]), 3)
0.797
"""

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

DEPTH = 10
"""How many hits nDCG looks at."""


@dataclass(frozen=True)
class Judged:
    """A question, and the motions that answer it: `folder/name`, with `#2` for the second of a bundle."""

    sort: str
    question: str
    """As `docs/query.md` has it."""
    plain: str
    """The same in words alone."""
    best: list[str]
    """The best answers, which should come first."""
    right: list[str]
    """The other right answers."""
    seen: bool = False
    """Whether the search was changed with a miss of it, though held out, in sight."""

    def grade(self, motion: str) -> int:
        """How good an answer is: 2, 1, or 0 where it is wrong."""
        return 2 if motion in self.best else int(motion in self.right)

    def answers(self) -> list[str]:
        """All right answers, the best first."""
        return self.best + self.right

    def ndcg(self, found: list[str]) -> float:
        """What the first hits are worth beside the best order there is, 0 to 1."""
        return self._worth(found) / self._worth(self.answers())

    def _worth(self, motions: list[str]) -> float:
        gains = (2 ** self.grade(motion) - 1 for motion in motions[:DEPTH])
        return sum(gain / math.log2(rank) for rank, gain in enumerate(gains, start=2))

    def recall(self, found: list[str], depth: int | None = None) -> float:
        """The part of the right answers that is found at all, or among the first so many, 0 to 1."""
        seen = set(found[:depth])
        answers = self.answers()
        return sum(answer in seen for answer in answers) / len(answers)


@dataclass(frozen=True)
class Generated:
    """The motions that are asked beside those of the corpus: what `moties corpus generate` made."""

    arguments: list[str]
    sha256: str
    """Of all of them, as it says at its end."""


def generated(file: Path) -> Generated | None:
    """The motions that nobody wrote which the questions of a file are asked of; none where it has no such."""
    told = tomllib.loads(file.read_text(encoding="utf-8")).get("generated")
    return Generated(**told) if told else None


def questions(file: Path) -> list[Judged]:
    """All questions of a file."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))["questions"]
    return [
        Judged(
            sort=one["sort"],
            question=one["question"],
            plain=one.get("plain", one["question"]),
            best=one.get("best", []),
            right=one.get("right", []),
            seen=one.get("seen", False),
        )
        for one in told
    ]
