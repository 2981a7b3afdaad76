"""Settings are checked before any work is done."""

import pytest

from scenes.finding import Refused
from scenes.ingest.request import Request, checked, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Venus de Milo", "venus-de-milo"), ("whale_cranium", "whale-cranium"), ("Ça và", "ca-va"), ("大佛", "model"),
     ("--a--", "a"), ("x" * 99, "x" * 64)],
)  # fmt: skip
def test_an_id_is_made_of_a_name(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"site": "Über"},
        {"site": ""},
        {"site": "../up"},
        {"language": "klingon!"},
        {"device": "toaster"},
        {"name": "x" * 201},
    ],
)
def test_a_setting_that_cannot_be_used_is_named(change: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        checked(Request(**{"site": "venus", **change}))  # type: ignore[arg-type]
    assert next(iter(change)) in refused.value.findings[0].message


def test_what_can_be_used_is_used() -> None:
    assert checked(Request(site="venus")).device == "desktop"
