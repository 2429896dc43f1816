"""What each command does, one module a command, each with ``run``.

They know no Typer. ``cli`` parses and imports a module only when its command is called, so that none pays
for what another loads.
"""
