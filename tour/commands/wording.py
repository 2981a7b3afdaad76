"""`tour wording`: the wrong words of the interface that visitors reported."""

from pathlib import Path

import click

from tour.commands.options import data_option, print_json, settings_from


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@data_option
def wording(as_json: bool, data: Path | None) -> None:
    """List the wrong words of the interface that visitors reported: day, language, what is wrong, what is better.

    They lie in wording.jsonl of the data folder. Move it away once its tables are mended: it takes no more than 1 MiB.
    """
    from tour.routes.studio.wording import FILE, reported

    file = settings_from(data=data).data / FILE
    try:
        found, odd = reported(file)
    except OSError as wrong:
        raise click.ClickException(f"{file} cannot be read: {wrong.strerror}") from None
    if as_json:
        print_json(found)
    for each in () if as_json else found:
        click.echo(f"{each.day}  {each.language:8}  {each.wrong}{f' → {each.better}' if each.better else ''}")
    if odd:
        click.echo(f"{file}: {odd} line{'s' * (odd > 1)} left out that no visitor's page has sent", err=True)
    elif not found and not as_json:
        click.echo("Nobody has reported a wrong word.")
