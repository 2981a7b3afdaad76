"""`tour serve`: the server, until somebody stops it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tour.commands.options import guide_options, lan_options, settings_from, sites_option
from tour.settings import Settings

if TYPE_CHECKING:
    from aiohttp import web

    from tour.lan.network import Network


def server_options(command: Any) -> Any:
    """`--host`, `--port`, `--voices`, `--edge-tts`, `--log-level`, and those of `--lan`."""
    for option in (
        click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]), help="How much to log."),
        click.option("--edge-tts/--no-edge-tts", default=None, help="Allow online voices: words leave the house."),
        click.option("--voices", help="Voice engines by preference, separated by commas."),
        click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes any free one."),
        click.option("--host", help="Address to listen on."),
    ):
        command = option(command)
    return lan_options(command)


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
        tour serve --lan --lan-name museum               headsets and phones at https://museum.local:8443
        tour serve --sites ./my-sites --model none        captions and curated text only
    """
    settings = settings_from(sites, **given)
    start(settings)


def start(settings: Settings, *, extra: Any = None) -> None:
    """Load the sites, say what is wrong with those that cannot be served, and serve the rest."""
    from tour.app import create_app
    from tour.lan import LanError, network_of
    from tour.logs import configure
    from tour.places import open_sites
    from tour.records import RecordsError
    from tour.settings import SettingsError

    configure(settings.log_level)
    try:
        network = network_of(settings)
        sites, problems = open_sites(settings)
    except (RecordsError, LanError) as wrong:
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
    app.on_startup.append(_freeze)
    try:
        _run(app, settings, network)
    except (RecordsError, LanError) as wrong:
        raise click.ClickException(str(wrong)) from None
    except OSError as busy:
        raise click.ClickException(
            f"cannot listen on {settings.host}:{settings.port}: {busy.strerror}; choose another with --port"
        ) from None


async def _freeze(_: "web.Application") -> None:
    """Leave what stays for good (sites, facts, code) out of every later search for garbage: it holds all up."""
    import gc

    gc.collect()
    gc.freeze()


def _run(app: "web.Application", settings: Settings, network: "Network | None") -> None:
    from tour.serving import serve as serve_until_stopped

    def told(url: str) -> None:
        click.echo(_opened(settings, network, url), err=True)

    serve_until_stopped(app, settings, network, told)


def _opened(settings: Settings, network: "Network | None", url: str) -> str:
    if network is None:
        return f"Caravanserai is open at {url}"
    from tour.lan.telling import opened

    return opened(network, url, studio=settings.lan_studio)
