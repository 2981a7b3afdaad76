"""The command `tour`."""

import importlib
from typing import Any

import click

COMMANDS = {
    "serve": "tour.commands.serve",
    "demo": "tour.commands.demo",
    "kiosk": "tour.commands.kiosk",
    "check": "tour.commands.check",
    "models": "tour.models_command",
    "admin": "tour.commands.admin",
    "schema": "tour.commands.schema",
    "validate": "tour.commands.validate",
    "ingest": "tour.commands.ingest",
    "import": "tour.commands.import_",
    "export": "tour.commands.export",
    "pack": "tour.commands.pack",
    "unpack": "tour.commands.unpack",
    "diff": "tour.commands.diff",
    "narrate": "tour.commands.narrate",
    "ask": "tour.commands.ask",
    "prepare": "tour.commands.prepare",
    "translate": "tour.commands.translate",
    "jobs": "tour.commands.jobs",
    "backup": "tour.commands.backup",
    "restore": "tour.commands.restore",
    "audit": "tour.commands.audit",
    "privacy": "tour.commands.privacy",
    "wording": "tour.commands.wording",
}


class Commands(click.Group):
    """Imports a command only when it is used, so that `tour serve` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of a first day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        name = "import_" if cmd_name == "import" else cmd_name
        found: Any = getattr(importlib.import_module(COMMANDS[cmd_name]), name)
        return found if isinstance(found, click.Command) else None


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="caravanserai")
def main() -> None:
    """Heritage tours with a guide who speaks from sources.

    \b
    On the first day:
        tour demo            build the demonstration site, fetch the guide, open http://localhost:8080
        tour check           what works on this machine, what is missing, how to get it
    To judge the guide without a headset:
        tour narrate colosseum arena --language it
        tour ask colosseum "How many people fitted in?" --language en
    """
