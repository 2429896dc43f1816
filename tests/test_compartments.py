"""What an officer can get from a case is the same, byte for byte, before and after staff work on it."""

from __future__ import annotations

import shutil
from typing import NamedTuple

import compartments as people
import pytest
from cli_fixtures import NOW, load_once

from lead_tui import program_file, settings


class Got(NamedTuple):
    """All that officer and staff can get from the files, by the name of what was asked."""

    alone: dict[str, str]
    """The officer, of a file with their cases and no others."""
    before: dict[str, str]
    after: dict[str, str]
    staff_before: dict[str, str]
    staff_after: dict[str, str]


@pytest.fixture(scope="module")
def got(tmp_path_factory):
    """Ask everything of the file of four hands, before and after staff work a week on it."""
    folder = tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(folder))
        patch.setattr(settings, "utc_now", lambda: NOW)
        patch.setattr(program_file, "load", load_once)
        patch.setenv("COLUMNS", "80")
        program = load_once()
        alone = people.case_file(program, folder / "alone.json", alone=True)
        before = people.case_file(program, folder / "before.json")
        after = folder / "after.json"
        shutil.copyfile(before, after)
        after.chmod(0o600)
        people.worked_on(program, after)
        officer = [people.everything(program, path, people.OFFICER, "officer") for path in (alone, before, after)]
        staff = [people.everything(program, path, people.STAFF, "staff") for path in (before, after)]
    return Got(*officer, *staff)


def test_staff_work_changes_no_byte_of_what_an_officer_gets(got):
    assert got.after == got.before


def test_to_an_officer_there_are_no_cases_but_their_own(got):
    assert got.after == got.alone


def test_staff_see_their_own_work_everywhere(got):
    same = {name for name, text in got.staff_after.items() if text == got.staff_before[name]}

    of_the_work = {name for name in same if people.HANDED in name or "last case" in name or "list at" in name}
    assert of_the_work == set()
    assert same & {"list", "list as JSON", "status closed", "export csv", "completion", "find person 99"} == set()


def test_no_other_case_and_no_other_name_is_told_to_an_officer(got):
    for name, text in got.after.items():
        asked = [word for word in name.split() if word.isupper() or "-" in word]
        told = text
        for word in asked:
            told = told.replace(word, "")
        if "search" not in name:
            assert [word for word in people.FOREIGN if word in told] == [], f"{name}:\n{text}"
        assert " of 5" not in text, name
        assert "5 cases" not in text, name
    assert all(any(word in text for text in got.staff_after.values()) for word in people.FOREIGN)


@pytest.mark.parametrize("number", [people.OTHERS, people.STAFFS, people.NONE])
@pytest.mark.parametrize("asked", ["show {}", "show {} as JSON", "intake {}"])
def test_what_is_not_theirs_is_refused_like_what_is_not_there(got, asked, number):
    said = got.after[asked.format(number)].replace(number, "N")
    told, _closest, _rest = said.partition("; the closest")

    assert told == '1\n\nlead-tui: no case "N" in your referrals'


def test_completion_offers_an_officer_their_own_numbers(got):
    assert got.after["completion"] == f"{people.DRAFT} {people.HANDED}"
    assert people.OTHERS in got.staff_after["completion"]


FOR_STAFF = [
    "export csv", "export json", "export jsonl", "import", "dry import", "doctor", "doctor as JSON", "doctor, tidy",
    "backup", "restore", f"contact {people.HANDED}",
]  # fmt: skip


@pytest.mark.parametrize("deed", FOR_STAFF)
def test_an_officer_does_nothing_that_is_for_staff(got, deed):
    said = got.after[deed]

    assert said.startswith("1\n\nlead-tui: ")
    assert "is for staff" in said
    assert len(said.splitlines()) == 3


def test_a_referral_handed_over_opens_as_it_was_then(got):
    page = got.after["last case at 80"]

    assert "Received by LEAD, 20 Nov" in page
    assert "Sample Person 02" in page
    assert "+ ELIGIBLE" in page
    assert "Enter" not in page.splitlines()[-1]


def test_a_referral_handed_over_offers_its_officer_no_key_of_the_staffs_pages(got):
    page = got.after["last case at 80"]

    assert page.rstrip().endswith(" Ctrl+G help   Esc back")
    assert "contact" not in page


def test_the_title_says_who_is_at_the_desk_and_counts_for_staff_alone(got):
    officer, staff = (each["list again at 80"].splitlines()[0].rstrip() for each in (got.after, got.staff_after))

    assert officer.endswith(f"{people.OFFICER}, officer")
    assert staff.endswith(f"{people.STAFF}, staff  5 cases")
