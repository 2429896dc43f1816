"""The desk over a real SSH connection, and what a lost one leaves on the disk."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from terminal import PATIENCE, Terminal
from test_wizard_terminal import on_disk

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(
        SSHD is None or shutil.which("ssh") is None, reason="needs an SSH server and client (Debian: openssh-server)"
    ),
]


@pytest.fixture
def server(tmp_path):
    """A server of its own on the loopback; gives the words of a client's call to it."""
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    settings = {
        "ListenAddress": "127.0.0.1", "Port": port, "HostKey": tmp_path / "host", "PidFile": tmp_path / "pid",
        "AuthorizedKeysFile": tmp_path / "user.pub", "StrictModes": "no", "UsePAM": "no",
        "PermitRootLogin": "prohibit-password", "PasswordAuthentication": "no", "PrintMotd": "no",
    }  # fmt: skip
    config = tmp_path / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    log = (tmp_path / "log").open("wb")
    daemon = subprocess.Popen([str(SSHD), "-D", "-e", "-f", str(config)], stderr=log)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert daemon.poll() is None, (tmp_path / "log").read_text()
        time.sleep(0.05)
    yield [
        "ssh", "-tt", "-q", "-F", "none", "-p", str(port), "-i", str(tmp_path / "user"),
        "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={tmp_path / 'known'}",
        "-o", "IdentitiesOnly=yes", f"{getpass.getuser()}@127.0.0.1",
    ]  # fmt: skip
    daemon.terminate()
    daemon.wait(PATIENCE)
    log.close()


@pytest.fixture
def officer(server, tmp_path):
    """An officer's terminal, in which the desk was opened through the server."""
    words = [
        "env", f"XDG_STATE_HOME={tmp_path / 'state'}", sys.executable, "-m", "lead_tui",
        "--db", str(tmp_path / "cases.json"), "--user", "sample-officer", "--role", "officer",
    ]  # fmt: skip
    call = [*server, f"cd {shlex.quote(str(Path.cwd()))} && exec {shlex.join(words)}"]
    terminal = Terminal("-c", f"import os; os.execvp('ssh', {call!r})")
    yield terminal
    terminal.close()


def session_of(server_log_pid: int) -> int:
    """The process of the server that carries the one session: the deepest of its name below it."""
    found, pid = server_log_pid, server_log_pid
    while pid:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        pid = int(children[0]) if children else 0
        if pid and "sshd" in Path(f"/proc/{pid}/comm").read_text():
            found = pid
    return found


@pytest.mark.parametrize("lost", ["client", "server"])
def test_a_lost_connection_keeps_all_that_was_typed(officer, tmp_path, lost):
    officer.until("Start the first intake")
    officer.type("i")
    officer.until("coming to LEAD")
    officer.type("sy1990")
    officer.until("= 1990")

    if lost == "client":
        officer.kill(signal.SIGKILL)
    else:
        os.kill(session_of(int((tmp_path / "pid").read_text())), signal.SIGKILL)
    officer.ended()

    case = on_disk(tmp_path, "date_of_birth")
    assert case.answers["date_of_birth"].value == "1990"
    assert case.outcome == "eligible"
    assert case.created_by == "sample-officer"


def test_an_officer_takes_a_referral_over_ssh_and_leaves(officer, tmp_path):
    officer.until("Start the first intake")
    officer.type("i")
    officer.until("coming to LEAD")
    officer.type("c05141990\tyyy")
    officer.until("x NOT ELIGIBLE")
    officer.type("\x0e")
    officer.until("Finish: hand over")
    officer.type("\r")
    officer.until("Hand over without a name?")
    officer.type("\t\r")
    officer.until("Saved as")
    officer.type("q")

    assert officer.ended() == 0
    assert on_disk(tmp_path, "parole_or_probation").status == "open"
