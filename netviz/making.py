"""From options to a lab, and from a lab's end to its model file: the only file that knows the labs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from netviz.engine.files import reason, write_new, write_whole
from netviz.engine.lab import Lab
from netviz.engine.snapshot import Refresh
from netviz.faults import Refused
from netviz.labs import xor
from netviz.loading import Job, wait
from netviz.options import MAX_EPOCHS, DigitsOptions, Options, PlayOptions, StartOptions, XorOptions
from netviz.settings.playground import DRAWN, PRESETS, SETTINGS
from netviz.signals import Caught
from netviz.telling import say
from netviz.values import quoted

if TYPE_CHECKING:
    from netviz.labs.csv_points import CsvPoints
    from netviz.labs.digits import DigitsLab
    from netviz.labs.playground import PlaygroundLab
    from netviz.panels.preview import Preview


def check(options: Options) -> None:
    """Raise Refused for options that contradict each other."""
    match options:
        case StartOptions() if options.data_dir:
            from netviz.labs import digits_files

            try:
                digits_files.found_in(options.data_dir)
            except digits_files.DataError as error:
                raise Refused(f"--data-dir: {error}") from None
        case XorOptions():
            if problem := xor.unfit(options.loss, options.output_activation):
                raise Refused(problem)
        case DigitsOptions():
            _check_digits(options)
        case PlayOptions():
            drawn = [SETTINGS[name].flag for name in DRAWN if name in options.settings]
            if options.data and (drawn or options.preset):
                flag = f"--{options.preset}" if options.preset else drawn[0]
                raise Refused(f"--data brings its own points; give it or {flag}, not both")
            if options.epochs == MAX_EPOCHS and (options.headless or options.exit_when_done):
                flag = "--headless" if options.headless else "--exit-when-done"
                raise Refused(f"{flag} needs --epochs: the playground has no end of its own")


def _check_digits(options: DigitsOptions) -> None:
    if options.save and options.no_save:
        raise Refused("--save and --no-save contradict each other; give one of them")
    if options.model and options.config:
        raise Refused("--model brings its own configuration; give --config or --model, not both")
    if options.model and (options.batch_size or options.optimizer):
        flag = "--batch-size" if options.batch_size else "--optimizer"
        raise Refused(f"--model goes on as it was trained; {flag} cannot be given with it")
    if options.mode == "infer":
        training = {
            "--config": options.config,
            "--epochs": options.epochs,
            "--optimizer": options.optimizer,
            "--learning-rate": options.learning_rate,
            "--batch-size": options.batch_size,
            "--save": options.save,
        }
        if given := next((flag for flag, value in training.items() if value is not None), None):
            raise Refused(f"{given} is for training; --mode infer only looks at a trained network")
    if options.save and options.save.suffix.lower() != ".npz":
        raise Refused(f"--save writes a NumPy archive: {quoted(str(options.save))} must end in .npz")


def outputs(options: Options) -> dict[str, Path | None]:
    """Return the files that the lab will write because a flag says so, by that flag."""
    return {"--save": options.save} if isinstance(options, DigitsOptions) else {}


def make(options: Options, caught: Caught) -> Lab:
    """Return the lab; raises Refused where it cannot be made, Left where its data were not waited for."""
    match options:
        case XorOptions():
            return _xor(options)
        case DigitsOptions():
            return _digits(options, caught)
        case PlayOptions():
            return _playground(options)
    raise TypeError(f"no lab for {type(options).__name__}")


def _xor(options: XorOptions) -> xor.XorLab:
    return xor.XorLab(
        options.seed,
        hidden=options.hidden,
        activation=options.activation,
        output_activation=options.output_activation,
        loss=options.loss,
        optimizer=options.optimizer,
        learning_rate=options.learning_rate,
        init=options.init,
        epochs=options.epochs,
    )


def preview(options: Options) -> Preview:
    """Return a small picture of the lab at work; nothing is downloaded for it."""
    from netviz.labs import preview_digits, previews

    match options:
        case DigitsOptions():
            from netviz.labs import digits, digits_recipe

            reader = digits.DigitsLab(digits_recipe.recipe(options.seed, only_look=True, on_sample=True))
            return preview_digits.DigitsPreview(reader, options.seed)
        case XorOptions():
            return previews.XorPreview(_xor(options))
        case PlayOptions():
            return previews.PlayPreview(_playground(options), network=not options.preset)
    raise TypeError(f"no preview for {type(options).__name__}")


def _playground(options: PlayOptions) -> PlaygroundLab:
    from netviz.labs import playground
    from netviz.labs.play_setup import Setup, idle

    given = {**PRESETS.get(options.preset, {}), **options.settings}
    file = _points_of(options.data) if options.data is not None else None
    if file is not None and file.dimensions == 1:
        given.setdefault("inputs", ("x1",))
    if options.epochs != MAX_EPOCHS and given.get("schedule", "constant") != "constant":
        given.setdefault("schedule_epochs", options.epochs)
    lab = playground.PlaygroundLab(
        options.seed,
        setup=Setup(**given),
        epochs=options.epochs,
        own=file.points if file else None,
        source=str(options.data or ""),
        scales=file.scales if file else (),
    )
    for name in options.settings:
        if reason := idle(name, lab.setup, lab.file_name if file else ""):
            say(f"{SETTINGS[name].flag} changes nothing now: {reason}")
    named, layers = len(lab.setup.activation), len(lab.setup.hidden)
    if named > layers > 0:
        used = f"the first of {named} is" if layers == 1 else f"the first {layers} of {named} are"
        say(f"--activation: only {used} used, one for each hidden layer")
    if lab.fitted.warning:
        say(f"this makes no sense: {lab.fitted.warning}")
    return lab


def _points_of(path: Path) -> CsvPoints:
    """Return the points of a file as they are trained on; raises Refused."""
    from netviz.labs import csv_points

    try:
        found = csv_points.read(path)
    except csv_points.CsvError as error:
        raise Refused(str(error)) from None
    if found.better_standardised:
        say(f"{quoted(str(path))}: each column is taken less its mean, over its deviation")
        return found.standardised()
    return found


def _digits(options: DigitsOptions, caught: Caught) -> Lab:
    from netviz.labs import digits, digits_recipe
    from netviz.labs.digits_config import ConfigError
    from netviz.labs.digits_files import DataError
    from netviz.labs.model_file import ModelError

    try:
        recipe = digits_recipe.recipe(
            options.seed,
            config_path=options.config,
            model_path=options.model,
            only_look=options.mode == "infer",
            data_dir=options.data_dir,
            offline=options.offline,
            epochs=options.epochs,
            optimizer=options.optimizer,
            learning_rate=options.learning_rate,
            batch_size=options.batch_size,
        )
        data = wait(Job(recipe.find), options, "digits", caught)
        say(f"data: {data.origin}; {len(data.train):,} training, {len(data.validation):,} validation images")
        lab = digits.DigitsLab(recipe)
        if recipe.bundled:
            learned = digits_recipe.DATA.get(data.name, data.name)
            say(f"network: the bundled one that has learned from {learned}; --model FILE names another")
        if lab.notice not in ("", data.origin):
            say(lab.notice)
        return lab
    except (ConfigError, DataError, ModelError) as error:
        raise Refused(str(error)) from None


def saves(options: Options) -> bool:
    """Return whether a network is to be saved when its run ends or is left."""
    return isinstance(options, DigitsOptions) and not options.no_save and options.mode != "infer"


def save(lab: Lab, options: Options, refresh: Refresh, beside: bool = False) -> str:
    """Save a trained network where the options say, and return what to tell.

    `beside` another that has that name: under the next, FILE-2.npz, for what was learned before is not lost.
    Raises OSError or ValueError where that cannot be done.
    """
    from netviz.labs import digits
    from netviz.labs.model_file import ModelError

    assert isinstance(options, DigitsOptions)
    assert isinstance(lab, digits.DigitsLab)
    try:
        content = lab.model(refresh.snapshot, refresh.seed)
    except ModelError as error:  # such as that of a run that diverged
        raise ValueError(f"the network {error}") from None
    path = options.save
    if path is None:
        path = _save_automatically(lab, content)
    elif beside:
        path = write_new(path, content)
    else:
        write_whole(path, content)
    longer = " -e N" if refresh.finished else ""
    return f"saved {path}; --mode train --model FILE{longer} goes on from there"


def save_at_last(lab: Lab, options: Options, refresh: Refresh, *, beside: bool = False) -> None:
    """Save what a run has come to when the program ends; raises as `save` where --save cannot be obeyed.

    Not that of a run which has only just begun, unless --save wants it. That a network cannot be saved
    without being told to is said, and no more.
    """
    assert isinstance(options, DigitsOptions)
    if refresh.snapshot.step == 0 and (options.save is None or beside):
        return
    try:
        told = save(lab, options, refresh, beside)
    except (OSError, ValueError) as error:
        if options.save is not None:
            raise
        told = f"not saved: {reason(error)}"
    say(told)


def _save_automatically(lab: DigitsLab, content: bytes) -> Path:
    """Save under a new name in the user's data folder and return it; raises ValueError where it cannot be."""
    from netviz.labs import digits_saving

    path = digits_saving.automatic_path(lab.digits)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path = write_new(path, content)
    except OSError as error:
        raise ValueError(f"{quoted(str(path.parent))} cannot be written: {reason(error)}") from None
    digits_saving.forget_old(path)
    return path
