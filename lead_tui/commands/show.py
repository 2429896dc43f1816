"""``show``: one case, as a page for people or as one JSON object."""

from __future__ import annotations

import shutil

from lead_tui import case as cases
from lead_tui import case_record, check_record, decision, follow_up_page, known_words, output, received_page, show_page
from lead_tui.intake import Intake
from lead_tui.known import Known
from lead_tui.settings import Settings, number_among


def run(settings: Settings, number: str, *, as_json: bool) -> None:
    """Print the case with its rule result as this program finds it now; nothing is saved."""
    program = settings.read_program()
    store = settings.open_store()
    seen = settings.seen(program, store)
    case = seen.get(number_among(number, (row.case for row in seen.rows()), seen.place))
    settings.tell_notices(store)
    access = seen.access
    intake = Intake(program, case, user=access.user, role=access.role, clock=settings.now)
    if as_json and access.received(case):
        output.write([output.json_text(case_record.to_json(case) | {"assessment": received_page.record(intake)}), "\n"])
        return
    if as_json:
        result = check_record.record(program, cases.answers_of(case))
        if access.limited:  # what would change a result is for staff: nobody is coached to another answer
            result |= {"would_settle": [], "opens_on": None}
        beside: dict[str, object] = {"assessment": result}
        if intake.follows:
            beside |= follow_up_page.record(case)
        if case.decisions:
            beside |= {
                "decision_differs": decision.differs(case.decision, str(result["outcome"])),
                "decision_stale": decision.stale(case),
            }
        output.write([output.json_text(case_record.to_json(case) | beside), "\n"])
        return
    others = known_words.entries(program, Known(seen, program).linked(case), [])
    for line in show_page.lines(intake, shutil.get_terminal_size().columns, others):
        output.say(line)
