from __future__ import annotations

from lead_tui.program_file import data_folder

pytest_plugins = ["cli_fixtures"]


def test_a_right_program_file_is_one_line(lead, wilmington):
    ran = lead.run("program", "check", str(data_folder() / "wilmington.toml"))

    assert ran == (
        0,
        f"wilmington 1.0.0: OK. 2 pathways, 11 criteria (7 disqualifiers), {len(wilmington.questions)} questions. "
        f"Hash {wilmington.hash[:8]}.\n",
        "",
    )
    assert lead.run("program", "check") == ran


def test_a_wrong_program_file_has_a_line_for_each_error(lead):
    text = (data_folder() / "wilmington.toml").read_text()
    file = lead.file("wrong.toml", text.replace('time_zone = "America/New_York"', 'time_zone = "Nowhere"').replace(
        'age_at_least = 18', 'age_at_leest = 18'))  # fmt: skip

    for arguments in (["program", "check", file], ["program", "show", file], ["--program", file, "check", "-"]):
        ran = lead.run(*arguments, stdin="{}")

        assert (ran.code, ran.out) == (2, "")
        assert len(ran.errors) >= 2
        assert all(line.startswith(f"{file}: ") for line in ran.errors)


def test_a_program_file_that_is_none_is_one_line(lead):
    for content in ("", "[", b"\xff"):
        ran = lead.run("program", "check", lead.file("none.toml", content))

        assert (ran.code, ran.out, len(ran.errors)) == (2, "", 1)


def test_the_page_of_a_program_has_every_quote_and_every_key_at_80_columns(lead, wilmington):
    page = lead.run("program", "show").out
    words = " ".join(page.split())

    assert [line for line in page.splitlines() if len(line) > 80] == [wilmington.source]  # an address stays whole
    for criterion in wilmington.criteria.values():
        assert f'"{criterion.quote}"' in words
    for key in wilmington.questions:
        assert f"\n{key}: " in page
    for service in wilmington.services:
        assert service.title in words


def test_the_page_says_what_is_for_staff_what_waits_and_what_suggests(lead):
    words = " ".join(lead.run("program", "show").out.split())

    assert "Asked only after: consent.rha.given" in words
    assert "service.hiv_testing.status: HIV testing: what has come of it? choice: wanted, referred" in words
    assert "For staff alone" in words
    assert "- Medication Assisted Recovery: because the person names opioids" in words
    assert "- The language is English, yet an interpreter is wanted. Check both." in words
