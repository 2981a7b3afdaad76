"""Write `golden.json` anew from one example of every message."""

import json
from pathlib import Path

import msgspec

from tour import messages as m
from tour.codec import encode

CLIENT: list[m.Message] = [
    m.Hello(
        site="colosseum", language="zh-Hans", device="headset", audio=("opus", "pcm_s16le"), resume="t0ken",
        received=41, profile=m.Profile(interests=("engineering",), age_group="adult", home_country="CN", detail="deep"),
    ),
    m.Hello(site="colosseum", language="it"),
    m.VisitorMoved(position=(-62.5, 1.65, -112.25), orientation=(0.0, 0.5, 0.0, 0.8660254), t=1234.5),
    m.VisitorPointed(origin=(0.0, 1.6, 0.0), direction=(0.0, 0.0, -1.0)),
    m.VisitorAsked(question="q1", text="这是什么时候建的？"),
    m.VisitorSpoke(question="q2", sequence=3, codec="opus", data=b"\xf8\xff\xfe", last=True),
    m.VisitorReacted(reaction="more", utterance="u3"),
    m.VisitorReacted(reaction="wrong", utterance="u3"),
    m.LanguageChosen(language="it"),
    m.LanguageChosen(language="ar", captions="en"),
    m.AudioChosen(audio=("opus-16k", "opus")),
    m.Interrupt(),
    m.Consent(purposes=("personalise", "voice")),
    m.Consent(purposes=("personalise",), profile=m.Profile(age_group="family", home_country="TH")),
    m.Consent(purposes=("personalise", "analytics"), words="1/it"),
    m.Consent(purposes=("analytics",), words="1/it", change="c2"),
    m.ForgetMe(),
    m.Say(text="Guardate là!"),
    m.Lead(room="r1"),
    m.Follow(room="r1"),
    m.Heartbeat(t=5000.0, received=42),
    m.Goodbye(),
]  # fmt: skip

SERVER: list[m.Message] = [
    m.Welcome(
        visit="v1", resume="t0ken", site="colosseum", scene="/api/sites/colosseum", language="zh-Hans",
        languages=("en", "it", "zh-Hans"), voices=(m.VoiceOffer(id="zf_xiaobei", language="zh", engine="kokoro"),),
    ),
    m.Encountered(annotation="arena", label="竞技场", stop="arena"),
    m.UtteranceStarted(utterance="u1", kind="narration", language="it", origin="approved", ai=True, voice="if_sara"),
    m.Caption(utterance="u1", index=0, text="Ecco l'arena.", start_ms=0, end_ms=1420, facts=("arena-size",)),
    m.Caption(utterance="u1", index=1, text="ทางเข้าอยู่ด้านหลัง", start_ms=1660, end_ms=2900, sentence=1),
    m.SpeechChunk(utterance="u1", index=7, codec="opus", sample_rate=48000, data=b"\xf8\xff\xfe"),
    m.SpeechChunk(utterance="u1", index=8, codec="opus", sample_rate=48000, data=b"\xf8\xff\xfe\xf8", sizes=(3, 1)),
    m.UtteranceEnded(utterance="u1", reason="interrupted"),
    m.Transcript(question="q2", text="Quando fu costruito?", final=True),
    m.VisitorsMoved(
        tick=9, visitors=(m.Presence(visitor="v2", position=(1.0, 2.0, 3.0), orientation=(0.0, 0.0, 0.0, 1.0)),)
    ),
    m.VisitorJoined(visitor="v2", name="Aziza"),
    m.VisitorLeft(visitor="v2"),
    m.Said(visitor="v2", text="Qarang!", language="uz"),
    m.TourMoved(stop="arena"),
    m.AnnotationChanged(annotation="arena", label="L'arena"),
    m.AnnotationChanged(annotation="bench", label="", removed=True),
    m.Consented(outcome="taken", change="c2", purposes=("analytics",)),
    m.Consented(outcome="withdrawal-failed"),
    m.Heartbeat(t=5000.0, received=42),
    m.Problem(code="slow-down", message="Un momento.", retry_after=1.0),
]  # fmt: skip


def golden(sender: str, message: m.Message) -> dict[str, object]:
    """One frame and what it decodes to."""
    fields = msgspec.to_builtins(message, builtin_types=(bytes,))
    told = {k: v.hex() if isinstance(v, bytes) else v for k, v in fields.items() if v is not None}
    return {"from": sender, "name": m.name_of(type(message)), "hex": encode(message).hex(), "message": told}


if __name__ == "__main__":
    rows = [golden("client", each) for each in CLIENT] + [golden("server", each) for each in SERVER]
    text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    (Path(__file__).parent / "golden.json").write_text(text, encoding="utf-8")
