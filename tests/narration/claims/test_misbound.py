import pytest

from narration.claims.misbound import misbound
from scenes.facts import Fact


def wrong(language: str, sentence: str, fact: str, tag: str = "") -> bool:
    return misbound(sentence, language, [Fact(id="one", text={tag or language: fact}, cites=())]) is not None


WALL = "The wall is up to 11 metres high, about 250 metres long and as much as 5 metres thick."
DOME = "La cupola è larga 20 metri e alta 37 metri."
TOWER = "Die Kirche wurde 1377 begonnen und am 31. Mai 1890 vollendet."
COURT = "Twelve lions carry the fountain, and 124 columns surround the court."
ROADS = "In 1405 the fleet sailed from Liujiagang; the last voyage ended in 1433."
HALL = "The hall was built in 1788; its oldest columns are of the second half of the 10th century."


@pytest.mark.parametrize(
    ("language", "sentence", "fact", "tag", "is_wrong"),
    [
        ("en", "The wall is as much as 11 metres thick.", WALL, "", True),
        ("en", "It stands 11 metres tall.", WALL, "", False),
        ("de", "Die Mauer ist 250 Meter hoch.", WALL, "en", True),
        ("de", "Die Mauer ist 250 Meter lang.", WALL, "en", False),
        ("it", "La cupola è alta 20 metri.", DOME, "", True),
        ("zh-Hans", "圆顶高37米，宽20米。", DOME, "it", False),
        ("zh-Hans", "圆顶宽37米，高20米。", DOME, "it", True),
        ("de", "Die Kirche wurde 1377 vollendet.", TOWER, "", True),
        ("de", "Begonnen hat man 1377.", TOWER, "", False),
        ("fr", "L'église fut achevée en 1377.", TOWER, "de", True),
        ("en", "In the court stand 124 lions.", COURT, "", True),
        ("en", "The court has 124 columns and twelve lions.", COURT, "", False),
        ("en", "Seventy of the 124 columns surround the court, and twelve lions.", COURT, "", False),
        ("en", "The last voyage ended in 1405.", ROADS, "", True),
        ("en", "The fleet left Liujiagang in 1405.", ROADS, "", False),
        ("en", "The hall is of the early 18th century.", HALL, "", True),
        ("en", "The hall is of the late 18th century.", HALL, "", False),
        ("ja", "18世紀の後半に建てられた。", HALL, "en", False),
        ("ja", "18世紀の前半に建てられた。", HALL, "en", True),
    ],
)
def test_a_number_told_of_another_thing(language: str, sentence: str, fact: str, tag: str, is_wrong: bool) -> None:
    assert wrong(language, sentence, fact, tag) is is_wrong


def test_what_the_next_clause_says_belongs_to_its_year() -> None:
    fact = "Gaudí took over in 1883 and worked on it until his death in 1926, when a tram ran him over."
    assert not wrong("en", "Gaudí was run over by a tram in 1926.", fact)
