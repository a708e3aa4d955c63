"""Frames as PNG files."""

from __future__ import annotations

import io
from pathlib import Path

import pygame

from netviz.engine.files import reason, write_new
from netviz.engine.lab import Lab
from netviz.engine.timeline import Timeline
from netviz.stage import Stage


def picture(
    lab: Lab, timeline: Timeline, page: str, size: tuple[int, int], theme: str, scale: float = 1.0
) -> bytes:
    """Return a PNG file of one page, drawn without a window."""
    pygame.font.init()
    surface = pygame.Surface(size, 0, 32)
    stage = Stage(lab, theme, page, scale)
    stage.settle(timeline)
    stage.draw(surface, timeline, timeline.latest.rate)
    return png(surface)


def png(surface: pygame.Surface) -> bytes:
    """Return a surface as a PNG file."""
    file = io.BytesIO()
    pygame.image.save(surface, file, "picture.png")
    return file.getvalue()


def kept(surface: pygame.Surface, stem: str) -> str:
    """Write a surface to a new file in the present folder; return what to tell."""
    path = Path(f"{stem}.png")
    try:
        path = path.resolve()  # which the present folder does not let happen if it was removed
        path = write_new(path, png(surface))
    except OSError as error:
        return f"no screenshot: {path} cannot be written: {reason(error)}"
    return f"saved {path}"
