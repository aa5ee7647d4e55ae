"""`python -m mcprism`: the command line, as the program `mcprism`."""

import sys

from mcprism.cli import main

if __name__ == "__main__":
    sys.exit(main())
