"""Prompts made from facts only: one fact in, one spoken sentence out.

Small models keep to one fact and invent beside several (KNOWN.md), so each request carries one fact, or two for a
question. The example comes from another place on purpose, and its words are watched for in what comes back.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from narration.audience import EVERYONE, AgeGroup, Audience
from narration.prompt import Prompt, Turn
from narration.text.wordlists import words
from scenes.facts import Fact
from scenes.language import lookup, text_in

_SYSTEM = {
    "en": (
        "You are a museum guide speaking English. You are given a fact. Say it aloud in one short sentence of at most "
        "20 words, in your own words. Keep numbers, dates and names exactly, and who did what. Leave details out "
        "rather than add any. Reply with the sentence only."
    ),
    "it": (
        "Sei una guida di museo e parli italiano. Ricevi un fatto. Dillo ad alta voce in una sola frase breve, al "
        "massimo 20 parole, con parole tue. Mantieni esattamente numeri, date e nomi, e chi ha fatto che cosa. "
        "Ometti dettagli piuttosto che aggiungerne. Rispondi solo con la frase."
    ),
    "zh-Hans": (
        "你是博物馆讲解员，说简体中文。给你一条事实，请用自己的话说成一句口语，不超过30个字。"
        "数字、年代、名称以及谁做了什么必须与事实一致；宁可省略细节，也不得添加内容。只回答这一句话。"
    ),
}
"""The site is not named here: a model that knows its name puts it in place of whatever the fact speaks of."""

_EXAMPLE = {
    "en": (
        "Fact: The keeper's lamp on Harbour Rock burned 12 litres of oil every night. In 1874 a storm broke its glass, "
        "and until the spring the fishermen lit fires on the beach.",
        "When a storm broke the lamp on Harbour Rock in 1874, the fishermen lit fires on the beach.",
    ),
    "it": (
        "Fatto: La lampada del faro sullo Scoglio del Porto bruciava 12 litri d'olio ogni notte. Nel 1874 una tempesta "
        "ne ruppe i vetri, e fino a primavera i pescatori accesero fuochi sulla spiaggia.",
        "Quando nel 1874 una tempesta ruppe la lampada, i pescatori accesero fuochi sulla spiaggia.",
    ),
    "zh-Hans": (
        "事实：港口礁上的灯塔每晚要烧掉12升油。1874年，风暴打碎了灯罩，直到春天，渔民们都在海滩上点火照明。",
        "1874年风暴打碎灯塔的灯罩后，渔民们就在海滩上点火。",
    ),
}

_FACT = {"en": "Fact: {text}", "it": "Fatto: {text}", "zh-Hans": "事实：{text}"}
_QUESTION = {
    "en": "Question: {question}\nFact: {text}\nAnswer the question in one sentence with this fact only.",
    "it": "Domanda: {question}\nFatto: {text}\nRispondi alla domanda in una frase, solo con questo fatto.",
    "zh-Hans": "问题：{question}\n事实：{text}\n只用这条事实，用一句话回答问题。",
}

_AGAIN = {
    "en": "That is not what the fact says: it {wrong}. Say it again, with the fact's own words and nothing more.",
    "it": "Il fatto non dice questo {wrong}. Dillo di nuovo, con le parole del fatto e nient'altro.",
    "zh-Hans": "事实不是这样说的{wrong}。请重说一句，只用事实里的话，不要添加内容。",
}
"""How a refused sentence is asked for once more."""

QUESTION_LIMIT = 300
"""Characters of a question that reach the model."""


def telling(fact: Fact, language: str, audience: Audience = EVERYONE) -> Prompt:
    """The prompt for one sentence about one fact, the same for every visitor of one manner."""
    own = _FACT[_written(language)].format(text=_text(fact, language))
    shared = shared_turns(language, audience.manner)
    return Prompt(shared=shared, own=(Turn(role="user", text=own),), max_tokens=110, stop=("\n",), public=True)


def answering(question: str, facts: Sequence[Fact], language: str) -> Prompt:
    """The prompt for an answer that rests on `facts`; the question is quoted, shortened and stripped of line breaks."""
    asked = " ".join(question.split())[:QUESTION_LIMIT]
    text = " ".join(_text(fact, language) for fact in facts)
    own = _QUESTION[_written(language)].format(question=asked, text=text)
    return Prompt(shared=shared_turns(language), own=(Turn(role="user", text=own),), max_tokens=120, stop=("\n",))


def again(prompt: Prompt, sentence: str, reason: str, language: str) -> Prompt:
    """The prompt that asks once more for a refused sentence and says what was wrong with it.

    Outside English only the words in question are given, between the reason's “ ”: reasons are written in English.
    """
    written = _written(language)
    quoted = re.search("“(.+?)”", reason)
    wrong = reason if written == "en" else quoted.group() if quoted else ""
    asked = Turn(role="user", text=_AGAIN[written].format(wrong=wrong).replace("  ", " ").replace("()", ""))
    return replace(prompt, own=(*prompt.own, Turn(role="assistant", text=sentence), asked))


def shared_turns(language: str, manner: AgeGroup = "") -> tuple[Turn, ...]:
    """What every request in this language and manner begins with; no visitor's word is in it."""
    written = _written(language)
    system = " ".join(filter(None, (_SYSTEM[written], words("manners").get(manner, {}).get(written))))
    if written != language and lookup(language, _SYSTEM) is None:
        system += f" Reply in the language with the tag {language}."
    fact, reply = _EXAMPLE[written]
    return (
        Turn(role="system", text=system),
        Turn(role="user", text=fact),
        Turn(role="assistant", text=reply),
    )


def example(language: str) -> str:
    """The worked example, whose words have no business in a sentence about a site."""
    return " ".join(_EXAMPLE[_written(language)])


def _written(language: str) -> str:
    return lookup(language, _SYSTEM) or "en"


def _text(fact: Fact, language: str) -> str:
    return text_in(fact.text, language) or next(iter(fact.text.values()))
