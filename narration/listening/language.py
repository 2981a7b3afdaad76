"""Which language was spoken: the recogniser's own guess, weighed by what this visitor is likely to speak."""

from collections.abc import Mapping, Sequence

from scenes.language import primary

EXPECTED = 6.0
"""How much likelier a visitor speaks the language they chose than another one of the site's."""
ELSEWHERE = 0.25
"""How much less likely they speak one that the site does not offer."""
CLOSE = 0.25
"""A second language whose chance is this share of the first's deserves a hearing."""
WORLD = ("ar", "de", "en", "es", "fr", "hi", "id", "it", "ja", "ko", "pt", "ru", "tr", "zh")
"""Languages that are heard wherever the site is, so that a visitor is understood at least in part."""
AS_WHISPER_SAYS = {"jw": "jv", "iw": "he"}


def spoken_languages(chances: Mapping[str, float], expected: str, offered: Sequence[str]) -> tuple[str, ...]:
    """The likeliest language, and the next one where it is close.

    BCP 47 tags as `expected` or one of `offered` writes them, else bare codes.
    """
    tags = {primary(tag): tag for tag in (*WORLD, *reversed(offered), expected)}
    weights = dict.fromkeys(WORLD, ELSEWHERE) | {primary(tag): 1.0 for tag in offered} | {primary(expected): EXPECTED}
    known = {AS_WHISPER_SAYS.get(code, code): chance for code, chance in chances.items()}
    weighed = {code: weight * known.get(code, 0.0) for code, weight in weights.items()}
    first, second = sorted(weighed, key=weighed.__getitem__, reverse=True)[:2]
    if not weighed[first]:
        return (expected,)
    return tuple(tags[code] for code in (first, second) if weighed[code] >= CLOSE * weighed[first])
