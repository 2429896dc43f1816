"""Who may see and do what: the one gate, asked by every screen, list, search, count, command and export.

An officer has the referrals that they opened: a draft as it stands, without what only staff are asked; from
the hand-over on, the snapshot of that moment, byte for byte, whatever staff learn or change later; the decision
only under a consent in force that names their agency. All other cases, and all other people's names, are to an
officer as if they did not exist. Pure: no file, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

import msgspec

from lead_tui import consents
from lead_tui.case import DRAFT, EXPUNGED, Answer, Case, Change, Decision, HandOver, Unsettled, answers_of
from lead_tui.program import Program
from lead_tui.question import Audience

Role = Audience
"""As whom somebody is at the desk."""

OFFICER: Final = "officer"
STAFF: Final = "staff"
ROLES: Final[tuple[Role, ...]] = (OFFICER, STAFF)

RECEIVED: Final = "received"
"""The status of a referral to its officer, from the hand-over on; no record holds it."""

SOMEBODY: Final = "somebody else"
"""What an officer is told instead of another person's name."""

_T = TypeVar("_T")


class Deed(StrEnum):
    """What may be done at the desk, apart from seeing a case and filling one in."""

    COUNT = "count"
    """Knowing how many cases there are."""
    EXPORT = "export"
    IMPORT = "import"
    EXPUNGE = "expunge"
    HOLD = "hold"
    """Putting a case on legal hold, so that nothing of it is expunged."""
    LOG = "log"
    """Reading who did what, and whether that is whole."""
    DECIDE = "decision"
    """Seeing what people decided, and recording it."""
    CONTACT = "contact"
    """Seeing what happened after the referral, and recording it."""
    LINK = "linking cases"
    """Being told that somebody is perhaps known already, and linking the cases of one person."""
    DOCTOR = "doctor"
    BACKUP = "backup"
    RESTORE = "restore"


DEEDS: Final[Mapping[Role, frozenset[Deed]]] = {STAFF: frozenset(Deed), OFFICER: frozenset()}
"""What each role may do."""


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """What *user* may see and do as *role*."""

    user: str
    role: Role = STAFF
    agency: str = ""
    """Id of the partner whose officer this is; empty where nobody has said."""
    today: Callable[[], date] | None = None
    """Gives the day at the program's place; without it no consent counts as in force."""

    @property
    def limited(self) -> bool:
        """Whether some cases, or parts of them, are not for this role."""
        return self.role != STAFF

    def may(self, deed: Deed) -> bool:
        """Say whether the role may do that."""
        return deed in DEEDS[self.role]

    def refusal(self, deed: Deed) -> str:
        """Say that the role may not do that, and who may."""
        return f"{deed} is for staff, and you are here as an officer. Ask LEAD staff."

    def edition(self, program: Program) -> Program:
        """Give what this role may read of a program: an officer no question or service that is named to staff only."""
        if not self.limited:
            return program
        asked = {key: question for key, question in program.questions.items() if question.audience == OFFICER}
        named = tuple(service for service in program.services if service.audience == OFFICER)
        return msgspec.structs.replace(program, questions=asked, services=named)

    def owns(self, created_by: str) -> bool:
        """Say whether a case that *created_by* opened may be this person's to see."""
        return not self.limited or created_by == self.user

    def view(self, program: Program, case: Case) -> Case | None:
        """Give what this person may see of *case*; None where it must not seem to exist.

        An officer's draft carries all that a later save needs to be joined with the whole record; a referral
        handed over is to be read only (status `RECEIVED`).
        """
        if not self.limited:
            return case
        if not self.owns(case.created_by) or case.status == EXPUNGED:
            return None
        if case.handed_over is not None:
            return self._received(program, case, case.handed_over)
        return self._draft(program, case) if case.status == DRAFT else None

    def received(self, case: Case) -> bool:
        """Say whether what is seen of *case* is a referral handed over, to be read only."""
        return self.limited and case.status == RECEIVED

    def _draft(self, program: Program, case: Case) -> Case:
        return Case(
            case=case.case,
            rev=case.rev,
            status=case.status,
            updated=case.updated,
            updated_by=self._named(case.updated_by),
            uid=case.uid,
            created=case.created,
            created_by=case.created_by,
            name=case.name,
            pathway=case.pathway,
            outcome=case.outcome,
            program=case.program,
            answers={key: self._unnamed(given) for key, given in _open(program, case.answers).items()},
            typed=_open(program, case.typed),
            unsettled={key: self._unnamed(other) for key, other in _open(program, case.unsettled).items()},
            history=[self._unnamed(each) for each in case.history if for_officers(program, each.key)],
        )

    def _received(self, program: Program, case: Case, handed: HandOver) -> Case:
        """Give the snapshot as a case: nothing in it comes from later than the hand-over."""
        answers = _open(program, handed.answers)
        name, pathway = (answers.get(key) for key in ("name", "pathway"))
        return Case(
            case=case.case,
            status=RECEIVED,
            updated=handed.at,
            updated_by=self.user,
            created=case.created,
            created_by=case.created_by,
            name=name if isinstance(name, str) else "",
            pathway=pathway if isinstance(pathway, str) else "",
            outcome=handed.outcome,
            program=handed.program,
            answers={key: Answer(value=value, at=handed.at, by=self.user) for key, value in answers.items()},
            handed_over=msgspec.structs.replace(handed, by=self._named(handed.by), answers=answers),
            decisions=self._consented(program, case),
        )

    def _consented(self, program: Program, case: Case) -> list[Decision]:
        """Give the standing decision where a consent in force lets this person's agency see it, without its reason."""
        standing = case.decisions[-1:]
        if not (standing and self.agency and self.today):
            return []
        if not consents.shows_decision(program, answers_of(case), self.agency, self.today()):
            return []
        return [Decision(id="", at=each.at, decision=each.decision, by=each.by, entered_by="") for each in standing]

    def _named(self, name: str) -> str:
        return name if name in ("", self.user) else SOMEBODY

    def _unnamed(self, entry: _Entry) -> _Entry:
        by = self._named(entry.by)
        shown = entry if by == entry.by else msgspec.structs.replace(entry, by=by)
        if isinstance(shown, Answer) and shown.source:  # where staff took it over from is another case
            shown = msgspec.structs.replace(shown, source="")
        return shown


_Entry = TypeVar("_Entry", Answer, Unsettled, Change)


def for_officers(program: Program, key: str) -> bool:
    """Say whether officers may know of the answer under *key*; of what no question asks, they may not."""
    question = program.questions.get(key)
    return question is not None and question.audience == OFFICER


def _open(program: Program, entries: Mapping[str, _T]) -> dict[str, _T]:
    return {key: entry for key, entry in entries.items() if for_officers(program, key)}
