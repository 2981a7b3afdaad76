"""Figures, units, eras and centuries as a language says them."""

import pytest

from narration.text.wordlists import words
from narration.voice.spelled_out import in_words
from narration.voice.spoken import spoken


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        ("It is 48 m high.", "en-US", "It is 48 metres high."),
        ("In AD 80 it opened.", "en", "In eigh dee 80 it opened."),
        ("In 46 BC, 1,500 men", "en-GB", "In 46 B C, 1500 men"),
        ("In 1874 a storm broke it.", "en", "In 18 74 a storm broke it."),
        ("By 1905 and in 1900.", "en", "By 19 oh 5 and in 19 hundred."),
        ("between arches 38–39", "en", "between arches 38 to 39"),
        ("Titus II opened it", "en", "Titus the second opened it"),
        ("in 1500 people's seats", "en", "in 1500 people's seats"),
        ("nel I secolo d.C.", "it", "nel primo secolo dopo Cristo"),
        ("9.000 animali, 4,5 kg", "it", "9000 animali, 4,5 chili"),
        ("au IIIe siècle av. J.-C.", "fr-FR", "au troisième siècle avant Jésus-Christ"),
        ("9\u202f000 animaux", "fr", "9000 animaux"),
        ("en el siglo I a. C.", "es", "en el siglo primero antes de Cristo"),
        ("no século III", "pt-BR", "no século terceiro"),
        ("Im 3. Jahrhundert n. Chr.", "de", "Im dritten Jahrhundert nach Christus"),
        ("в III веке до н. э.", "ru", "в третьем веке до нашей эры"),
        ("9 000 животных", "ru", "9000 животных"),
        ("w III wieku, 80 r. n.e.", "pl", "w trzecim wieku, 80 roku naszej ery"),
        ("MÖ 46, 3. yüzyıl, %80", "tr", "milattan önce 46, üçüncü yüzyıl, yüzde 80"),
        ("III ғасырдың", "kk", "үшінші ғасырдың"),
        ("2022-yilda 9 000 hayvon", "uz", "ikki ming yigirma ikkinchi yilda toʻqqiz ming hayvon"),
        ("กรุงเทพฯ ร.ศ. ๑๑๒ เล็ก ๆ", "th", "กรุงเทพ รัตนโกสินทร์ศก หนึ่งร้อยสิบสอง เล็กเล็ก"),
        ("ค.ศ. 2022 มี ๔๘ เมตร", "th", "คริสต์ศักราช สองพันยี่สิบสอง มี สี่สิบแปด เมตร"),
        ("٩٬٠٠٠ حيوان سنة ٤٦ ق.م.", "ar", "9000 حيوان سنة 46 قبل الميلاد"),
        ("۸۰٪", "fa", "80 درصد"),
        ("۴۸ میٹر", "ur", "48 میٹر"),
        ("৯,০০০ পশু", "bn", "9000 পশু"),
        ("1,00,000 लोग", "hi", "100000 लोग"),
        ("thế kỷ III", "vi", "thế kỷ 3"),
        ("9,000 haiwan", "ms", "9000 haiwan"),
        ("72—80年，1,500米", "zh-Hans", "72到80年，1500米"),
        ("19世纪", "zh-Hans", "19世纪"),
        ("189 m、9,000頭", "ja", "189メートル、9000頭"),
    ],
)
def test_what_a_voice_is_given(written, language, said):
    assert spoken(written, language) == said


@pytest.mark.parametrize(
    "plain",
    ["Call 06-39967-700.", "on 2026-11-24", "I am here", "World War II ended", "the 3rd of 12", "when Titus and I met"],
)
def test_what_needs_no_words_is_left(plain):
    assert spoken(plain, "en") == plain


def test_a_language_without_a_list_loses_only_its_marks():
    assert spoken("９,000 at ٤٨", "xx") == "9000 at 48"


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (0, "th", "ศูนย์"),
        (11, "th", "สิบเอ็ด"),
        (101, "th", "หนึ่งร้อยเอ็ด"),
        (2569, "th", "สองพันห้าร้อยหกสิบเก้า"),
        (85_000, "th", "แปดหมื่นห้าพัน"),
        (100, "uz", "yuz"),
        (1995, "uz", "ming toʻqqiz yuz toʻqson besh"),
        (100_000_000, "uz", "yuz million"),
    ],
)
def test_numbers_in_words(number, language, said):
    assert in_words(number, words("spoken")[language]) == said
