"""``import``: new cases from answers in a file, all or none."""

from __future__ import annotations

from lead_tui import answers_file, case_import, output, progress
from lead_tui.access import Deed
from lead_tui.assessed_case import stamp
from lead_tui.exports import columns
from lead_tui.settings import Settings


def run(settings: Settings, file: str, *, dry_run: bool) -> None:
    """Check every record, then save them as open cases and print their numbers, once all are durable. For staff."""
    settings.require(Deed.IMPORT)
    program = settings.read_program()
    records = answers_file.read(file, program, csv=True, ignored=columns.derived(program))
    if dry_run:
        right = "1 record is right" if len(records) == 1 else f"{len(records):,} records are right"
        output.complain(f"{right}; nothing was imported.")
        return
    if not records:
        output.complain("There are no records in it; nothing was imported.")
        return
    store = settings.open_store()
    at, by = stamp(settings.now()), settings.who()
    told = progress.told(records, len(records), f"Importing {len(records):,} cases")
    new = [case_import.imported(program, answers, at=at, by=by) for answers in told]
    numbers = case_import.save(store, program, new, settings.year(program))
    output.write(f"{number}\n" for number in numbers)
    settings.tell_notices(store)
