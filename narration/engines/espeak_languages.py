"""BCP 47 tags of espeak-ng's languages, where its own names differ from the standard."""

_TAGS = {
    "ca-ba": "ca-x-balear",
    "ca-nw": "ca-x-nordocc",
    "ca-va": "ca-valencia",
    "chr-US-Qaaa-x-west": "chr",
    "cmn": "zh-Hans",
    "en-gb-x-gbclan": "en-GB-x-lancashr",
    "en-gb-x-gbcwmd": "en-GB-x-westmidl",
    "en-us-nyc": "en-US-x-newyork",
    "pt": "pt-PT",
    "ru-cl": "ru-x-classic",
}
UNSPOKEN = frozenset(
    {"cmn-latn-pinyin", "en-shaw", "fa-latn", "hak", "ja", "piqd", "py", "qdb", "sit/yue-Latn-jyutping", "th", "xex"}
)
"""Trials, and voices that do not read the script their language is written in: Japanese and Hakka say
"Chinese letter" for every such character, and Thai says vowels in the order in which they are written (Whisper
understood nothing of it: `tests/bench/voices.py`)."""


def tag(language: str) -> str:
    """The BCP 47 tag of espeak-ng's `language`, in the case that RFC 5646 recommends."""
    if language in _TAGS:
        return _TAGS[language]
    first, *rest = language.split("-")
    private = rest.index("x") if "x" in rest else len(rest)
    return "-".join([first, *map(_subtag, rest[:private]), *rest[private:]])


def _subtag(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 else subtag
