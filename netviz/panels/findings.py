"""What is wrong, in words: each finding with the figures and the threshold that make it one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Panel, View


@dataclass(frozen=True)
class Finding:
    """One line: its subject, the verdict, the figures behind it, exact ones for the mouse.

    `troubled` ones stand out.
    """

    subject: str
    verdict: str
    figures: str
    exact: tuple[str, ...]
    troubled: bool = False


@dataclass(frozen=True)
class Report:
    """Findings, and the rules by which they were made."""

    findings: tuple[Finding, ...]
    rules: tuple[str, ...]


class Findings(Panel):
    """A short list of verdicts, troubled ones first, and the rules below."""

    def __init__(self, title: str, source: Callable[[Timeline], Report]) -> None:
        self.title = title
        self._source = source
        self._rows: list[tuple[Rect, Finding]] = []

    def value(self, view: View) -> str:
        """Return how many findings are trouble."""
        findings = self._source(view.timeline).findings
        troubled = sum(finding.troubled for finding in findings)
        return f"{troubled} of {len(findings)} in trouble" if troubled else "all well"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Write the findings, then the rules."""
        report, theme, px = self._source(view.timeline), canvas.theme, canvas.px
        small, height = canvas.line_height(Face.SMALL), canvas.line_height(Face.TEXT) + px(6)
        rules = [
            line for rule in report.rules for line in canvas.lettering.wrap(rule, Face.SMALL, area.width)
        ]
        foot = area.bottom - small * len(rules)
        if foot - px(8) - area.y < height * min(len(report.findings), 3):  # findings go before rules
            rules, foot = [], area.bottom
        room = max((foot - px(8) - area.y) // height, 1)
        ordered = sorted(report.findings, key=lambda finding: not finding.troubled)
        shown = ordered if len(ordered) <= room else ordered[: room - 1]
        widest = max((canvas.text_width(f.subject, Face.TEXT) for f in ordered), default=0) + px(24)
        self._rows = []
        for i, finding in enumerate(shown):
            row = Rect(area.x, area.y + i * height, area.width, height)
            self._rows.append((row, finding))
            self._draw_row(canvas, row, finding, widest)
        if len(shown) < len(ordered):
            y = area.y + len(shown) * height
            canvas.text(f"and {len(ordered) - len(shown)} more", (area.x + px(16), y), theme.faint, Face.TEXT)
        for i, line in enumerate(rules):
            canvas.text(line, (area.x, foot + i * small), theme.faint, Face.SMALL)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact figures of the finding under the mouse."""
        for row, finding in self._rows:
            if row.collidepoint(at):
                return Hint((f"{finding.subject}: {finding.verdict}", *finding.exact))
        return None

    @staticmethod
    def _draw_row(canvas: Canvas, row: Rect, finding: Finding, widest: int) -> None:
        theme, px = canvas.theme, canvas.px
        color = theme.warning if finding.troubled else theme.secondary
        y = row.centery
        if finding.troubled:
            x = row.x + px(5)
            canvas.polygon([(x, y - px(5)), (x + px(5), y + px(4)), (x - px(5), y + px(4))], theme.warning)
        else:
            canvas.circle((row.x + px(5), y), px(2), theme.faint)
        canvas.text(finding.subject, (row.x + px(16), y), theme.text, Face.TEXT, "midleft")
        box = canvas.text(finding.verdict, (row.x + widest, y), color, Face.TEXT, "midleft")
        room = row.right - box.right - px(12)
        figures = canvas.lettering.fit(finding.figures, Face.TINY, room)
        canvas.text(figures, (row.right, y), theme.secondary, Face.TINY, "midright")
