"""Which weights have a reader of claims, and from which probability on a sentence is spoken."""

from pathlib import Path

import pytest

from narration.claims.reader import Card, NoReader, card_for
from narration.claims.reader.card import OWN, read_card
from narration.models.catalogue import the_catalogue

DIGEST = "ab" * 32
CARD = f"""adapter = "one.gguf"
weights = "small"
sha256 = "{DIGEST}"
licence = "Apache-2.0"
trained = "on three sentences"
[thresholds]
otherwise = 0.5
zh = 0.25
th = 0
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.toml").write_text(CARD)
    (tmp_path / "one.gguf").write_bytes(b"GGUF")
    return tmp_path


def test_weights_are_known_by_what_was_verified(folder: Path) -> None:
    card, adapter = card_for(DIGEST, folder)
    assert (card.weights, adapter) == ("small", folder / "one.gguf")


def test_other_weights_have_none(folder: Path) -> None:
    with pytest.raises(NoReader, match="small could have one"):
        card_for("cd" * 32, folder)
    with pytest.raises(NoReader, match="not verified"):
        card_for(None, folder)


def test_a_card_without_its_adapter_says_which_file_is_missing(folder: Path) -> None:
    (folder / "one.gguf").unlink()
    with pytest.raises(NoReader, match=r"one\.gguf is not there"):
        card_for(DIGEST, folder)


@pytest.mark.parametrize(
    ("language", "threshold"), [("en", 0.5), ("zh", 0.25), ("zh-Hans", 0.25), ("th-TH", 0.0), ("sw", 0.5)]
)
def test_each_language_has_its_threshold(folder: Path, language: str, threshold: float) -> None:
    assert card_for(DIGEST, folder)[0].threshold(language) == threshold


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("otherwise = 0.5", "otherwise = 5", "thresholds"),
        ("otherwise = 0.5", "en = 0.5", "otherwise"),
        ('"one.gguf"', '"../one.gguf"', "beside its card"),
        (DIGEST, "abc", "sha256"),
        ("licence", "license", "license"),
        ("adapter =", "adapter", "one.toml"),
    ],
)
def test_a_card_that_cannot_be_is_named(folder: Path, old: str, new: str, reason: str) -> None:
    (folder / "one.toml").write_text(CARD.replace(old, new))
    with pytest.raises(NoReader, match=rf"one\.toml: .*{reason}|{reason}"):
        card_for(DIGEST, folder)


def test_our_own_cards_are_for_weights_of_the_catalogue() -> None:
    cards: list[Card] = [read_card(path) for path in OWN.glob("*.toml")]
    assert cards
    for card in cards:
        assert card.sha256 in {file.sha256 for file in the_catalogue().one(card.weights).files}
        assert card.licence == "Apache-2.0"


def test_it_overrules_nothing_where_its_card_names_no_certainty(folder: Path) -> None:
    assert card_for(DIGEST, folder)[0].certainty("en") > 1
    (folder / "one.toml").write_text(CARD + "[certain]\notherwise = 0.875\nzh = 1\n")
    card, _ = card_for(DIGEST, folder)
    assert (card.certainty("en"), card.certainty("zh-Hans")) == (0.875, 1.0)
