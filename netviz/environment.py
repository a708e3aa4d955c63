"""Environment variables that NumPy and pygame read when they are imported."""

from __future__ import annotations

import os

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def prepare() -> None:
    """Set them, before the first import; what the user has set stays.

    One BLAS thread: the matrices are small, and a second thread only takes time from the window.
    """
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
