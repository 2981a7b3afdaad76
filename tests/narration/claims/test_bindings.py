import pytest

from narration.claims import check
from scenes.facts import Fact, Term

TERMS = {
    "titus": Term(id="titus", kind="person", names={"en": ("Titus",), "it": ("Tito",), "zh-Hans": ("提图斯",)}),
    "vespasian": Term(
        id="vespasian", kind="person", names={"en": ("Vespasian",), "it": ("Vespasiano",), "zh-Hans": ("维斯帕先",)}
    ),
}
BEGUN = Fact(
    id="begun",
    text={
        "en": "Vespasian began the amphitheatre in the early 70s, and his son Titus opened it in AD 80.",
        "it": "Vespasiano iniziò l'anfiteatro nei primi anni 70 dopo Cristo e suo figlio Tito lo inaugurò nell'80.",
        "zh-Hans": "维斯帕先在公元70年代初开始修建这座圆形竞技场，他的儿子提图斯于公元80年宣告落成。",
    },
    cites=(),
)
SIZE = Fact(
    id="size",
    text={
        "en": "It is 189 metres long and 156 metres wide.",
        "it": "È lungo 189 metri e largo 156.",
        "zh-Hans": "它长189米，宽156米。",
    },
    cites=(),
)


@pytest.mark.parametrize(
    ("fact", "language", "sentence", "verdict"),
    [
        (BEGUN, "en", "Vespasian began the amphitheatre, and Titus opened it in AD 80.", "supported"),
        (BEGUN, "en", "Titus, son of Vespasian, opened it in AD 80.", "supported"),
        (BEGUN, "en", "Titus began the amphitheatre, and Vespasian opened it in AD 80.", "contradicted"),
        (BEGUN, "en", "In AD 80 Vespasian opened it.", "contradicted"),
        (BEGUN, "it", "Vespasiano iniziò l'anfiteatro, Tito lo inaugurò nell'80.", "supported"),
        (BEGUN, "it", "Tito iniziò l'anfiteatro e Vespasiano lo inaugurò nell'80.", "contradicted"),
        (BEGUN, "zh-Hans", "维斯帕先开始修建，提图斯于公元80年宣告落成。", "supported"),
        (BEGUN, "zh-Hans", "提图斯开始修建，维斯帕先于公元80年宣告落成。", "contradicted"),
        (SIZE, "en", "Its length is 189 metres, its width 156 metres.", "supported"),
        (SIZE, "en", "It is 156 metres long and 189 metres wide.", "contradicted"),
        (SIZE, "it", "È largo 156 metri e lungo 189.", "supported"),
        (SIZE, "it", "È largo 189 metri e lungo 156.", "contradicted"),
        (SIZE, "zh-Hans", "它宽156米，长189米。", "supported"),
        (SIZE, "zh-Hans", "它宽189米，长156米。", "contradicted"),
    ],
)
def test_what_is_said_of_one_is_not_said_of_the_other(fact: Fact, language: str, sentence: str, verdict: str) -> None:
    assert check(sentence, language, [fact], TERMS).verdict == verdict
