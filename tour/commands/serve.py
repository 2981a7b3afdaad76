"""`tour serve`: the server, until somebody stops it."""

from pathlib import Path
from typing import Any

import click

from tour.commands.options import guide_options, settings_from, sites_option
from tour.settings import Settings


def server_options(command: Any) -> Any:
    """`--host`, `--port`, `--voices`, `--edge-tts`, `--log-level`."""
    for option in (
        click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]), help="How much to log."),
        click.option("--edge-tts/--no-edge-tts", default=None, help="Allow online voices: words leave the house."),
        click.option("--voices", help="Voice engines by preference, separated by commas."),
        click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes any free one."),
        click.option("--host", help="Address to listen on."),
    ):
        command = option(command)
    return command


@click.command()
@server_options
@sites_option
@guide_options
def serve(sites: tuple[Path, ...], **given: Any) -> None:
    """Serve the built sites and those of --sites until interrupted.

    On SIGTERM or Ctrl-C nobody is cut off in mid-sentence: visitors hear their sentence out, for at most ten seconds.
    Every option is also a setting TOUR_… in the environment; tour/README.md lists them.

    \b
        tour serve --port 8080
        tour serve --sites ./my-sites --model none        captions and curated text only
    """
    settings = settings_from(sites, **given)
    start(settings)


def start(settings: Settings, *, extra: Any = None) -> None:
    """Load the sites, say what is wrong with those that cannot be served, and serve the rest."""
    from aiohttp import web

    from tour.app import create_app
    from tour.logs import AccessLog, configure
    from tour.places import open_sites
    from tour.records import RecordsError
    from tour.settings import SettingsError

    configure(settings.log_level)
    try:
        sites, problems = open_sites(settings)
    except RecordsError as wrong:
        raise click.ClickException(str(wrong)) from None
    for problem in problems:
        click.echo(f"not served: {problem}", err=True)
    if not sites:
        raise click.ClickException("no site to serve; `tour demo` builds one, --sites DIR names a folder of site packs")
    if settings.guide == "small":
        click.echo("The small guide is for testing the machinery: it knows only English and invents freely.", err=True)
    try:
        app = create_app(settings, sites)
    except SettingsError as wrong:
        raise click.ClickException(str(wrong)) from None
    if extra is not None:
        app.cleanup_ctx.append(extra)
    try:
        web.run_app(
            app, host=settings.host, port=settings.port, access_log_class=AccessLog, shutdown_timeout=12.0,
            print=lambda _: click.echo(f"Caravanserai is open at http://{settings.host}:{settings.port}/", err=True),
        )  # fmt: skip
    except RecordsError as wrong:
        raise click.ClickException(str(wrong)) from None
    except OSError as busy:
        raise click.ClickException(
            f"cannot listen on {settings.host}:{settings.port}: {busy.strerror}; choose another with --port"
        ) from None
