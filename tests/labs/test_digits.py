"""The digits lab on the bundled sample: a run is its recipe, and a saved one goes on as if never stopped."""

from __future__ import annotations

import json
import multiprocessing
import pickle
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from netviz import options
from netviz.engine.session import Session
from netviz.engine.slices import is_finite
from netviz.engine.snapshot import size_of
from netviz.engine.worker import Worker
from netviz.labs import digits_recipe
from netviz.labs.digits import DigitsLab
from netviz.labs.digits_config import ConfigError, DigitsConfig
from netviz.labs.digits_data import Raw, sample
from netviz.labs.digits_recipe import SAMPLE_EPOCHS, SAMPLE_VALIDATION, Recipe, recipe
from netviz.labs.model_file import ModelError, unpack, write

MNIST = Path(__file__).parents[3] / "shared" / "mnist"
CONFIG = """{"epochs": 3, "batch_size": 32, "fraction": 0.3, "optimizer": "OPTIMIZER", "layers": [
{"type": "conv", "out_channels": 2, "filter_size": 3}, "relu", {"type": "maxpool", "filter_size": 2},
{"type": "dense", "out_features": 8}, "relu", {"type": "dropout", "rate": 0.2},
{"type": "dense", "out_features": 10}]}"""


@pytest.fixture
def config(tmp_path):
    def write(optimizer="adam", **changes):
        path = tmp_path / "small.json"
        path.write_text(json.dumps(json.loads(CONFIG.replace("OPTIMIZER", optimizer)) | changes))
        return path

    return write


def lab_of(path=None, seed=1, **more):
    return DigitsLab(recipe(seed, config_path=path, offline=True, **more))


def same(one, other):
    ours, theirs = one.snapshot(), other.snapshot()
    return (ours.loss, ours.accuracy) == (theirs.loss, theirs.accuracy) and same_network(one, other)


def same_network(one, other):
    ours, theirs = one.snapshot(), other.snapshot()
    return all(
        np.array_equal(getattr(ours, name), getattr(theirs, name))
        for name in ("parameters", "gradients", "updates", "step")
    ) and [vars_of(epoch) for epoch in ours.extra.epochs] == [vars_of(epoch) for epoch in theirs.extra.epochs]


def vars_of(item):
    return [getattr(item, name) for name in item.__slots__]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("at", [0, 5, 10, 17])
def test_a_saved_run_goes_on_as_if_it_had_never_stopped(config, tmp_path, optimizer, at):
    whole = lab_of(config(optimizer))
    whole.train(at)
    (tmp_path / "m.npz").write_bytes(whole.model(whole.snapshot(), whole.seed))
    resumed = lab_of(seed=99, model_path=tmp_path / "m.npz")
    assert (resumed.step, resumed.seed, resumed.total) == (at, 1, whole.total)
    assert same(resumed, whole)
    assert np.array_equal(resumed.train(100), whole.train(100))
    assert same(resumed, whole)
    assert whole.step == whole.total


def test_a_model_that_is_only_looked_at_trains_nothing_and_is_shown_again(config, tmp_path):
    lab = lab_of(config())
    lab.train(12)
    (tmp_path / "m.npz").write_bytes(lab.model(lab.snapshot(), lab.seed))
    looked = lab_of(model_path=tmp_path / "m.npz", only_look=True)
    assert (looked.step, looked.total) == (12, 12)
    assert len(looked.train(5)) == 0
    assert same_network(looked, lab)
    found = lab.summary(lab.snapshot())
    now = looked.snapshot()
    assert (now.loss, now.accuracy) == (found["loss"], found["accuracy"])  # of the validation images
    assert np.array_equal(looked.snapshot().extra.second, lab.snapshot().extra.second)
    assert looked.snapshot().extra.learning_rate == lab.snapshot().extra.learning_rate
    looked.reset(7)
    assert same_network(looked, lab)
    assert Session(looked, looked.total, 10).current().finished
    titles = [panel.title for page in looked.pages() for panel in page.panels]
    assert "Probabilities now" in titles and "Probabilities over the run" not in titles


def test_what_is_only_looked_at_has_been_read_when_it_opens_and_what_goes_on_has_not(config, tmp_path):
    lab = lab_of(config())
    lab.train(12)
    (tmp_path / "m.npz").write_bytes(lab.model(lab.snapshot(), lab.seed))
    looked = lab_of(model_path=tmp_path / "m.npz", only_look=True)
    answers = looked.snapshot().extra.answers
    assert answers.step == looked.step == 12
    right = np.mean(answers.predictions == looked.digits.validation.labels)
    assert right == looked.snapshot().accuracy
    assert lab_of(model_path=tmp_path / "m.npz").snapshot().extra.answers is None


def test_a_moment_is_finite_only_if_the_optimizers_state_is(config):
    lab = lab_of(config())
    lab.train(2)
    good = lab.snapshot()
    assert is_finite(good)
    for name in ("first", "second"):
        bad = getattr(good.extra, name).copy()
        bad[3] = np.nan
        assert not is_finite(replace(good, extra=replace(good.extra, **{name: bad})))


def test_the_bundled_model_reads_the_bundled_sample_well():
    lab = lab_of(only_look=True)
    summary = lab.summary(lab.snapshot())
    assert summary["data"]["name"] == "sample"
    assert summary["test_accuracy"] > 0.95


@pytest.mark.skipif(not MNIST.is_dir(), reason="needs ../shared/mnist")
def test_with_mnist_at_hand_the_bundled_model_that_reads_it_is_taken():
    lab = lab_of(data_dir=MNIST, only_look=True)
    assert (lab.digits.name, lab.notice) == ("MNIST", "")
    assert lab.summary(lab.snapshot())["test_accuracy"] > 0.98
    again = pickle.loads(pickle.dumps(lab))
    assert same_network(again, lab)


def mnist_like(origin):
    images, labels = np.zeros((100, 28, 28), np.uint8), np.repeat(np.arange(10, dtype=np.uint8), 10)
    images[:, 5:20, 10:14] = 200
    return Raw("MNIST", origin, images, labels, images, labels)


def test_the_bundled_model_goes_by_what_the_cache_holds_and_nothing_is_downloaded_for_it(monkeypatch):
    found, asked = [mnist_like("MNIST from the cache")], []

    def find(data_dir, offline, *_):
        asked.append((data_dir, offline))
        return found[0] if found else sample("none")

    monkeypatch.setattr(digits_recipe.digits_data, "find", find)
    cached = DigitsLab(recipe(3, only_look=True))
    assert (cached.digits.name, cached.recipe.model.data) == ("MNIST", "MNIST")
    found.clear()
    alone = DigitsLab(recipe(3, only_look=True))
    assert (alone.digits.name, alone.recipe.model.data) == ("sample", "sample")
    assert "no MNIST in the cache" in alone.digits.origin
    assert asked == [(None, True)] * 2
    assert pickle.loads(pickle.dumps(alone)).digits.name == "sample"
    found.append(mnist_like("MNIST, there by now"))  # yet the worker shows what the window does
    assert pickle.loads(pickle.dumps(alone)).digits.name == "sample"


def test_the_start_screen_reads_the_sample_though_there_is_mnist(monkeypatch):
    monkeypatch.setattr(digits_recipe.digits_data, "find", lambda *_: mnist_like("MNIST from the cache"))
    assert DigitsLab(recipe(3, only_look=True, on_sample=True)).digits.name == "sample"


def test_the_bundled_models_are_small():
    assert set(digits_recipe.BUNDLED) == {"MNIST", "sample"}
    for path in digits_recipe.BUNDLED.values():
        assert path.stat().st_size < 300_000


def test_a_finished_model_says_how_to_go_on(config, tmp_path):
    lab = lab_of(config())
    lab.train(1000)
    (tmp_path / "m.npz").write_bytes(lab.model(lab.snapshot(), lab.seed))
    with pytest.raises(ModelError, match="all its 3 epochs; -e N goes on"):
        lab_of(model_path=tmp_path / "m.npz")
    further = lab_of(model_path=tmp_path / "m.npz", epochs=5)
    assert further.total == 5 * further.steps_per_epoch
    assert len(further.train(1000)) == 2 * further.steps_per_epoch


def test_a_run_that_lost_its_patience_goes_on_only_when_told_to(config, tmp_path):
    lab = lab_of(config("sgd", patience=1, learning_rate=1e-9, epochs=30))
    lab.train(1000)
    assert lab.ended
    (tmp_path / "m.npz").write_bytes(lab.model(lab.snapshot(), lab.seed))
    with pytest.raises(ModelError, match="ended early, after"):
        lab_of(model_path=tmp_path / "m.npz")
    further = lab_of(model_path=tmp_path / "m.npz", epochs=30)
    assert not further.ended
    assert len(further.train(1000)) == further.steps_per_epoch  # and it loses it again
    assert further.ended


def test_a_long_run_can_be_saved_and_read_again(config, tmp_path):
    lab = lab_of(config("sgd", epochs=400, fraction=0.05))
    lab.train(lab.total)
    assert len(lab.snapshot().extra.epochs) <= 256
    assert lab.snapshot().extra.epochs[-1].number == 400
    (tmp_path / "m.npz").write_bytes(lab.model(lab.snapshot(), lab.seed))
    assert same_network(lab_of(model_path=tmp_path / "m.npz", only_look=True), lab)


def test_the_speed_counts_the_batches_of_this_run_alone(config, tmp_path):
    lab = lab_of(config())
    lab.train(20)
    (tmp_path / "m.npz").write_bytes(lab.model(lab.snapshot(), lab.seed))
    resumed = lab_of(model_path=tmp_path / "m.npz")
    assert resumed.summary(resumed.snapshot())["images_per_second"] == 0
    resumed.train(4)
    assert resumed.snapshot().extra.trained == 4
    resumed.reset(resumed.seed)
    resumed.train(2)
    assert resumed.summary(resumed.snapshot())["images_per_second"] > 0
    assert resumed.snapshot().extra.trained == 2


def test_the_rate_shown_is_that_of_the_step_that_was_made(config, tmp_path):
    lab = lab_of(config())
    lab.train(9)
    (tmp_path / "m.npz").write_bytes(lab.model(lab.snapshot(), lab.seed))
    other = lab_of(model_path=tmp_path / "m.npz", learning_rate=0.3, epochs=50)
    assert other.snapshot().extra.learning_rate == lab.snapshot().extra.learning_rate


def test_a_wish_that_no_file_may_have_is_refused(config):
    with pytest.raises(ConfigError, match="learning_rate"):
        lab_of(config(), learning_rate=50.0)


def test_a_model_on_other_data_keeps_its_own_epochs(config, tmp_path):
    lab = lab_of(config())
    lab.train(lab.total)
    (tmp_path / "m.npz").write_bytes(lab.model(lab.snapshot(), lab.seed))
    looked = lab_of(model_path=tmp_path / "m.npz", only_look=True)
    looked.digits = lab_of(config(fraction=0.6)).digits
    looked.reset(1)
    session = Session(looked, looked.total, 10)
    readings = {reading.label: reading for reading in looked.readings(session.current(), 0.0)}
    assert readings["mode"].value == "infer"
    assert "images/s" not in readings  # none is trained
    assert (readings["epoch"].value, readings["epoch"].whole) == (3, 3)


def learned_from(model, data):
    """Return a model file like this one that has learned from other data."""
    return write(replace(unpack(model, "m.npz"), data=data))


def test_of_a_model_of_other_data_only_what_is_found_on_these_is_told(config, tmp_path):
    lab = lab_of(config())
    lab.train(lab.total)
    model = lab.model(lab.snapshot(), lab.seed)
    told = {}
    for name, content in (("here", model), ("elsewhere", learned_from(model, "MNIST"))):
        (tmp_path / "m.npz").write_bytes(content)
        looked = lab_of(model_path=tmp_path / "m.npz", only_look=True)
        session = Session(looked, looked.total, 10)
        told[name] = {reading.label: reading.value for reading in looked.readings(session.current(), 0.0)}
        assert bool(looked.snapshot().extra.epochs) == (name == "here")  # which the curves show
        (pad, *_) = next(page.panels for page in looked.pages() if page.name == "draw")
        assert pad._foot[0].startswith(
            "the network has learned from only " if name == "here" else "the network has learned from MNIST"
        )
        assert bool(looked.summary(looked.snapshot())["validations"]) == (name == "here")
    assert told["here"]["validation"] == lab.snapshot().extra.epochs[-1].accuracy
    assert "validation" not in told["elsewhere"]
    assert told["elsewhere"]["accuracy"] == told["here"]["accuracy"]  # found here and now
    assert told["elsewhere"]["epoch"] == 3


def test_a_model_of_other_data_is_refused_for_training(config, tmp_path):
    lab = lab_of(config())
    model = lab.model(lab.snapshot(), lab.seed)
    (tmp_path / "m.npz").write_bytes(learned_from(model, "MNIST"))
    with pytest.raises(ModelError, match="trained on MNIST and can only go on with that"):
        lab_of(model_path=tmp_path / "m.npz")


@pytest.mark.parametrize("changed", ["train_images", "train_labels"])
def test_a_model_goes_on_with_the_very_images_and_labels_it_had_alone(config, tmp_path, monkeypatch, changed):
    lab = lab_of(config())
    lab.train(5)
    model = lab.model(lab.snapshot(), lab.seed)
    raw = sample("with a change")
    array = getattr(raw, changed).copy()
    array[[3, 7]] = array[[7, 3]]
    monkeypatch.setattr(Recipe, "_raw", lambda *_: replace(raw, **{changed: array}))
    (tmp_path / "m.npz").write_bytes(model)
    with pytest.raises(ModelError, match=r"on other images or labels than these, .* with the same data"):
        lab_of(model_path=tmp_path / "m.npz")
    assert lab_of(model_path=tmp_path / "m.npz", only_look=True).step == 5
    older = unpack(model, "m")
    progress = {key: value for key, value in older.progress.items() if key != "checksum"}
    (tmp_path / "m.npz").write_bytes(write(replace(older, progress=progress)))
    assert lab_of(model_path=tmp_path / "m.npz").step == 5


def test_a_lab_travels_as_a_recipe(config):
    lab = lab_of(config())
    lab.train(3)
    travelled = pickle.loads(pickle.dumps(lab))
    assert travelled.step == 0
    assert len(pickle.dumps(lab)) < 20_000
    travelled.train(3)
    assert same(travelled, lab)


def test_a_reset_is_a_new_run_on_the_same_images(config):
    lab = lab_of(config())
    lab.train(20)
    lab.reset(2)
    assert (lab.step, lab.seed) == (0, 2)
    assert same(lab, lab_of(config(), seed=2))


@pytest.mark.parametrize("every", [1, 4, 1000])
def test_the_weights_do_not_depend_on_the_refreshes(config, every):
    alone, watched = lab_of(config()), lab_of(config())
    alone.train(1000)
    session = Session(watched, watched.total, every)
    news = [session.current()]
    while (refresh := session.advance()) is not None:
        news.append(refresh)
    assert same(watched, alone)
    assert np.concatenate([refresh.metrics for refresh in news]).shape == (alone.total, 2)
    assert news[-1].finished


def test_early_stopping_finishes_the_session_and_says_why(config):
    lab = lab_of(config("sgd", patience=1, learning_rate=1e-9, epochs=50))
    session = Session(lab, lab.total, 10)
    while (refresh := session.advance()) is not None:
        last = refresh
    assert last.finished
    assert last.note.startswith("Ended early")
    assert last.total == lab.step < lab.total


def test_a_divergence_names_the_quantity(config):
    lab = lab_of(config("sgd", learning_rate=10.0, epochs=500))
    lab._classifier.parameters *= np.float32(1e12)
    session = Session(lab, lab.total, 10)
    while (refresh := session.advance()) is not None:
        last = refresh
    assert "no longer finite at batch" in last.note
    assert np.isfinite(last.snapshot.parameters).all()


def test_single_wishes_count_more_than_the_file(config):
    lab = lab_of(config(), epochs=2, learning_rate=0.5, batch_size=16, optimizer="momentum")
    assert (lab.config.epochs, lab.config.learning_rate) == (2, 0.5)
    assert (lab.config.batch_size, lab.config.optimizer) == (16, "momentum")
    assert lab_of(config(), optimizer="sgd").config.learning_rate == 0.1


def test_the_sample_has_more_epochs_and_a_larger_validation_unless_told_otherwise(config):
    unsaid, said, filed = lab_of().config, lab_of(epochs=5).config, lab_of(config()).config
    assert (unsaid.epochs, unsaid.validation_share) == (SAMPLE_EPOCHS, SAMPLE_VALIDATION)
    assert (said.epochs, said.validation_share) == (5, SAMPLE_VALIDATION)
    assert (filed.epochs, filed.validation_share) == (3, SAMPLE_VALIDATION)


def test_what_a_file_does_not_say_is_as_without_a_file_on_the_data_in_use(tmp_path, monkeypatch):
    path = tmp_path / "net.json"
    path.write_text("{}")
    assert lab_of(path).config == lab_of().config
    assert len(lab_of(path).digits.validation) == len(lab_of().digits.validation)
    path.write_text('{"validation_share": 0.3}')
    assert (lab_of(path).config.epochs, lab_of(path).config.validation_share) == (SAMPLE_EPOCHS, 0.3)
    assert lab_of(path, epochs=4).config.epochs == 4
    path.write_text('{"epochs": 5, "validation_share": 0.05}')  # as on MNIST, but said
    assert (lab_of(path).config.epochs, lab_of(path).config.validation_share) == (5, 0.05)
    again = pickle.loads(pickle.dumps(lab_of(path)))
    assert (again.config.epochs, again.config.validation_share) == (5, 0.05)
    monkeypatch.setattr(digits_recipe.digits_data, "find", lambda *_: mnist_like("MNIST from the cache"))
    path.write_text("{}")
    assert lab_of(path).config == DigitsConfig()


def test_the_summary_is_counted_by_hand(config):
    lab = lab_of(config())
    lab.train(1000)
    snapshot = lab.snapshot()
    summary = lab.summary(snapshot)
    test = lab.digits.test
    predicted = lab.net.probabilities(snapshot.parameters, test.images).argmax(axis=1)
    assert summary["predictions"] == predicted.tolist()
    assert summary["test_accuracy"] == pytest.approx((predicted == test.labels).mean())
    three = summary["per_class"][3]
    right = int(((predicted == 3) & (test.labels == 3)).sum())
    assert (three["digit"], three["right"], three["images"]) == (3, right, int((test.labels == 3).sum()))
    assert three["precision"] == pytest.approx(right / (predicted == 3).sum())
    assert summary["batches"] == 3 * lab.steps_per_epoch
    assert summary["images_per_second"] > 0
    json.dumps(summary, allow_nan=False)


def test_the_command_line_knows_the_pages():
    pages = lab_of().pages()
    assert tuple(page.name for page in pages) == options.PAGES["mnist"]
    assert pages[0].choices.source == "validation"
    assert pages[0].choices.samples == dict(pages[0].choices.sources)["validation"]


@pytest.mark.parametrize("start_method", multiprocessing.get_all_start_methods())
def test_another_process_trains_the_same_network(config, start_method):
    lab, alone = lab_of(config()), lab_of(config())
    alone.train(alone.total)
    worker = Worker(partial(Session, lab, lab.total, 7), start_method, size_of(lab.snapshot())).start()
    try:
        while (refresh := worker.take(60)) is not None and not refresh.finished:
            pass
    finally:
        worker.stop()
    assert refresh is not None
    assert np.array_equal(refresh.snapshot.parameters, alone.snapshot().parameters)
    assert np.array_equal(refresh.snapshot.extra.first, alone.snapshot().extra.first)
    assert list(refresh.snapshot.extra.epochs) == list(alone.snapshot().extra.epochs)
    handed, made = refresh.snapshot.extra.answers, alone.snapshot().extra.answers
    assert handed.step == made.step == alone.total
    assert np.array_equal(handed.sure, made.sure)
