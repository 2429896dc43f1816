"""A real terminal for tests: the program at one end of a pty, the test at the other."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 20.0
"""Seconds to wait for anything; on a busy machine a start takes several."""


class Terminal:
    """``lead-tui`` (or any Python arguments) running in a terminal of its own."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24), **environ: str) -> None:
        self.output = b""
        plain = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
        plain |= {"TERM": "xterm-256color", "LANG": "en_US.UTF-8", "TZ": "UTC"} | environ
        self.pid, self.master = pty.fork()
        if not self.pid:
            os.execve(sys.executable, [sys.executable, *arguments], plain)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def until(self, text: str) -> bytes:
        """Read until *text* stands in what was written; gives all of it."""
        deadline = time.monotonic() + PATIENCE
        while text.encode() not in self.output:
            assert time.monotonic() < deadline, f"{text!r} never came: {self.output[-2000:]!r}"
            self._read(0.2)
        return self.output

    def quiet(self) -> bytes:
        """Read until nothing comes any more; gives what came."""
        before = len(self.output)
        while self._read(0.4):
            pass
        return self.output[before:]

    def type(self, text: str) -> None:
        """Type *text*."""
        self.send(text.encode())

    def send(self, keys: bytes) -> None:
        """Send bytes, as a terminal does for each key."""
        os.write(self.master, keys)

    def kill(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does."""
        os.close(self.master)
        self.master = -1

    def ended(self) -> int:
        """Wait for the end; gives the exit code, or minus the signal that ended it."""
        deadline = time.monotonic() + PATIENCE
        while True:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.pid = 0
                break
            assert time.monotonic() < deadline, "the program does not end"
            self._read(0.05)
        self.quiet()
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """Leave nothing running."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.master >= 0:
            os.close(self.master)

    @property
    def after(self) -> str:
        """What stands on the terminal after the full screen was left."""
        _screen, _left, rest = self.output.rpartition(b"\x1b[?1049l")
        return re.sub(r"\x1b\[[?<>0-9;]*[a-z]", "", rest.decode(errors="replace")).strip()

    def _read(self, wait: float) -> bool:
        if self.master < 0:
            time.sleep(wait)
            return False
        ready, _, _ = select.select([self.master], [], [], wait)
        if not ready:
            return False
        try:
            piece = os.read(self.master, 65536)
        except OSError:
            return False
        self.output += piece
        return bool(piece)
