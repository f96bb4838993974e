"""Draw docs/images/checkout.svg: what `shopstub serve` prints during a `shopstub demo`.

python -m scripts.terminal_picture
"""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from rich.console import Console
from rich.text import Text

TARGET = Path(__file__).parent.parent / "docs" / "images" / "checkout.svg"
COLUMNS = 118
COMMAND = (sys.executable, "-m", "stub_server")


def main() -> None:
    """Record a checkout in a terminal of 118 columns, and write the picture."""
    printed = _record()
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text.from_ansi(printed))
    svg = console.export_svg(title="shopstub serve", unique_id="checkout")
    # Fonts from other hosts are left out: readers' own will do.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(svg, encoding="utf-8")


def _record() -> str:
    leader, follower = pty.openpty()
    chunks: list[bytes] = []
    ready = threading.Event()

    def read() -> None:
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:
                return
            chunks.append(chunk)
            if b"Ready after" in b"".join(chunks):
                ready.set()

    threading.Thread(target=read, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        state = f"{folder}/.shopstub"
        environment = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
        serve = subprocess.Popen(  # noqa: S603 - this program
            [*COMMAND, "serve", "--no-watch", "--state-dir", state],
            stdout=follower,
            stderr=follower,
            env=environment,
        )
        try:
            if not ready.wait(20):
                raise SystemExit("The stub did not start: are its ports free?")
            subprocess.run([*COMMAND, "demo"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        finally:
            serve.send_signal(signal.SIGTERM)
            serve.wait(20)
    text = b"".join(chunks).decode().replace("\r\n", "\n")
    return text.replace(state, ".shopstub").strip()


if __name__ == "__main__":
    main()
