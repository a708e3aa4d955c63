"""Opening a window, and finding out whether one can be opened before anything else is done."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

from netviz.faults import Refused
from netviz.options import at_least

if TYPE_CHECKING:
    import pygame

INSTEAD = "--headless trains without a window, and --screenshot FILE.png then still makes a picture"
OLDEST = (2, 5, 6)  # of pygame-ce; before, smooth lines have one width
UNSEEN = ("dummy", "offscreen")


def require_window() -> None:
    """Raise Refused unless pygame-ce is there and a display opens."""
    if problem := no_display(os.environ, sys.platform):
        raise Refused(problem)
    require_pygame_ce()
    import pygame

    chosen = os.environ.get("SDL_VIDEODRIVER")
    if not chosen and os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        # Else SDL goes on to try what is not there, and that prints warnings of its own.
        os.environ["SDL_VIDEODRIVER"] = "x11"
    try:
        pygame.display.init()
    except pygame.error as error:
        raise Refused(cannot_open(error)) from None
    finally:
        if not chosen:
            os.environ.pop("SDL_VIDEODRIVER", None)
    driver = pygame.display.get_driver()
    if driver in UNSEEN and not chosen:  # SDL's last resort: the window would open where nobody sees it
        pygame.display.quit()
        raise Refused(f"the display does not answer; {INSTEAD}")


def cannot_open(error: Exception) -> str:
    """Return the sentence for a window that did not open."""
    return f"no window can be opened ({str(error).strip().rstrip('.')}); {INSTEAD}"


def no_display(environment: Mapping[str, str], platform: str) -> str | None:
    """Return the sentence for a machine where no program can have a window, or None."""
    if platform in ("win32", "cygwin", "darwin"):
        return None
    if any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")):
        return None
    return f"there is no display to open a window on; {INSTEAD}"


def require_pygame_ce() -> None:
    """Raise Refused where pygame is missing or is the old one, which lacks what the window needs."""
    try:
        import pygame
    except ImportError as error:
        raise Refused(f"pygame-ce cannot be imported ({error}); install it: pip install pygame-ce") from None
    if not getattr(pygame, "IS_CE", False):
        raise Refused(
            "the old pygame is installed instead of pygame-ce; "
            "replace it: pip uninstall -y pygame && pip install --force-reinstall pygame-ce"
        )
    if pygame.version.vernum < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise Refused(
            f"pygame-ce {pygame.version.ver} is too old; upgrade it: pip install 'pygame-ce>={wanted}'"
        )


def open_window(size: tuple[int, int], name: str, scale: float) -> pygame.Surface:
    """Return the surface of a new window, drawn on at `scale`; raises Refused where none can be opened."""
    import pygame

    # Plain memory to the screen: through OpenGL in software, a frame takes twenty times as long.
    if sys.platform.startswith("linux"):
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
    os.environ.setdefault("SDL_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR", "0")
    try:
        pygame.display.init()
        pygame.display.set_caption(f"netviz – {name}")
        surface = pygame.display.set_mode(size, pygame.RESIZABLE)
        _keep_from_shrinking(scale)
    except pygame.error as error:
        raise Refused(cannot_open(error)) from None
    pygame.key.set_repeat(300, 40)
    return surface


def _keep_from_shrinking(scale: float) -> None:
    """Ask the desktop for a least size of the window, where this pygame still has a way to."""
    import pygame

    with contextlib.suppress(AttributeError, pygame.error), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # no other way yet for the display's own window
        pygame.Window.from_display_module().minimum_size = at_least((0, 0), scale)
