"""The common wording: every sentence that is said exists, and every sentence that exists can be said."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from lead_tui.program_file import common_words
from lead_tui.program_texts import ERRORS
from lead_tui.question import KindName
from lead_tui.words import Words, flatten, placeholders

PACKAGE = Path(__file__).parent.parent / "lead_tui"
TABLE = common_words()
NAME = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def _calls():
    """Every call of ``say``, ``listing``, ``has``, ``DateProblem``, ``sentence`` and ``in_file``, with its names."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield path, _name_of(node.func), node


def _name_of(node) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _texts(node):
    """Give the texts of an expression, a place filled in at run time as a star."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = [
            [part.value] if isinstance(part, ast.Constant) else _texts(part.value) or ["*"] for part in node.values
        ]
        found = [""]
        for part in parts:
            found = [before + text for before in found for text in part]
        return found
    if isinstance(node, ast.IfExp):
        return [text for branch in (node.body, node.orelse) for text in _texts(branch) or ["*"]]
    return []


def _words_object(node) -> bool:
    """Say whether a call is one of a table of wording: ``words.say``, ``self.program.words.say``, ``say``."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    return owner is not None and _name_of(owner) in ("words", "WORDS")


SAID: list[tuple[str, str]] = []
for _path, _function, _node in _calls():
    _where = f"{_path.relative_to(PACKAGE)}:{_node.lineno}"
    _by_name = _function in ("say", "listing", "has") and _words_object(_node)
    if (_by_name or _function == "DateProblem") and _node.args:
        SAID += [(_where, text) for text in _texts(_node.args[0])]
    elif _function == "in_file" and len(_node.args) > 1:
        SAID += [(_where, f"accepts.{text}") for text in _texts(_node.args[1])]
    elif _function == "sentence" and len(_node.args) > 1:
        SAID += [(_where, f"*.{text}") for text in _texts(_node.args[1]) if text]


def _matches(pattern: str, name: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", r"[a-z_.]+"), name) is not None


@pytest.mark.parametrize(("where", "said"), SAID)
def test_every_sentence_that_is_said_exists(where, said):
    assert any(_matches(said, name) for name in TABLE), f"{where} says {said}, which words.toml has not"


@pytest.mark.parametrize("name", TABLE)
def test_every_sentence_that_exists_is_said_somewhere(name):
    own = [said for _, said in SAID if said != "*.*"]

    assert any(_matches(said, name) for said in own), f"nothing says {name}"


@pytest.mark.parametrize("name", TABLE)
def test_every_sentence_is_text_with_whole_placeholders(name):
    assert isinstance(TABLE[name], str)
    assert all(re.fullmatch(r"[a-z_]+", found) for found in placeholders(TABLE[name]))
    assert NAME.fullmatch(name)


def test_every_kind_of_answer_says_what_a_file_may_hold():
    for kind in KindName.__args__:
        assert f"accepts.{kind}" in TABLE
        assert f"settle.{kind}" in TABLE
        assert set(ERRORS[kind]) == {
            n.split(".")[1] for n in TABLE if n in {f"{kind}.{error}" for error in ERRORS[kind]}
        }


def test_a_sentence_is_filled_and_a_missing_one_is_a_mistake():
    words = Words({"a.b": "{given} is {{wrong}}", "a.list": "one  two three"})

    assert words.say("a.b", given="{x}") == "{x} is {wrong}"
    assert words.listing("a.list") == ("one", "two", "three")
    assert words.has("a.b")
    assert not words.has("a.c")
    with pytest.raises(KeyError):
        words.say("a.c")


def test_placeholders_carry_their_forms_and_conversions():
    assert placeholders("{a} {b:on} {c!r} {{d}} {}") == ["a", "b:on", "c!r", ""]
    with pytest.raises(ValueError, match=r"Single|expected"):
        placeholders("{a")


def test_nested_tables_get_dotted_names_in_order():
    assert list(flatten({"a": {"b": "1", "c": {"d": "2"}}, "e": "3"})) == [("a.b", "1"), ("a.c.d", "2"), ("e", "3")]
