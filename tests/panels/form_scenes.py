"""A form with every kind of control, as a lab might fill it."""

from dataclasses import replace

from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Redo, Undo
from netviz.panels.form import Field, Form, Section
from netviz.panels.panel import Choices, View
from tests.panels.pictures import SIZE, draw

DATA = Section("Data", (
    Field("problem", "problem", "choice", "moons",
          choices=("xor", "noisy-xor", "moons", "circles", "gaussians", "spiral", "blobs-3", "line"),
          shown=("XOR", "noisy XOR", "moons", "circles", "two Gaussians", "spiral", "three blobs", "a line"),
          help="The points that the network learns from."),
    Field("noise", "noise", "slider", 0.15, 0.0, 0.5, help="How far points stray."),
    Field("count", "points", "slider", 200, 10, 500, whole=True, help="How many points are drawn."),
    Field("share", "train share", "slider", 0.7, 0.1, 0.9, step=0.05, help="The part that is trained on."),
))  # fmt: skip
NETWORK = Section("Network", (
    *(Field(name, shown, "chip", name in ("x1", "x2", "x1*x2"), help="Feed this to the first layer.")
      for name, shown in (("x1", "x₁"), ("x2", "x₂"), ("x1^2", "x₁²"), ("x2^2", "x₂²"), ("x1*x2", "x₁x₂"),
                          ("sin x1", "sin πx₁"), ("sin x2", "sin πx₂"))),
    Field("layers", "hidden layers", "slider", 2, 0, 6, whole=True, help="More layers bend it more."),
    Field("activation", "activation", "choice", "tanh", choices=("sigmoid", "tanh", "relu"),
          help="What a neuron makes of its sum."),
    Field("loss", "loss", "choice", "hinge", choices=("mse", "bce", "hinge"),
          warning="hinge fits tanh outputs; here the output is sigmoid",
          help="What is made smaller by training."),
))  # fmt: skip
TRAINING = Section("Training", (
    Field("lr", "learning rate", "slider", 0.03, 1e-5, 10.0, log=True,
          help="How far each step goes. Too small is slow, too large jumps over the valley."),
    Field("batch", "batch size", "slider", 10, 1, 256, log=True, whole=True, help="Points to a step."),
    Field("l2", "L2", "slider", 0.0, 0.0, 1.0, log=True, help="Pulls weights towards zero."),
    Field("offset", "offset", "slider", -0.4, -1.0, 1.0),
    Field("weight", "weight w₂₁", "number", -1.376201, help="Set by hand."),
    Field("shuffle", "shuffle", "toggle", True, help="Draw the batches anew each epoch."),
    Field("momentum", "momentum", "toggle", False, help="Keep some of the last step's direction."),
    Field("dropout", "dropout", "slider", 0.0, 0.0, 0.9, enabled=False, reason="there is no hidden layer"),
    Field("undo", "Undo", "button", wish=Undo(), help="Take the last edit back."),
    Field("redo", "Redo", "button", wish=Redo(), enabled=False, reason="nothing was taken back"),
    Field("reset", "Draw new weights", "button", help="Begin again with other weights."),
))  # fmt: skip
SECTIONS = (DATA, NETWORK, TRAINING)


def changed(sections, **values):
    """Return sections where some fields, by name, have other values."""
    return tuple(
        replace(
            section,
            fields=tuple(replace(f, value=values[f.name]) if f.name in values else f for f in section.fields),
        )
        for section in sections
    )


def form(sections=SECTIONS):
    return Form("Settings", lambda _: sections), View(Timeline(), Choices())


def form_being_typed_in():
    """Return a form that does not fit, with a number in it that cannot be taken."""
    panel, view = form(SECTIONS[2:])
    draw(panel, view, size=(SIZE[0] + 8, SIZE[1]))  # of another width, so that nothing kept is shown again
    panel.focus(panel.names.index("batch"))
    for sign in "999":
        panel.typed("write", sign, view)
    panel.typed("enter", "", view)
    panel.passed((200, 100), view)
    return panel, view


FORM_SCENES = {
    "form": lambda: form(SECTIONS[:2]),
    "form-being-typed-in": form_being_typed_in,
}
