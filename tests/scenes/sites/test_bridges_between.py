"""Each demonstration site tells of the other two, so that no visitor comes to the road's end."""

from itertools import permutations

import pytest

from scenes.site_pack import BUILT_IN, load_site

NAMES = {
    "colosseum": {"en": "Colosseum", "zh-Hans": "斗兽场"},
    "dunhuang": {"en": "Dunhuang", "zh-Hans": "敦煌"},
    "grand_palace": {"en": "Grand Palace", "zh-Hans": "大皇宫"},
}


@pytest.mark.parametrize(("here", "there"), list(permutations(NAMES, 2)))
def test_a_site_has_a_bridge_to_the_other(here: str, there: str) -> None:
    site = load_site(BUILT_IN / here / "pack", models=False)
    tied = [
        bridge
        for bridge in site.bridges.values()
        if all(NAMES[there][language] in bridge.text[language] for language in ("en", "zh-Hans"))
    ]
    assert tied, f"no bridge from {here} to {there}"
    assert all(bridge.cultures and len(bridge.at) >= 3 for bridge in tied)
