import sys

import pytest

from narration.claims.tongue import _identifier, chinese_script, foreign

SENTENCES = {
    "en": [
        "It stood forty-eight metres high.",
        "Titus opened it in the year 80.",
        "Look up at the four storeys.",
        "Each arch had a number.",
    ],
    "it": [
        "Era alto quarantotto metri.",
        "Tito lo inaugurò nell'anno 80.",
        "Guarda in alto i quattro ordini.",
        "Ogni arco portava un numero.",
    ],
    "fr": [
        "Il mesurait quarante-huit mètres de haut.",
        "L'arène était couverte de sable.",
        "Cinquante mille personnes s'asseyaient ici.",
    ],
    "es": [
        "Medía cuarenta y ocho metros de altura.",
        "Aquí se sentaban cincuenta mil personas.",
        "Cada arco llevaba un número.",
    ],
    "de": ["Es war achtundvierzig Meter hoch.", "Die Arena war mit Sand bedeckt.", "Jeder Bogen trug eine Nummer."],
    "pt": [
        "Tinha quarenta e oito metros de altura.",
        "Aqui sentavam-se cinquenta mil pessoas.",
        "Cada arco tinha um número.",
    ],
    "id": ["Lima puluh ribu orang duduk di sini.", "Arena itu ditutupi pasir.", "Setiap lengkungan memiliki nomor."],
    "tr": ["Burada elli bin kişi otururdu.", "Arena kumla kaplıydı.", "Her kemerin bir numarası vardı."],
    "vi": ["Năm mươi nghìn người đã ngồi ở đây.", "Đấu trường được phủ cát.", "Mỗi vòm có một con số."],
    "zh-Hans": ["它高四十八米。", "公元80年，提图斯为它揭幕。"],
    "zh-Hant": ["這裡坐過五萬名觀眾。", "每座拱門都有號碼。"],
    "th": ["ที่นี่เคยมีผู้ชมห้าหมื่นคน"],
    "ar": ["جلس هنا خمسون ألف متفرج."],
    "ja": ["ここには五万人が座りました。"],
    "ru": ["Здесь сидело пятьдесят тысяч человек."],
}
PAIRS = [(tag, text) for tag, texts in SENTENCES.items() for text in texts]


@pytest.mark.parametrize(("tag", "text"), PAIRS)
def test_a_sentence_passes_in_its_own_language(tag: str, text: str) -> None:
    assert foreign(text, tag) is None


@pytest.mark.parametrize("asked", SENTENCES)
def test_a_sentence_is_refused_in_another(asked: str) -> None:
    others = [text for tag, text in PAIRS if tag != asked]
    passed = [text for text in others if foreign(text, asked) is None]
    assert len(passed) <= 0.06 * len(others), passed


@pytest.mark.parametrize("text", ["Colosseo!", "Tito, Vespasiano e Domiziano.", "LXXX", "80", "“Ave, imperator!”"])
def test_names_and_numbers_alone_prove_no_language(text: str) -> None:
    assert foreign(text, "it") is None


def test_chinese_takes_latin_names_only_from_its_facts() -> None:
    assert foreign("沙子叫harena。", "zh-Hans") is not None
    assert foreign("沙子叫harena。", "zh-Hans", ["拉丁语的沙子叫“harena”。"]) is None
    assert foreign("沙子叫harena。", "zh-Hans", ["Sand is harena in Latin."]) is not None
    assert foreign("高48 m，拱门XXIII。", "zh-Hans") is None


def test_the_two_chinese_scripts() -> None:
    assert chinese_script("這座競技場") == "Hant"
    assert chinese_script("这座竞技场") == "Hans"
    assert chinese_script("古今") == ""
    assert foreign("这座竞技场有八十座拱门。", "zh-TW") is not None
    assert foreign("這座競技場有八十座拱門。", "zh") is not None


def test_small_words_stand_in_where_the_trigrams_are_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)
    _identifier.cache_clear()
    try:
        assert foreign("In the year 80 it was opened with a hundred days of games.", "it") is not None
        assert foreign("Nell'anno 80 lo inaugurò con cento giorni di giochi.", "en") is not None
        assert foreign("Nell'anno 80 lo inaugurò con cento giorni di giochi.", "it") is None
        assert foreign("Ottanta archi.", "en") is None
    finally:
        _identifier.cache_clear()
