"""From the turns of a chat to the text that a model was trained on, with what people wrote kept apart from markup."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from narration.prompt import Turn

CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
"""For models whose file carries no template."""

# Stand for the turns while the template is rendered: from Unicode's private use area, so no template looks at them.
_PLACE = re.compile("\ue0f0(\\d+)\ue0f1")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the rendered chat."""

    text: str
    markup: bool
    """The template wrote it: names of control tokens in it are meant, while in a turn's text they are plain letters."""


class UnusableTemplate(ValueError):
    """A chat template that is broken, or that refuses a chat."""


class ChatTemplate:
    """The Jinja template of a model.

    Raises `UnusableTemplate` when it is broken and, from `render`, when it refuses the turns.
    """

    def __init__(self, source: str | None, *, bos: str, eos: str) -> None:
        self._source = source or CHATML
        self._render = _compile(self._source, bos, eos)

    def render(self, turns: Sequence[Turn], *, reply: bool) -> list[Segment]:
        """Segments in order; with `reply` the assistant's turn is opened at the end."""
        try:
            text = self._render(turns, reply)
        except UnusableTemplate:
            turns = _without_system(turns)
            text = self._render(turns, reply)
        return _split(text, turns)


def _compile(source: str, bos: str, eos: str) -> Callable[[Sequence[Turn], bool], str]:
    from jinja2 import TemplateError
    from llama_cpp.llama_chat_format import Jinja2ChatFormatter

    def render(turns: Sequence[Turn], reply: bool) -> str:
        messages: list[Any] = [
            {"role": turn.role, "content": f"\ue0f0{index}\ue0f1"} for index, turn in enumerate(turns)
        ]
        formatter.add_generation_prompt = reply
        try:
            return str(formatter(messages=messages, enable_thinking=False).prompt)
        except (TemplateError, ValueError, TypeError, LookupError, ArithmeticError) as error:
            raise UnusableTemplate(f"the model's chat template cannot render this chat: {error}") from error

    try:
        formatter = Jinja2ChatFormatter(template=source, bos_token=bos, eos_token=eos)
    except TemplateError as error:
        raise UnusableTemplate(f"the model's chat template is broken: {error}") from error
    return render


def _without_system(turns: Sequence[Turn]) -> list[Turn]:
    """Some templates know no system turn: its text then opens the first turn of the user."""
    system = [turn.text for turn in turns if turn.role == "system"]
    others = [turn for turn in turns if turn.role != "system"]
    if not system or not others or others[0].role != "user":
        return list(turns)
    return [Turn(role="user", text="\n\n".join([*system, others[0].text])), *others[1:]]


def _split(text: str, turns: Sequence[Turn]) -> list[Segment]:
    segments = []
    for index, part in enumerate(_PLACE.split(text)):
        segment = Segment(turns[int(part)].text, False) if index % 2 else Segment(part, True)
        if segment.text:
            segments.append(segment)
    return segments
