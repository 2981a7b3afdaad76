"""Language maps and the choice of a language (BCP 47, RFC 4647 lookup)."""

import re
from collections.abc import Iterable
from typing import Literal

LanguageMap = dict[str, str]
"""One text in several languages, keyed by BCP 47 tag: `{"en": …, "zh-Hans": …}`."""

TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*")

SCRIPT_OF = {"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant"}
"""Tags that name a script by habit (CLDR likely subtags)."""


def is_tag(tag: str) -> bool:
    """Whether `tag` is a well-formed language tag of at most 35 characters."""
    return len(tag) <= 35 and TAG.fullmatch(tag) is not None


def primary(tag: str) -> str:
    """The primary language subtag, lower case: `zh-Hans` → `zh`."""
    return tag.split("-", 1)[0].lower()


RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "nkoo", "syrc", "thaa"})


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Which way a language is written: by its script subtag where it has one, else by the language."""
    scripts = [part.lower() for part in tag.split("-")[1:] if len(part) == 4]
    if scripts:
        return "rtl" if scripts[0] in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary(tag) in RIGHT_TO_LEFT else "ltr"


def lookup(wanted: str, available: Iterable[str]) -> str | None:
    """The best of the available tags for the wanted one, or None (RFC 4647 section 3.4, then same language)."""
    known = {tag.lower(): tag for tag in available}
    for candidate in (wanted, SCRIPT_OF.get(wanted, wanted)):
        parts = candidate.lower().split("-")
        for end in range(len(parts), 0, -1):
            found = known.get("-".join(parts[:end]))
            if found is not None:
                return found
    return next((tag for low, tag in known.items() if primary(low) == primary(wanted)), None)


def text_in(texts: LanguageMap, wanted: str) -> str | None:
    """The text in the wanted language or its nearest relative, or None where nobody wrote it."""
    tag = lookup(wanted, texts)
    return None if tag is None else texts[tag]
