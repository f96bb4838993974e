"""`python -m tests.examiner.php.zoo`: each fault is planted, examined, and must be caught."""

from __future__ import annotations

import queue
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from tests.examiner import results
from tests.examiner.php import running
from tests.examiner.php.fault import Fault
from tests.examiner.php.faults import FAULTS
from tests.examiner.results import Seen


@dataclass(frozen=True, slots=True)
class Catch:
    """What became of a fault. `broken`: the rules that the examiner saw broken."""

    fault: Fault
    broken: tuple[str, ...]
    words: str
    seconds: float

    @property
    def caught(self) -> bool:
        """Whether it was caught by the rule that it breaks."""
        return self.fault.rule in self.broken

    def seen(self, depth: str) -> Seen:
        """As the results' file has it."""
        it = self.fault
        seconds = round(self.seconds, 1)
        by = list(self.broken)
        return Seen(it.id, it.rule, it.says, self.caught, by, seconds, self.words, depth)

    def line(self) -> str:
        """As the table shows it."""
        mark = "✓" if self.caught else "✗"
        by = ", ".join(self.broken) or "–"
        return f"{mark} {self.fault.id:<30} {self.fault.rule:<10} {by:<24} {self.seconds:5.1f} s"


class Lane:
    """A port with its Stripe, where one faulty backend after another stands."""

    def __init__(self, dsn: str, folder: Path, port: int, stripe: str) -> None:
        self._dsn = dsn
        self._folder = folder
        self._port = port
        self._stripe = stripe

    def tries(self, fault: Fault, *options: str) -> Catch:
        """Plant it, examine it."""
        began = time.monotonic()
        code = fault.planted(running.BACKEND, self._folder)
        dsn = f"{self._dsn};dbname={fault.id.replace('-', '_')}"
        log = self._folder / f"{fault.id}.log"
        try:
            with running.backend(code, dsn, self._stripe, self._port, log) as url:
                to = self._folder / f"{fault.id}.json"
                report = running.examined(url, self._stripe, to, *options)
        except running.DidNotStart as error:
            return Catch(fault, (), str(error), time.monotonic() - began)
        broken = {it["id"]: it for it in report["rules"] if it["verdict"] == "broken"}
        told = broken.get(fault.rule, next(iter(broken.values()), None))
        words = told["findings"][0]["message"] if told else "nothing was found"
        return Catch(fault, tuple(broken), words, time.monotonic() - began)


@contextmanager
def lane(dsn: str, folder: Path) -> Iterator[Lane]:
    """A lane, as long as it is needed."""
    port = running.free_port()
    with running.stripe(port, folder / f"stripe-{port}.log") as stripe:
        yield Lane(dsn, folder, port, stripe)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1)
@click.option("--whole", is_flag=True, help="Examine every rule, not only the broken one.")
@click.option("--fast", is_flag=True, help="With the examiner's --fast.")
@click.option("--lanes", default=2, show_default=True, help="How many at once.")
@click.option("--seed", default="1", show_default=True)
@click.option("--json", "kept", type=click.Path(path_type=Path), help="Add results to this file.")
def main(
    names: tuple[str, ...], *, whole: bool, fast: bool, lanes: int, seed: str, kept: Path | None
) -> None:
    """Plant each fault (or those of these NAMES) and print what the examiner says of it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended, too
    chosen = [it for it in FAULTS if not names or it.id in names]
    caught = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="php-zoo-")))
        dsn = stack.enter_context(running.database())
        free: queue.Queue[Lane] = queue.Queue()
        for _ in range(min(lanes, len(chosen))):
            free.put(stack.enter_context(lane(dsn, folder)))

        def one(fault: Fault) -> Catch:
            mine = free.get()
            try:
                options = ["--seed", seed, *(["--fast"] if fast else [])]
                return mine.tries(fault, *options, *([] if whole else ["--only", fault.rule]))
            finally:
                free.put(mine)

        with ThreadPoolExecutor(lanes) as pool:
            for found in pool.map(one, chosen):
                caught += found.caught
                if kept:
                    results.add(kept, found.seen("fast" if fast else "default"))
                click.echo(f"{found.line()}  {found.fault.says} → {found.words[:90]}")
    click.echo(f"\n{caught} of {len(chosen)} caught by the rule that they break.")
    sys.exit(caught < len(chosen))


if __name__ == "__main__":
    main()
