"""How the learning rate goes over a run."""

import pytest

from networks.schedules import Constant, Cosine, Step, WarmUp

TOTAL = 1000


@pytest.mark.parametrize("schedule", [Constant(), Step(), Cosine(), WarmUp(then=Constant()), WarmUp()])
@pytest.mark.parametrize("total", [1, 2, 7, 1000])
def test_factors_are_positive_and_never_above_one(schedule, total):
    factors = [schedule(step, total) for step in range(total + 5)]
    assert all(0 < factor <= 1 for factor in factors)
    assert len(set(factors[total:])) == 1


def test_constant_is_constant():
    assert {Constant()(step, TOTAL) for step in range(TOTAL)} == {1.0}


def test_step_drops_after_each_share():
    schedule = Step(0.5, 0.25)
    assert [schedule(step, 8) for step in range(8)] == [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]
    assert Step(0.5, 0.1)(3, 10) == 0.125  # 0.3 / 0.1 is a little less than 3 in binary


def test_cosine_falls_from_one_to_its_end():
    schedule = Cosine(0.1)
    factors = [schedule(step, TOTAL) for step in range(TOTAL + 1)]
    assert factors[0] == 1
    assert factors[TOTAL // 2] == pytest.approx(0.55)
    assert factors[-1] == pytest.approx(0.1)
    assert factors == sorted(factors, reverse=True)


def test_warm_up_rises_evenly_and_hands_over():
    schedule = WarmUp(0.1, Cosine(0.0))
    factors = [schedule(step, TOTAL) for step in range(TOTAL)]
    assert factors[0] == pytest.approx(1 / 101)
    assert factors[:101] == sorted(factors[:101])
    assert factors[100] == 1
    assert factors[100:] == sorted(factors[100:], reverse=True)
    assert factors[550] == pytest.approx(0.5)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Step(0.0),
        lambda: Step(2.0),
        lambda: Step(0.5, 0.0),
        lambda: Cosine(-0.1),
        lambda: Cosine(float("nan")),
        lambda: WarmUp(1.0),
        lambda: WarmUp(0.0),
    ],
)
def test_senseless_settings_are_refused(make):
    with pytest.raises(ValueError, match="must be in"):
        make()
