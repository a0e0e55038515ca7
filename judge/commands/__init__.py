"""The commands, one file each. They parse, call and print; they decide nothing.

Each is imported when it is called, and imports what is heavy inside its function, so that the sandbox starts first.
"""

from __future__ import annotations

import difflib
from importlib import import_module

import click

from judge import __version__

# Name -> module that holds it as `command`, in the order of the help text.
COMMANDS = {
    "list": "judge.commands.list",
    "show": "judge.commands.show",
    "start": "judge.commands.start",
    "submit": "judge.commands.submit",
    "new": "judge.commands.new",
    "check": "judge.commands.check",
    "doctor": "judge.commands.doctor",
    "redteam": "judge.commands.redteam",
    "image": "judge.commands.image",
}


class Commands(click.Group):
    """Finds commands in the table above."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """All names, in the table's order."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[name]).command
        return command

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, but a mistyped name gets a suggestion."""
        close = difflib.get_close_matches(arguments[0], COMMANDS, n=1)
        if close and arguments[0] not in COMMANDS:
            context.fail(f"No such command {arguments[0]!r}. Did you mean {close[0]!r}?")
        return super().resolve_command(context, arguments)


@click.command(
    cls=Commands,
    context_settings={"auto_envvar_prefix": "JUDGE", "help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="judge")
def commands() -> None:
    """Grades deep-learning code: outputs, gradients and runtime against a reference, in a sandbox."""
