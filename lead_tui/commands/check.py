"""``check``: the rule result of answers in a file. Loads neither Textual nor TinyDB."""

from __future__ import annotations

from lead_tui import answers_file, check_record, output, progress
from lead_tui.settings import Settings


def run(settings: Settings, file: str) -> None:
    """Print one JSON object a record, in the order of the file; nothing where anything in it is wrong."""
    program = settings.read_program()
    records = answers_file.read(file, program)
    doing = f"Checking {len(records):,} records"
    results = (check_record.record(program, answers) for answers in progress.told(records, len(records), doing))
    output.write(f"{output.json_text(result)}\n" for result in results)
