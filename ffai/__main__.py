"""`python -m ffai` is `ffai`."""

import sys

from ffai.entry import main

if __name__ == "__main__":
    sys.exit(main())
