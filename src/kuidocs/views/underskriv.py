"""``/underskriv``: the one page for citizens (D19). It shows one PDF, to the one who is asked, and nothing else."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ..domain.errors import KuiError, NotAllowed, Refused, not_found
from ..domain.signing import REFUSED, SIGNED
from ..resources.underskriv import DOOR, SigningDoor, SigningVisit
from ..security.sessions import SessionCsrf
from ..services import checking
from ..services.checking import Broken, Offered, Returned, alone, parted, returned
from ..services.pdf.api import SIGNING
from ..services.signing import SigningServer
from ..services.state import Limit
from ..usecases import signing_links as links
from ..usecases.printing import job_for
from ..usecases.signing_links import Errand
from .layout import shell
from .presenting import document_title
from .tweens import CSP

PAGE = "kuidocs:templates/pages/underskriv.pt"
COOKIE = "kuidocs_underskriv"
TRIES = Limit(40, timedelta(minutes=15))
"""How often an address may ask for links; a link is not guessed, but a busy library may be behind one address."""
STARTS = Limit(10, timedelta(minutes=15))
"""How often one link may be begun with."""
LATER = "Der har været for mange forsøg. Vent et kvarter, og prøv igen."
WRONG = {
    checking.OTHER_FILE: "Det, der kom tilbage fra MitID, er ikke det dokument, du blev vist.",
    checking.NOT_SIGNED: "Det, der kom tilbage fra MitID, er ikke skrevet rigtigt under.",
    checking.MORE: "Det, der kom tilbage fra MitID, er ændret på andre måder end med en underskrift.",
    checking.NOT_KNOWN: "Vi kender ikke den, der har udstedt underskriften, eller dens certifikat gælder ikke nu.",
    checking.BROKEN: "Det, der kom tilbage fra MitID, kan ikke læses.",
}
DONE = {
    SIGNED: "Tak. Din underskrift er modtaget. Du behøver ikke gøre mere.",
    REFUSED: "Dine ord er skrevet ned. Du behøver ikke gøre mere.",
}
AGAIN = "Vi har ikke gemt det, og intet er ændret. Prøv igen, eller bed kommunen om at få dokumentet på papir."
OTHER_SIGNED = "Underskriften er en andens end den, der er bedt om at skrive under."
OVER = "Der gik for lang tid, eller siden er åbnet i en anden browser. Begynd igen med det link, du fik."


class CitizenPage:
    """What the views of the door share. Nobody is logged in here."""

    def __init__(self, context: Any, request: Request) -> None:
        self.context, self.request = context, request
        self.system, self.clock, self.root = request.system, request.system.clock, request.root_resource

    @property
    def server(self) -> SigningServer:
        """The signing server; without one there are no links."""
        if self.system.signing is None:
            raise not_found()
        return self.system.signing

    @property
    def secret(self) -> str:
        """The secret of this browser's visit."""
        return self._cookie()[0]

    def _cookie(self) -> tuple[str, str]:
        """Return the secrets of the visit and of the link that it came by, as this browser keeps them."""
        try:
            secret, _, token = str(self.request.cookies.get(COOKIE, ""))[:200].partition(".")
        except UnicodeDecodeError:
            return "", ""
        return secret, token

    def count(self, key: str, limit: Limit) -> None:
        """Count an attempt.

        Raises Refused.
        """
        if self.system.state.throttle.attempt(f"underskriv:{key}", limit):
            error = Refused("wait", LATER)
            error.status = 429
            raise error

    def page(self, *, status: int = 200, **data: Any) -> Response:
        """Render the page. A form of it leads on to the signing server, which the policy must name."""
        told = {"step": "", "problem": "", "text": "", "found": None, "wrong_field": "", "typed": "", "token": ""}
        if data.get("found") or data.get("step") == "log-in":
            told["csrf"] = SessionCsrf().get_csrf_token(self.request)
        response = render_to_response(PAGE, shell(self.request, "Læs og skriv under") | told | data, self.request)
        response.status_int = status
        where = urlsplit(self.system.settings.signing_server)
        also = f" {where.scheme}://{where.netloc}" if where.netloc else ""
        response.headers["Content-Security-Policy"] = CSP.replace("form-action 'self'", f"form-action 'self'{also}")
        return response

    def refused(self, error: KuiError, **data: Any) -> Response:
        """Say why it did not go, and keep what else was done, such as the event that tells of it."""
        return self.page(status=error.status, step="stop", problem=error.text, **data)

    def address(self, *names: str) -> str:
        """Return an address of ours as others must know it."""
        return "/".join((self.system.settings.base_url.rstrip("/"), "underskriv", *names))

    def onward(self, address: str, secret: str = "") -> Response:
        """Send the browser on."""
        response = Response(status=303, location=address)
        if secret:
            production = self.system.settings.production
            kept = {"path": "/underskriv", "httponly": True, "secure": production, "samesite": "Lax"}
            response.set_cookie(
                COOKIE, f"{secret}.{self.context.secret}", max_age=int(links.VISIT.total_seconds()), **kept
            )
        return response

    def done(self, link: str = "") -> Response | None:
        """Say again what came of this browser's visit, when it is over."""
        found = links.outcome(self.root, self.secret, self.clock.now(), link)
        return self.page(step="done", text=DONE[found]) if found else None

    def visited(self) -> tuple[dict[str, Any], Errand]:
        """Return what this browser is doing, and for whom.

        Raises Refused.
        """
        found = links.visit(self.root, self.secret, self.clock.now())
        if found is None:
            raise Refused("over", OVER)
        return found, links.errand(self.root, found["link"], self.clock.now())


@view_config(context=SigningVisit, permission=NO_PERMISSION_REQUIRED)
class VisitView(CitizenPage):
    """A link, or what somebody took for one."""

    context: SigningVisit

    def __call__(self) -> Response:
        """Show the way to MitID; to the right one, the document; and do what he or she asks for."""
        try:
            _ = self.server
            if over := self.done(self.context.hash):
                return over
            self.count(f"address:{self.request.client_addr}", TRIES)
            found = links.errand(self.root, self.context.hash, self.clock.now())
        except KuiError as error:
            return self.refused(error)
        if self.request.method == "POST":
            return self._post(found)
        return self._shown(found)

    def _mine(self, found: Errand) -> dict[str, Any] | None:
        """Return this browser's visit, when the right person has shown who he or she is."""
        seen = links.visit(self.root, self.secret, self.clock.now())
        return seen if seen and seen["link"] == found.link and seen["step"] in ("reading", "sign") else None

    def _shown(self, found: Errand, **data: Any) -> Response:
        if self._mine(found) is None:
            return self.page(step="log-in", token=self.context.secret, **data)
        title = document_title(found.document, found.version.number)
        told: dict[str, Any] = {"step": "read", "found": found, "document_title": title, "token": self.context.secret}
        return self.page(**(told | data))

    def _post(self, found: Errand) -> Response:
        wanted = self.request.POST.get("handling", "")
        acts = {"log-ind": self._begin, "skriv-under": self._sign, "nej-tak": self._decline}
        if wanted not in acts:
            raise not_found()
        try:
            return acts[str(wanted)](found)
        except KuiError as error:
            self.request.tm.doom()
            words = str(self.request.POST.get("ord", ""))[:4000].replace("\r\n", "\n")
            return self._shown(
                found, status=error.status, problem=error.text, wrong_field=error.code, typed=words, wrong=True
            )

    def _begin(self, found: Errand) -> Response:
        """Send the citizen to MitID."""
        self.count(f"link:{found.link}", STARTS)
        number = self.server.begin()
        secret = links.begin_visit(self.root, found, self.clock, number)
        return self.onward(self.server.identify_address(number, self.address("retur")), secret)

    def _sign(self, found: Errand) -> Response:
        """Offer the document to the signing server, and send the citizen there."""
        if self._mine(found) is None:
            raise Refused("over", OVER)
        self.count(f"link:{found.link}", STARTS)
        number, pdf = self.server.begin(), offered(self.system, found)
        digest = sha256(pdf).hexdigest()
        key = links.offer(self.root, self.secret, found, self.clock, number, digest, len(pdf))
        return self.onward(self.server.sign_address(number, self.address(key, "fil"), self.address("retur")))

    def _decline(self, found: Errand) -> Response:
        """Write down a no, thank you."""
        if self._mine(found) is None:
            raise Refused("over", OVER)
        words = str(self.request.POST.get("ord", ""))[:4000].replace("\r\n", "\n")
        links.decline(self.root, self.secret, found, self.clock, words)
        return self.page(step="done", text=DONE[REFUSED])


def offered(system: Any, found: Errand) -> bytes:
    """Make the copy that one citizen signs; it is made again each time and is always the same."""
    return system.pdf.render(job_for(found.version, SIGNING))


@view_config(context=SigningVisit, name="dokument", permission=NO_PERMISSION_REQUIRED, request_method="GET")
class DocumentView(CitizenPage):
    """The PDF, for the one who is asked."""

    context: SigningVisit

    def __call__(self) -> Response:
        """Give the PDF to the browser in which the right person has shown who he or she is."""
        seen, found = self.visited()
        if found.link != self.context.hash or seen["step"] not in ("reading", "sign"):
            raise not_found()
        response = Response(offered(self.system, found), content_type="application/pdf")
        response.content_disposition = 'inline; filename="dokument.pdf"'
        return response


@view_config(context=SigningVisit, name="fil", permission=NO_PERMISSION_REQUIRED, request_method="GET")
class OfferView(CitizenPage):
    """The PDF, for the signing server, once."""

    context: SigningVisit

    def __call__(self) -> Response:
        """Give the PDF that was offered under this secret."""
        found = links.take_offer(self.root, self.context.hash, self.clock)
        return Response(offered(self.system, found), content_type="application/pdf")


@view_config(context=SigningDoor, name="retur", permission=NO_PERMISSION_REQUIRED, request_method="GET")
class ReturnView(CitizenPage):
    """Where the signing server sends the citizen back to."""

    def __call__(self) -> Response:
        """Take in who somebody is, or what he or she has signed."""
        try:
            server = self.server
            if over := self.done():
                return over
            seen, found = self.visited()
            if seen["step"] == "identify":
                return self._identified(server, seen, found)
            if seen["step"] == "sign":
                return self._signed(server, seen, found)
        except KuiError as error:
            return self.refused(error)
        return self.refused(Refused("over", OVER))

    def _identified(self, server: SigningServer, seen: dict[str, Any], found: Errand) -> Response:
        citizen = server.citizen(seen["errand"])
        links.identified(self.root, self.secret, found, citizen, self.clock)
        return self.onward(self.request.resource_path(self.root, DOOR, self._cookie()[1]))

    def _signed(self, server: SigningServer, seen: dict[str, Any], found: Errand) -> Response:
        pdf = server.signed(seen["errand"])
        offer = Offered(seen["sha256"], seen["length"], self.clock.now())
        trusted = parted(self.system.settings.signing_server_trust.read_bytes())
        try:
            told = alone(returned, pdf, offer, trusted)
        except Broken:
            told = Returned(checking.BROKEN)
        if told.code != checking.SIGNED:
            raise Refused("file", f"{WRONG[told.code]} {AGAIN}")
        if not links.same_name(told.name, found.request.signer.name):
            raise NotAllowed("person", f"{OTHER_SIGNED} {AGAIN}")
        links.receive(self.root, self.secret, found, self.clock, pdf)
        return self.page(step="done", text=DONE[SIGNED])
