"""`python -m sandbox.rehearsal`."""

import sys

from sandbox.rehearsal.command import main

if __name__ == "__main__":
    sys.exit(main())
