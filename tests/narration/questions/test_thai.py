"""Thai questions: no spaces between words, am in one character, figures of its own, years of its own."""

import pytest

from narration.guide import Guide
from narration.memory import Memory
from narration.questions.grounding import Grounding
from narration.questions.legible import legible
from narration.questions.premise import yes_or_no
from narration.utterance import Sentence
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(BUILT_IN / "grand_palace" / "pack", models=False)


@pytest.fixture(scope="module")
def grounding(site: Site) -> Grounding:
    return Grounding(site)


def test_a_visitor_s_am_stays_one_letter() -> None:
    assert legible("ทำไมกำแพงสีขาว") == "ทำไมกำแพงสีขาว"
    assert legible("ທຳໄມ") == "ທຳໄມ"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("กำแพงสีขาวยาวเท่าไหร่คะ", "walls"),
        ("พระบรมมหาราชวังใครเป็นคนสร้าง", "founded"),
        ("เครื่องทรงของพระแก้วมรกตมีกี่ชุดครับ", "eb-robes"),
        ("ฤๅษีองค์นี้เป็นหมอใช่ไหม", "hermit-doctor"),
        ("ระฆังมาจากวัดไหน", "belfry-bell"),
        ("เจ้าอนุวงศ์คือใคร", "anouvong"),
        ("ปี ๒๓๒๒ เกิดอะไรขึ้น", "eb-1779"),
        ("ทำไมเรียกว่าฝรั่งสวมชฎา", "chakri-nickname"),
        ("นางสุพรรณมัจฉาเป็นใคร", "causeway"),
        ("ใครเป็นคนขุดคูเมือง", "diggers"),
    ],
)
def test_a_thai_question_finds_its_fact(question: str, fact: str, grounding: Grounding) -> None:
    read = legible(question)
    assert fact in [one.fact.id for one in grounding.for_question(read, "th")]
    assert grounding.answers(read, "th")


@pytest.mark.parametrize("question", ["ใครได้แชมป์ฟุตบอลปีนี้", "ราคาหุ้นวันนี้", "โปรแกรมเมอร์ชื่ออะไร"])
def test_what_no_fact_answers_is_declined(question: str, grounding: Grounding) -> None:
    assert not grounding.answers(legible(question), "th")


def test_a_thai_question_is_read_as_thai_whatever_the_visit_is_in(grounding: Grounding) -> None:
    best = grounding.for_question("พระแก้วมรกตสูงเท่าไร", "en")
    assert best[0].fact.id == "eb-size"


@pytest.mark.parametrize(("question", "wants"), [("สูงสามเมตรใช่ไหม", True), ("มีช้างหรือเปล่าคะ", True), ("สูงเท่าไร", False)])
def test_thai_asks_for_yes_or_no_at_the_end(question: str, wants: bool) -> None:
    assert yes_or_no(question) is wants


@pytest.mark.parametrize(
    ("question", "facts"),
    [("วังนี้สร้างใน พ.ศ. 2400 ใช่ไหม", {"founded"}), ("วังนี้สร้างใน พ.ศ. 2325 ใช่ไหม", {"founded"})],
)
async def test_a_wrong_year_is_put_right_and_a_right_one_is_told(question: str, facts: set[str], site: Site) -> None:
    guide = Guide(site=site, grounding=Grounding(site), model=lambda: None)
    said = [each async for each in guide.answer(question, Memory(), "th") if isinstance(each, Sentence)]
    assert all("ก" <= char <= "๛" for char in said[0].text[:1])
    assert ("2400" in question) is (not said[0].facts), "a correction opens with a line of the guide's own"
    assert "".join(each.text for each in said).count("2400") == 0


@pytest.mark.parametrize("question", ["ค่าเข้าชมเท่าไร", "ช่วยด้วย มีคนเป็นลม", "คุณเป็นใคร", "ขอบคุณครับ"])
async def test_an_aside_is_met_in_thai(question: str, site: Site) -> None:
    guide = Guide(site=site, grounding=Grounding(site), model=lambda: None)
    said = [each async for each in guide.answer(question, Memory(), "th") if isinstance(each, Sentence)]
    assert [each.facts for each in said] == [()]
    assert all(not char.isascii() or not char.isalpha() for each in said for char in each.text)
