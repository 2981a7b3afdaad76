"""`python -m tour` is `tour`."""

from tour.cli import main

main()
