"""Which of two people's answers to one question is to stand, asked for line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lead_tui import interview_words as words
from lead_tui.intake import Intake

MINE, THEIRS, BEFORE, LATER = ("m", "mine"), ("t", "theirs"), ("b", "before"), ("", "l", "later")
TAKES = "Type m, t or b, or blank for later."


def ask(intake: Intake, key: str, say: Callable[..., None], hear: Callable[[], str]) -> bool:
    """Ask which answer is to stand, and record it; undecided, both are kept. False where somebody goes back."""
    say(*_versions(intake, key))
    while True:
        said = hear().strip().casefold()
        if said in MINE + THEIRS + BEFORE:
            if said in BEFORE:
                intake.answer(key, intake.case.unsettled[key].base)
            else:
                intake.settle(key, mine=said in MINE)
            say(f"Kept: {words.sentence(words.brief(intake.said(key)) or words.NONE)}")
            return True
        if said in LATER:
            return True
        if said == words.BACK:
            return False
        say(TAKES)


def _versions(intake: Intake, key: str) -> Iterator[str]:
    """Give a question that two people answered differently: the answers, and how to choose."""
    other = intake.case.unsettled[key]
    standing = intake.case.answers.get(key)

    def who(name: str) -> str:
        return "yours" if name == intake.user else name or "the other"

    versions = (
        ("m", who(other.by), other.typed or intake.word(key, other.value)),
        (
            "t",
            who(standing.by) if standing else "the other",
            intake.word(key, standing.value) if standing else intake.case.typed.get(key, ""),
        ),
        ("b", "before both", intake.word(key, other.base)),
    )
    yield f"{intake.label(intake.program.questions[key])}: answered by two people."
    for letter_of, name, said in versions:
        yield f"{letter_of}, {name}: {words.brief(said) or words.NONE}"
    yield "m, t or b keeps that one. Blank: later; until then it counts as unknown."
