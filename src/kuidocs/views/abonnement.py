"""``/kalender/<secret>.ics``: a calendar for other programs, which have no session. Anybody who knows the address may
read it, so it tells nobody's name, and every address that is nobody's answers the same."""

from datetime import timedelta

from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ..resources.kalender import Subscription
from ..security import addresses
from ..usecases import subscriptions

NOBODYS = "Der er ingen kalender på denne adresse. Lav en ny adresse under Kalender i kuidocs."
TOO_OFTEN = "Der er spurgt for mange gange. Prøv igen senere."
KEPT_NOWHERE = "no-store, private"


@view_config(context=Subscription, permission=NO_PERMISSION_REQUIRED, require_csrf=False)
def subscription(context: Subscription, request: Request) -> Response:
    """Give the calendar to whoever knows the address; nothing here looks at sessions or sets a cookie."""
    root, system = request.root_resource, request.system
    person = addresses.owner(root.medarbejdere.values(), context.secret)
    if wait := addresses.wait(system.state.throttle, person, request.client_addr or ""):
        return _plain(429, TOO_OFTEN, wait)
    if person is None or request.method not in ("GET", "HEAD"):
        return _plain(404, NOBODYS)
    now, told = system.clock.now(), system.settings
    rooms = root.organisation.known_rooms(told.meeting_rooms)
    found = subscriptions.entries(root, system.index, person, now, rooms=rooms, base_url=told.base_url)
    file = system.calendar.feed(found, organizer=told.mail_from, at=now)
    response = Response(file, content_type="text/calendar", charset="utf-8", cache_control=KEPT_NOWHERE)
    response.content_disposition = 'attachment; filename="kuidocs.ics"'
    return response


def _plain(status: int, text: str, wait: timedelta = timedelta()) -> Response:
    response = Response(text, status=status, content_type="text/plain", charset="utf-8", cache_control=KEPT_NOWHERE)
    if wait:
        response.retry_after = max(1, int(wait.total_seconds()))
    return response
