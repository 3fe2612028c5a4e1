"""A question in the language of `docs/query.md`, taken apart for engines that have another.

Only what the judged questions use is known: words, phrases, `word*`, OR, NOT, brackets, fields, dates.

>>> needs('verzoekt:(proef bus)')
[Need(clause='dictum', field=None, wish=All(parts=(Word(text='proef'), Word(text='bus'))), days=None)]
>>> needs('schaduw -plein')[0].wish
All(parts=(Word(text='schaduw'), Not(part=Word(text='plein'))))
>>> needs('voor:1990')[0].days[1].isoformat()
'1989-12-31'
>>> [(need.wish, need.days and need.days[0].isoformat()) for need in needs('na:2020 egel')]
[(None, '2021-01-01'), (Word(text='egel'), None)]
>>> needs('soort:eist')
[Need(clause='eist', field=None, wish=None, days=None)]
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = [
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
]  # fmt: skip

FIELDS = {
    "titel": "title", "naam": "names", "fractie": "parties", "gemeente": "bodies", "nummer": "numbers",
}  # fmt: skip
"""The fields of a motion, and the columns that an engine has for them."""

CLAUSES = {"verzoekt": "dictum", "mening": "opinion"}
"""The fields that are a role of a clause; other fields are its kind."""

DATES = {"datum", "voor", "na"}

TOKEN = re.compile(r'\s*("[^"]*"|[()]|-(?=\S)|\w+:|[^\s()"]+)')


@dataclass(frozen=True)
class Word:
    """A word, in whichever form the engine takes for the same."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Words behind one another."""

    text: str


@dataclass(frozen=True)
class Start:
    """All words that begin so."""

    text: str


@dataclass(frozen=True)
class All:
    """All of these."""

    parts: tuple["Wish", ...]


@dataclass(frozen=True)
class Any:
    """At least one of these."""

    parts: tuple["Wish", ...]


@dataclass(frozen=True)
class Not:
    """What must not be there."""

    part: "Wish"


Wish = Word | Phrase | Start | All | Any | Not
Days = tuple[date, date]


@dataclass(frozen=True)
class Need:
    """What a motion, or one clause of it, has to have."""

    clause: str | None = None
    """A role or kind of clause; none for the whole motion."""
    field: str | None = None
    """The column that is asked; none for all."""
    wish: Wish | None = None
    days: Days | None = None
    """The first and the last day that it may be of."""


def plain(words: str) -> list[Need]:
    """The need for a question in words alone."""
    return [Need(wish=All(tuple(Word(word) for word in words.split())))]


def loose(wish: Wish | None) -> Wish | None:
    """The same wish, with one of its words for all of them."""
    if isinstance(wish, All) and not any(isinstance(part, Not) for part in wish.parts):
        return Any(wish.parts)
    return wish


def needs(question: str) -> list[Need]:
    """What has to be there: a need for each field, and one for all other words."""
    tokens = TOKEN.findall(question)
    told, words = [], []
    while tokens:
        if not tokens[0].endswith(":"):
            words.append(tokens.pop(0))
            continue
        field = tokens.pop(0)[:-1]
        if field in DATES:
            months = [tokens.pop(0)] if tokens[0] in MONTHS else []
            told.append(Need(days=days(field, " ".join([*months, tokens.pop(0)]))))
        else:
            told.append(need(field, element(tokens)))
    return [*told, *([Need(wish=any_of(words))] if words else [])]


def need(field: str, value: Wish) -> Need:
    """The need that a field and its value say."""
    if field == "soort":
        assert isinstance(value, Word), "a kind is a word"
        return Need(clause=value.text)
    if field in FIELDS:
        return Need(field=FIELDS[field], wish=value)
    return Need(clause=CLAUSES.get(field, field), wish=value)


def any_of(tokens: list[str]) -> Wish:
    """Takes what stands up to a closing bracket, or to the end."""
    choices: list[list[Wish]] = [[]]
    while tokens and tokens[0] != ")":
        if tokens[0] == "OR":
            tokens.pop(0)
            choices.append([])
        else:
            choices[-1].append(element(tokens))
    joined = [parts[0] if len(parts) == 1 else All(tuple(parts)) for parts in choices]
    return joined[0] if len(joined) == 1 else Any(tuple(joined))


def element(tokens: list[str]) -> Wish:
    """Takes a word, a phrase, brackets, or one of them with a not before it."""
    token = tokens.pop(0)
    if token in ("-", "NOT"):
        return Not(element(tokens))
    if token == "(":
        inside = any_of(tokens)
        tokens.pop(0)
        return inside
    if token.startswith('"'):
        return Phrase(token.strip('"'))
    return Start(token[:-1]) if token.endswith("*") else Word(token)


def days(field: str, value: str) -> Days:
    """The first and the last day of a date field."""
    first, dots, last = value.partition("..")
    begin, end = span(first)
    if dots:
        return begin, span(last)[1]
    if field == "voor":
        return date.min, begin - timedelta(1)
    return (end + timedelta(1), date.max) if field == "na" else (begin, end)


def span(value: str) -> Days:
    """The first and the last day of a day, month or year.

    >>> [day.isoformat() for day in span("8-11-2018") + span("november 2016")]
    ['2018-11-08', '2018-11-08', '2016-11-01', '2016-11-30']
    """
    name, _, of = value.partition(" ")
    if name in MONTHS:
        value = f"{of}-{MONTHS.index(name) + 1}"
    numbers = [int(number) for number in value.split("-")]
    if len(numbers) == 3:
        day, month, year = numbers
        return (date(year, month, day),) * 2
    year, *months = numbers
    first, last = (months[0], months[0]) if months else (1, 12)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
