"""``expunge``: a case, or single answers of it, taken out of the case file for good, by an order. For staff."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from lead_tui import case as cases
from lead_tui import expunging, kept_copy, leftovers, legal_hold, links, log_proof, output
from lead_tui.access import Deed
from lead_tui.case import Case
from lead_tui.log_line import opened
from lead_tui.program import Program
from lead_tui.rules import assess
from lead_tui.settings import Settings, number_among
from lead_tui.store import Store
from lead_tui.wrong_input import CouldNot, WrongInput, one_line


def run(settings: Settings, number: str, *, order: str, answers: Sequence[str], yes: bool) -> None:
    """Expunge, and say what may still hold it; asks for the number first unless *yes* is given."""
    settings.require(Deed.EXPUNGE)
    order = one_line("--order", order, 'name the order, like --order "26-0114 of 3 November 2026"')
    store = settings.open_store()
    number = number_among(number, (row.case for row in store.summaries()), store.path)
    case = store.get(number)
    if case.status == cases.EXPUNGED:
        raise CouldNot(f"{number} was expunged before; nothing of it is left but its number.")
    keys = _known(answers, case) if answers else None
    if not yes and not legal_hold.standing(case.holds):
        _ask(number, keys)
    by = settings.who()
    store.expunge(number, by=by, order=order, answers=keys)
    if keys is not None:
        _assess(settings.read_program(), store, number, by)
    output.say(_done(store, number, keys))
    for sentence in _left(store, case, number, keys):
        output.say(sentence)


def _known(answers: Sequence[str], case: Case) -> list[str]:
    """Give the keys, each of which the record knows; WrongInput for one that it does not."""
    known = expunging.known_keys(case)
    for key in answers:
        if key not in known:
            said = ", ".join(sorted(known)) or "none"
            raise WrongInput(f'lead-tui: --answers: {case.case} has nothing under "{key}"; it has {said}.')
    return sorted(set(answers))


def _ask(number: str, keys: Sequence[str] | None) -> None:
    """Have the number typed; CouldNot where it is not, WrongInput where nobody can be asked."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise WrongInput("lead-tui: nobody can be asked here; add --yes to expunge without a question.")
    what = "the whole case" if keys is None else ", ".join(keys)
    output.complain(f"This takes {what} out of {number} for good. Nobody can bring it back.")
    output.complain(f"Type {number} to go on:")
    if sys.stdin.readline().strip().upper() != number:
        raise CouldNot("that is not the number; nothing was expunged.")


def _assess(program: Program, store: Store, number: str, by: str) -> None:
    """Have the rule result of what is left."""
    case = store.get(number)
    result = assess(program, cases.answers_of(case)).outcome
    store.save(case, cases.assessed(case, result, program.stamp), by=by)


def _done(store: Store, number: str, keys: Sequence[str] | None) -> str:
    if keys is None:
        return f"{number} is expunged: {store.path} holds nothing of it but its number, the order, who and when."
    return f"{', '.join(keys)} of {number}: expunged, with all that the record told of it."


def _left(store: Store, before: Case, number: str, keys: Sequence[str] | None) -> Iterable[str]:
    """Clear what this user may clear, and give a sentence for each place that may still hold it."""
    left = leftovers.clear_kept_aside(store.path, number)
    left += leftovers.clear_kept_copies(kept_copy.state_folder(), store.path, number, keys)
    if left:
        yield f"Look yourself whether these hold it, and remove them then: {', '.join(map(str, left))}."
    if keys is not None and (said := expunging.still_said(before, store.get(number))):
        yield f"The same words stand elsewhere in it: {', '.join(said)}. Look at them."
    if others := _of_same_person(store, before):
        yield f"Other cases of the same person, which stay as they are: {', '.join(others)}."
    told = (found[0] for text in log_proof.read(store.log_path) if (found := opened(text)) is not None)
    yield from leftovers.elsewhere(store.path, number, told)
    yield "Desks of other users may have kept a copy in their own state folder while a save failed: ask them."


def _of_same_person(store: Store, case: Case) -> list[str]:
    """Give the other cases that are linked with this one; an answer may have been taken over into them."""
    numbers = {case.case, case.person, *links.targets(case.contacts)} - {""}
    rows = links.group(list(store.summaries()), *numbers)
    return [row.case for row in rows if row.case != case.case and row.status != cases.EXPUNGED]
