"""The end of a plain interview: handing over, discarding a false start, and what is said at parting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from lead_tui import interview_decision
from lead_tui import interview_words as words
from lead_tui.case import DRAFT
from lead_tui.intake import Intake
from lead_tui.interview_course import Place
from lead_tui.interview_saving import Keeping
from lead_tui.kept_copy import state_folder
from lead_tui.plain_lines import Voice
from lead_tui.refusals import StoreError

Step = Callable[[], str | Place]
"""Does something, and gives the place to go to next."""


class Choose(Protocol):
    """Hears yes or no at a place."""

    def __call__(
        self,
        place: Place,
        explained: Callable[[], Iterable[str]],
        chosen: Callable[[bool], str | Place],
        further: Mapping[str, Step] | None = None,
    ) -> str | Place:
        """Give the place to go to next; help says what is *explained*, a word of *further* does something else."""


class End:
    """How one interview ends."""

    def __init__(self, intake: Intake, keeping: Keeping, voice: Voice, choose: Choose) -> None:
        self._intake = intake
        self._keeping = keeping
        self._voice = voice
        self._choose = choose
        self._handed_over = False
        self.discarded: str | None = None
        """The number of the draft that was discarded, empty where it had none; None: none was."""

    def offer(self, asides: Mapping[str, Step]) -> str | Place:
        """Say what stands, and offer to hand over; a word of *asides* does something else first."""
        intake = self._intake
        for key in intake.case.typed:
            self._voice.say(f"No answer yet, kept as typed: {intake.label(intake.program.questions[key])}.")
        self._voice.say(words.result(intake), *interview_decision.told(intake), *words.closing(intake))

        def chosen(yes: bool) -> str | Place:
            if yes and intake.draft:
                intake.finish()
                self._handed_over = True
            return Place.END

        further = {**asides, words.DISCARD: self._discard} if intake.may_discard else asides
        return self._choose(Place.FINISH, lambda: words.answers(intake), chosen, further)

    def _discard(self) -> str | Place:
        """Empty a draft that was opened by mistake, once that is confirmed."""
        self._voice.say(*words.DISCARD_NOW)

        def chosen(yes: bool) -> str | Place:
            if not yes:
                return Place.FINISH
            try:
                self.discarded = self._keeping.discard(self._intake.case)
            except StoreError as problem:
                self._voice.say(f"Error: {problem}")
                return Place.FINISH
            return Place.END

        return self._choose(Place.FINISH, lambda: (), chosen)

    def part(self) -> bool:
        """Say what was kept and how to go on; gives whether all is on disk."""
        say, keeping = self._voice.say, self._keeping
        say(*keeping.part(self._intake))
        case = self._intake.case
        if self.discarded is not None:
            say(f"Discarded: {self.discarded or 'the draft'}. Its number is not given again.")
            return True
        if keeping.received or keeping.late:
            say(words.RECEIVED, *[words.NOTED] * keeping.late)
        elif keeping.problem:
            say(*words.unsaved(state_folder(), kept=keeping.kept))
        elif not case.case:
            say(words.NOTHING_ENTERED)
        elif case.status == DRAFT:
            say(*words.kept(case.case))
        else:
            say(f"{'Handed over' if self._handed_over else 'Saved'}: {case.case}.")
        return not keeping.problem
