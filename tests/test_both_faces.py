"""The wizard and the plain interview are two faces of one form: what one can record, the other can."""

from __future__ import annotations

import io
import os
import random
from pathlib import Path

import pytest
from textual import events

from lead_tui import case as cases
from lead_tui import form, interview, program_file
from lead_tui import interview_words as words
from lead_tui.case import Case
from lead_tui.intake import Intake
from lead_tui.interview_course import Course
from lead_tui.question import Question
from lead_tui.store import Store
from tests.desk import NOW, desk, press, running
from tests.wizard import clear_answer, keys_for

PROGRAMS = {
    path.stem: program_file.load(path)
    for path in (program_file.data_folder() / "wilmington.toml", *sorted(Path(__file__).parent.glob("programs/*.toml")))
}
PATHS = [(name, pathway.id) for name, program in PROGRAMS.items() for pathway in program.pathways]
ME = "sample-user"

TURNS = int(os.environ.get("TURNS", "1"))
"""Sets of answers for each pathway of each program; ``TURNS=20 pytest tests/test_both_faces.py`` looks closer."""

DATES = ("1990", "1990-05", "05141990", "5/14/1990", "May 14 1990", "before 1990", "about 40 years ago")
TYPED = {
    "date": (*DATES, "u", "d", "Feb 30 2016", "14 May 2030"),
    "event": (*DATES, "n", "o", "w", "u", "d", "2016", "never", "1985/1987", "abc"),
    "number": ("0", "12", "50.5", "u", "declined", "-3", "ten"),
    "time": ("8:50 pm", "20:50", "u", "25:00"),
    "text": ("Sample Person 07", "?", "-", "\\?", "u", "=cmd()", "[red] \u00e9\u00df"),
}
"""What is typed in answer to each kind, right and wrong."""


def answer_to(question: Question, chance: random.Random):
    """Some answer: an option, a list of them, or what is typed."""
    open_words = ("unknown", "declined") if question.unknown else ()
    if question.kind == "yes_no":
        return chance.choice(("yes", "no", *open_words))
    options = [option.id for option in question.options]
    if question.kind == "choice":
        return chance.choice((*options, *open_words))
    if question.kind == "ticks":
        return chance.choice(([], options[:1], options, *open_words))
    if question.full:
        return chance.choice(("2026-11-20", "today", "2026-11"))
    return chance.choice(TYPED[question.kind])


def line_for(question: Question, answer) -> str:
    """An answer as a line of the plain interview."""
    if question.kind == "text":
        return f"\\{answer}" if answer.lstrip("\\") in words.COMMANDS else answer
    if isinstance(answer, list):
        return ", ".join(words.pick(question, question.option(each)) for each in answer) or "none"
    option = question.option(answer) if question.kind == "choice" else None
    return words.pick(question, option) if option else answer


async def give(pilot, question: Question, answer) -> None:
    """Give an answer in the wizard: by keys, what is typed by one paste and Tab."""
    if question.kind in ("choice", "ticks") and answer in ("unknown", "declined"):
        await press(pilot, "enter", answer[0], "enter")
    elif question.kind in ("yes_no", "choice", "ticks"):
        await press(pilot, *keys_for(question, answer))
    else:
        if pilot.app.screen.form.field.text:
            await press(pilot, "end", "ctrl+u")
        pilot.app.post_message(events.Paste(answer))
        await press(pilot, "tab")


async def by_wizard(program, order: list[str], answer) -> Case:
    """The case as the wizard records it, the questions answered by keyboard in this order, then handed over."""
    app = desk(program)
    async with running(app) as pilot:
        await press(pilot, "i")
        screen = pilot.app.screen
        for key in dict.fromkeys(order):
            while screen.key != key:
                await one_nearer(pilot, screen, key)
            await give(pilot, program.questions[key], answer(program.questions[key]))
        await press(pilot, "ctrl+r")
        while screen.key != "finish":
            await press(pilot, "down")
        await press(pilot, "enter")
        assert app.saver.flush(5)
    return Store.open(app.store.path).get(f"{program.series}26-0001")


async def one_nearer(pilot, screen, key: str) -> None:
    """Press one key on the way to a question."""
    step = screen.intake.step_of(key)
    assert step is not None, key
    if step != screen.here:
        await press(pilot, "ctrl+n" if step > screen.here else "ctrl+p")
        return
    fields = list(screen.form.fields)
    steps = fields.index(key) - fields.index(screen.key)
    await press(pilot, *["down" if steps > 0 else "up"] * abs(steps))


def by_interview(program, folder: Path, answer, monkeypatch) -> tuple[Case, list[str]]:
    """The case as the plain interview records it, and the questions in the order asked."""
    asked: list[str] = []
    replied: set[str] = set()
    out = io.StringIO()
    visit = Course.visit

    def visited(course: Course, key: str) -> None:
        asked.append(key)
        visit(course, key)

    def read() -> str:
        if out.getvalue().endswith(("Blank: no.\n", f"{words.OFFER}\n")):
            return "y"
        key = asked[-1]
        if key in replied:
            return ""
        replied.add(key)
        return line_for(program.questions[key], answer(program.questions[key]))

    monkeypatch.setattr(Course, "visit", visited)
    store = Store.open(folder / "cases.json")
    assert interview.run(program, store, user=ME, clock=lambda: NOW, read=read, out=out) == 0
    return store.get(f"{program.series}26-0001"), asked


def in_view(program, case: Case) -> tuple[Question, ...]:
    """The questions in view of a finished case."""
    return form.in_view(program, cases.answers_of(case))


def content(case: Case) -> dict:
    """What a case says, whoever said it, when, and by which face."""
    return {
        "answers": {key: answer.value for key, answer in sorted(case.answers.items())},
        "typed": case.typed,
        "row": (case.status, case.name, case.pathway, case.outcome, case.program),
        "handed over": (case.handed_over.answers, case.handed_over.outcomes, case.handed_over.reasons),
    }


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize(("name", "pathway"), PATHS)
async def test_every_step_of_every_program_records_the_same_through_both_faces(
    name, pathway, turn, tmp_path, monkeypatch
):
    program = PROGRAMS[name]
    chance = random.Random(f"{name} {pathway} {turn}")
    chosen = {key: answer_to(question, chance) for key, question in program.questions.items()} | {"pathway": pathway}

    lines, asked = by_interview(program, tmp_path, lambda question: chosen[question.key], monkeypatch)
    keys = await by_wizard(program, asked, lambda question: chosen[question.key])

    assert content(lines) == content(keys)
    assert {question.key for question in in_view(program, lines)} <= set(asked)


@pytest.mark.parametrize(("name", "pathway"), PATHS)
async def test_both_faces_ask_a_clear_referral_the_same_questions_in_the_same_order(
    name, pathway, tmp_path, monkeypatch
):
    program = PROGRAMS[name]
    answers = {"pathway": pathway}
    wizard: list[str] = []
    async with running(desk(program)) as pilot:
        await press(pilot, "i")
        screen = pilot.app.screen
        await press(pilot, *keys_for(program.questions["pathway"], pathway))
        while screen.intake.ahead.open_questions:
            key = screen.key
            if key in screen.intake.ahead.open_questions:
                wizard.append(key)
                answers[key] = clear_answer(screen.intake, key)
                await press(pilot, *keys_for(program.questions[key], answers[key]))
            else:
                await press(pilot, "ctrl+o")

    fallback = random.Random(name)
    _case, asked = by_interview(
        program,
        tmp_path,
        lambda q: answers.get(q.key, answer_to(q, fallback) if q.key != "referral_date" else "today"),
        monkeypatch,
    )

    in_turn = [key for key in asked if key in wizard]
    assert wizard == in_turn[: len(wizard)]


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_question_of_every_program_says_what_it_takes_and_takes_it(name):
    program = PROGRAMS[name]
    intake = Intake.start(program, user=ME, clock=lambda: NOW, via="plain")

    for question in program.questions.values():
        for option in question.options:
            wanted = [option.id] if question.kind == "ticks" else option.id
            assert intake.read(question.key, words.pick(question, option)).value == wanted
            assert f"{words.pick(question, option)} {option.title}" in words.accepted(intake, question)
