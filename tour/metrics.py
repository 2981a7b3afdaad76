"""Counters and histograms for Prometheus; nothing here names a visitor."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 4.0, 6.0, 10.0, 20.0)


class Metrics:
    """One registry a server, so that two servers in one process do not meet."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.visits = Gauge("tour_visits_open", "Visits that are open now", registry=self.registry)
        self.visits_total = Counter("tour_visits_total", "Visits opened", ["device"], registry=self.registry)
        self.frames = Counter("tour_frames_total", "Frames received", ["name"], registry=self.registry)
        self.problems = Counter("tour_problems_total", "Problems told to clients", ["code"], registry=self.registry)
        self.utterances = Counter(
            "tour_utterances_total", "Utterances by kind and how they ended", ["kind", "reason"], registry=self.registry
        )
        self.sentences = Counter(
            "tour_sentences_total", "Sentences spoken, by origin", ["origin"], registry=self.registry
        )
        self.claims = Counter("tour_claims_total", "Proposed sentences by verdict", ["verdict"], registry=self.registry)
        self.arrivals = Counter(
            "tour_arrivals_total", "Arrivals at stops by how much of the narration was made ahead", ["prepared"],
            registry=self.registry,
        )  # fmt: skip
        self.gaze_batches = Counter("tour_gaze_batches_total", "Batches of view rays cast", registry=self.registry)
        self.gaze_rays = Counter("tour_gaze_rays_total", "View rays cast", registry=self.registry)
        self.first_caption = Histogram(
            "tour_first_caption_seconds", "Arrival or question to first caption", ["kind"],
            buckets=SECONDS, registry=self.registry,
        )  # fmt: skip
        self.first_audio = Histogram(
            "tour_first_audio_seconds", "Arrival or question to first audio", ["kind"],
            buckets=SECONDS, registry=self.registry,
        )  # fmt: skip
