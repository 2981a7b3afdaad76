"""Whether the beginning of a reply is enough to begin to speak."""

import re

WORDS = 8
"""A first clause ends here where no mark of punctuation came before."""
CHARACTERS = 14
"""The same for scripts without spaces."""
_MARK = re.compile(r"[,;:.!?](?=\s)|[，。；：！？、،؛؟।。]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def has_clause(text: str) -> bool:
    """Whether `text` holds a whole first clause, with the beginning of what follows."""
    if _MARK.search(text):
        return True
    return len(text.split(" ")) > WORDS or len(_UNSPACED.findall(text)) > CHARACTERS
