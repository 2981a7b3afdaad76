"""Thai sentences about the Grand Palace: told truly in another way, and with one thing changed."""

import pytest

from narration.claims import check
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(BUILT_IN / "grand_palace" / "pack", models=False)


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        ("eb-1779", "ใน พ.ศ. 2322 แม่ทัพของพระเจ้าตากสินตีเวียงจันทน์ได้ ต่อมาท่านขึ้นครองราชย์เป็นรัชกาลที่ 1"),
        ("eb-1784", "พระแก้วมรกตข้ามแม่น้ำมาประดิษฐานในพระอุโบสถนี้เมื่อปี 2327"),
        ("eb-size", "พระแก้วมรกตสูง ๖๖ เซนติเมตร"),
        ("walls", "กำแพงวังยาว 1.9 กิโลเมตร"),
        ("chakri-built", "จอห์น คลูนิส เป็นผู้ออกแบบพระที่นั่งจักรีมหาปราสาท"),
        ("garudas", "มีครุฑ 112 ตนรอบฐานพระอุโบสถ"),
        ("sida-daughter", "นางสีดาเป็นธิดาของทศกัณฐ์"),
    ],
)
def test_what_is_true_may_be_said(fact: str, sentence: str, site: Site) -> None:
    claim = check(sentence, "th", [site.facts[fact]], site.glossary)
    assert claim.verdict == "supported", claim.reason


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        ("eb-1784", "พระแก้วมรกตมาประดิษฐานในพระอุโบสถนี้เมื่อปี 2328"),
        ("eb-size", "พระแก้วมรกตสูง 96 เซนติเมตร"),
        ("chakri-built", "พระที่นั่งจักรีมหาปราสาทเริ่มสร้างใน พ.ศ. 1876"),
        ("prostration", "รัชกาลที่ 4 โปรดให้ขุนนางลุกขึ้นยืนถวายคำนับ"),
        ("chakri-built", "ผู้ออกแบบคือจอห์น ครอว์เฟิร์ด สถาปนิกชาวอังกฤษ"),
        ("twelve-giants", "มียักษ์ยี่สิบตนเฝ้าประตู"),
        ("walls", "กำแพงวังยาว 1,900 กิโลเมตร"),
        ("no-monks", "วัดนี้มีพระสงฆ์จำพรรษา"),
        ("founded", "นโปเลียนโปรดให้สร้างพระบรมมหาราชวัง"),
    ],
)
def test_what_is_changed_may_not(fact: str, sentence: str, site: Site) -> None:
    assert check(sentence, "th", [site.facts[fact]], site.glossary).verdict != "supported"
