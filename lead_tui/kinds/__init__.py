"""Kinds of answer: what a question takes, one module a kind.

A kind reads what was typed, checks what was imported, says an answer in words, and names its columns.
To add one: a module here with the functions of ``Kind``, and its line in ``KINDS``.
"""

from __future__ import annotations

from typing import Protocol

from lead_tui.kinds import choice, date, event, number, text, ticks, time, yes_no
from lead_tui.question import DECLINED, JSON, UNKNOWN, Context, Question, Reading


class Kind(Protocol):
    """The functions that a module of this package has."""

    def read(self, question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
        """Give what was understood of *typed*; while *typing*, of what may still grow."""

    def check(self, question: Question, value: JSON, context: Context) -> str:
        """Give what is wrong with a value from a file, and what is accepted; nothing if it is right."""

    def say(self, question: Question, value: JSON, context: Context) -> str:
        """Give an answer in words."""

    def typed(self, question: Question, value: JSON) -> str:
        """Give an answer as it would be typed, to change it."""

    def columns(self, question: Question) -> tuple[str, ...]:
        """Give the names of an answer's columns in an export; the first is the key."""

    def cells(self, question: Question, value: JSON) -> tuple[str, ...]:
        """Give an answer's cells, one a column."""

    def uncell(self, question: Question, cells: tuple[str, ...]) -> JSON:
        """Give the answer back from its cells, still to be checked."""


KINDS: dict[str, Kind] = {
    "yes_no": yes_no,
    "choice": choice,
    "ticks": ticks,
    "date": date,
    "event": event,
    "number": number,
    "text": text,
    "time": time,
}

_UNKNOWN_WORDS = {"u": UNKNOWN, "d": DECLINED}


def read(question: Question, typed: str, context: Context, *, typing: bool = False) -> Reading:
    """Give what was understood of something typed in answer to *question*."""
    reading = _read(question, typed, context, typing=typing)
    if typing and question.kind in ("date", "event") and typed.strip().isalpha():
        return Reading(echo=reading.echo)  # d and n wait: they may go on as Dec 2016 and Nov 2016
    return reading


def _read(question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
    if question.kind != "text":
        if not typed.strip():
            return Reading()
        open_word = _open_answer(typed, context)
        if open_word and question.unknown:
            return Reading(value=open_word, echo=context.words.say(f"answer.{open_word}"))
    return KINDS[question.kind].read(question, typed, context, typing=typing)


def check(question: Question, value: JSON, context: Context) -> str:
    """Give what is wrong with a value from a file, in one sentence; nothing if it is right."""
    if value in (None, "") or (question.unknown and value in (UNKNOWN, DECLINED)):
        return ""
    return KINDS[question.kind].check(question, value, context)


def say(question: Question, value: JSON, context: Context) -> str:
    """Give an answer in words; nothing for a question not asked yet."""
    if value in (None, ""):
        return ""
    if question.kind != "text" and value in (UNKNOWN, DECLINED):
        return context.words.say(f"answer.{value}")
    try:
        return KINDS[question.kind].say(question, value, context)
    except (KeyError, ValueError):
        return str(value)  # a file edited by hand may hold what no kind would take


def typed(question: Question, value: JSON) -> str:
    """Give an answer as it would be typed, so that it can be changed by hand."""
    if value in (None, ""):
        return ""
    if question.kind != "text" and value in (UNKNOWN, DECLINED):
        return str(value)
    return KINDS[question.kind].typed(question, value)


def columns(question: Question) -> tuple[str, ...]:
    """Give the names of an answer's columns in an export."""
    return KINDS[question.kind].columns(question)


def cells(question: Question, value: JSON) -> tuple[str, ...]:
    """Give an answer's cells, one a column; the words unknown and declined stand in the first."""
    names = columns(question)
    if value in (None, "") or (question.kind != "text" and value in (UNKNOWN, DECLINED)):
        return (str(value or ""),) + ("",) * (len(names) - 1)
    return KINDS[question.kind].cells(question, value)


def uncell(question: Question, row: tuple[str, ...]) -> JSON:
    """Give the answer back from its cells, still to be checked; None for empty cells."""
    if not any(row):
        return None
    if question.kind != "text" and row[0] in (UNKNOWN, DECLINED):
        return row[0]
    return KINDS[question.kind].uncell(question, row)


def _open_answer(typed: str, context: Context) -> str:
    """Give ``unknown`` or ``declined`` where that is what was typed."""
    word = " ".join(typed.casefold().replace("\u2019", "'").split())
    if word in _UNKNOWN_WORDS:
        return _UNKNOWN_WORDS[word]
    joined = word.replace(" ", "_")
    if joined in context.words.listing("typed.unknown"):
        return UNKNOWN
    return DECLINED if joined in context.words.listing("typed.declined") else ""
