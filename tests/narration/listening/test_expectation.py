"""The names that are near a visitor come first."""

from pathlib import Path

from narration.listening.expectation import expectation
from tests.builders import build_site


def test_names_of_what_is_here_then_of_the_site(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    everywhere = expectation(site, (), "it")
    assert everywhere.language == "it"
    assert everywhere.languages == site.spoken
    assert everywhere.names["it"] == ("il pozzo", "Marco Rossi")
    terms = dict(reversed(list(site.glossary.items())))
    turned = build_site(tmp_path, glossary=terms)
    assert expectation(turned, (), "it").names["it"] == ("Marco Rossi", "il pozzo")
    assert expectation(turned, ("depth", "gone"), "zh-Hans").names["zh-Hans"] == ("古井", "马可·罗西")
