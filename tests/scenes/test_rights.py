"""Licences as identifiers and as addresses; rights inside a glTF and out again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.rights import EXTENSION, UNSTATED, copyright_notice, licence_of, licence_url, packet, rights_of
from scenes.scene import Rights


@pytest.mark.parametrize(
    ("licence", "url"),
    [
        ("CC0-1.0", "http://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC-BY-4.0", "http://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-3.0", "http://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("https://creativecommons.org/licenses/by-nd/4.0/deed.it", "http://creativecommons.org/licenses/by-nd/4.0/"),
        ("https://rightsstatements.org/vocab/InC/1.0/", "http://rightsstatements.org/vocab/InC/1.0/"),
        ("https://museum.example/terms", ""),
        ("Apache-2.0", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_addresses_of_licences(licence: str, url: str) -> None:
    assert licence_url(licence) == url


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("http://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
        ("(c) 2020 A Museum, CC BY-NC 4.0", "CC-BY-NC-4.0"),
        ("Smithsonian Institution, CC0", "CC0-1.0"),
        ("https://museum.example/terms", "https://museum.example/terms"),
        ("All rights reserved.", UNSTATED),
        ("javascript:alert(1)", UNSTATED),
    ],
)
def test_licences_in_words(text: str, licence: str) -> None:
    assert licence_of(text) == licence


def gltf(rights: Rights, title: dict[str, str]) -> dict[str, Any]:
    asset = {"version": "2.0", "copyright": copyright_notice(rights), "extensions": {EXTENSION: {"packet": 0}}}
    return {"asset": asset, "extensions": {EXTENSION: {"packets": [packet(rights, title)]}}}


TEXTS = st.dictionaries(
    st.sampled_from(["en", "it", "zh-Hans", "ar"]), st.text(min_size=1).filter(str.strip), max_size=4
)


@given(TEXTS, TEXTS, st.sampled_from(["CC0-1.0", "CC-BY-4.0", "Apache-2.0", "https://museum.example/terms"]))
def test_rights_in_a_model_read_back(title: dict[str, str], statement: dict[str, str], licence: str) -> None:
    rights = Rights(licence=licence, holder="A Museum", statement=statement)
    assert rights_of(gltf(rights, title)) == (rights, title)


def test_the_packet_says_it_in_the_standard_s_terms() -> None:
    found = packet(Rights(licence="CC-BY-4.0", holder="SMK"), {"en": "Venus"})
    assert found["@context"]["xmpRights"] == "http://ns.adobe.com/xap/1.0/rights/"
    assert found["xmpRights:WebStatement"] == "http://creativecommons.org/licenses/by/4.0/"
    assert found["xmpRights:Marked"] is True
    assert found["dc:creator"] == {"@list": ["SMK"]}
    assert found["dc:title"] == {"@type": "rdf:Alt", "rdf:_1": {"@language": "en", "@value": "Venus"}}
    assert packet(Rights(licence="CC0-1.0", holder="SMK"), {})["xmpRights:Marked"] is False


def test_a_bare_notice_is_read_too() -> None:
    rights, title = rights_of({"asset": {"version": "2.0", "copyright": "2020 SMK, CC0"}})
    assert rights == Rights(licence="CC0-1.0", holder="2020 SMK, CC0")
    assert title == {}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"asset": 7},
        {"asset": {"copyright": 7}},
        {"asset": {"extensions": {EXTENSION: {"packet": 9}}}, "extensions": {EXTENSION: {"packets": []}}},
        {"asset": {"extensions": {EXTENSION: {"packet": 0}}}, "extensions": {EXTENSION: {"packets": [7]}}},
        {"asset": {"extensions": []}, "extensions": {EXTENSION: []}},
    ],
)
def test_what_states_nothing(document: dict[str, Any]) -> None:
    assert rights_of(document) == (None, {})
