"""`compose.yaml`: the settings it names exist, and the proxy that is believed is the one that stands in front."""

import re
from dataclasses import fields
from pathlib import Path

from tour.settings import PREFIX, Settings

COMPOSE = (Path(__file__).parents[1] / "compose.yaml").read_text(encoding="utf-8")
HOUSE, CADDY = COMPOSE.split("\n  caddy:\n")[:2]


def test_every_setting_is_known() -> None:
    known = {PREFIX + each.name.upper() for each in fields(Settings)}
    named = set(re.findall(rf"^\s+({PREFIX}[A-Z_]+):", COMPOSE, re.MULTILINE))
    assert {"TOUR_HOST", "TOUR_PUBLIC_URL", "TOUR_PROXIES"} <= named <= known


def test_only_caddy_is_believed_and_only_caddy_is_reachable() -> None:
    believed = re.search(r"TOUR_PROXIES: (\S+)", HOUSE)
    stands = re.search(r"ipv4_address: (\S+)", CADDY)
    assert believed is not None
    assert stands is not None
    assert believed.group(1) == stands.group(1)
    assert "ports:" not in HOUSE
    assert "reverse_proxy house:8080" in CADDY
