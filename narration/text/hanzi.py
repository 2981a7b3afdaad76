"""Numbers written with Chinese characters, alone or after digits: 八十, 两千, 5万, 一三四九."""

import re

DIGITS = {
    char: value
    for value, chars in enumerate(["〇零", "一壹", "二两贰兩", "三叁", "四", "五", "六", "七", "八", "九"])
    for char in chars
}
SMALL = {"十": 10, "百": 100, "千": 1000, "廿": 20}
LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}

NUMBER = re.compile(r"(?:(?<!\d)\d+(?:,\d{3})*(?:\.\d+)?\s?)?[〇零一二两三四五六七八九十百千万萬亿億兩]+")
APPROXIMATE = re.compile(r"[一二三四五六七八九]{2}(?=[十百千万]|$)")


def hanzi_value(text: str) -> float | None:
    """The value of a numeral that `NUMBER` matched, or None where the characters make no number."""
    if all(char in DIGITS for char in text):
        return float("".join(str(DIGITS[char]) for char in text)) if len(text) != 2 or text[0] in "〇零" else None
    leading = re.match(r"\d+(?:,\d{3})*(?:\.\d+)?", text)
    current = float(leading.group().replace(",", "")) if leading else 0.0
    return _sum(text[leading.end() :].strip() if leading else text, current)


def _sum(characters: str, current: float) -> float | None:
    total = section = 0.0
    scale = 1
    for char in characters:
        if char in "零〇":
            scale = 10
        elif char in DIGITS:
            current = float(DIGITS[char])
        elif char in SMALL:
            section += (current or 1.0) * SMALL[char]
            current, scale = 0.0, SMALL[char]
        elif char in LARGE:
            total += (section + current or 1.0) * LARGE[char]
            section = current = 0.0
            scale = LARGE[char]
    # 三千五 is 3,500 and 三千零五 is 3,005.
    return total + section + (current * scale / 10 if scale >= 100 else current)


def approximate_range(text: str) -> tuple[float, float] | None:
    """The two ends of a numeral of neighbours: 五六万 → 50,000 and 60,000."""
    pair = APPROXIMATE.match(text)
    if pair is None or DIGITS[text[1]] - DIGITS[text[0]] != 1:
        return None
    low, high = hanzi_value(text[0] + text[2:]), hanzi_value(text[1] + text[2:])
    return None if low is None or high is None else (low, high)
