"""Drives the wizard by keyboard alone, whatever the program asks: shared by tests of several programs."""

from __future__ import annotations

from desk import press
from textual import events

from lead_tui.kinds.choice import letter
from lead_tui.rules import Outcome

BIRTH = "05141990"


def keys_for(question, value) -> list[str]:
    """The keys that give *value* in the wizard, the ones that lead on among them."""
    if question.kind == "yes_no":
        return [value[0]]
    if question.pathway:
        return [letter(question.option(value))]
    if question.kind == "choice":
        return ["enter", letter(question.option(value)), "enter"]
    if question.kind == "ticks" and not value:
        return ["space", *["tab"] * len(question.options), "enter"]
    if question.kind == "ticks":
        return ["space", *(k for v in value for k in (letter(question.option(v)), "space")), "enter"]
    return [*names_of(str(value)), "tab"]


def names_of(text: str) -> list[str]:
    """Textual's names of the keys that type *text*."""
    special = {
        "-": "minus",
        "/": "slash",
        " ": "space",
        ".": "full_stop",
        ",": "comma",
        "=": "equals_sign",
        "'": "apostrophe",
    }
    return [special.get(character, character) for character in text]


def candidates(question) -> list:
    """Answers worth trying when a referral is to be clear, the likely ones first."""
    if question.kind == "yes_no":
        return ["yes", "no"]
    if question.kind == "choice":
        return [option.id for option in question.options]
    if question.kind == "ticks":
        return [[], *([option.id] for option in question.options)]
    if question.kind == "number":
        return ["0", "100"]
    if question.kind == "event":
        return ["n", "w", "o"]
    return [BIRTH]


def clear_answer(intake, key: str):
    """An answer to an open question that keeps the referral clear and leaves less open."""
    question = intake.program.questions[key]
    for value in candidates(question):
        typed = question.kind in ("date", "event", "number")
        recorded = intake.read(key, value).value if typed else value
        assessment, ahead = intake.preview(key, recorded)
        if assessment.outcome is not Outcome.NOT_ELIGIBLE and key not in ahead.open_questions:
            return value
    raise AssertionError(f"no answer to {key} keeps this referral clear")


async def clear_referral(pilot, pathway: str) -> int:
    """Take a clear referral from the case list until it reads eligible; gives the keys pressed."""
    await press(pilot, "i")
    count = 1
    screen = pilot.app.screen
    question = screen.intake.program.questions["pathway"]
    names = keys_for(question, pathway)
    while True:
        await press(pilot, *names)
        count += len(names)
        if screen.intake.assessment.outcome is Outcome.ELIGIBLE:
            return count
        key = screen.key
        if key not in screen.intake.ahead.open_questions:  # Tab goes to the next field, open or not
            names = ["ctrl+o"]
            continue
        names = keys_for(screen.intake.program.questions[key], clear_answer(screen.intake, key))


def burst(app, text: str) -> None:
    """Have keys arrive all at once, as one packet over a slow line brings them."""
    special = {"\t": "tab", "\r": "enter"}
    for character in text:
        app.post_message(events.Key(special.get(character, character), character))
