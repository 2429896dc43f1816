"""What happened after the referral: a list of what can be done with a case, then a few parts to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from lead_tui import contact_words, deeds, listing, reach
from lead_tui.access import Deed as Right
from lead_tui.case import EXPUNGED
from lead_tui.contact import ATTEMPT, standing
from lead_tui.deeds import Deed
from lead_tui.intake import Intake
from lead_tui.refusals import StoreError
from lead_tui.screens.dialogs import Choice, Dialog
from lead_tui.screens.parts import Asked, OneOf, Part, PartsDialog
from lead_tui.screens.quiet import QuietScreen

if TYPE_CHECKING:
    from lead_tui.app import LeadApp

_TITLE = "What happened?"
_GROUP = 20
"""Columns of a group's name."""
_MOST_ROWS = 2
"""Rows of a name, or of a way to reach the person; their whole length stands on the case's pages."""


class _DeedDialog(Dialog[Deed]):
    WIDTH = 76
    MOST_ROWS = _MOST_ROWS


def ask(screen: QuietScreen[None], number: str, *, whole: bool) -> None:
    """Ask what happened with a case, record it, and say so in the message row; *whole* names, or initials."""
    desk = screen.desk
    case = desk.case(number) if desk.access.may(Right.CONTACT) else None
    if case is None:
        return
    intake = desk.working(case)
    if not deeds.possible(intake.case):
        screen.say(f"{number} holds nothing any more.")
        return
    typed: dict[str, Mapping[str, str]] = {}

    def offer(start: Deed | None = None) -> None:
        possible = deeds.possible(intake.case)
        place = possible.index(start) if start in possible else 0
        screen.app.push_screen(
            _offered([*who(intake, whole=whole), *so_far(intake, desk.moment)], possible, place), chosen
        )

    def chosen(deed: Deed | None) -> None:
        if deed is None:
            if any(_typed(typed[each.key], intake, each) for each in deeds.DEEDS if each.key in typed):
                screen.say(f"{number}: nothing was recorded, and what was typed for it is not kept.")
            return
        stands = typed.get(deed.key) or deeds.starts(deed, intake.case, user=intake.user)
        dialog = ContactDialog(intake, deed, stands, who(intake, whole=whole), lambda: _now(desk, number))

        def done(recorded: bool | None) -> None:
            nonlocal intake
            intake = dialog.intake if recorded else _now(desk, number) or dialog.intake
            if recorded:
                screen.say(contact_words.recorded(intake.case, intake.program.words))
            else:
                typed[deed.key] = dialog.typed
                offer(deed)

        screen.app.push_screen(dialog, done)

    offer()


def _typed(stands: Mapping[str, str], intake: Intake, deed: Deed) -> bool:
    return any(stands[name] != text for name, text in deeds.starts(deed, intake.case, user=intake.user).items())


def _now(desk: LeadApp, number: str) -> Intake | None:
    """Give the case as others left it, with what of this desk waits to be saved; None where it cannot be read."""
    try:
        return desk.working(desk.seen.get(number))
    except StoreError:
        return None


def _offered(about: list[str], possible: list[Deed], start: int) -> _DeedDialog:
    choices = []
    before = ""
    for deed in possible:
        group = deed.group if deed.group != before else ""
        choices.append(Choice(deed, f"{group:<{_GROUP}} {deed.key}  {deed.words}", deed.key))
        before = deed.group
    keys = "A letter, or Up, Down and Enter, choose   Esc back"
    return _DeedDialog(_TITLE, about, choices, [keys], start=start)


def who(intake: Intake, *, whole: bool) -> list[str]:
    """Say whom it is about, and how to reach them."""
    case = intake.case
    name = contact_words.brief(listing.person(case.name, whole=whole))
    return [f"{case.case}  {name}", *(contact_words.brief(f"{label}: {said}") for label, said in reach.told(intake))]


def so_far(intake: Intake, when: Callable[[str], str]) -> list[str]:
    """Say what the last try was and what comes next."""
    case, words = intake.case, intake.program.words
    now = standing(case.contacts)
    if now.closed is not None:
        return [contact_words.brief(f"Closed {when(now.closed.at)}: {contact_words.reason(now.closed)}")]
    tried = contact_words.last_try(now, when) or "nobody has tried yet"
    ahead = [contact_words.task(task, words, today=intake.today) for task in contact_words.to_do(case)]
    lines = [f"Last try: {tried}", f"Next: {ahead[0] if ahead else 'nothing is set'}"]
    return [contact_words.brief(line) for line in lines]


class ContactDialog(PartsDialog):
    """Asks for the parts of one deed, and records it; *now* gives the case as it is by then."""

    def __init__(
        self,
        intake: Intake,
        deed: Deed,
        typed: Mapping[str, str],
        about: list[str],
        now: Callable[[], Intake | None],
    ) -> None:
        super().__init__(f"{deed.group}: {deed.words}")
        self.intake = intake
        """The case as it was when it was last looked at."""
        self._deed = deed
        self._now = now
        self._warned = False
        self._about = about if deed.did == ATTEMPT else about[:1]
        self._fields: dict[str, OneOf | Asked] = {
            part.name: self._field(part, typed.get(part.name, "")) for part in deed.parts
        }
        self.parts = tuple(self._fields.values())

    def _field(self, part: deeds.Part, text: str) -> OneOf | Asked:
        if part.kind == "choice":
            letters = deeds.letters(part.options)
            none = {"": "nothing chosen yet"} if part.needed else {}
            chosen = OneOf(
                part.ask, none | dict(part.options), letters=[*(" " for _ in none), *letters.values()], rows=9
            )
            chosen.value = text
            return chosen
        days = part.kind in ("day", "moment", "past")
        return Asked(part.ask, text, echo=(lambda given: self._echo(part, given)) if days else None)

    def inside(self) -> ComposeResult:
        """Give whom it is about, how to reach them where that counts, the parts, and the keys."""
        warning = reach.warning(self.intake, self._deed.result)
        yield from self.lines([*self._about, *[warning] * bool(warning)], _MOST_ROWS)
        yield from self._fields.values()
        yield from self.ending()

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the parts."""
        return {name: field.value for name, field in self._fields.items()}

    def hint(self) -> str:
        """Say what the part in hand takes."""
        name = next(name for name, field in self._fields.items() if field is self.part)
        part = next(part for part in self._deed.parts if part.name == name)
        if part.kind == "choice":
            return "Up, Down or a letter choose."
        empty = "" if part.needed else " Empty: just now." if part.kind == "past" else " May stay empty."
        return deeds.TAKES[part.kind] + empty

    def _echo(self, part: deeds.Part, given: str) -> str:
        return deeds.echo(part, given, self.intake.program.words, self.intake.now)

    def record(self) -> tuple[Part | None, str] | None:
        """Record it, or give what is wrong and where."""
        for field in self._fields.values():
            if isinstance(field, Asked) and (day := field.changed()):
                return field, f"A new day has begun: this is {day} now. Ctrl+R records that."
        if overtaken := self._overtaken():
            return None, overtaken
        wrong = self.intake.record(self._deed, self.typed)
        return (self._fields.get(wrong.part), wrong.said) if wrong else None

    def _overtaken(self) -> str:
        """Say, once, what somebody did meanwhile that this does not go together with; an emptied case takes nothing."""
        self.intake = self._now() or self.intake
        case = self.intake.case
        if self._deed in deeds.possible(case):
            return ""
        if case.status == EXPUNGED:
            return f"{case.case} was emptied meanwhile: nothing can be recorded any more."
        if self._warned or not case.contacts:
            return ""
        self._warned = True
        last = case.contacts[-1]
        said = contact_words.brief(contact_words.sentence(last, self.intake.program.words))
        return f"Meanwhile, by {last.by}: {said} Ctrl+R records yours all the same."
