"""What is asked of an engine, and how its answers to several needs become one list."""

from abc import ABC, abstractmethod
from dataclasses import replace
from pathlib import Path

from parts.quality.archive import Part
from parts.quality.needs import Need, loose

FIELDS = ("title", "subject", "names", "parties", "bodies", "numbers", "text")
"""The columns of a motion that have words."""

ROLES = {"preamble", "opinion", "dictum"}
"""The names of clauses that are roles; others are kinds."""

Scores = dict[str, float]
"""The motions found, by id, each with how well it fits: more is better."""


class Engine(ABC):
    """An index of motions and of clauses, filled once."""

    name: str

    @abstractmethod
    def version(self) -> str:
        """Its version."""

    @abstractmethod
    def build(self, parts: list[Part], folder: Path) -> None:
        """Indexes motions and clauses in a folder."""

    @abstractmethod
    def find(self, need: Need) -> Scores:
        """The motions that have what is needed; of several clauses the best counts."""

    def close(self) -> None:
        """Ends what was started."""

    def answer(self, needs: list[Need], strict: bool) -> list[str]:
        """The motions that have all words, the best first, and behind them those that have some of them;
        where `strict`, only if none has all.

        Of several needs the scores are added up.
        """
        with_all = self._all(needs)
        if strict and with_all:
            return ranked(with_all)
        with_some = self._all([replace(need, wish=loose(need.wish)) for need in needs])
        first, then = ranked(with_all), ranked(with_some)
        return first + [motion for motion in then if motion not in with_all]

    def _all(self, needs: list[Need]) -> Scores:
        answers = [self.find(need) for need in needs]
        common = set.intersection(*(set(answer) for answer in answers))
        return {motion: sum(answer[motion] for answer in answers) for motion in common}


def ranked(scores: Scores) -> list[str]:
    """The best first; those that fit as well as each other by id.

    >>> ranked({"b": 1.0, "a": 1.0, "c": 2.0})
    ['c', 'a', 'b']
    """
    return sorted(scores, key=lambda motion: (-scores[motion], motion))


def best(hits: list[tuple[str, float]]) -> Scores:
    """The best score of each motion.

    >>> best([("a", 1.0), ("b", 3.0), ("a", 2.0)])
    {'a': 2.0, 'b': 3.0}
    """
    scores: Scores = {}
    for motion, score in hits:
        scores[motion] = max(score, scores.get(motion, score))
    return scores


def lines(part: Part, field: str) -> str:
    """The words of a column."""
    value = part.get(field) or ""
    return value if isinstance(value, str) else "\n".join(value)
