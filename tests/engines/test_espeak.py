"""espeak-ng speaks the languages that no neural voice here does."""

import asyncio
import re

import numpy as np
import pytest

from narration.engine import SpeechSynthesizer
from narration.engines.espeak import Espeak
from narration.engines.kokoro import Kokoro
from narration.engines.kokoro_phonemes import Phonemes
from narration.engines.worker import Stop
from narration.voice.spoken import spoken
from scenes.facts import told_in
from scenes.language import is_tag, primary
from scenes.site_pack import BUILT_IN, load_site

pytestmark = pytest.mark.engine

SENTENCES = {
    "kk": "Амфитеатр елу мың көрерменді сыйдырды.",
    "uz": "Amfiteatr ellik ming tomoshabinni sig'dirgan.",
    "ur": "اس تماشا گاہ میں پچاس ہزار لوگ بیٹھ سکتے تھے۔",
    "fa": "این آمفی‌تئاتر پنجاه هزار تماشاگر داشت.",
    "tr": "Amfitiyatro elli bin seyirci alıyordu.",
    "id": "Amfiteater ini menampung lima puluh ribu penonton.",
    "ar": "كان المدرج يتسع لخمسين ألف متفرج.",
    "zh-Hans": "这座竞技场可以容纳五万名观众。",
    "ko": "이 경기장은 오만 명을 수용했다.",
    "ru": "Амфитеатр вмещал пятьдесят тысяч зрителей.",
    "de": "Das Amphitheater fasste fünfzigtausend Zuschauer.",
}


@pytest.fixture
async def espeak(nothing_pulled):
    async with Espeak(nothing_pulled) as engine:
        yield engine


def voice_of(engine, language):
    return next(voice for voice in engine.voices() if voice.language == language)


async def test_is_a_speech_synthesizer(espeak):
    assert isinstance(espeak, SpeechSynthesizer)


@pytest.mark.parametrize("language", SENTENCES)
async def test_speaks_without_weights(espeak, say, language):
    samples, rate = await say(espeak, SENTENCES[language], voice_of(espeak, language))
    assert rate == 22_050
    assert np.sqrt((samples**2).mean()) > 0.01
    assert 1.0 < len(samples) / rate < 8.0


async def test_every_voice_has_a_language_tag_of_the_standard(espeak):
    tags = [voice.language for voice in espeak.voices()]
    assert len(tags) == len(set(tags)) > 120
    private = re.compile(r"-x(-[a-z0-9]{1,8})+$")
    assert [tag for tag in tags if not is_tag(private.sub("", tag))] == []


async def test_languages_it_cannot_read_are_not_offered(espeak):
    assert not {"ja", "hak"} & {voice.language for voice in espeak.voices()}


async def test_the_plain_form_of_a_language_comes_before_its_variants(espeak):
    first = {}
    for voice in espeak.voices():
        first.setdefault(voice.language.split("-")[0], voice.id)
    assert (first["en"], first["es"], first["fr"], first["vi"]) == ("gmw/en", "roa/es", "roa/fr", "aav/vi")


async def test_stops_at_the_next_callback_when_told(espeak):
    stop = Stop()
    stop.set()
    library, voice = espeak._library, voice_of(espeak, "de")
    whole = library.speak("Das ist ein Bogen. " * 50, voice.id, 160, Stop())
    assert len(library.speak("Das ist ein Bogen. " * 50, voice.id, 160, stop)) < len(whole) / 20


def alike(one, other):
    """Equal but for espeak-ng's own noise: length within 1 %, loudness over time correlated."""
    if abs(len(one) - len(other)) > len(one) / 100:
        return False
    step = 2205
    curves = [np.abs(s[: len(one) // step * step - step].reshape(-1, step)).mean(axis=1) for s in (one, other)]
    return np.corrcoef(*curves)[0, 1] > 0.99


async def test_says_the_same_after_another_language(espeak, say):
    voice = voice_of(espeak, "tr")
    once, _ = await say(espeak, SENTENCES["tr"], voice)
    other, _ = await say(espeak, SENTENCES["kk"], voice_of(espeak, "kk"))
    again, _ = await say(espeak, SENTENCES["tr"], voice)
    assert alike(once, again)
    assert not alike(once, other)


async def test_lives_with_kokoros_own_espeak_in_one_process(espeak, context, say):
    text = "Il muro esterno era alto quarantotto metri."
    alone = Phonemes().of(text, "it")
    expected, _ = await say(espeak, SENTENCES["kk"], voice_of(espeak, "kk"))
    async with Kokoro(context) as kokoro:
        heard, _, *_ = await asyncio.gather(
            say(espeak, SENTENCES["kk"], voice_of(espeak, "kk")),
            say(kokoro, text, voice_of(kokoro, "it")),
            *(say(espeak, SENTENCES["de"], voice_of(espeak, "de")) for _ in range(20)),
        )
        assert kokoro._model._phonemes.of(text, "it") == alone
    assert alike(heard[0], expected)


async def test_the_plain_language_comes_before_its_regions(espeak):
    first = {}
    for voice in espeak.voices():
        first.setdefault(voice.language.split("-")[0], voice.language)
    assert {tag: first[tag] for tag in ("ru", "es", "fa")} == {"ru": "ru", "es": "es", "fa": "fa"}


COLOSSEUM = load_site(BUILT_IN / "colosseum" / "pack", models=False)
UNSPOKEN = {"ja", "th"}
"""What espeak-ng cannot say so that anybody understands it."""
PLAIN = sorted(set(COLOSSEUM.spoken) - UNSPOKEN)


@pytest.mark.parametrize("language", PLAIN)
async def test_every_offered_language_is_spoken_at_the_pace_of_speech(espeak, say, language):
    text = told_in(COLOSSEUM.facts["size"], language)
    voice = next(voice for voice in espeak.voices() if primary(voice.language) == primary(language))
    samples, rate = await say(espeak, spoken(text, language), voice)
    assert np.sqrt((samples**2).mean()) > 0.01
    slow, fast = (2.0, 8.0) if language == "zh-Hans" else (5.0, 25.0)
    assert slow < len(text) / (len(samples) / rate) < fast, "characters a second"


async def test_a_language_that_nobody_would_understand_is_not_offered(espeak):
    assert not UNSPOKEN & {primary(voice.language) for voice in espeak.voices()}
