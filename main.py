"""Watch hand-written neural networks learn: `python main.py -h`."""

from __future__ import annotations

from netviz.__main__ import run

if __name__ == "__main__":
    run()
