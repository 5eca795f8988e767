"""`quanxun …`: the command line."""

from typing import Any

import click
from flask import current_app
from flask.cli import FlaskGroup
from flask_migrate import upgrade

from app import access, create_app, messages, retention
from app.accounts import operations as accounts
from app.accounts import queries as people
from app.accounts import roles as table_of_roles
from app.accounts.models import Person
from app.backup.cli import backup, epoch, restore
from app.changes import epochs
from app.config import Settings
from app.database import db
from app.deposit.cli import office_key, rescue
from app.errors import DomainError
from app.messages import message
from app.organisations import operations as organisations
from app.organisations import queries as tree
from app.photos.cli import photos
from app.reviews import following
from app.reviews.cli import follow_all, reviews
from app.zones.cli import zones


class Group(FlaskGroup):
    """Domain errors end a command with their words instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise click.ClickException(" ".join(message(error.code, "en", **error.values))) from error


@click.group(cls=Group, create_app=create_app, add_default_commands=True, add_version_option=False)
def main() -> None:
    """Quanxun 犬巡: city dog management in the field."""


main.add_command(zones)
main.add_command(photos)
main.add_command(reviews)
main.add_command(backup)
main.add_command(restore)
main.add_command(epoch)
main.add_command(rescue)
main.add_command(office_key)


def settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


@main.command()
def migrate() -> None:
    """Bring the database up to date and load the tree of organisations."""
    upgrade()
    epochs.ensure(access.now())
    count = organisations.load_tree()
    db.session.commit()
    if following.behind():
        click.echo(f"work list of reviews: {follow_all()}")
    click.echo(f"database up to date, {count} organisations")


@main.command()
def demo() -> None:
    """Load the demonstration: zones, people, a week of records. Development only; again changes nothing."""
    from app.demo import load

    if settings().production:
        raise click.ClickException("there are no demo accounts in production (APP_ENV=production)")
    click.echo(load(settings()))


@main.command("create-admin")
@click.option("--username", prompt=True)
@click.option("--name", prompt=True)
@click.option("--organisation", prompt="Code of the organisation (330400 = 嘉兴市)", help="e.g. 330400")
def create_admin(username: str, name: str, organisation: str) -> None:
    """The first administrator; prints a one-time password."""
    _create(username, name, ("administrator",), organisation)


@main.group("people")
def people_group() -> None:
    """People: create, move, disable, one-time passwords."""


@people_group.command("create")
@click.argument("username")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True)
@click.option("--organisation", required=True)
def create(username: str, name: str, roles: tuple[str, ...], organisation: str) -> None:
    """A new person; prints a one-time password."""
    _create(username, name, roles, organisation)


def _create(username: str, name: str, roles: tuple[str, ...], organisation: str) -> None:
    node = tree.within("/", organisation)
    hours = settings().one_time_password_hours
    _, password = accounts.create_person(username, name, roles, node, by=None, at=access.now(), hours=hours)
    db.session.commit()
    click.echo(f"one-time password of {username}, good for {hours} h: {password}")


def _person(username: str) -> Person:
    found = people.by_username(username)
    if found is None:
        raise click.ClickException(f"there is no account {username}")
    return found


@people_group.command("change")
@click.argument("username")
@click.option("--name")
@click.option("--role", "roles", multiple=True)
@click.option("--organisation", help="Move to this organisation.")
@click.option("--disable/--enable", "disabled", default=None)
def change(
    username: str, name: str | None, roles: tuple[str, ...], organisation: str | None, disabled: bool | None
) -> None:
    """Rename, give roles, move, disable or enable."""
    accounts.update_person(
        _person(username),
        by=None,
        at=access.now(),
        name=name,
        roles=roles or None,
        organisation=tree.within("/", organisation) if organisation else None,
        active=None if disabled is None else not disabled,
    )
    db.session.commit()


@people_group.command("one-time-password")
@click.argument("username")
def one_time_password(username: str) -> None:
    """A new one-time password; the person's sessions end."""
    person = _person(username)
    hours = settings().one_time_password_hours
    password = accounts.reset_password(person, by=None, at=access.now(), hours=hours)
    db.session.commit()
    click.echo(f"one-time password of {username}, good for {hours} h: {password}")


@people_group.command("devices")
@click.argument("username")
@click.option("--revoke", metavar="ID", help="Revoke this phone.")
def devices(username: str, revoke: str | None) -> None:
    """The phones of a person; revoke a lost one, for everybody who shares it."""
    person = _person(username)
    for device in people.devices_of(person.id):
        if device.id == revoke:
            at, branch = access.now(), person.organisation.path
            accounts.revoke_device(device, "command line", of="/", by=None, at=at, branch=branch)
        revoked = "revoked" if people.revoked_at([device.id], person.organisation.path) else ""
        click.echo(f"{device.id}  {device.name}  last seen {device.last_seen_at:%Y-%m-%d %H:%M}  {revoked}")
    db.session.commit()


@main.group("teams")
def teams_group() -> None:
    """Teams: create, add and remove members."""


@teams_group.command("create")
@click.argument("name")
@click.option("--organisation", required=True)
@click.option("--member", "members", multiple=True, help="Account name.")
def create_team(name: str, organisation: str, members: tuple[str, ...]) -> None:
    """A new team with its members."""
    at = access.now()
    team = accounts.create_team(name, tree.within("/", organisation), by=None, at=at)
    for username in members:
        accounts.add_member(team, _person(username), by=None, at=at)
    db.session.commit()
    click.echo(f"team {team.id}")


@main.command()
def roles() -> None:
    """Print the permission table as docs/roles.md."""
    click.echo(table_of_roles.markdown(), nl=False)


@main.command()
def codes() -> None:
    """Print the codes of errors as docs/errors.md."""
    click.echo(messages.markdown(), nl=False)


@teams_group.command("change")
@click.argument("name")
@click.option("--organisation", required=True, help="Where the team is.")
@click.option("--add", "added", multiple=True, help="Account name.")
@click.option("--remove", "removed", multiple=True, help="Account name.")
@click.option("--close/--open", "closed", default=None)
def change_team(
    name: str, organisation: str, added: tuple[str, ...], removed: tuple[str, ...], closed: bool | None
) -> None:
    """Add and remove members, close or open a team."""
    at = access.now()
    team = next(iter(tree.teams(tree.within("/", organisation).path, name=name)), None)
    if team is None:
        raise click.ClickException(f"there is no team {name} in {organisation}")
    for username in added:
        accounts.add_member(team, _person(username), by=None, at=at)
    for username in removed:
        accounts.remove_member(team, _person(username), by=None, at=at)
    accounts.update_team(team, by=None, at=at, active=None if closed is None else not closed)
    db.session.commit()


@main.command()
def expire() -> None:
    """Delete what has had its time: keepers, tracks, settled items of the quarantine, abandoned uploads. Run it every day.

    What cannot be done stops nothing else; it is told at the end, which is then 1.
    """
    done = retention.run(settings(), access.now())
    click.echo(
        "{keepers} keepers and {tracks} tracks deleted, {settled} settled items of the quarantine, "
        "{uploads} abandoned uploads".format_map(done.counts)
    )
    if done.faults:
        raise click.ClickException("; ".join(done.faults))


if __name__ == "__main__":
    main()
