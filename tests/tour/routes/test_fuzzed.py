"""Whatever is asked by whomever, at any address of the description: it is answered as that says, and never by a 5xx.

Schemathesis makes the requests from `/api/openapi.json` as it is served; FUZZ_SEED of the environment makes others.
"""

import copy
import os
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup

from tests.tour.routes.fuzzed import WHO, House, running

SEED = int(os.environ.get("FUZZ_SEED", "5"))
MODES = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
load_all_checks()
CHECKS_MADE = CHECKS.get_by_names([
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "allow_header_conformance",
])  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=12), each, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("fuzzed")) as house:
        yield house


def operations(house: House) -> list[Any]:
    """Every operation that the house describes."""
    described = requests.get(f"{house.url}/api/openapi.json", timeout=30).json()
    config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
    schema = schemathesis.openapi.from_dict(described, config=config)
    return [found.ok() for found in schema.get_all_operations()]


@st.composite
def asked(draw: st.DrawFn, operation: Any, house: House) -> Case:
    """A request that this operation describes, or nearly; often about what is really there."""
    case: Case = draw(operation.as_strategy(generation_mode=draw(st.sampled_from(MODES))))
    for named in (case.path_parameters, case.query, case.body):
        if isinstance(named, dict):
            draw(familiar(named, house.real))
    if "If-Match" in (case.headers or {}) and draw(st.booleans()):
        case.headers["If-Match"] = draw(st.sampled_from(["*", '"1"', '"2"']))
    if "kind" in case.path_parameters and "id" in case.path_parameters and draw(st.integers(0, 3)):
        kind, name = draw(st.sampled_from(sorted(house.bodies)))
        case.path_parameters |= {"kind": kind, "id": name}
        if operation.method == "put":
            case.body = draw(nearly(house.bodies[kind, name]))
    return case


@st.composite
def familiar(draw: st.DrawFn, named: dict[str, Any], real: Mapping[str, list[Any]]) -> None:
    """Put what is really there under some of these names."""
    for name in named:
        if real.get(name) and draw(st.integers(0, 4)):
            named[name] = draw(st.sampled_from(real[name]))


@st.composite
def nearly(draw: st.DrawFn, body: Any) -> Any:
    """This body with something else in one place."""
    whole = copy.deepcopy(body)
    place, inside = whole, draw(st.booleans())
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys)) if keys else None
        below = place[key] if key is not None else None
        if inside and isinstance(below, dict | list) and below:
            place, inside = below, draw(st.booleans())
            continue
        if key is None:
            return whole
        if isinstance(place, dict) and draw(st.integers(0, 3)) == 0:
            del place[key]
        else:
            place[key] = draw(JSON)
        return whole


def wrong(house: House, who: str, operation: Any, examples: int) -> str:
    """What was not answered as described; empty where everything was."""

    @seed(SEED)
    @settings(
        max_examples=examples, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    @given(case=asked(operation, house))
    def ask(case: Case) -> None:
        case.validate_response(house.ask(case, who), checks=CHECKS_MADE)

    try:
        ask()
    except (AssertionError, FailureGroup) as error:
        return f"{who}: {operation.label}: {error}"
    return ""


def wrongs(house: House, who: str, examples: int) -> list[str]:
    """All that this one was not answered as described."""
    told = []
    house.refurnish(who)
    for operation in operations(house):
        told.append(wrong(house, who, operation, examples))
        if operation.method != "get" and any(part in operation.path for part in ("/records", "/order", "/pack")):
            house.refurnish(who)
    return [each for each in told if each]


@pytest.mark.parametrize("who", WHO)
def test_a_few_requests_at_every_address(house: House, who: str) -> None:
    assert wrongs(house, who, examples=3) == []


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("who", WHO)
def test_many_requests_at_every_address(house: House, who: str) -> None:
    assert wrongs(house, who, examples=100) == []
