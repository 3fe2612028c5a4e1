"""How near a text comes to the true lines of its document, or to another text.

Knows text, not who read it. `python3 -m doctest measures.py` runs the examples.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BULLETS = "•◦▪▫■□●○∙·‣⁃➢✓*-–—\uf0b7\uf0a7\uf0d8"
"""Characters that may stand for a bullet, those of Word's symbol fonts among them."""

BULLET = re.compile(rf"[{re.escape(BULLETS)}]\s*(?=\S)")
CELL_GAP = re.compile(r"\s{2,}")

WORDS_THAT_TELL_AN_ITEM = 3
"""The number of first words by which an item is known again."""


@dataclass(frozen=True)
class Truth:
    """What a document says: its lines, in each order in which they may be read."""

    orders: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines in the first order."""
        return self.orders[0]

    @property
    def length(self) -> int:
        """The number of characters of the normalised text."""
        return len(normalise("\n".join(self.lines)))


def normalise(text: str) -> str:
    """Makes every stretch of white space one space, and composes accents.

    >>> normalise(" a\\u00a0 b\\fcafe\\u0301\\n")
    'a b café'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def character_errors(truth: Truth, text: str) -> int:
    """Counts the characters to change, in the order of lines that is nearest.

    >>> character_errors(Truth((("één", "twee"), ("twee", "één"))), "twee een")
    2
    """
    found = normalise(text)
    return min(distance(normalise("\n".join(order)), found) for order in truth.orders)


def distance(left: str, right: str) -> int:
    """Levenshtein's distance, by the bit vectors of Myers (1999) as Hyyrö (2003) wrote them.

    >>> distance("kitten", "sitting"), distance("", "abc"), distance("abc", "")
    (3, 3, 3)
    """
    if not left:
        return len(right)
    full = (1 << len(left)) - 1
    last = 1 << (len(left) - 1)
    places: dict[str, int] = {}
    for index, character in enumerate(left):
        places[character] = places.get(character, 0) | 1 << index
    rises, falls, score = full, 0, len(left)
    for character in right:
        equal = places.get(character, 0)
        vertical = equal | falls
        horizontal = (((equal & rises) + rises) ^ rises) | equal
        up = falls | ~(horizontal | rises) & full
        down = rises & horizontal
        score += bool(up & last) - bool(down & last)
        up = (up << 1 | 1) & full
        down = (down << 1) & full
        rises = down | ~(vertical | up) & full
        falls = up & vertical
    return score


def lines_in_order(truth: Truth, text: str) -> float:
    """The share of true lines that are found as lines, in order; bullets are not looked at.

    Cells of a line, two or more spaces apart, count as lines of their own.

    >>> lines_in_order(Truth((("• een", "twee", "drie", "vier"),)), "een\\ntwee   drie\\nvijf")
    0.75
    """
    shares = []
    for order in truth.orders:
        true_lines = [without_bullet(normalise(line)) for line in order]
        found = list(lines_and_cells(text, set(true_lines)))
        shares.append(longest_common(true_lines, found) / len(true_lines))
    return max(shares)


def lines_and_cells(text: str, true_lines: set[str]) -> Iterable[str]:
    """The lines of a text; a line that is not true as a whole gives its cells.

    >>> list(lines_and_cells("a  b\\n- c   d", {"c d"}))
    ['a', 'b', 'c d']
    """
    for line in text.splitlines():
        whole = without_bullet(normalise(line))
        if whole in true_lines:
            yield whole
        else:
            yield from (without_bullet(normalise(cell)) for cell in CELL_GAP.split(line.strip()))


def without_bullet(line: str) -> str:
    """A line without the bullet that it begins with.

    >>> without_bullet("• een"), without_bullet("twee"), without_bullet("–")
    ('een', 'twee', '–')
    """
    return BULLET.sub("", line, count=1) if BULLET.match(line) else line


def longest_common(left: Sequence[str], right: Sequence[str]) -> int:
    """The length of the longest sequence that both hold, in order.

    >>> longest_common("abcd", "xbyd")
    2
    """
    row = [0] * (len(right) + 1)
    for one in left:
        above = row
        row = [0]
        for column, other in enumerate(right):
            row.append(above[column] + 1 if one == other else max(row[column], above[column + 1]))
    return row[-1]


def bullets(truth: Truth, text: str) -> tuple[int, int]:
    """Counts the true items that begin with some bullet or dash in the text, and all of them.

    >>> bullets(Truth((("• een twee", "• drie", "vier"),)), "- een twee\\n•\\ndrie")
    (1, 2)
    """
    found = Counter(filter(None, map(item_beginning, text.splitlines())))
    true = Counter(filter(None, map(item_beginning, truth.lines)))
    return (found & true).total(), true.total()


def item_beginning(line: str) -> str | None:
    """The first words of a line that begins with a bullet.

    >>> item_beginning(" •  het aantal ongevallen met"), item_beginning("Fractie D66")
    ('het aantal ongevallen', None)
    """
    bullet = BULLET.match(line := normalise(line))
    return bullet and " ".join(line[bullet.end() :].split()[:WORDS_THAT_TELL_AN_ITEM])


def word_agreement(left: str, right: str) -> float:
    """F1 of the words of two texts, each word as often as it occurs, in whatever order.

    >>> word_agreement("a a b", "a b b"), word_agreement("", "")
    (0.6666666666666666, 1.0)
    """
    ours, theirs = words(left), words(right)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def words_apart(text: str, reference: str) -> tuple[list[str], list[str]]:
    """The words that only the text has, and those that only the reference has.

    >>> words_apart("3 21255 x", "321255 x")
    (['21255', '3'], ['321255'])
    """
    ours, theirs = words(text), words(reference)
    return sorted((ours - theirs).elements()), sorted((theirs - ours).elements())


def words(text: str) -> Counter[str]:
    """The words of a text with how often each occurs."""
    return Counter(normalise(text).split())
