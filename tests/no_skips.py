"""A pytest plugin: where ``CI=true``, a test that skips is a test that fails.

On a person's machine a test may skip, and says what it lacks; where everything can be installed, nothing
is passed over in silence. The plugin is loaded by ``pyproject.toml``, so the same command holds both.
"""

from __future__ import annotations

import os

import pytest


def skipped(report: pytest.TestReport | pytest.CollectReport) -> bool:
    """Say whether the report is of a skip; a failure that was expected (``xfail``) is none."""
    return report.skipped and not hasattr(report, "wasxfail")


def refused(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Make of a skip a failure that names its reason."""
    reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid}: no test may skip where CI=true. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Fail a test that skips."""
    report = yield
    if os.environ.get("CI") == "true" and skipped(report):
        refused(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Fail a module that skips as a whole."""
    report = yield
    if os.environ.get("CI") == "true" and skipped(report):
        refused(report)
    return report
