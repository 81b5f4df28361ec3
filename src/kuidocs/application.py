"""The web application, put together: the ordered list of includes, then the scan."""

import atexit
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from .config import Settings
from .cooking import one_at_a_time
from .domain.errors import KuiError
from .evolve.manager import unfinished
from .forms import page
from .jobs.runner import Runner
from .services.storage import connection_for, exit_on_sigterm, working
from .system import System, open_system
from .usecases.setup import is_made

PYRAMID = {
    "tm.manager_hook": "pyramid_tm.explicit_manager",
    # The name of a user belongs in events, not in the note of a transaction.
    "tm.annotate_user": "false",
    "retry.attempts": "5",
    "pyramid.reload_templates": "false",
    "pyramid.default_locale_name": "da",
}


class NotReady(KuiError):
    """The system may not start like this."""

    status = 503


def make_application(settings: Settings) -> Any:
    """Open the system and make the application that serves it.

    Raises CannotOpen, NotReady, SealError.
    """
    system = open_system(settings)
    exit_on_sigterm()
    check_ready(system)
    system.catch_up()
    if system.settings.run_jobs:
        # What is registered last is done first: jobs end before the databases are closed.
        atexit.register(Runner(system).start().stop)
    page.warm()
    return configure(system)


def check_ready(system: System) -> None:
    """Refuse to serve a database that is not set up, or in production one whose steps are not done.

    Raises NotReady.
    """
    with working(system.db) as connection:
        made, undone = is_made(connection.root()), unfinished(connection.root())
    if not made:
        raise NotReady("not_made", "Databasen er tom. Kør »kuidocs init« med den samme ini-fil først.")
    if undone and system.settings.production:
        raise NotReady("not_evolved", f"Databasen mangler trin {undone[0]}. Kør »kuidocs evolve« først.")


def configure(system: System) -> Any:
    """Make the WSGI application of a system."""
    config = Configurator(settings=dict(PYRAMID), root_factory=lambda request: request.root_resource)
    config.registry.system = system
    config.add_request_method(lambda request: request.registry.system, "system", reify=True)
    config.add_request_method(_zodb, "zodb", reify=True)
    # First of all, so that every spec that is named after it means the same in a checkout and in a wheel.
    config.include(".assets")
    one_at_a_time()
    config.include("pyramid_chameleon")
    # The execution policy that repeats a request must be there before the transactions that it repeats.
    config.include("pyramid_retry")
    config.include("pyramid_tm")
    config.include(".security.sessions")
    config.include(".security.policy")
    # After pyramid_tm, because its tweens stand around the transaction.
    config.include(".views.tweens")
    config.include(".views.static")
    config.scan(".views")
    return config.make_wsgi_app()


def _zodb(request: Request) -> Any:
    return connection_for(request, request.system.db)
