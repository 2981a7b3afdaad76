"""`tour admin`: the first operator, invitations, links and tokens from the machine itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import click

from tour.commands.options import data_option, print_json, settings_from
from tour.commands.records import giver
from tour.settings import Settings

T = TypeVar("T")

ROLES = click.Choice(["translator", "curator", "reviewer", "operator"])


@click.group()
def admin() -> None:
    """Who works in this house: make accounts, invite, hand out links and tokens.

    Whoever may run this on the machine may do all of it; the server may be running meanwhile.

    \b
        tour admin create anna                          the first operator, with a one-time link
        tour admin invite --site colosseum -r curator   a link for somebody to choose a name and a password
        tour admin list
    """


def site_option(command: Callable[..., T]) -> Callable[..., T]:
    """`--site`, by default the whole house."""
    return click.option("--site", default="*", help="At this site only; by default in the whole house.")(command)


def roles_option(*default: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """`--role`, as often as wanted."""
    shown = "every role" if len(default) > 1 else "none"
    return click.option(
        "--role", "-r", "roles", type=ROLES, multiple=True, default=default, show_default=shown,
        help="A role; may be given more than once.",
    )  # fmt: skip


@admin.command()
@click.argument("login")
@click.option("--name", help="What people call them; by default the login.")
@click.option("--language", default="en", help="The language they read.")
@roles_option("translator", "curator", "reviewer", "operator")
@site_option
@data_option
def create(login: str, name: str | None, language: str, roles: tuple[str, ...], site: str, **given: Any) -> None:
    """Make an account for LOGIN and print the one-time link with which they sign in and choose a password."""
    from tour.people import memberships
    from tour.people.first import create as make

    settings, wanted = settings_from(**given), memberships.checked(roles)
    with _house(settings) as write:
        secret = write(
            make, login, name or login, _now(), language=language, site=_site(site), roles=wanted, by=giver()
        )
    _print_link(settings, "sign-in", secret, "Good once, for 24 hours.")


@admin.command()
@click.argument("login")
@data_option
def link(login: str, **given: Any) -> None:
    """Print a one-time link for LOGIN, who has forgotten their password or lost their telephone."""
    from tour.people import links
    from tour.people.first import by_login

    settings = settings_from(**given)
    with _house(settings) as write:
        secret = write(lambda connection: links.make(connection, by_login(connection, login).id, _now(), by=giver()))
    _print_link(settings, "sign-in", secret, "Good once, for 24 hours.")


@admin.command()
@roles_option()
@click.option("--note", "remark", default="", help="For whom it is.")
@site_option
@data_option
def invite(roles: tuple[str, ...], remark: str, site: str, **given: Any) -> None:
    """Print a link with which somebody makes their own account."""
    from tour.people import invitations, memberships

    settings, wanted = settings_from(**given), memberships.checked(roles)
    with _house(settings) as write:
        _, secret = write(invitations.invite, _site(site), wanted, _now(), by=giver(), remark=remark[:200])
    _print_link(settings, "invitation", secret, "Good once, for 7 days.")


@admin.command()
@click.argument("login")
@click.option("--label", default="made by tour admin", help="What it is for.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long it is good for.")
@click.option("--write/--read-only", default=False, help="Whether it may also change things.", show_default=True)
@roles_option()
@site_option
@data_option
def token(login: str, label: str, days: int, write: bool, roles: tuple[str, ...], site: str, **given: Any) -> None:
    """Print a token with which a program acts for LOGIN, with some of their roles."""
    from tour.people import memberships, tokens
    from tour.people.first import by_login

    def make(connection: Any) -> str:
        person, good_for = by_login(connection, login).id, timedelta(days=days)
        return tokens.make(
            connection, person, label[:80], _site(site), memberships.checked(roles), _now(),
            reads_only=not write, good_for=good_for, by=giver(),
        )[1]  # fmt: skip

    with _house(settings_from(**given)) as change:
        secret = change(make)
    click.echo(secret)
    click.echo(f"Good for {days} days. It is not shown again.", err=True)


@admin.command("list")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@data_option
def list_people(as_json: bool, **given: Any) -> None:
    """Everybody with an account, and their roles."""
    from tour.routes.studio.describing import everybody

    with _house(settings_from(**given)) as write:
        people = write(everybody)
    if as_json:
        print_json(people)
        return
    for person in people:
        held = "; ".join(f"{_place(site)}: {', '.join(roles)}" for site, roles in person.roles.items())
        state = "closed" if person.closed else (person.signed_in or "never")[:10]
        click.echo(f"{person.login:24} {state:10}  {held or 'no roles'}")
    if not people:
        click.echo("Nobody yet. tour admin create LOGIN makes the first operator.", err=True)


@contextmanager
def _house(settings: Settings) -> Iterator[Any]:
    from tour.people.refusal import Refusal
    from tour.records import Records, RecordsError
    from tour.records.records import FILE

    try:
        with Records.open_now(settings.data / FILE) as records:
            yield records.write
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from None
    except RecordsError as wrong:
        raise click.ClickException(str(wrong)) from None


def _print_link(settings: Settings, word: str, secret: str, remark: str) -> None:
    from tour.people.first import studio_link

    click.echo(studio_link(settings, word, secret))
    click.echo(remark, err=True)


def _site(site: str) -> str:
    from tour.people.roles import SITE

    if site != "*" and not SITE.fullmatch(site):
        raise click.UsageError(f"--site {site!r}: the id of a site is needed: letters a to z, digits and -")
    return site


def _place(site: str) -> str:
    return "everywhere" if site == "*" else site


def _now() -> datetime:
    return datetime.now(UTC)
