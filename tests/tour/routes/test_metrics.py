"""Metrics that Prometheus can read."""

from aiohttp import web
from aiohttp.test_utils import TestClient
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text

from tour.keys import METRICS

Client = TestClient[web.Request, web.Application]


async def test_the_text_format(client: Client, http_app: web.Application) -> None:
    http_app[METRICS].visits_total.labels("headset").inc()
    http_app[METRICS].first_audio.labels("narration").observe(0.3)
    answer = await client.get("/metrics")
    assert answer.content_type == "text/plain"
    samples = {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in read_text(await answer.text())
        for sample in family.samples
    }
    assert samples["tour_visits_total", ("headset",)] == 1
    assert samples["tour_first_audio_seconds_bucket", ("narration", "0.2")] == 0
    assert samples["tour_first_audio_seconds_bucket", ("narration", "0.4")] == 1


async def test_openmetrics(client: Client) -> None:
    answer = await client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.content_type == "application/openmetrics-text"
    names = {family.name for family in read_openmetrics(await answer.text())}
    assert "tour_first_caption_seconds" in names
