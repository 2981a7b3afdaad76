"""Whether a text is in the language asked for, by its script and by the small words of six languages."""

import re
import unicodedata
from collections import Counter

from scenes.language import primary

_SCRIPTS = {
    "zh": ("CJK",), "ja": ("HIRAGANA", "KATAKANA", "CJK"), "ru": ("CYRILLIC",), "kk": ("CYRILLIC",),
    "ar": ("ARABIC",), "fa": ("ARABIC",), "ur": ("ARABIC",), "th": ("THAI",), "hi": ("DEVANAGARI",),
    "bn": ("BENGALI",), "ta": ("TAMIL",),
}  # fmt: skip
_SMALL = {
    "en": "the of and was were in to a is that it with from by at on for his",
    "it": "il lo la gli di del della dei e era fu che in un una per con da nel non i al alle ai sono come più poi si a",
    "fr": "le la les de du des et était que en un une pour avec dans par au aux fut",
    "es": "el la los las de del y era que en un una por con fue para se al",
    "de": "der die das und war ist ein eine von mit in den dem zu im wurde auf",
    "pt": "o a os as de do da dos e era que em um uma por com foi para no na",
}
_ENOUGH = 0.5


def in_language(text: str, language: str) -> bool:
    """Whether most letters are of the language's script and, where its small words are known, none fits better."""
    letters = [char for char in text if char.isalpha()]
    wanted = _SCRIPTS.get(primary(language), ("LATIN",))
    own = sum(unicodedata.name(char, "").startswith(wanted) for char in letters)
    if not letters or own / len(letters) < _ENOUGH:
        return False
    return primary(language) not in _SMALL or _fits(text, primary(language))


def _fits(text: str, language: str) -> bool:
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {tag: sum(words[word] for word in small.split()) for tag, small in _SMALL.items()}
    return scores[language] + 1 >= max(scores.values())  # a short sentence shares small words with its sisters
