"""`shopstub store`: examine, recover or reset the state folder while no stub runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stub_server.cli import lookup, output
from stub_server.cli.errors import CannotRun
from stub_server.shop import store_repair
from stub_server.shop.state_folder import NAMES
from stub_server.storage import StoreError
from stub_server.storage.json_store.damage import StoreReport, advice

state_dir_option = click.option(
    "--state-dir",
    "folder",
    type=click.Path(path_type=Path),
    callback=lambda _context, _option, folder: folder or lookup.state_dir(),
    help="Folder with the state. Default: that of `serve`.",
)


@click.group("store")
def command() -> None:
    """Examine, recover or reset the state of a stub that is not running.

    Nothing is deleted or overwritten: files that are replaced are moved into a subfolder.
    """


@command.command("check")
@state_dir_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
def check(folder: Path, as_json: bool) -> None:
    """List the files, the readable records, and every damaged place.

    Exit codes: 0 the state is sound, 1 it is damaged, 2 it could not be examined.
    """
    try:
        reports = store_repair.check(folder, NAMES)
    except StoreError as error:
        raise CannotRun(error) from None
    damaged = any(report.damages for report in reports)
    if as_json:
        content = {"folder": str(folder), "sound": not damaged, "stores": _as_json(reports)}
        output.echo_json(content)
    else:
        for report in reports:
            _print_report(report)
        words = advice(folder, reports, checked=True) if damaged else f"{folder} is sound."
        output.echo_text(words)
    if damaged:
        raise SystemExit(1)


@command.command("recover")
@state_dir_option
def recover(folder: Path) -> None:
    """Rebuild damaged stores from everything that is readable.

    The files as they were are moved into a subfolder, damaged-1 and so on. A sound store is not
    changed. Exit codes: 0 the state is sound now, 2 it could not be recovered.
    """
    try:
        recovered = store_repair.recover(folder, NAMES)
    except StoreError as error:
        raise CannotRun(error) from None
    for result in recovered:
        report = result.report
        counts = StoreReport.in_words(result.counts)
        output.echo(f"{report.name}: kept {counts}; {_lost(report)}.")
        for damage in report.damages:
            output.echo(f"  - {damage}")
        output.echo(f"  The files as they were are in {result.aside}.")
    if not recovered:
        output.echo(f"{folder} is sound: nothing to recover, and nothing was changed.")


@command.command("reset")
@state_dir_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(folder: Path, yes: bool) -> None:
    """Move all files of the state aside: the next start begins from the fixtures.

    They are moved into a subfolder, old-1 and so on, which may be deleted. Exit codes: 0 they
    are moved, or there are none, 1 the answer was no, 2 it could not run.
    """
    if not yes:
        if not sys.stdin.isatty():
            raise CannotRun(
                "There is no terminal to ask at. Confirm with --yes that the state of "
                f"{folder} is to be moved aside."
            )
        output.confirm(f"Move the state of {folder} aside, and begin from the fixtures?")
    try:
        aside = store_repair.reset(folder, NAMES)
    except StoreError as error:
        raise CannotRun(error) from None
    if aside is None:
        output.echo(f"{folder} has no state: the next start begins from the fixtures.")
    else:
        output.echo(
            f"The state is in {aside} now, and the next start begins from the fixtures. "
            "That folder may be deleted."
        )


def _print_report(report: StoreReport) -> None:
    if not report.files:
        output.echo(f"{report.name}: no files.")
        return
    output.echo(f"{report.name}: {'damaged' if report.damages else 'sound'}")
    output.echo(f"  files: {', '.join(path.name for path in report.files)}")
    output.echo(f"  readable: {report.readable}")
    if report.lost:
        output.echo(f"  lost: {StoreReport.in_words(report.lost)}")
    for damage in report.damages:
        output.echo(f"  - {damage}")
    for notice in report.notices:
        output.echo(f"  {notice}")


def _lost(report: StoreReport) -> str:
    lost = [StoreReport.in_words(report.lost)] if report.lost else []
    if report.unreadable:
        lost.append(
            f"{report.unreadable} unreadable or missing transactions of the write-ahead logs"
        )
    return "lost " + " and ".join(lost) if lost else "lost no record"


def _as_json(reports: list[StoreReport]) -> list[dict[str, object]]:
    return [
        {
            "name": report.name,
            "sound": not report.damages,
            "files": [path.name for path in report.files],
            "records": report.records,
            "lost": report.lost,
            "unreadableTransactions": report.unreadable,
            "damages": [
                {
                    "file": damage.path.name,
                    "place": damage.place,
                    "kind": damage.kind,
                    "reason": damage.reason,
                }
                for damage in report.damages
            ],
            "notices": list(report.notices),
        }
        for report in reports
    ]
