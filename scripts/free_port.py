"""Print a port that is free on this machine: the one that is named, or else any.

python scripts/free_port.py 4600
"""

from __future__ import annotations

import socket
import sys


def find(wanted: int) -> int:
    """Return the port if nobody listens there on loopback, else one of the system's choice."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise SystemExit("No port is free on 127.0.0.1.")


if __name__ == "__main__":
    port = find(int(sys.argv[1]))
    if port != int(sys.argv[1]):
        sys.stderr.write(f"Port {sys.argv[1]} is taken; {port} is used in its place.\n")
    sys.stdout.write(f"{port}\n")
