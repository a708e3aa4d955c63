"""Pixels: canvas, axes, 3-D, layout, theme and widgets; knows nothing about networks."""
