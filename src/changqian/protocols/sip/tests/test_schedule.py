"""What is due next is told without a look at all."""

from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.schedule import Schedule


def test_each_comes_at_its_last_time_and_once():
    schedule: Schedule[str] = Schedule()
    for key, at in (("a", 3.0), ("b", 1.0), ("c", 2.0), ("a", 0.5), ("b", None), ("c", 4.0)):
        schedule.set(key, at)
    assert schedule.next() == 0.5
    assert schedule.take(0.4) is None
    assert [schedule.take(9.0) for _ in range(3)] == ["a", "c", None]
    assert schedule.next() is None


def test_what_was_taken_can_be_set_again_for_the_same_moment():
    schedule: Schedule[str] = Schedule()
    for _ in range(2):
        schedule.set("a", 1.0)
        assert schedule.take(1.0) == "a"
    assert schedule.take(1.0) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(0, 9).map(float)), max_size=40))
def test_it_agrees_with_looking_at_all(changes):
    schedule, plain = Schedule(), {}
    for key, at in changes:
        schedule.set(key, at)
        plain.pop(key, None) if at is None else plain.__setitem__(key, at)
        assert schedule.next() == min(plain.values(), default=None)
    taken = []
    while (key := schedule.take(10.0)) is not None:
        taken.append(plain.pop(key))
    assert taken == sorted(taken)
    assert not plain
