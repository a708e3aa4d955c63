"""Controls: small things to press, drag and type in. They know pixels and values, and nothing of networks."""

from netviz.drawing.controls.button import Button
from netviz.drawing.controls.chooser import Chooser
from netviz.drawing.controls.control import TAKEN, Answer, Control, Value
from netviz.drawing.controls.number_field import NumberField
from netviz.drawing.controls.slider import Slider
from netviz.drawing.controls.slider_field import SliderField
from netviz.drawing.controls.span import Span
from netviz.drawing.controls.toggle import Chip, Toggle

__all__ = [
    "TAKEN", "Answer", "Button", "Chip", "Chooser", "Control", "NumberField", "Slider", "SliderField",
    "Span", "Toggle", "Value",
]  # fmt: skip
