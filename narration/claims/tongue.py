"""Is a sentence in the language that was asked for?"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

from narration.text.wordlists import words
from narration.text.words import TOKEN, function_words
from scenes.language import SCRIPT_OF, primary

SCRIPTS = {
    "Han": r"\u3400-\u9fff\uf900-\ufaff",
    "Kana": r"\u3040-\u30ff",
    "Hangul": r"\u1100-\u11ff\uac00-\ud7af",
    "Thai": r"\u0e00-\u0e7f",
    "Lao": r"\u0e80-\u0eff",
    "Khmer": r"\u1780-\u17ff",
    "Myanmar": r"\u1000-\u109f",
    "Arabic": r"\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "Hebrew": r"\u0590-\u05ff",
    "Devanagari": r"\u0900-\u097f",
    "Bengali": r"\u0980-\u09ff",
    "Tamil": r"\u0b80-\u0bff",
    "Cyrillic": r"\u0400-\u052f",
    "Greek": r"\u0370-\u03ff",
    "Georgian": r"\u10a0-\u10ff",
    "Armenian": r"\u0530-\u058f",
    "Latin": r"A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ",
}
_LANGUAGES = {
    ("Han",): "zh yue",
    ("Kana", "Han"): "ja",
    ("Hangul",): "ko",
    ("Thai",): "th",
    ("Lao",): "lo",
    ("Khmer",): "km",
    ("Myanmar",): "my",
    ("Arabic",): "ar fa ur ps ug",
    ("Hebrew",): "he yi",
    ("Devanagari",): "hi ne mr sa",
    ("Bengali",): "bn as",
    ("Tamil",): "ta",
    ("Cyrillic",): "ru uk bg be mk sr kk ky tg mn",
    ("Greek",): "el",
    ("Georgian",): "ka",
    ("Armenian",): "hy",
}
WRITTEN_IN = {tag: scripts for scripts, tags in _LANGUAGES.items() for tag in tags.split()}
"""The scripts of a language; Latin where none is listed."""
RUN = re.compile("|".join(f"(?P<{name}>[{span}]+)" for name, span in SCRIPTS.items()))

SIBLINGS = [
    frozenset(group.split())
    for group in ("id ms jv", "nb no nn da sv", "hr bs sr sl", "pt gl", "cs sk", "nl af", "es gl an", "it co")
]
"""Languages that a short sentence cannot tell apart well enough to refuse it."""
UNITS = frozenset({"m", "km", "cm", "mm", "ft", "kg", "t", "ha", "l", "m²", "m³"})
SHORT = 14
"""Letters below which the trigrams of a sentence prove nothing."""
SCHOLARLY = frozenset({"la", "eo", "ia", "oc", "br", "an", "wa", "vo", "wuu"})
"""Languages left out: names and inscriptions look like them."""
CERTAIN = 3.0
"""How many times likelier than the language asked for another must be to be believed."""


def named(tag: str) -> str:
    """The English name of a language, or its tag."""
    return str(words("tongues").get(tag, {}).get("name", tag))


def foreign(sentence: str, language: str, borrowed: Sequence[str] = ()) -> str | None:
    """Why the sentence is not (wholly) in the language, or None.

    `borrowed` are texts whose words in another script may stand in it: the facts.
    """
    scripts = WRITTEN_IN.get(primary(language), ("Latin",))
    runs = [(str(found.lastgroup), found.group()) for found in RUN.finditer(sentence)]
    own = [run for name, run in runs if name in scripts]
    strange = [run for name, run in runs if name not in scripts and not _borrowed(run, scripts, borrowed)]
    asked = named(primary(language))
    if (runs and not own) or (asked == "Japanese" and "Kana" not in {name for name, _ in runs} and len(sentence) > 5):
        return f"is not written in {asked}"
    if strange:
        return f"mixes “{strange[0]}” into {asked}"
    if scripts == ("Han",):
        return _other_han(sentence, language, borrowed)
    return _other_latin(sentence, language) if scripts == ("Latin",) else None


def _borrowed(run: str, scripts: tuple[str, ...], borrowed: Sequence[str]) -> bool:
    if run.lower() in UNITS or re.fullmatch(r"[IVXLCDM]+", run):
        return True
    own = "".join(SCRIPTS[name] for name in scripts)
    return any(run in text and re.search(f"[{own}]", text) for text in borrowed)


@lru_cache(maxsize=1)
def _han() -> tuple[frozenset[str], frozenset[str]]:
    table = words("han")
    simplified, traditional = frozenset(table["simplified"]), frozenset(table["traditional"])
    return simplified - traditional, traditional - simplified


def chinese_script(text: str) -> str:
    """`Hans`, `Hant`, or empty where no character tells."""
    simplified, traditional = _han()
    few, many = (sum(char in chars for char in text) for chars in (simplified, traditional))
    return "" if few == many else "Hans" if few > many else "Hant"


def _other_han(sentence: str, language: str, borrowed: Sequence[str]) -> str | None:
    tag = SCRIPT_OF.get(language, language)
    wanted = "Hant" if "Hant" in tag else "Hans"
    unlike = _han()[1 if wanted == "Hans" else 0]
    strange = [char for char in sentence if char in unlike and not any(char in text for text in borrowed)]
    if len(strange) >= 2 or chinese_script(sentence) not in {"", wanted}:
        names = {"Hans": "simplified", "Hant": "traditional"}
        return f"is not in {names[wanted]} Chinese characters ({''.join(strange[:4])})"
    return None


def _other_latin(sentence: str, language: str) -> str | None:
    asked = primary(language)
    plain = _without_names(sentence)
    shares = _likely(plain)
    best = max(shares, key=lambda tag: shares[tag], default=asked)
    if best == asked or any({best, asked} <= group for group in SIBLINGS):
        return None
    own, theirs = (_small_words(plain, tag) for tag in (asked, best))
    if shares[best] < CERTAIN * shares.get(asked, 0.0) or own > theirs:
        return None
    if sum(char.isalpha() for char in plain) < SHORT and not theirs:
        return None
    return f"is in {named(best)}, not in {named(asked)}"


def _without_names(sentence: str) -> str:
    """The sentence without capitalised words after its first, which belong to no language."""
    return re.sub(r"(?<=[a-zà-ÿ,;:’'] )[A-ZÀ-Þ][\w-]*(?=[\s,.;:!?’']|$)", "", sentence)


def _small_words(text: str, tongue: str) -> int:
    small = function_words(tongue)
    return sum(word.lower() in small for word in TOKEN.findall(text))


def _likely(text: str) -> dict[str, float]:
    """How likely each language of the Latin script is, where anything tells."""
    rank = _identifier()
    if rank is not None:
        return rank(text)
    known = [tag for tag, row in words("tongues").items() if row.get("function") and tag not in WRITTEN_IN]
    hits = {tag: float(_small_words(text, tag)) for tag in known}
    return hits if max(hits.values()) >= 2 else {}


@lru_cache(maxsize=1)
def _identifier() -> Callable[[str], dict[str, float]] | None:
    """The trigram model of `py3langid` for languages of the Latin script, or None where it is not installed."""
    try:
        langid: Any = import_module("py3langid.langid")
    except ImportError:
        return None
    model: Any = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    model.set_languages([tag for tag in model.labels if tag not in WRITTEN_IN and tag not in SCHOLARLY])

    def rank(text: str) -> dict[str, float]:
        return {str(tag): float(share) for tag, share in model.rank(text)}

    return rank


def warm() -> None:
    """Load the language profiles now (0.5 s, about 90 MB with numpy) rather than at the first sentence."""
    _identifier()
