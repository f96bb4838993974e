"""`python -m stub_server` is `shopstub`."""

from stub_server.cli import main

main()
