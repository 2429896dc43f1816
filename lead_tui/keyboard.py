"""What the terminal sends, made harmless before Textual reads it.

Textual's reader ends the desk at a byte that is no UTF-8 (one key of a Latin-1 terminal, noise on a
line), takes an ESC inside a paste for the beginning of keys (pasted text would press Enter or Ctrl+Z),
and types out the reports of a terminal that it does not know: the ``c`` of ``ESC [?1;2c``, which answers
a question of the program before, would choose a pathway. The name of Textual used here is held by a test.
"""

from __future__ import annotations

import codecs
import os
import re
import signal
import time

from textual.drivers import linux_driver

from lead_tui import leaving

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
"""What a terminal writes around pasted text."""

_STAND_IN = "\x1c"
"""Stands for ESC in a paste: no key, and counted among what is left out of an answer."""

_PAUSE = 0.05
"""Seconds between looks at a terminal that is gone."""

_REPORTS = re.compile(
    r"\x1b\[[?>=][\d;:]*[A-Za-z]"  # what the terminal is, which modes it is in; those with $ are Textual's
    r"|\x1b\[[1-9];[\d;]*t"  # its window
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # colours, titles, the clipboard
    r"|\x1b[P_^X][^\x07\x1b]*\x1b\\"  # settings, pictures
)
"""Reports that no key sends and Textual does not read."""


class Typed:
    """Decodes the bytes of one terminal; what is no UTF-8 shows as U+FFFD."""

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._pasting = False
        self._told = False
        self._last = ""
        """The last characters given outside a paste: the mark of a paste may come in pieces."""
        self._held = ""
        """The last characters of a piece of paste that may begin the mark of its end."""

    def decode(self, data: bytes, final: bool = False) -> str:
        """Give the characters that *data* completes.

        No byte from a terminal that had one to read means that it is gone: the process is told as by a hang-up.
        """
        if not data and not final:
            self._gone()
        text = self._held + self._utf8.decode(data, final)
        self._held = ""
        given = []
        while text:
            part, text = self._pasted(text) if self._pasting else self._keys(text)
            given.append(part)
        return "".join(given)

    def _gone(self) -> None:
        if not self._told:
            self._told = True
            leaving.end_soon(signal.SIGHUP)  # the desk may hang in writing to it, and hear no signal
            os.kill(os.getpid(), signal.SIGHUP)
        time.sleep(_PAUSE)  # the driver asks again at once, for as long as the desk needs to end

    def _keys(self, text: str) -> tuple[str, str]:
        """Give what is typed, up to the beginning of a paste, and the rest."""
        before = self._last + text
        end = before.find(_BEGIN)
        if end < 0:
            self._last = before[1 - len(_BEGIN) :]
            return _REPORTS.sub("", text), ""
        self._pasting, self._last = True, ""
        cut = end + len(_BEGIN) - (len(before) - len(text))
        return _REPORTS.sub("", text[:cut]), text[cut:]

    def _pasted(self, text: str) -> tuple[str, str]:
        """Give what is pasted, with the mark of its end, and the rest."""
        pasted, end, rest = text.partition(_END)
        if end:
            self._pasting = False
        else:
            held = next((n for n in range(len(_END) - 1, 0, -1) if text.endswith(_END[:n])), 0)
            pasted, self._held = text[: len(text) - held], text[len(text) - held :]
        return pasted.replace("\x1b", _STAND_IN) + end, rest


def guard() -> None:
    """Have Textual read the terminal through :class:`Typed`, by the name under which its driver finds a decoder."""
    linux_driver.getincrementaldecoder = lambda _encoding: Typed  # type: ignore[assignment,attr-defined]
