"""The card of an adapter: for which weights it was trained, how, and from which probability on a sentence is spoken."""

from pathlib import Path
from typing import Annotated

import msgspec

from narration.models.catalogue import Identifier, Sha256
from scenes.language import lookup

OWN = Path(__file__).parent
"""The adapters that come with Caravanserai."""
OTHERWISE = "otherwise"
"""Stands among the thresholds for every language that is not named."""

NEVER = 2.0

Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]


class NoReader(Exception):
    """Why claims are not read here."""


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of an adapter."""

    adapter: str
    """Its file, beside the card."""
    weights: Identifier
    """The catalogue entry of the weights it was trained on."""
    sha256: Sha256
    """Of these weights."""
    licence: str
    """SPDX."""
    trained: str
    """On what and how, for a person."""
    thresholds: dict[str, Probability]
    """The least probability of a sentence that may be spoken, by BCP 47 tag and `otherwise`; 0: it is not read."""

    certain: dict[str, Probability] = {}
    """The least probability at which it overrules a rule that often errs, likewise; never where none is named."""

    def threshold(self, language: str) -> float:
        """The least probability of a sentence in a language."""
        return self.thresholds[lookup(language, self.thresholds) or OTHERWISE]

    def certainty(self, language: str) -> float:
        """The least probability in a language at which a rule is overruled; above 1 for never."""
        return self.certain.get(lookup(language, self.certain) or OTHERWISE, NEVER)


def card_for(digest: str | None, folder: Path = OWN) -> tuple[Card, Path]:
    """The card for weights of a verified SHA-256 in hexadecimal, and its adapter.

    Raises `NoReader` where the folder holds none for them, or the adapter is not there.
    """
    if digest is None:
        raise NoReader("the weights that are open were not verified")
    cards = [read_card(path) for path in sorted(folder.glob("*.toml"))]
    card = next((one for one in cards if one.sha256 == digest), None)
    if card is None:
        known = ", ".join(one.weights for one in cards) or "no weights"
        raise NoReader(f"these weights have no reader of claims; {known} could have one")
    path = folder / card.adapter
    if not path.is_file():
        raise NoReader(f"{path} is not there")
    return card, path


def read_card(path: Path) -> Card:
    """A card from TOML; raises `NoReader` naming the file and what is wrong with it."""
    try:
        card = msgspec.toml.decode(path.read_bytes(), type=Card)
    except (OSError, msgspec.ValidationError, msgspec.DecodeError) as error:
        raise NoReader(f"{path}: {error}") from error
    if OTHERWISE not in card.thresholds or "/" in card.adapter or "\\" in card.adapter:
        raise NoReader(f"{path}: thresholds need {OTHERWISE!r}, and the adapter lies beside its card")
    return card
