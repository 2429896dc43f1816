"""What lists, pages, commands and exports tell of a decision."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from cli_fixtures import Desk
from desk import NOW, SEVEN, desk, press, running, screen_lines, screen_text, settled

from lead_tui import case_pages, history_page, listing
from lead_tui.intake import Intake
from lead_tui.lines import Summary
from lead_tui.store import Store

APPROVER = "Sample Approver 01"
SOCIAL = {"pathway": "social", "referral_date": "2026-11-20", "seeking_treatment": "yes", "date_of_birth": "1990",
          "name": "Sample Person 01"}  # fmt: skip


def decided(program, *decisions, role="staff", **answers) -> Intake:
    """A case of `sample-user` with decisions as (word, reason)."""
    begun = Intake.start(program, user="sample-user", clock=lambda: NOW, role=role)
    for key, value in (SOCIAL | answers).items():
        begun.answer(key, value)
    for word, reason in decisions:
        assert begun.decide(word, by=APPROVER, reason=reason) == ""
    begun.finish()
    return begun


@pytest.fixture
def lead(tmp_path, wilmington) -> Desk:
    """Three finished cases: accepted; declined against the rule result; undecided."""
    store = Store.open(tmp_path / "cases.json")
    for intake in (
        decided(wilmington, ("accept", "")),
        decided(wilmington, ("decline", "=The person\nmoved away."), name="Sample Person 02"),
        decided(wilmington, name="Sample Person 03"),
    ):
        store.create("W", 2026, intake.case)
    return Desk(tmp_path)


def said(entries) -> str:
    return "\n".join(f"{entry.label}{entry.mark}: {entry.said}" for entry in entries)


@pytest.mark.parametrize(
    ("decision", "word"),
    [
        ("accept", "accepted"),
        ("decline", "declined"),
        ("refer_elsewhere", "elsewhere"),
        ("hold", "on hold"),
        ("", "open"),
    ],
)
def test_the_state_column_has_the_decision_else_the_status(decision, word):
    assert listing.state(Summary(status="open", decision=decision)) == word


@pytest.mark.parametrize(
    ("decision", "word"),
    [("accept", "closed"), ("hold", "closed"), ("decline", "declined"), ("refer_elsewhere", "elsewhere")],
)
def test_an_accepted_case_that_is_closed_since_reads_closed(decision, word):
    assert listing.state(Summary(status="closed", decision=decision)) == word


def test_the_list_tells_decision_and_rule_result_apart(lead):
    told = lead.run("list").out

    rows = {record["case"]: record for record in lead.run("list", "--json").records}
    assert {number: row["decision"] for number, row in rows.items()} == {
        "W26-0001": "accept", "W26-0002": "decline", "W26-0003": "",
    }  # fmt: skip
    assert {row["outcome"] for row in rows.values()} == {"eligible"}
    assert {row["status"] for row in rows.values()} == {"open"}
    assert "declined" in told


def test_decisions_that_differ_are_listed_with_their_reasons(lead):
    told = lead.run("list", "--decision-differs")

    assert "W26-0002" in told.out
    assert "W26-0001" not in told.out
    assert "W26-0003" not in told.out
    assert "decline, Sample Approver 01: =The person moved away." in told.out
    assert [record["case"] for record in lead.run("list", "--decision-differs", "--json").records] == ["W26-0002"]


def test_an_export_has_the_decision_in_columns_of_its_own(lead):
    rows = list(csv.DictReader(io.StringIO(lead.run("export", "csv").out, newline="")))
    names = ("decision", "decision_by", "decision_at", "decision_reason", "decision_stale", "outcome")

    assert [rows[1][name] for name in names] == [
        "decline", APPROVER, "2026-11-25T02:04:00Z", "'=The person\nmoved away.", "no", "eligible",
    ]  # fmt: skip
    assert [rows[2][name] for name in names] == ["", "", "", "", "", "eligible"]
    differing = csv.DictReader(io.StringIO(lead.run("export", "csv", "--decision-differs").out, newline=""))
    assert [row["case"] for row in differing] == ["W26-0002"]


def test_an_import_of_an_export_takes_no_decision_over(lead):
    exported = lead.run("export", "csv").out
    numbers = lead.run("import", "-", stdin=exported).lines

    assert len(numbers) == 3
    assert lead.run("show", numbers[1], "--json").records[0].get("decisions") is None


def test_show_tells_decision_reason_and_who(lead):
    told = lead.run("show", "W26-0002").out

    assert "State: open, declined" in told
    assert "decline, Sample Approver 01" in told
    assert "moved away." in told
    assert "It differs from the rule result: + ELIGIBLE." in told
    record = lead.run("show", "W26-0002", "--json").records[0]
    assert (record["decision"], record["decision_differs"], record["decision_stale"]) == ("decline", True, False)
    assert record["decisions"][0]["by"] == APPROVER


def test_a_decision_on_other_answers_is_marked_wherever_it_is_told(wilmington, lead):
    store = Store.open(lead.db)
    base = store.get("W26-0001")
    intake = Intake(wilmington, base, user="sample-user", clock=lambda: NOW)
    intake.answer("seeking_treatment", "no")
    store.save(base, intake.case, by="sample-user")

    assert "Answers have changed since this decision." in lead.run("show", "W26-0001").out
    assert any("Answers have changed since." in line for line in case_pages.glance(intake, str))
    rows = list(csv.DictReader(io.StringIO(lead.run("export", "csv").out, newline="")))
    assert rows[0]["decision_stale"] == "yes"
    assert lead.run("show", "W26-0001", "--json").records[0]["decision_stale"] is True


def test_the_history_has_decisions_among_the_changes(wilmington):
    intake = decided(wilmington, ("hold", ""), ("decline", "Sample reason."))

    page = said(history_page.page(intake, str))

    assert "Decision: - -> hold" in page
    assert "Decision: hold -> decline" in page
    whole = history_page.whole(intake, intake.case.decisions[1].id, str).lines
    assert whole[0] == "Decision: decline"
    assert f"By {APPROVER}, entered by sample-user, 2026-11-25T02:04:00Z." in whole
    assert "Reason: Sample reason." in whole


def test_an_officer_is_told_nothing_of_a_decision(wilmington):
    case = decided(wilmington, ("decline", "Sample reason.")).case
    officer = Intake(wilmington, case, user="sample-officer-02", clock=lambda: NOW, role="officer")

    pages = [case_pages.record(officer, str), case_pages.assessment(officer), history_page.page(officer, str)]

    for page in pages:
        assert "ecision" not in said(page).replace("decision: people decide", "")
        assert "Sample reason" not in said(page)
    assert not any("ecision" in line for line in case_pages.glance(officer, str))


async def test_the_screen_filters_decisions_that_differ_and_tells_the_reason(wilmington):
    case = decided(wilmington, ("decline", "Sample reason.")).case
    numbered = msgspec.structs.replace(case, case="W26-0050", rev=1)
    app = desk(wilmington, *SEVEN, numbered)
    async with running(app) as pilot:
        await press(pilot, "f", "end", "up", "up", "space", "enter")
        await settled(pilot)

        shown = [row[3:11] for row in screen_lines(app)[4:17] if row[3:6] == "W26"]
        assert shown == ["W26-0050"]
        assert "f filter: decision differs" in screen_text(app)
        assert "declined" in screen_text(app)
        assert "Reason: Sample reason." in screen_text(app)


def test_an_emptied_case_is_listed_and_exported_only_where_it_is_asked_for(wilmington, lead):
    store = Store.open(lead.db)
    begun = Intake.start(wilmington, user="sample-user", clock=lambda: NOW)
    begun.answer("pathway", "social")
    number = store.create("W", 2026, begun.case).case
    store.expunge(number, by="sample-user", reason="opened by mistake")

    assert number not in lead.run("list").out
    assert [record["case"] for record in lead.run("list", "--status", "expunged", "--json").records] == [number]
    assert number not in lead.run("export", "csv", "--drafts").out
    assert number in lead.run("export", "csv", "--status", "expunged").out
    assert "It holds nothing any more. Emptied " in lead.run("show", number).out
