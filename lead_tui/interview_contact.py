"""What happened after the referral, asked for line by line: what was done, then its parts, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from lead_tui import contact_words, deeds, reach
from lead_tui import interview_words as words
from lead_tui.case import CLOSED
from lead_tui.contact import REOPENED, standing
from lead_tui.deeds import Deed, Part, Wrong
from lead_tui.intake import Intake
from lead_tui.plain_lines import EndOfInput, Heard

WHAT = "What happened?"
TAKES = "A letter. Blank: record nothing. ? explains."
HELP = (
    "A letter chooses what is recorded. Its parts are asked one by one; < goes back one. Nothing is recorded before "
    "the last."
)
MORE = ("What else happened?", "A letter; ? lists them. Blank ends.")
NOTHING = "Nothing recorded."
OPEN_AGAIN = ("Why open it again?", "Your own words. Blank: it stays closed, and its answers can be corrected.")


class Lines(msgspec.Struct, frozen=True):
    """How lines are said and heard."""

    say: Callable[..., None]
    hear: Callable[[], Heard]
    whole: Callable[[Heard], Heard]
    """Gives a text with the lines that it goes on in."""


def ask(intake: Intake, lines: Lines, when: Callable[[str], str], *, more: bool = False) -> bool:
    """Ask what happened, or with *more* what else, and record it; gives whether anything was recorded."""
    possible = deeds.possible(intake.case)
    lines.say(*(MORE if more else [*about(intake, when), WHAT, *_listed(possible), TAKES]))
    while (deed := _deed(possible, lines)) is not None:
        if _record(intake, deed, lines):
            lines.say(f"Recorded. {contact_words.recorded(intake.case, intake.program.words)}")
            return True
        lines.say(NOTHING, WHAT, TAKES)
    lines.say(*[NOTHING] * (not more))
    return False


def ask_on(intake: Intake, lines: Lines, when: Callable[[str], str]) -> None:
    """Ask what happened until nothing more did."""
    more = False
    while ask(intake, lines, when, more=more):
        more = True


def _record(intake: Intake, deed: Deed, lines: Lines) -> bool:
    """Ask the parts of a deed until it can be recorded; False where somebody went back."""
    lines.say(f"{deed.group}: {deed.words}.")
    if warning := reach.warning(intake, deed.result):
        lines.say(f"Check: {warning.removeprefix('! ')}")
    stands, place = deeds.starts(deed, intake.case, user=intake.user), 0
    while True:
        try:
            typed = _parts(intake, deed, stands, lines, place)
        except (EndOfInput, KeyboardInterrupt) as ended:  # what was typed of it is lost
            lines.say(*[""] * isinstance(ended, KeyboardInterrupt), NOTHING)
            raise
        if typed is None:
            return False
        wrong = intake.record(deed, typed)
        if wrong is None:
            return True
        lines.say(f"Error: {wrong.said}")
        stands = typed
        place = next((n for n, part in enumerate(deed.parts) if part.name == wrong.part), 0)


def open_again(intake: Intake, lines: Lines) -> None:
    """Offer to open a closed case again, which needs a word why; it may stay closed and be corrected."""
    closed = standing(intake.case.contacts).closed
    why = f": {contact_words.brief(contact_words.reason(closed))}" if closed is not None else ""
    lines.say(f"{intake.case.case} is closed{why}.", *OPEN_AGAIN)
    deed = next(each for each in deeds.possible(intake.case) if each.did == REOPENED)
    while intake.case.status == CLOSED and (note := _heard(lines, text=True)[1]).strip():
        wrong = intake.record(deed, {"note": note})
        lines.say(f"Error: {wrong.said}" if wrong else "Opened again.")


def about(intake: Intake, when: Callable[[str], str]) -> Iterator[str]:
    """Say whom it is about, how to reach them, what the last try was and what comes next."""
    case = intake.case
    yield words.sentence(", ".join(intake.title().split("  ")))
    for label, said in reach.told(intake):
        yield words.sentence(f"{label}: {words.NONE if said == '-' else words.brief(said)}")
    if told := contact_words.in_short(case, intake.program.words, when, intake.today):
        yield told


def _listed(possible: list[Deed]) -> Iterator[str]:
    """Give the deeds, a group a line."""
    for group in dict.fromkeys(deed.group for deed in possible):
        yield f"{group}: {'; '.join(f'{deed.key} {deed.words}' for deed in possible if deed.group == group)}."


def _deed(possible: list[Deed], lines: Lines) -> Deed | None:
    while True:
        said = lines.hear().text.strip().casefold()
        if said in ("", words.BACK):
            return None
        for deed in possible:
            if said in (deed.key, deed.words.casefold()):
                return deed
        lines.say(*([HELP, *_listed(possible)] if said == words.HELP else []), TAKES)


def _parts(intake: Intake, deed: Deed, stands: dict[str, str], lines: Lines, place: int) -> dict[str, str] | None:
    """Ask the parts from *place* on; gives what stands in all of them, or None where somebody went back."""
    found = dict(stands)
    while place < len(deed.parts):
        part = deed.parts[place]
        if _idle(deed, part) and not found["what"].strip():  # no next step: it has no day, and is nobody's
            found["due"] = ""
            place += 1
            continue
        answer = _part(intake, part, found[part.name], lines)
        if answer is None and place == 0:
            return None
        if answer is None:
            place -= 1
            continue
        found[part.name] = answer
        place += 1
    return found


def _idle(deed: Deed, part: Part) -> bool:
    return part.name in ("due", "who") and any(each.name == "what" and not each.needed for each in deed.parts[:-1])


def _part(intake: Intake, part: Part, stands: str, lines: Lines) -> str | None:
    """Ask one part until it can be taken; None for going back."""
    letters = {letter: option for option, letter in deeds.letters(part.options).items()}
    listed = ", ".join(f"{letter} {part.options[option]}" for letter, option in letters.items())
    takes = f"{listed}." if listed else deeds.TAKES[part.kind]
    kept = part.options.get(stands, stands)
    blank = (
        f" Blank: {words.sentence(words.brief(kept))}"
        if kept
        else ""
        if part.needed
        else " Blank: just now."
        if part.kind == "past"
        else " Blank: none."
    )
    blank += f" {words.CLEAR} takes that away." if kept and part.kind != "choice" and not part.needed else ""
    lines.say(f"{part.ask}?", takes + blank)
    while True:
        command, meant = _heard(lines, text=part.kind == "text")
        if command == words.BACK:
            return None
        if command == words.HELP:
            lines.say(takes + blank)
            continue
        if not meant.strip() and command != words.CLEAR:
            meant = stands
        elif part.kind == "choice":
            meant = letters.get(meant.casefold(), _named(part, meant))
        taken = deeds.taken(part, meant, words=intake.program.words, now=intake.now)
        if isinstance(taken, Wrong):
            lines.say(f"Error: {taken.said}")
            continue
        if echo := deeds.echo(part, meant, intake.program.words, intake.now):
            lines.say(f"Understood: {echo}.")
        return meant


def _named(part: Part, said: str) -> str:
    return next((option for option, name in part.options.items() if name.casefold() == said.casefold()), said)


def _heard(lines: Lines, *, text: bool) -> tuple[str, str]:
    """Give the command of the next line, or what it says; a text with the lines that it goes on in."""
    while True:
        heard = lines.hear()
        said = heard.text.strip()
        if said in words.COMMANDS:
            return said, ""
        heard = lines.whole(heard) if text else heard
        if not heard.cut:
            return "", heard.text if text else said
        lines.say(f"Error: {words.CUT}")
