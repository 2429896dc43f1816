"""The language in which a program file states its criteria.

A condition is a statement about answers. Records here, their truth in ``holding.py``, their wording in the
program file; the language itself is described in ``docs/program-file.md``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A length of time counted back from the referral date, in whole years and months."""

    years: int = 0
    months: int = 0


class Is(msgspec.Struct, frozen=True, kw_only=True):
    """The answer is one of these."""

    key: str
    values: tuple[str, ...]


class Includes(msgspec.Struct, frozen=True, kw_only=True):
    """Among the options ticked is at least one of these."""

    key: str
    values: tuple[str, ...]


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """The number lies beyond a limit: ``above`` 50 excludes 50, ``at_least`` 50 includes it."""

    key: str
    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None
    unit: str = ""


class Age(msgspec.Struct, frozen=True, kw_only=True):
    """The person is at least so many whole years old on the day of the referral."""

    key: str
    years: int


class Within(msgspec.Struct, frozen=True, kw_only=True):
    """The event lies within the span before the referral, its exact anniversary included.

    Without a span: it happened, however long ago.
    """

    key: str
    span: Span | None = None


class AllOf(msgspec.Struct, frozen=True, kw_only=True):
    """Every part holds."""

    parts: tuple[Condition, ...]


class AnyOf(msgspec.Struct, frozen=True, kw_only=True):
    """At least one part holds."""

    parts: tuple[Condition, ...]


class Not(msgspec.Struct, frozen=True, kw_only=True):
    """The part does not hold."""

    part: Condition


Leaf = Is | Includes | Number | Age | Within
Condition = Leaf | AllOf | AnyOf | Not


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Give the statements about single answers, in the order written."""
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


def keys(condition: Condition) -> tuple[str, ...]:
    """Give the answers that a condition reads, each once, in the order written."""
    return tuple(dict.fromkeys(leaf.key for leaf in leaves(condition)))


def reads_referral_date(condition: Condition) -> bool:
    """Say whether its truth depends on the day of the referral."""
    return any(
        isinstance(leaf, Age) or (isinstance(leaf, Within) and leaf.span is not None) for leaf in leaves(condition)
    )
