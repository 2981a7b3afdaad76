"""What a visitor does is noted from the moment they agree, and no longer than they do."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from narration.notices import notice
from narration.utterance import Clause, Sentence
from scenes.pose import Pose, pose
from tests.tour.privacy.conftest import NOW
from tour.analytics.deeds import Deed, done
from tour.analytics.diary import MOST_CHANGES, Diary
from tour.analytics.keeping import Keeping
from tour.people.tempo import Tempo
from tour.privacy.erasure import sweep

TOLD = Sentence(text="The well is 12 metres deep.", language="it", facts=("depth",), origin="live")
DECLINED = notice("decline", "it")


def at(x: float, z: float = 0.0) -> Pose:
    return pose((x, 1.6, z))


async def kept(keeping: Keeping) -> list[Deed]:
    return [each.deed for each in await keeping.records.read(done, keeping.keys, "well")]


async def standing(keeping: Keeping) -> set[str]:
    rows = await keeping.records.read(
        lambda c: c.execute("SELECT purpose FROM consents WHERE ended IS NULL").fetchall()
    )
    return {row["purpose"] for row in rows}


async def answer(*said: Sentence | Clause) -> AsyncIterator[Sentence | Clause]:
    for each in said:
        yield each


async def overheard(
    diary: Diary, question: str, text: str, *said: Sentence | Clause, aloud: bool = False
) -> list[object]:
    return [each async for each in diary.overhear(question, text, answer(*said), aloud=aloud)]


async def test_a_walk_is_arrivals_stays_and_squares(diary: Diary, keeping: Keeping) -> None:
    await diary.agree({"analytics"}, "", "it")
    for tenth in range(40):
        diary.stands("mouth" if tenth < 30 else "bench", at(0.5 if tenth < 20 else 1.5, -0.5), 100 + tenth / 10)
    await diary.close()
    arrived, stayed, stood, second, *rest = await kept(keeping)
    assert (arrived.kind, arrived.stop, arrived.before) == ("arrived", "mouth", "")
    assert (stayed.kind, stayed.stop, stayed.seconds) == ("dwelt", "mouth", pytest.approx(2.9, abs=0.2))
    assert stood.places == ((0, -1, 1.9), (1, -1, 1.1))
    assert (second.kind, second.stop, second.before) == ("arrived", "bench", "mouth")
    assert {deed.language for deed in (arrived, stayed, stood)} == {"it"}
    assert {deed.country for deed in (arrived, stayed, stood)} == {"IR"}
    assert [deed.kind for deed in rest] == ["stood"], "under a second at the bench is no stay"


async def test_a_gap_is_no_stay(diary: Diary, keeping: Keeping) -> None:
    await diary.agree({"analytics"}, "", "it")
    for now in (0.0, 0.5, 1.0, 1.5, 300.0, 300.5):
        diary.stands("mouth", at(0.5), now)
    await diary.close()
    assert [deed.seconds for deed in await kept(keeping) if deed.kind == "dwelt"] == [2.0]


@pytest.mark.parametrize("purposes", [set(), {"personalise"}, {"voice", "personalise"}])
async def test_without_consent_to_it_nothing_is_noted(diary: Diary, keeping: Keeping, purposes: set[str]) -> None:
    await diary.agree(purposes, "", "it")
    diary.stands("mouth", at(0), 0.0)
    diary.stands("mouth", at(0), 1.5)
    diary.reacted("like")
    await overheard(diary, "q1", "How deep?", TOLD)
    assert diary._notes == []
    await diary.close()
    assert await kept(keeping) == []


async def test_questions_are_noted_with_whether_they_were_answered(diary: Diary, keeping: Keeping) -> None:
    await diary.agree({"analytics"}, "", "it")
    assert await overheard(diary, "q1", "How deep?", Clause(text="The well", language="it"), TOLD) == [
        Clause(text="The well", language="it"),
        TOLD,
    ]
    await overheard(diary, "q2", "Is it haunted? Mail me@example.org", DECLINED, replace(TOLD, origin="verbatim"))
    await overheard(diary, "q2", "Is it haunted?", DECLINED)
    await overheard(diary, "q3", "Cut off before a word")
    await overheard(diary, "q4", "Said aloud", TOLD, aloud=True)
    await diary.close()
    assert [(deed.words, deed.answered) for deed in await kept(keeping)] == [
        ("How deep?", True),
        ("Is it haunted? Mail …", False),
    ]


async def test_what_the_model_says_is_not_taken_for_a_refusal(diary: Diary, keeping: Keeping) -> None:
    await diary.agree({"analytics"}, "", "it")
    await overheard(diary, "q1", "?", replace(DECLINED, origin="live"))
    await diary.close()
    assert [deed.answered for deed in await kept(keeping)] == [True]


async def test_reactions_are_noted_where_they_were(diary: Diary, keeping: Keeping) -> None:
    await diary.agree({"analytics"}, "", "it")
    diary.stands("mouth", at(0), 0.0)
    for reaction in ("like", "repeat", "nonsense", "wrong"):
        diary.reacted(reaction)
    await diary.close()
    assert [(deed.kind, deed.stop) for deed in await kept(keeping)] == [
        ("arrived", "mouth"), ("like", "mouth"), ("wrong", "mouth"),
    ]  # fmt: skip


async def test_withdrawing_drops_what_was_noted_and_agreeing_again_begins_anew(diary: Diary, keeping: Keeping) -> None:
    await diary.agree({"analytics"}, "", "it")
    diary.reacted("like")
    await diary.agree((), "", "it")
    assert (diary._notes, await kept(keeping), keeping.keys.visitors()) == ([], [], set())
    await diary.agree({"analytics"}, "", "it")
    diary.reacted("share")
    await diary.close()
    assert [deed.kind for deed in await kept(keeping)] == ["share"]


async def test_a_change_that_failed_is_made_when_it_is_asked_for_again(diary: Diary, keeping: Keeping) -> None:
    await keeping.records.write(lambda c: c.execute("ALTER TABLE consents RENAME TO lost"))
    await diary.agree({"analytics"}, "", "it")
    diary.reacted("like")
    await keeping.records.write(lambda c: c.execute("ALTER TABLE lost RENAME TO consents"))
    await diary.agree({"analytics"}, "", "it")
    diary.reacted("share")
    await diary.close()
    assert [deed.kind for deed in await kept(keeping)] == ["share"]


async def test_a_withdrawal_that_failed_halfway_leaves_nothing_to_read_and_the_sweep_does_the_rest(
    diary: Diary, keeping: Keeping
) -> None:
    await diary.agree({"analytics"}, "", "it")
    diary.reacted("like")
    diary._write()
    await diary._written()
    await keeping.records.write(lambda c: c.execute("ALTER TABLE deeds RENAME TO lost"))
    await diary.agree((), "", "it")
    await keeping.records.write(lambda c: c.execute("ALTER TABLE lost RENAME TO deeds"))
    assert (await kept(keeping), keeping.keys.visitors()) == ([], set())
    assert await keeping.records.write(sweep, keeping.keys, NOW) == 1
    assert await keeping.records.read(lambda c: c.execute("SELECT * FROM deeds").fetchall()) == []


async def test_nobody_busies_the_disk_by_changing_their_mind(diary: Diary, keeping: Keeping) -> None:
    for _ in range(MOST_CHANGES):
        await diary.agree({"analytics"}, "", "it")
        await diary.agree({"analytics"}, "", "it")
        await diary.agree((), "", "it")
    await diary.agree({"analytics"}, "", "it")
    diary.reacted("like")
    await diary.close()
    assert await kept(keeping) == []
    given = await keeping.records.read(lambda c: c.execute("SELECT count(*) FROM consents").fetchone()[0])
    assert given == MOST_CHANGES / 2


async def test_who_changed_their_mind_too_often_still_takes_back_and_keeps_what_stood(
    diary: Diary, keeping: Keeping
) -> None:
    for turn in range(MOST_CHANGES):
        await diary.agree({"analytics", "voice"} if turn % 2 else {"analytics"}, "", "it")
    assert await diary.agree({"analytics", "voice", "personalise"}, "", "it") == "consent-refused"
    assert await standing(keeping) == {"analytics", "voice"}
    assert await diary.agree({"analytics"}, "", "it") == "taken"
    assert await standing(keeping) == {"analytics"}
    diary.reacted("like")
    assert await diary.agree({"analytics", "voice"}, "", "it") == "consent-refused"
    diary.reacted("share")
    diary._write()
    await diary._written()
    assert [deed.kind for deed in await kept(keeping)] == ["like", "share"]
    assert await diary.agree((), "", "it") == "taken"
    assert (await standing(keeping), await kept(keeping)) == (set(), [])


async def test_strangers_who_only_agree_and_are_forgotten_do_not_keep_the_house_from_writing(
    diary: Diary, keeping: Keeping
) -> None:
    few = replace(keeping, tempo=Tempo(at_once=3, a_minute=0.001))
    for number in range(20):
        stranger = replace(diary, visit=f"stranger-{number}", keeping=few)
        await stranger.agree({"analytics"}, "", "it")
        stranger.reacted("like")
        assert await stranger.forget()
        assert await stranger.forget()
    acts = await keeping.records.read(lambda c: [row["what"] for row in c.execute("SELECT what FROM audit")])
    assert acts == ["visitor-erased"] * 3
    assert (await kept(keeping), keeping.keys.visitors()) == ([], set())


async def test_forgetting_waits_for_what_is_being_written_and_removes_it(diary: Diary, keeping: Keeping) -> None:
    await diary.agree({"analytics"}, "", "it")
    for _ in range(100):
        diary.reacted("like")
    assert await diary.forget()
    assert (await kept(keeping), keeping.keys.visitors()) == ([], set())
    diary.reacted("like")
    await diary.close()
    assert await kept(keeping) == []


async def test_much_is_written_down_while_the_visit_goes_on(diary: Diary, keeping: Keeping) -> None:
    await diary.agree({"analytics"}, "", "it")
    for _ in range(60):
        diary.reacted("like")
    await diary._written()
    assert len(await kept(keeping)) == 60 - len(diary._notes) >= 48


async def test_a_house_without_books_goes_without(diary: Diary) -> None:
    without = replace(diary, keeping=None)
    await without.agree({"analytics"}, "", "it")
    without.reacted("like")
    assert without._notes == []
    assert await without.forget()
    await without.close()


async def test_one_place_does_not_use_up_what_another_may_agree_to(diary: Diary, keeping: Keeping) -> None:
    few = replace(keeping, tempo=Tempo(at_once=3, a_minute=0.001))
    for number in range(9):
        busy = replace(diary, visit=f"stranger-{number}", token=f"token-{number}", keeping=few.visited_from("there"))
        await busy.agree({"analytics"}, "", "it")
    assert len(keeping.keys.visitors()) == 3
    await replace(diary, keeping=few.visited_from("elsewhere")).agree({"analytics"}, "", "it")
    assert len(keeping.keys.visitors()) == 4


async def test_what_comes_too_fast_is_said_to_be_refused_and_what_stood_before_stands(
    diary: Diary, keeping: Keeping
) -> None:
    one = replace(diary, keeping=replace(keeping, tempo=Tempo(at_once=1, a_minute=0.001)))
    assert await one.agree({"personalise", "analytics"}, "", "it") == "taken"
    assert await one.agree({"personalise", "analytics", "voice"}, "", "it") == "consent-refused"
    one.reacted("like")
    assert await one.agree({"analytics"}, "", "it") == "taken", "what is taken back is taken back at any time"
    assert await one.agree({"voice"}, "", "it") == "consent-refused"
    one.reacted("like")
    await one.close()
    assert [deed.kind for deed in await kept(keeping)] == []
    rows = await keeping.records.read(lambda c: c.execute("SELECT purpose, ended FROM consents ORDER BY id").fetchall())
    assert {(row["purpose"], row["ended"]) for row in rows} == {
        ("personalise", "withdrawn"),
        ("analytics", "withdrawn"),
    }


async def test_a_consent_that_could_not_be_written_down_is_said_to_be_refused(diary: Diary, keeping: Keeping) -> None:
    await keeping.records.write(lambda c: c.execute("ALTER TABLE consents RENAME TO lost"))
    assert await diary.agree({"analytics"}, "", "it") == "consent-refused"
    await keeping.records.write(lambda c: c.execute("ALTER TABLE lost RENAME TO consents"))
    assert await diary.agree({"analytics"}, "", "it") == "taken"


async def test_what_was_taken_back_and_could_not_be_crossed_out_is_not_said_to_be_refused(
    diary: Diary, keeping: Keeping
) -> None:
    await diary.agree({"analytics", "voice"}, "", "it")
    await keeping.records.write(lambda c: c.execute("ALTER TABLE consents RENAME TO lost"))
    assert await diary.agree({"analytics"}, "", "it") == "withdrawal-failed"
    await keeping.records.write(lambda c: c.execute("ALTER TABLE lost RENAME TO consents"))
    assert await diary.agree((), "", "it") == "taken"
    assert await standing(keeping) == set()
