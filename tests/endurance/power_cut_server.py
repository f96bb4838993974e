"""`shopstub` on a disk that loses power: python -m tests.endurance.power_cut_server IMAGE CUT …

SIGUSR1 is the loss of power: the process writes what the cut leaves of the state folder,
`.shopstub`, to IMAGE, and ends at once. CUT: name of a `Cut`. The rest are shopstub's arguments.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from stub_server.cli import main
from tests.storage.json_store.power_cut import Cut, LastImage, write_image


def serve() -> None:
    """Run shopstub."""
    image, cut = Path(sys.argv[1]), Cut[sys.argv[2]]
    recorder = LastImage(Path(".shopstub").absolute(), pytest.MonkeyPatch())
    recorder.start_anew()

    def lose_power(*_: object) -> None:
        write_image(recorder.image(cut), image)
        os._exit(1)

    signal.signal(signal.SIGUSR1, lose_power)
    sys.argv[1:] = sys.argv[3:]
    main()


if __name__ == "__main__":
    serve()
