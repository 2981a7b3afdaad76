"""Who did what to whom, when, where and why: the same words in another order are another claim."""

from types import MappingProxyType

import pytest

from narration.claims import check
from scenes.facts import Fact, Term

LATIN = {"en": "Bayezid", "it": "Bayezid", "fr": "Bayezid", "es": "Bayezid"}
PEOPLE = {
    "timur": {
        "en": "Timur", "it": "Timur", "fr": "Timour", "es": "Timur", "zh-Hans": "帖木儿", "ru": "Тимур", "ar": "تيمور",
    },
    "bayezid": {**LATIN, "zh-Hans": "巴耶济德", "ru": "Баязид", "ar": "بايزيد"},
}  # fmt: skip
TERMS = MappingProxyType(
    {
        key: Term(id=key, kind="person", names={tag: (name,) for tag, name in names.items()})
        for key, names in PEOPLE.items()
    }
)
BATTLE = {
    "en": "In 1402 Timur defeated Bayezid near Ankara.",
    "it": "Nel 1402 Timur sconfisse Bayezid presso Ankara.",
    "zh-Hans": "1402年，帖木儿在安卡拉附近击败了巴耶济德。",
    "fr": "En 1402, Timour vainquit Bayezid près d'Ankara.",
    "es": "En 1402 Timur derrotó a Bayezid cerca de Ankara.",
    "ru": "В 1402 году Тимур разбил Баязида под Анкарой.",
    "ar": "هزم تيمور بايزيد قرب أنقرة سنة 1402.",
}


def verdict(fact: str, sentence: str, language: str) -> str:
    held = Fact(id="held", text={language: fact}, cites=())
    return check(sentence, language, [held], TERMS).verdict


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Near Ankara, Bayezid was defeated by Timur in 1402."),
        ("it", "Nel 1402, presso Ankara, Bayezid fu sconfitto da Timur."),
        ("zh-Hans", "1402年，巴耶济德在安卡拉附近被帖木儿击败了。"),
        ("fr", "Bayezid fut vaincu par Timour près d'Ankara en 1402."),
        ("es", "Bayezid fue derrotado por Timur cerca de Ankara en 1402."),
        ("ru", "В 1402 году под Анкарой Баязид был разбит Тимуром."),
    ],
)
def test_a_passive_says_the_same(language: str, sentence: str) -> None:
    assert verdict(BATTLE[language], sentence, language) == "supported"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "In 1402 Bayezid defeated Timur near Ankara."),
        ("en", "In 1402 Timur was defeated by Bayezid near Ankara."),
        ("it", "Nel 1402 Bayezid sconfisse Timur presso Ankara."),
        ("it", "Nel 1402 Timur fu sconfitto da Bayezid presso Ankara."),
        ("zh-Hans", "1402年，巴耶济德在安卡拉附近击败了帖木儿。"),
        ("zh-Hans", "1402年，帖木儿在安卡拉附近被巴耶济德击败了。"),
        ("fr", "En 1402, Bayezid vainquit Timour près d'Ankara."),
        ("es", "En 1402 Bayezid derrotó a Timur cerca de Ankara."),
        ("ru", "В 1402 году Баязид разбил Тимура под Анкарой."),
        ("ar", "هزم بايزيد تيمور قرب أنقرة سنة 1402."),
    ],
)
def test_whoever_did_it_may_not_be_whom_it_was_done_to(language: str, sentence: str) -> None:
    assert verdict(BATTLE[language], sentence, language) == "contradicted"


@pytest.mark.parametrize(
    ("language", "fact", "true", "false"),
    [
        (
            "en",
            "The arena is named after harena, the Latin word for the sand on its floor.",
            "Harena, the Latin word for sand, gave its name to the arena.",
            "Harena, the Latin word for sand, is named after the arena.",
        ),
        (
            "en",
            "The dome fell after an earthquake.",
            "After an earthquake, the dome fell.",
            "The dome fell before an earthquake.",
        ),
        (
            "en",
            "The people stored water in cisterns because rain is rare.",
            "Rain is rare, and that is why the people stored water in cisterns.",
            "Rain is rare because the people stored water in cisterns.",
        ),
        (
            "en",
            "The north tower is taller than the south tower.",
            "The south tower is shorter than the north tower.",
            "The south tower is taller than the north tower.",
        ),
        (
            "en",
            "The horses were brought from Rhodes to Venice.",
            "To Venice the horses were brought, from Rhodes.",
            "The horses were brought from Venice to Rhodes.",
        ),
        (
            "en",
            "The stele was found in 1907 and the cave in 1900.",
            "In 1900 the cave was found, and in 1907 the stele.",
            "The stele was found in 1900 and the cave in 1907.",
        ),
        (
            "en",
            "It took 300 tonnes of iron and 40 tonnes of lead.",
            "It took 40 tonnes of lead and 300 tonnes of iron.",
            "It took 300 tonnes of cement.",
        ),
        (
            "en",
            "They built it without mortar.",
            "No mortar was used when they built it.",
            "They built it with mortar.",
        ),
        ("en", "The temple faces west.", "Westwards faces the temple, to the west.", "The temple faces east."),
        (
            "it",
            "La cupola crollò dopo un terremoto.",
            "Dopo un terremoto, la cupola crollò.",
            "La cupola crollò prima di un terremoto.",
        ),
        ("zh-Hans", "塔高64米，宽37米。", "塔宽37米，高64米。", "塔高37米，宽64米。"),
        ("zh-Hans", "丝绸从中国传到罗马。", "罗马的丝绸是从中国传来的。", "丝绸从罗马传到中国。"),
        (
            "fr",
            "La tour sud est plus basse que la tour nord.",
            "La tour nord est plus haute que la tour sud.",
            "La tour nord est plus basse que la tour sud.",
        ),
        (
            "ru",
            "Купол рухнул после землетрясения.",
            "После землетрясения купол рухнул.",
            "Купол рухнул до землетрясения.",
        ),
        ("th", "วัดหันหน้าไปทางทิศตะวันตก", "วัดหันไปทางทิศตะวันตก", "วัดหันหน้าไปทางทิศตะวันออก"),
    ],
)  # fmt: skip
def test_order_cause_measure_and_direction(language: str, fact: str, true: str, false: str) -> None:
    assert verdict(fact, true, language) == "supported"
    assert verdict(fact, false, language) in {"contradicted", "not-found"}


def test_a_sale_may_be_told_from_either_side() -> None:
    fact = "In 1907 Timur sold the books to Bayezid for 130 pounds."
    assert verdict(fact, "In 1907 Bayezid bought the books from Timur for 130 pounds.", "en") == "supported"
    assert verdict(fact, "In 1907 Bayezid sold the books to Timur for 130 pounds.", "en") == "contradicted"


def test_the_members_of_a_list_may_change_places() -> None:
    fact = "The prefect repaired the podium, the arena and the seats."
    assert verdict(fact, "The prefect repaired the arena, the podium and the seats.", "en") == "supported"


def test_he_is_the_person_named_before() -> None:
    fact = "In 1900 Timur found the library, and in 1907 he sold it to Bayezid."
    assert verdict(fact, "Timur sold the library to Bayezid in 1907.", "en") == "supported"
    assert verdict(fact, "Bayezid sold the library to Timur in 1907.", "en") == "contradicted"


def test_a_whole_clause_that_no_fact_knows_is_refused() -> None:
    fact = "The wall is 48 metres high and took 300 tonnes of iron."
    claim = check(
        "The wall is 48 metres high, and laughing children played here every evening.",
        "en",
        [Fact(id="wall", text={"en": fact}, cites=())],
        {},
    )
    assert claim.verdict == "not-found"
    assert [part.verdict for part in claim.parts] == ["supported", "not-found"]
