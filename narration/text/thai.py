"""Numbers as Thai has them: its calendars, its classifiers, its ordinals."""

import re

from narration.text.hedges import hedged
from narration.text.meaning import Context, Meaning

CENTURY = "คริสต์ศตวรรษที่|ศตวรรษที่"
CENTURY_BEFORE = re.compile(rf"(?:{CENTURY})\s*$")
BUDDHIST_CENTURY = re.compile(r"พุทธศตวรรษที่\s*$")
BUDDHIST_YEAR = re.compile(r"(?:พ\.\s?ศ\.|พุทธศักราช)\s*$")
BUDDHIST = 543
"""Years by which the Buddhist calendar of Thailand is ahead."""
THAI_YEAR = re.compile(r"(?:^|[^ก-๛])(?:ใน|เมื่อ|ตั้งแต่)?\s?ปี\s?$|(?:ใน|เมื่อ|ตั้งแต่|สร้าง|ถึง)ปี\s?$")
"""A year of which nothing says the calendar: from `THAI_YEARS` on it is a Thai one."""
THAI_YEARS = range(2300, 2700)
BANGKOK_YEAR = re.compile(r"(?:ร\.\s?ศ\.|รัตนโกสินทร์ศก)\s*$")
BANGKOK = 1781
"""Years of Rattanakosin are counted from 1782."""
COMMON_YEAR = re.compile(r"(?:ค\.\s?ศ\.|คริสต์ศักราช)\s*$")
CLASSIFIER = re.compile(
    r"\s?(?:เรื่อง|องค์|คน|ตน|ดวง|ซุ้ม|ชุด|ต้น|หลัง|แห่ง|บ่อ|ชิ้น|ชั้น|ห้อง|รูป|เล่ม|ลำ|ตัว|เชือก|ประตู|เสา|ถ้ำ|ครั้ง|แผ่น|ก้อน|สาย)"
)


def thai_meaning(number: Context) -> Meaning | None:
    """Years and centuries of the Buddhist calendar, which is 543 years ahead, and of the common one."""
    if BUDDHIST_CENTURY.search(number.before):
        return Meaning(readings=frozenset({"buddhist-century"}))
    if BUDDHIST_YEAR.search(number.before):
        return Meaning(readings=frozenset({"date"}), shift=-BUDDHIST, era="ad", hedged=hedged(number))
    if BANGKOK_YEAR.search(number.before):
        return Meaning(readings=frozenset({"date"}), shift=BANGKOK, era="ad", hedged=hedged(number))
    if number.tongue == "th" and number.value in THAI_YEARS and THAI_YEAR.search(number.before):
        return Meaning(readings=frozenset({"date"}), shift=-BUDDHIST, era="ad", hedged=hedged(number))
    if number.tongue == "th" and number.before.endswith("ที่ ") and not CENTURY_BEFORE.search(number.before):
        return Meaning(readings=frozenset({"ordinal", "count"}))
    if number.tongue == "th" and CLASSIFIER.match(number.after):
        return Meaning(readings=frozenset({"count"}), hedged=hedged(number))
    if COMMON_YEAR.search(number.before):
        return Meaning(readings=frozenset({"date"}), era="ad", hedged=hedged(number))
    return None
