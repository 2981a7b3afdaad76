"""One server's guides, voices and visits, joined: how a hello becomes a visit."""

import asyncio
import os
from dataclasses import dataclass, field

from narration.compose import shared_turns
from narration.guide import Guide
from narration.prefetch import Habits
from narration.questions.grounding import Grounding
from narration.rehearsals import Rehearsals
from narration.voice.rendering import SpeechCodec
from narration.voice.speech import Speech
from scenes.language import direction
from scenes.scene import Site
from tour.analytics.keeping import Keeping
from tour.engines import Engines
from tour.lookout import Lookout
from tour.messages import Hello, LanguageOffer, VoiceOffer, Welcome
from tour.metrics import Metrics
from tour.openings import narrations, openings
from tour.renewal import Difference, difference
from tour.review.listening import Listening
from tour.telling import Listener
from tour.tongue import Tongue, playable
from tour.visit import Visit
from tour.visits import Visits

VOICES_A_LANGUAGE = 2
MOST_VOICES = 60
"""A list of the wire has at most 64 entries."""

OPENINGS, NARRATIONS = 1, 2
"""What is made ahead for visitors comes before these, in this order."""

LARGE = 1000
"""Facts from which on a site is made ready to be asked once the door is open: that takes seconds."""

SPARE_CORES = (os.cpu_count() or 1) > 2
"""On two cores the voice takes from the model what it gains: first audio came 0.3 s later with hints than without."""


@dataclass(slots=True, kw_only=True)
class House:
    """Everything a visit needs, for every site."""

    sites: dict[str, Site]
    engines: Engines
    speech: Speech
    visits: Visits
    metrics: Metrics
    gaze: bool = True
    """Whether what visitors look at is found by casting rays at the models."""
    prefetch: bool = True
    """Whether what visitors will likely hear next is made ahead."""
    keeping: Keeping | None = None
    """The books about visitors, once they are open."""
    listening: Listening | None = None
    """What takes sentences that people should read, once the records are open."""
    guides: dict[str, Guide] = field(init=False)
    """Of the sites that are ready."""
    lookouts: dict[str, Lookout] = field(init=False)
    habits: dict[str, Habits] = field(init=False)
    rehearsals: Rehearsals = field(init=False)
    _opened: set[tuple[str, str]] = field(default_factory=set)
    """Sites and languages whose opening words are made ahead."""
    _told: set[tuple[str, str, str]] = field(default_factory=set)
    """The same of their whole general tours."""
    _looking_ahead: asyncio.Task[None] | None = None
    _readied: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self.guides = {id_: self._guide(site) for id_, site in self.sites.items() if len(site.facts) < LARGE}
        self.habits = {id_: Habits() for id_ in self.sites}
        self.rehearsals = Rehearsals(self.speech)
        self.lookouts = {id_: self._lookout(site) for id_, site in self.sites.items()}
        self._share_turns()

    def digests(self) -> set[str]:
        """Of the files that visitors get now; tiles lie in their packs."""
        return {level.digest for site in tuple(self.sites.values()) for level in site.files}

    async def renew(self, site: Site) -> None:
        """Serve a site as it is now, also to those who are in it: they are told what changed. A new site opens."""
        before = self.guides.get(site.id)
        guide, found = await asyncio.to_thread(self._renewed, site, before)
        self.sites[site.id] = site
        await self._is_ready(site.id, guide)
        self.habits.setdefault(site.id, Habits())
        self._share_turns()
        self._open_anew(guide)
        for visit in self.visits.at(site.id):
            visit.renew(guide, found)
        await self._look_anew(site)

    def _guide(self, site: Site, before: Guide | None = None) -> Guide:
        return Guide(
            site=site, grounding=Grounding(site, before.grounding if before else None),
            model=lambda: self.engines.model, hints=SPARE_CORES, demand=self.speech.demand,
            embedder=lambda: self.engines.embedder,
        )  # fmt: skip

    def _renewed(self, site: Site, before: Guide | None) -> tuple[Guide, Difference]:
        return self._guide(site, before), difference(before.site if before else None, site)

    def _lookout(self, site: Site) -> Lookout:
        return Lookout(scene=site.scene, metrics=self.metrics, wanted=self.gaze)

    def _share_turns(self) -> None:
        languages = dict.fromkeys(tag for site in self.sites.values() for tag in site.languages)
        self.engines.shared = {language: shared_turns(language) for language in languages}

    def _open_anew(self, guide: Guide) -> None:
        """Wish for the opening words again where they were wished for; what did not change is not made again."""
        opened = [language for name, language in self._opened if name == guide.site.id]
        self._opened = {each for each in self._opened if each[0] != guide.site.id}
        self._told = {each for each in self._told if each[1] != guide.site.id}
        for language in opened:
            self.rehearsals.drop(("openings", guide.site.id, language))
            self.rehearsals.drop(("narrations", guide.site.id, language))
            self._open(guide, language)

    async def _look_anew(self, site: Site) -> None:
        """See the models that there are now; only where they are others are they read again."""
        before = self.lookouts.get(site.id)
        if before is not None and before.scene.models == site.scene.models:
            await before.change(site.scene)
            return
        self.lookouts[site.id] = fresh = self._lookout(site)
        visits = self.visits.at(site.id)
        for visit in visits:
            visit.lookout = fresh
        if visits:
            fresh.open()
        if before is not None:
            await before.close()

    @property
    def opening(self) -> tuple[str, ...]:
        """The sites that are not ready for visitors yet."""
        return tuple(id_ for id_ in self.sites if id_ not in self.guides)

    async def opened(self, site: str) -> None:
        """Wait until a site that is here is ready for visitors."""
        async with self._readied:
            await self._readied.wait_for(lambda: site not in self.opening)

    async def _is_ready(self, id_: str, guide: Guide) -> None:
        self.guides[id_] = guide
        async with self._readied:
            self._readied.notify_all()

    def begin(self, hello: Hello, place: str = "") -> Visit:
        """Open a visit at a site that is here, for somebody from a place of `Comers`.

        Raises `KeyError` for a site that is not here or not ready, `TooManyVisits` when the house is full.
        """
        guide = self.guides[hello.site]
        tongue = Tongue(
            guide=guide,
            language=guide.language_for(hello.language) or guide.site.languages[0],
            captions=guide.language_for(hello.captions_language) if hello.captions_language else None,
            beside=hello.captions_beside,
            codec=playable(hello.audio),
            listener=lambda language: self._listener(language, tongue.codec),
        )
        visit = Visit(
            tongue=tongue,
            speech=self.speech,
            lookout=self.lookouts[hello.site],
            metrics=self.metrics,
            recognizer=lambda: self.engines.recognizer,
            rehearsals=self.rehearsals if self.prefetch else None,
            habits=self.habits[hello.site],
            keeping=self.keeping.visited_from(place) if self.keeping else None,
            listening=self.listening,
        )
        self._open(guide, visit.language)
        self._tell_all(guide, visit.language)
        visit.personal.introduce(hello.profile)
        self.visits.open(visit)
        visit.lookout.open()
        self.metrics.visits_total.labels(hello.device).inc()
        return visit

    def _listener(self, language: str, codec: SpeechCodec | None) -> Listener:
        voice = self.engines.voices.choose(language) if codec else None
        return Listener(language=language, voice=voice, codec=codec)

    def look_ahead(self) -> None:
        """Once the engines are open and for as long as nobody waits for them, make the first words of every stop."""
        self._looking_ahead = asyncio.create_task(self._open_all())

    async def ready(self) -> None:
        """Wait until everything that is to be made ahead now is made."""
        if self._looking_ahead is not None:
            await asyncio.wait({self._looking_ahead})
        await self.rehearsals.settled()

    async def _open_all(self) -> None:
        for id_ in self.opening:
            guide = await asyncio.to_thread(self._guide, self.sites[id_])
            if id_ in self.opening:
                await self._is_ready(id_, guide)
        for guide in self.guides.values():
            await asyncio.to_thread(guide.saying.warm)
        await self.engines.settled()
        for guide in self.guides.values():
            for language in guide.site.languages:
                self._open(guide, language)
        for guide in self.guides.values() if self.prefetch else ():
            for language in guide.site.languages:
                await guide.learn(language)

    def _open(self, guide: Guide, language: str) -> None:
        """Wish for the opening words of a site in a language, once."""
        name = (guide.site.id, language)
        if self.prefetch and name not in self._opened:
            self._opened.add(name)
            wishes = openings(guide, language, lambda: self.engines.voices.choose(language))
            self.rehearsals.want(("openings", *name), wishes, rank=OPENINGS)

    def _tell_all(self, guide: Guide, language: str) -> None:
        """Wish for the general tour of a site in a language that somebody has come with, once the engines are open."""
        name = ("narrations", guide.site.id, language)
        if self.prefetch and name not in self._told and "opening" not in self.engines.states().values():
            self._told.add(name)
            wishes = narrations(guide, language, lambda: self.engines.voices.choose(language))
            self.rehearsals.want(name, wishes, rank=NARRATIONS)

    async def close(self) -> None:
        """Stop looking, and looking ahead."""
        if self._looking_ahead is not None:
            self._looking_ahead.cancel()
        await self.rehearsals.close()
        for lookout in self.lookouts.values():
            await lookout.close()

    def welcome(self, visit: Visit, *, resumed: bool) -> Welcome:
        """What a client is told first."""
        site = visit.guide.site
        choices = (self.engines.voices.offers((tag,))[:VOICES_A_LANGUAGE] for tag in site.spoken)
        offers = [voice for voices in choices for voice in voices][:MOST_VOICES]
        return Welcome(
            visit=visit.id,
            resume=visit.resume,
            site=site.id,
            scene=f"/api/sites/{site.id}",
            language=visit.language,
            languages=site.spoken,
            offers=tuple(self._offer(site, tag) for tag in site.spoken),
            voices=tuple(
                VoiceOffer(id=voice.id, language=voice.language, engine=voice.engine, online=voice.online)
                for voice in offers
            ),
            captions_language=visit.tongue.captions,
            captions_beside=visit.tongue.beside,
            resumed=resumed,
        )

    def _offer(self, site: Site, tag: str) -> LanguageOffer:
        return LanguageOffer(
            tag=tag,
            tier=site.translations[tag].tier if tag in site.translations else "reviewed",
            voice=self.engines.voices.choose(tag) is not None,
            direction=direction(tag),
        )
