"""What a model is asked when it translates."""

from collections.abc import Mapping, Sequence

from narration.claims.tongue import named
from narration.prompt import Prompt, Turn
from narration.text.wordlists import words
from scenes.language import SCRIPT_OF, primary

SCRIPTS = {"zh-Hans": "Simplified Chinese", "zh-Hant": "Traditional Chinese"}
TOKENS = 320


def tongue_name(tag: str) -> str:
    """The English name of a language, with its script where it has several."""
    listed: dict[str, str] = words("translation")["names"]
    return SCRIPTS.get(SCRIPT_OF.get(tag, tag)) or listed.get(primary(tag)) or named(primary(tag))


def translating(text: str, language: str, other: str, names: Mapping[str, str]) -> Prompt:
    """The prompt for `text` (language: `language`) in `other`; `names` are to be said as they are given."""
    own = f"{_listed(names)}Text: {text}"
    return Prompt(
        shared=_shared(language, other),
        own=(Turn(role="user", text=own),),
        max_tokens=TOKENS,
        stop=("\n",),
        public=True,
    )


def again(first: Prompt, reply: str, reasons: Sequence[str]) -> Prompt:
    """The prompt after a reply that something speaks against."""
    asked = f"That translation {'; '.join(reasons)}. Translate the text again, the whole of it and nothing else."
    turns = (*first.own, Turn(role="assistant", text=reply), Turn(role="user", text=asked))
    return Prompt(shared=first.shared, own=turns, max_tokens=TOKENS, stop=("\n",), public=True)


def _shared(language: str, other: str) -> tuple[Turn, ...]:
    text = (
        f"You translate what a museum guide says from {tongue_name(language)} into {tongue_name(other)}. "
        "Keep every number, every date and who did what. Write numbers in figures. Add nothing and leave nothing out. "
        "Where names are listed, use them as they are given. "
        f"Reply with the {tongue_name(other)} text only, in one line."
    )
    return (Turn(role="system", text=text),)


def _listed(names: Mapping[str, str]) -> str:
    return "".join(f"{name} = {said}\n" for name, said in names.items())
