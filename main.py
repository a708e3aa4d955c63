"""Watch hand-written neural networks learn: `python main.py -h`."""

from __future__ import annotations

import sys

from netviz.cli import main

if __name__ == "__main__":
    sys.exit(main())
