"""What a person reads when a command could not run, in one line and with a way on."""

from __future__ import annotations

import click


class CannotRun(click.ClickException):
    """The command could not do its work: exit code 2."""

    exit_code = 2

    def __init__(self, fault: object) -> None:
        super().__init__(str(fault))
