"""Figures are of five visitors and more, whatever is counted."""

import csv
import io

import msgspec
import pytest

from tests.tour.analytics.builders import many, one
from tour.analytics.deeds import Done
from tour.analytics.figures import Figures, StopFigures, Way, figures
from tour.analytics.sheet import FEW, questions_sheet, sheet
from tour.analytics.wondering import unanswered


def counted(done: list[Done]) -> Figures:
    return figures(done, "well", "2026-11")


def at_mouth(done: list[Done]) -> StopFigures:
    return next(stop for stop in counted(done).stops if stop.stop == "mouth")


def test_four_visitors_are_nobodys_business() -> None:
    done = [*many(4, "arrived"), *many(4, "dwelt", seconds=90.0), *many(4, "like"), *many(4, "asked", words="?")]
    shown = counted(done)
    stop = at_mouth(done)
    assert (shown.visitors, shown.languages, shown.countries, shown.ways, shown.plan) == (None, (), (), (), ())
    assert (stop.visitors, stop.arrivals, stop.dwell, stop.questions, stop.reactions["like"]) == (None,) * 5
    assert stop.reactions["skip"] == 0
    numbers = [value for value in str(msgspec.to_builtins(shown)).split() if value.strip("},]'").isdigit()]
    assert {number.strip("},]'") for number in numbers} <= {"0", "5"}


def test_five_visitors_are_counted_once_each() -> None:
    done = [*many(5, "arrived"), *many(5, "arrived"), *many(5, "dwelt", seconds=30.0), one("v0", "dwelt", seconds=60.0)]
    stop = at_mouth(done)
    assert (stop.visitors, stop.arrivals, stop.dwell) == (5, 10, 30.0)
    assert counted(done).visitors == 5


def test_a_like_of_one_among_many_is_not_told() -> None:
    stop = at_mouth([*many(9, "arrived"), *many(1, "like"), *many(5, "share")])
    assert (stop.visitors, stop.reactions["like"], stop.reactions["share"]) == (9, None, 5)


@pytest.mark.parametrize(("answered", "told"), [(5, 5), (1, None), (0, 5)])
def test_unanswered_questions_do_not_tell_of_the_few_that_were_answered(answered: int, told: int | None) -> None:
    done = [*many(5, "asked", words="?", answered=False), *many(answered, "asked", words="?")]
    assert at_mouth(done).unanswered == told


def test_small_languages_and_countries_are_one_group_at_every_stop() -> None:
    done = [*many(8, "arrived", country="IT"), *many(3, "arrived", 8, language="fa", country="IR")]
    done += many(2, "arrived", 11, language="uz")
    shown = counted(done)
    assert [(group.name, group.visitors) for group in shown.languages] == [("en", 8), ("others", 5)]
    assert [(group.name, group.visitors) for group in shown.countries] == [("IT", 8), ("others", 5)]
    assert [(group.name, group.visitors) for group in shown.stops[0].languages] == [("en", 8), ("others", 5)]


def test_a_visitor_who_changes_language_stays_one_visitor() -> None:
    done = [*many(6, "arrived"), *many(6, "like", language="it")]
    assert [(group.name, group.visitors) for group in counted(done).languages] == [("en", 6)]


def test_what_a_language_did_is_told_in_people() -> None:
    done = [*many(6, "arrived"), *many(6, "like"), *many(6, "like"), *many(4, "skip"), *many(5, "dwelt", seconds=8.0)]
    done += (
        many(5, "dwelt", seconds=4.0)
        + many(5, "asked", words="?", answered=False)
        + many(5, "arrived", 6, language="it")
    )
    english, italian = counted(done).languages
    assert (english.name, english.visitors, english.dwell) == ("en", 6, 12.0)
    assert english.people == {"like": 6, "skip": None, "share": 0, "more": 0, "story": 0, "wrong": 0}
    assert (english.asked, english.unanswered) == (5, 5)
    assert (italian.name, italian.dwell, italian.people["like"], italian.asked) == ("it", None, 0, 0)


def test_ways_and_squares_need_five_too() -> None:
    done = [*many(5, "arrived", stop="bench", before="mouth"), *many(4, "arrived", before="bench")]
    done += many(5, "stood", places=((0, 3, 2.0), (-1, 3, 1.0))) + many(4, "stood", places=((7, 7, 50.0),))
    shown = counted(done)
    assert shown.ways == (Way(before="mouth", stop="bench", visitors=5),)
    assert [(square.x, square.z, square.seconds) for square in shown.plan] == [(-0.5, 3.5, 5.0), (0.5, 3.5, 10.0)]


def test_a_sheet_says_all_of_it_and_where_it_says_nothing() -> None:
    done = [*many(6, "arrived", before="bench"), *many(2, "like")]
    table = list(csv.DictReader(io.StringIO(sheet(counted(done)))))
    said = {(row["stop"], row["figure"], row["group"]): row["value"] for row in table}
    assert said["", "visitors", ""] == said["mouth", "arrivals", ""] == said["mouth", "came from", "bench"] == "6"
    assert said["mouth", "like", ""] == FEW
    assert said["mouth", "language", "en"] == said["", "language", "en"] == "6"
    assert (said["", "language: like", "en"], said["", "country: asked", "not said"]) == (FEW, "0")
    assert {row["month"] for row in table} == {"2026-11"}


def test_alike_questions_are_one_and_the_most_asked_come_first() -> None:
    done = [
        one("v0", "asked", words="Is it haunted?", answered=False),
        one("v1", "asked", words="Who was  the GUARD", answered=False, stop="bench"),
        *[one(f"v{n}", "asked", words="who was the guard?!", answered=False) for n in range(2, 6)],
        one("v6", "asked", words="Who was the guard?", answered=False, language="it"),
        one("v7", "asked", words="How deep is it?"),
    ]
    found = unanswered(done)
    assert [(each.text, each.language, each.visitors, len(each.deeds)) for each in found] == [
        ("Who was  the GUARD", "en", 5, 5),
        ("Is it haunted?", "en", None, 1),
        ("Who was the guard?", "it", None, 1),
    ]


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1"])
def test_no_question_computes_anything_in_a_spreadsheet(words: str) -> None:
    text = questions_sheet(unanswered([one("v0", "asked", words=words, answered=False)]))
    assert list(csv.reader(io.StringIO(text)))[1][3] == f"'{words}"
