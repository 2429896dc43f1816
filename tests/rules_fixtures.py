"""A program of the fewest words, to build wrong ones and documented examples from."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

from lead_tui import program_file
from lead_tui.program import Program

MINIMAL: dict[str, Any] = tomllib.loads(
    """
[program]
id = "sample"
version = "1"
name = "Sample"
series = "S"
time_zone = "UTC"

[contact]
desk = "555-0100"

[[pathway]]
id = "only"
title = "Only referral"
key = "o"
help = "the one way in"
criteria = ["age", "amount", "history", "kinds"]

[[criterion]]
id = "age"
role = "requirement"
title = "18 or older"
quote = "18 years or older"
rule = { birth = "date_of_birth", age_at_least = 18 }
reason = { met = "{limit} or older.", not_met = "Under {limit}.", unknown = "Birth date: {how}.", partial = "May be under." }
brief = { met = "age", not_met = "under {limit}", unknown = "birth date" }

[[criterion]]
id = "amount"
role = "disqualifier"
title = "50 units"
quote = "more than 50 units"
rule = { number = "units", above = 50, unit = "units" }
reason = { met = "{units} is not more than {limit}.", not_met = "{units} is more than {limit}.", unknown = "Units: {how}." }
brief = { met = "units", not_met = "over {limit}", unknown = "units" }

[[criterion]]
id = "history"
role = "disqualifier"
title = "10 years"
quote = "in the last 10 years"
rule = { event = "crime_date", within = { years = 10 } }
reason = { met = "Crime {crime_date:on}.", not_met = "Crime {crime_date:on}.", unknown = "Crime: {how}.", never = "No crime." }
brief = { met = "no crime", not_met = "crime", unknown = "crime" }

[[criterion]]
id = "kinds"
role = "requirement"
title = "Proof"
quote = "shown by records or observation"
rule = { answer = "proof", includes_any_of = ["records", "observation"] }
reason = { met = "Shown by {proof}.", not_met = "Not shown.", unknown = "Proof: {how}." }
brief = { met = "shown", not_met = "not shown", unknown = "proof" }

[[question]]
key = "pathway"
kind = "choice"
label = "Pathway"
ask = "Which pathway?"

[[question]]
key = "referral_date"
kind = "date"
full = true
label = "Date of the referral"
ask = "Date of the referral"

[[question]]
key = "date_of_birth"
kind = "date"
birth = true
label = "Date of birth"
ask = "Date of birth"

[[question]]
key = "units"
kind = "number"
unit = "units"
label = "Units"
ask = "How many units?"
note = { when = { number = "units", above = 10 }, text = "Many." }

[[question]]
key = "crime_date"
kind = "event"
label = "Latest crime"
ask = "When was the latest crime?"

[[question]]
key = "proof"
kind = "ticks"
label = "Proof"
ask = "What shows it?"
options = [{ id = "records", title = "Records" }, { id = "observation", title = "Observation" }]

[[question]]
key = "name"
kind = "text"
label = "Name"
ask = "Name"
when = { answer = "pathway", is = "only" }
[question.read_aloud]
en = "What is your name?"

[[step]]
id = "referral"
title = "Referral"
[[step.section]]
questions = ["pathway", "referral_date", "name"]

[[step]]
id = "eligibility"
title = "Eligibility"
[[step.section]]
criteria = true

[[step]]
id = "finish"
title = "Finish"
finish = true

[[service]]
id = "care"
title = "Care"
quote = "Care"

[[partner]]
id = "friends"
title = "Friends"
quote = "Friends"

[next.officer]
eligible = "call {desk}."

[say.eligible]
en = "By these answers, the rules are met."
"""
)


def minimal() -> dict[str, Any]:
    """A table of its own, to change."""
    return copy.deepcopy(MINIMAL)


def program_of(raw: dict[str, Any]) -> Program:
    """The program that a table states."""
    return program_file.read_table(raw, file="sample.toml", digest="0" * 64)


def problems_of(raw: dict[str, Any]) -> list[str]:
    """The lines that say what is wrong with a table; none where it is a program."""
    try:
        program_of(raw)
    except program_file.ProgramError as error:
        return str(error).splitlines()
    return []
