"""`tour kiosk`: a screen's browser, started again when its page has died."""

import signal
from types import FrameType

import click


@click.command(context_settings={"allow_interspersed_args": False})
@click.option(
    "--patience",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    help="Seconds that the page may be silent.",
)
@click.argument("url")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def kiosk(patience: float, url: str, command: tuple[str, ...]) -> None:
    """Show the kiosk at URL with the browser COMMAND, and start it again when the page has died.

    A page whose tab crashed cannot mend itself, and its browser runs on. A kiosk that lives asks the house every
    twenty seconds; when the house has not heard of the one on this machine for --patience, the browser is ended and
    started again. While the house itself does not answer, the browser is left alone. URL is given to COMMAND last.
    Ends when the browser ends by itself, with its status.

    \b
        tour kiosk http://localhost:8080/kiosk/colosseum chromium --kiosk --incognito
    """
    from tour.kiosk.watching import asking, watch

    try:
        ask = asking(url)
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None
    signal.signal(signal.SIGTERM, _leave)
    try:
        status = watch([*command, url], ask, patience, lambda said: click.echo(said, err=True))
    except OSError as wrong:
        raise click.ClickException(f"{command[0]}: {wrong.strerror}") from None
    raise SystemExit(status if status >= 0 else 128 - status)


def _leave(_: int, __: FrameType | None) -> None:
    """The browser is ended on the way out."""
    raise SystemExit(0)
