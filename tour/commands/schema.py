"""`tour schema`: the wire, for people and for programs."""

import json

import click

from tour.schema import json_schema, markdown, typescript


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON Schema of every message.")
@click.option("--typescript", "as_typescript", is_flag=True, help="The types the web client is built with.")
def schema(as_json: bool, as_typescript: bool) -> None:
    """Print the messages that cross the wire.

    Without options: a Markdown table. A frame is one msgpack array [name, {field: value}] on the WebSocket /visit with
    the subprotocol caravanserai.v1; a question mark says that a field may be left out.

    \b
        tour schema                       the table
        tour schema --json                for a program
        tour schema --typescript > clients/web/src/wire.gen.ts
    """
    if as_typescript:
        click.echo(typescript(), nl=False)
    elif as_json:
        click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    else:
        click.echo(markdown())
