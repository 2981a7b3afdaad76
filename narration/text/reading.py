"""How long a caption stays when nobody speaks it."""

from narration.text.sentences import CJK

LETTERS_A_SECOND = 15
CJK_A_SECOND = 5
SHORTEST_MS = 1200


def reading_ms(text: str) -> int:
    """Milliseconds to read `text`: 15 letters or 5 CJK characters a second, 1.2 s at least."""
    wide = len(CJK.findall(text))
    seconds = wide / CJK_A_SECOND + (len(text) - wide) / LETTERS_A_SECOND
    return max(SHORTEST_MS, round(seconds * 1000))
