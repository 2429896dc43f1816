"""Exports: one table of columns, and one module a format.

To add a format: a module here with the function of ``Format``, and its name in ``FormatName``. What an export
holds is decided in ``columns``, which cases in ``selection``; a format only lays it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

if TYPE_CHECKING:
    from lead_tui.case import Case
    from lead_tui.program import Program


class Format(Protocol):
    """The function that a module of this package has."""

    def pieces(self, program: Program, cases: Iterable[Case]) -> Iterator[str]:
        """Give the export in pieces of text, as the cases come."""


FormatName = Literal["csv", "jsonl", "json"]
"""The names of the formats, which are those of their modules; the command line takes them from here."""


def form(name: FormatName) -> Format:
    """Give the format of that name; its module is loaded only when it is asked for."""
    return cast(Format, import_module(f"{__name__}.{name}"))
