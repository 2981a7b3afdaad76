import pytest

from narration.text.sentences import LONGEST, Splitter, sentences


def drip(text: str, language: str, size: int = 1) -> list[str]:
    splitter = Splitter(language)
    out: list[str] = []
    for start in range(0, len(text), size):
        out += splitter.feed(text[start : start + size])
    return out + splitter.close()


CASES = [
    ("en", ["It is 48.5 metres high.", "Look up!", "Do you see it?"]),
    ("en", ["Titus opened it c. 80 A.D. with games.", "St. Peter came later."]),
    ("en", ["It was opened in 80 A.D.", "The games lasted a hundred days."]),
    ("en", ["It opened in the year 80.", "Titus gave the games."]),
    ("en", ["It held 50,000 people, i.e. a town.", "Dr. Smith agrees."]),
    ("en", ["J. C. Hobhouse saw it...", "He wrote of ivy… and owls."]),
    ("en", ["“Bread and circuses!” he wrote.", 'He called it "the wonder."', "Then he left."]),
    ("en", ["Is it (as some say) the largest?", "Yes."]),
    ("it", ["Tito lo inaugurò nell'80 d.C. con cento giorni di giochi.", "Era alto 48,5 m. circa."]),
    ("it", ["Fu costruito tra il 72 a.C. e l'80 d.C.", "Il popolo entrava gratis, con pane, giochi ecc. ogni giorno."]),
    ("it", ["Conteneva 1.200 panche.", "S. Gregorio Magno lo vide."]),
    ("de", ["Am 3. Juni 1349 bebte die Erde.", "Es fiel die Südseite."]),
    ("zh-Hans", ["它高48.5米。", "提图斯说：“开始吧！”", "你看见了吗？", "八十座拱门。"]),
    ("ar", ["هل ترى القوس؟", "نعم."]),
    ("ur", ["یہ بلند ہے۔", "دیکھو۔"]),
    ("hi", ["यह ऊँचा है।", "देखिए।"]),
    ("th", ["โคลอสเซียมสูง 48 เมตร สร้างโดยจักรพรรดิ"]),
]


@pytest.mark.parametrize(("language", "expected"), CASES)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_splits_the_same_however_it_is_streamed(language: str, expected: list[str], size: int) -> None:
    joined = ("" if language in {"zh-Hans"} else " ").join(expected)
    assert drip(joined, language, size) == expected


def test_line_breaks_end_a_sentence() -> None:
    assert sentences("Look up\n\nThe arches", "en") == ["Look up", "The arches"]


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    splitter = Splitter("en")
    assert splitter.feed("It is high.") == []
    assert splitter.feed(" T") == ["It is high."]
    splitter = Splitter("zh-Hans")
    assert splitter.feed("它很高。它") == ["它很高。"]


def test_the_first_clause_is_there_before_the_sentence() -> None:
    splitter = Splitter("en")
    splitter.feed("In 80,")
    assert splitter.clause() is None
    splitter.feed(" with 50,000 people in their seats, Titus")
    assert splitter.clause() == "In 80, with 50,000 people in their seats,"


def test_a_chinese_clause_needs_six_characters() -> None:
    splitter = Splitter("zh-Hans")
    splitter.feed("你看，")
    assert splitter.clause() is None
    splitter.feed("这里有八十座拱门，每")
    assert splitter.clause() == "你看，这里有八十座拱门，"


def test_a_clause_belongs_to_the_sentence_being_written() -> None:
    splitter = Splitter("en")
    splitter.feed("Under the arena, it was dark. Here ")
    assert splitter.clause() is None


def test_a_text_without_an_end_is_cut() -> None:
    splitter = Splitter("en")
    pieces = splitter.feed("stone " * 1000)
    assert pieces
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(len(piece) <= LONGEST for piece in Splitter("th").feed("ก" * 5000))


def test_nothing_is_lost() -> None:
    text = "St. John c. 80 A.D. said so. Did he? 48.5 m! "
    assert "".join(drip(text, "en")).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ไททัสเปิดใช้ในปี ค.ศ. 80", "th"),
        ("Титус открыл его в 80 г. н. э. при полных трибунах.", "ru"),
        ("W 97 r. Gan Ying wyruszył.", "pl"),
        ("M.S. 80 yılında açıldı.", "tr"),
    ],
)
def test_years_abbreviated_in_other_languages_end_no_sentence(text: str, language: str) -> None:
    assert sentences(text, language) == [text]
