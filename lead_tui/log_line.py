"""One line of the log: what was done, by whom, sealed with a digest of its own and that of the line before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

from lead_tui import lines

OPENED: Final = "opened"
CHANGED: Final = "changed"
IMPORTED: Final = "imported"
LOOKED: Final = "looked"
EXPORTED: Final = "exported"
EXPUNGED: Final = "expunged"
DISCARDED: Final = "discarded"
HELD: Final = "held"
RELEASED: Final = "released"
REFUSED: Final = "refused"
BACKED_UP: Final = "backed up"
RESTORED: Final = "restored"
FAILED: Final = "failed"
"""What the line before announced did not happen."""
BEGUN: Final = "begun"
"""The first line of a log that begins beside cases that were there before."""
GAP: Final = "gap"
"""Lines are missing here; `details` says which."""

_DIGEST: Final = 66
"""Bytes of a digest at the end of a line, with the quote and the bracket behind it."""
_SEAL: Final = _DIGEST + 9


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be logged."""

    did: str
    by: str
    case: str = ""
    rev: int = 0
    keys: Sequence[str] = ()
    details: Mapping[str, Any] = {}
    record: bytes = b""
    """The record as it was saved, where one was."""


class Line(msgspec.Struct, frozen=True, kw_only=True, gc=False, rename={"from_": "from"}):
    """One line of the log, but for its own digest."""

    n: int
    at: str
    """UTC, ISO 8601, seconds."""
    who: str
    """The name that changes are recorded under."""
    uid: int
    """The user of this machine."""
    from_: str
    """The address of the client; empty at the machine itself."""
    did: str
    case: str = ""
    rev: int = 0
    keys: list[str] = []
    details: dict[str, Any] = {}
    record: str = ""
    """SHA-256 of the saved record's bytes, without the line around them."""
    prev: str = ""
    """The digest of the line before."""


decode: Final = msgspec.json.Decoder(Line).decode


def sealed(line: Line) -> tuple[bytes, str]:
    """Give the bytes of a line, and its digest: the SHA-256 of the line without that digest."""
    try:
        body = msgspec.json.encode(line)
    except UnicodeEncodeError:  # the name of a file or a user is not always text
        line = msgspec.convert(_as_text(msgspec.to_builtins(line)), Line)
        body = msgspec.json.encode(line)
    if not body.isascii():
        body = lines.encode(msgspec.to_builtins(line))
    digest = sha256(body).hexdigest()
    return b'%b,"hash":"%b"}\n' % (body[:-1], digest.encode()), digest


def _as_text(value: Any) -> Any:  # noqa: ANN401 - any value of JSON
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_as_text(key): _as_text(each) for key, each in value.items()}
    return [_as_text(each) for each in value] if isinstance(value, list) else value


def opened(text: bytes) -> tuple[Line, str, bool] | None:
    """Give what a line without its end says, the digest in it and whether that is right; None for no line."""
    if text[-_SEAL:-_DIGEST] != b',"hash":"' or text[-2:] != b'"}':
        return None
    body = text[:-_SEAL] + b"}"
    try:
        line = decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    digest = text[-_DIGEST:-2].decode("ascii", "replace")
    return line, digest, sha256(body).hexdigest() == digest
