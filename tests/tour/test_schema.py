"""The wire as others read it."""

from pathlib import Path

import jsonschema
from click.testing import CliRunner

from tour.cli import main
from tour.messages import FROM_CLIENT, FROM_SERVER, name_of
from tour.schema import json_schema, typescript

WIRE = Path(__file__).parents[2] / "clients" / "web" / "src" / "wire.gen.ts"


def test_the_web_client_was_built_from_this_wire() -> None:
    assert WIRE.read_text("utf-8") == typescript(), "run: tour schema --typescript > clients/web/src/wire.gen.ts"


def test_json_schema_is_one_and_knows_every_message() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["from_client"]) == {name_of(kind) for kind in FROM_CLIENT}
    assert set(schema["from_server"]) == {name_of(kind) for kind in FROM_SERVER}


def test_the_command_prints_each_form() -> None:
    run = CliRunner().invoke
    assert "| `hello` |" in run(main, ["schema"]).output
    assert '"numbered"' in run(main, ["schema", "--json"]).output
    assert run(main, ["schema", "--typescript"]).output == typescript()
