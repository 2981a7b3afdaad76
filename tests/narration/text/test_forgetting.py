"""What a visitor said is in no cache once they are gone."""

from pathlib import Path

from narration.memory import Memory
from narration.questions.answering import Answering
from narration.questions.grounding import Grounding
from narration.questions.meaning import Meaning
from narration.saying import Saying
from narration.text.forgetting import Kept, text_caches
from tests.builders import build_site


async def test_nothing_of_a_question_is_kept_after_the_visit(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    answering = Answering(
        grounding=Grounding(site), saying=Saying(site=site, model=lambda: None), meaning=Meaning(site=site)
    )
    memory = Memory()
    for question in ("Why did Leonardo dig the well in 1999?", "Isn't it 77 metres deep, as my friend Brunhilde says?"):
        async for _ in answering.answer(question, memory, "en"):
            pass
    caches = list(text_caches())
    assert len(caches) >= 8, "the caches are found by what they call their argument"
    assert any(cache.cache_info().currsize for cache in caches)
    memory.forget()
    assert [cache.cache_info().currsize for cache in text_caches()] == [0] * len(caches)


def test_what_was_found_out_about_texts_goes_too() -> None:
    kept: Kept[str, float] = Kept(2)
    for number, text in enumerate(("one", "two", "three")):
        kept.put(text, number)
    assert (kept.get("one"), kept.get("three"), len(kept)) == (None, 2, 2)
    Memory().forget()
    assert (kept.get("three"), len(kept)) == (None, 0)
