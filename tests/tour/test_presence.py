"""Who is at a desk, on a clock that the test holds."""

from dataclasses import dataclass

from tour.presence import LASTS, MOST_WINDOWS, Presence, Spot


@dataclass
class Clock:
    at: float = 0.0

    def __call__(self) -> float:
        return self.at


def test_who_says_nothing_is_gone_after_a_moment() -> None:
    clock = Clock()
    here = Presence(now=clock)
    here.come("well", "ana", "Ana", "w1", Spot(section="facts", record="depth"))
    clock.at = LASTS - 1
    here.come("well", "ben", "Ben", "w2", Spot(section="tours"))
    assert [each.name for each in here.here("well")] == ["Ana", "Ben"]
    clock.at = LASTS + 1
    assert [each.name for each in here.here("well")] == ["Ben"]
    assert here.here("hall") == ()


def test_one_person_in_two_windows_is_one_person() -> None:
    here = Presence(now=Clock())
    here.come("well", "ana", "Ana", "w1", Spot(section="facts"))
    here.come("well", "ana", "Ana", "w2", Spot(section="tours"))
    here.come("well", "ana", "Ana", "w2", Spot(section="stops"))
    (ana,) = here.here("well")
    assert [spot.section for spot in ana.spots] == ["facts", "stops"]


def test_nobody_fills_the_house_with_windows() -> None:
    here = Presence(now=Clock())
    for number in range(MOST_WINDOWS + 3):
        here.come("well", "ana", "Ana", f"w{number}", Spot(section="facts", record=str(number)))
    assert len(here.here("well")[0].spots) == MOST_WINDOWS
