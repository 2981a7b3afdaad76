"""What somebody wants to hear as a visitor would."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from narration.audience import AgeGroup

Thing = Literal["site", "stop", "annotation", "fact", "bridge", "story"]
MOST_TOLD = 500


class Wanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing, in a language, for somebody; `told` are facts that they heard already."""

    thing: Thing
    id: Annotated[str, Meta(min_length=1, max_length=64)]
    language: Annotated[str, Meta(min_length=1, max_length=35)]
    audience: AgeGroup = ""
    country: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$(?!\n)")] = ""
    """Where they are from (ISO 3166-1 alpha-2): bridges are offered to them."""
    told: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=MOST_TOLD)] = ()
