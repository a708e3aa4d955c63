"""Make the README's pictures with the program itself: python imgs/make.py"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
XOR = ("--xor", "--headless", "--seed", "11")
PICTURES = {
    "overview-3.png": (*XOR, "-e", "3000"),
    "overview-2.png": (*XOR, "-hn", "2", "-e", "7000", "--theme", "light"),
    "overview-8.png": (*XOR, "-hn", "8", "-e", "4500"),
    "weights.png": (*XOR, "-e", "30000", "--page", "weights"),
    "activations.png": (*XOR, "-e", "30000", "--page", "activations", "--theme", "light"),
    "gradients.png": (*XOR, "-e", "30000", "--page", "gradients"),
}


def main() -> None:
    """Run the program once for each picture."""
    for name, flags in PICTURES.items():
        print(name)
        command = [sys.executable, str(HERE.parent / "main.py"), *flags, "--screenshot", str(HERE / name)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
