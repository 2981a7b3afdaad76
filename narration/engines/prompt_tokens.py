"""From a prompt to the tokens a model reads, and how many of them are the shared beginning."""

from collections.abc import Sequence

from narration.engines.chat_template import ChatTemplate, UnusableTemplate
from narration.engines.llama_model import LlamaModel
from narration.prompt import Prompt, Turn

LONGEST_TOKEN = 32
"""Characters; a text longer than the context times this is refused before it is cut into tokens."""
KEPT_TEXTS = 256

Tokens = tuple[int, ...]


class PromptTokens:
    """Cuts prompts with one model's chat template and vocabulary; shared turns are cut once."""

    def __init__(self, model: LlamaModel, *, size: int) -> None:
        """`size`: tokens that a context holds."""
        self._model, self._size = model, size
        self._template = ChatTemplate(model.chat_template, bos=model.text(model.bos), eos=model.text(model.eos))
        self._shared: dict[tuple[Turn, ...], Tokens] = {}

    def cut(self, prompt: Prompt) -> tuple[tuple[Tokens, ...], list[int], int]:
        """The shared beginnings, the whole prompt, and how many tokens of the last of the first begin the second.

        Raises `ValueError` for a text that cannot fit or that the model's template refuses.
        """
        if sum(len(turn.text) for turn in prompt.turns) > self._size * LONGEST_TOKEN:
            raise ValueError("the prompt is far longer than the context")
        levels = self.levels(prompt.turns if prompt.public else prompt.shared)
        tokens = self._tokens(prompt.turns, reply=True)
        common = common_length(levels[-1], tokens) if levels else 0
        return (levels if common else ()), tokens, common

    def levels(self, turns: tuple[Turn, ...]) -> tuple[Tokens, ...]:
        """Tokens of shared turns; before it, where the user's turn ends them, those of the turns that others share."""
        whole = self.shared(turns)
        common = self.shared(turns[:-1]) if turns and turns[-1].role == "user" else ()
        nested = bool(common) and len(common) < len(whole) and whole[: len(common)] == common
        return (common, whole) if nested else (whole,) if whole else ()

    def known(self, turns: tuple[Turn, ...]) -> Tokens:
        """Tokens of shared turns that were cut before, else none; may be asked from any thread."""
        return self._shared.get(turns, ())

    def shared(self, turns: tuple[Turn, ...]) -> Tokens:
        """Tokens of shared turns alone; none where the model's template cannot end there."""
        if not turns:
            return ()
        if turns not in self._shared:
            while len(self._shared) >= KEPT_TEXTS:
                del self._shared[next(iter(self._shared))]
            self._shared[turns] = self._beginning(turns)
        return self._shared[turns]

    def _beginning(self, turns: tuple[Turn, ...]) -> Tokens:
        try:
            return tuple(self._tokens(turns, reply=False))
        except UnusableTemplate:
            return ()

    def _tokens(self, turns: Sequence[Turn], *, reply: bool) -> list[int]:
        tokens = [
            token
            for segment in self._template.render(turns, reply=reply)
            for token in self._model.tokenize(segment.text, markup=segment.markup)
        ]
        if self._model.adds_bos and tokens[:1] != [self._model.bos]:
            tokens.insert(0, self._model.bos)
        return tokens


def common_length(shared: Tokens, tokens: Sequence[int]) -> int:
    """The length of the beginning that both have, leaving at least one token to evaluate."""
    limit = min(len(shared), len(tokens) - 1)
    return next((at for at in range(limit) if shared[at] != tokens[at]), limit)
