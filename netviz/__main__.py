"""`python -m netviz`: the same as main.py."""

from __future__ import annotations

import sys

from netviz.cli import main

if __name__ == "__main__":
    sys.exit(main())
