"""``cluster``: begin a cluster with its first coordinator. Whoever does it sees nothing of what the cluster writes."""

import click

from ..config import Settings
from ..domain.clusters import COORDINATOR
from ..domain.errors import Conflict, Refused
from ..jobs.runner import drain
from ..resources.root import Root
from ..usecases import cluster_people
from ..usecases.acting import Act
from .opening import act_of, acting, command, opened
from .reporting import finish_jobs

LONGEST = 120


@click.command()
@command
@click.argument("name")
@click.option("--coordinator", required=True, help="Koordinatorens navn.")
@click.option(
    "--email", required=True, help="Koordinatorens mailadresse; linket til at vælge adgangskode sendes dertil."
)
@acting
def cluster(settings: Settings, name: str, coordinator: str, email: str, who: tuple[str, str]) -> None:
    """Begin a cluster of general practitioners; its coordinator gets a mail with a way in."""
    with opened(settings) as system:
        user_id = system.change(
            "cluster", lambda root: _begin(root, name.strip(), coordinator.strip(), email, act_of(system, root, who))
        )
        system.catch_up()
        finish_jobs(drain, system)
    click.echo(f"Klyngen »{name.strip()}« er oprettet. {coordinator.strip()} ({user_id}) får en mail med adgang.")


def _begin(root: Root, name: str, coordinator: str, email: str, act: Act) -> str:
    if not 0 < len(name) <= LONGEST:
        raise Refused("name", f"Skriv klyngens navn – højst {LONGEST} tegn.")
    if any(one.name.casefold() == name.casefold() for one in cluster_people.folder(root).values()):
        raise Conflict("exists", f"Der er allerede en klynge, der hedder »{name}«.")
    made = cluster_people.add_cluster(root, name, act)
    user = cluster_people.add_member(made, coordinator, email.strip(), COORDINATOR, act)
    cluster_people.give_access(made, user.user_id, act)
    return user.user_id
