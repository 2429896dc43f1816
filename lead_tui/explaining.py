"""Why answers were changed after a decision that rested on them: who is asked, in which words, and what is kept.

It is asked at the end of a sitting and never in its midst; the changes are on disk by then, with or without
a reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from lead_tui import decision, deeds, history
from lead_tui.case import Case, Change
from lead_tui.case_pages import When
from lead_tui.intake import Intake


def lacking(intake: Intake, opened: Case) -> list[Change]:
    """Give the changes of this sitting, since the case was *opened*, that want a reason and have none.

    What this person changed back by hand wants none, nor does anybody else's work.
    """
    if not (intake.decides and intake.follows):
        return []
    known = {change.id for change in opened.history}
    found = [c for c in history.unexplained(intake.case) if c.id not in known and c.by == intake.user]
    began = {change.key: change.was for change in reversed(found)}
    return [change for change in found if began[change.key] != intake.answers.get(change.key)]


def question(intake: Intake, changes: Sequence[Change], when: When) -> str:
    """Say what was changed after which decision, and ask why."""
    keys = dict.fromkeys(change.key for change in changes)
    labels = "; ".join(intake.label(intake.program.questions[key]) for key in keys)
    standing = decision.standing(intake.case)
    of = f" of {when(standing.at)} ({decision.word(standing.decision)})" if standing else ""
    answers = "1 answer was" if len(keys) == 1 else f"{len(keys)} answers were"
    return f"{answers} changed after the decision{of}: {labels}. Why?"


def explain(intake: Intake, changes: Sequence[Change], note: str) -> str:
    """Keep why these changes were made; gives what is wrong, in one line, if it cannot be."""
    wrong = intake.record(deeds.EXPLAIN, {"note": note}, about=[change.id for change in changes])
    return wrong.said if wrong else ""
