"""Prompts made from facts only: one fact in, one spoken sentence out.

Small models keep to one fact and invent beside several (KNOWN.md), so each request carries one fact, or two for a
question. The example comes from another place on purpose, and its words are watched for in what comes back.
"""

from collections.abc import Sequence

from narration.prompt import Prompt, Turn
from scenes.facts import Fact
from scenes.language import lookup, text_in
from scenes.scene import Site

_SYSTEM = {
    "en": (
        "You are a museum guide speaking English to a visitor at {site}. You are given a fact. Say it in one short "
        "spoken sentence of your own. Keep every number, date and name exactly. Add nothing that the fact does not "
        "say. Reply with the sentence only."
    ),
    "it": (
        "Sei una guida che parla italiano a un visitatore: {site}. Ricevi un fatto. Dillo con una sola frase breve, "
        "con parole tue. Mantieni esattamente ogni numero, data e nome. Non aggiungere nulla che il fatto non dica. "
        "Rispondi solo con la frase."
    ),
    "zh-Hans": (
        "你是{site}的讲解员，对游客说简体中文。给你一条事实，请用自己的话说成一句简短的口语。"
        "数字、年代和名称必须原样保留，不得添加事实里没有的内容。只回答这一句话。"
    ),
}

_EXAMPLE = {
    "en": (
        "Fact: The lighthouse keeper's lamp on Harbour Rock burned 12 litres of oil every night.",
        "Every night, the keeper's lamp on Harbour Rock used up 12 litres of oil.",
    ),
    "it": (
        "Fatto: La lampada del faro sullo Scoglio del Porto bruciava 12 litri d'olio ogni notte.",
        "Ogni notte la lampada del faro sullo Scoglio del Porto consumava 12 litri d'olio.",
    ),
    "zh-Hans": (
        "事实：港口礁上的灯塔每晚要烧掉12升油。",
        "每到夜里，港口礁的灯塔都要用掉12升油。",
    ),
}

_FACT = {"en": "Fact: {text}", "it": "Fatto: {text}", "zh-Hans": "事实：{text}"}
_QUESTION = {
    "en": "Question: {question}\nFact: {text}\nAnswer the question in one sentence with this fact only.",
    "it": "Domanda: {question}\nFatto: {text}\nRispondi alla domanda in una frase, solo con questo fatto.",
    "zh-Hans": "问题：{question}\n事实：{text}\n只用这条事实，用一句话回答问题。",
}

QUESTION_LIMIT = 300
"""Characters of a question that reach the model."""


def telling(site: Site, fact: Fact, language: str) -> Prompt:
    """The prompt for one sentence about one fact."""
    own = _FACT[_written(language)].format(text=_text(fact, language))
    return Prompt(shared=shared_turns(site, language), own=(Turn(role="user", text=own),), max_tokens=110, stop=("\n",))


def answering(site: Site, question: str, facts: Sequence[Fact], language: str) -> Prompt:
    """The prompt for an answer that rests on `facts`; the question is quoted, shortened and stripped of line breaks."""
    asked = " ".join(question.split())[:QUESTION_LIMIT]
    text = " ".join(_text(fact, language) for fact in facts)
    own = _QUESTION[_written(language)].format(question=asked, text=text)
    return Prompt(
        shared=shared_turns(site, language), own=(Turn(role="user", text=own),), max_tokens=120, stop=("\n",)
    )


def shared_turns(site: Site, language: str) -> tuple[Turn, ...]:
    """What every request for this site and language begins with; no visitor's word is in it."""
    written = _written(language)
    system = _SYSTEM[written].format(site=text_in(site.title, language) or site.id)
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
