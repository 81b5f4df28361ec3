"""``/versioner/<n>/underskrifter``: who is asked to sign a version, signing, and collecting the others' signatures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, signing
from ..domain.errors import KuiError, Refused, not_found
from ..domain.signing import LATER, LOGIN, MITID, NO_ANSWER, PAPER, REFUSED, SIGNED, WAITING, Request
from ..resources.base import new_id
from ..resources.document import Document
from ..resources.staff import Staff
from ..resources.version import Version
from ..security.permissions import Permission
from ..usecases import sealing_state, signing_links
from ..usecases import signing as asking
from ..usecases.acting import case_named
from ..usecases.signed_page import when
from .gate import demand
from .layout import BaseView
from .once_more import passkey_asked, prove
from .people import by_name, case_trail
from .presenting import Chip, chip, document_title, moment_words
from .uploads import TOO_LONG, sent_bytes

PAGE = "kuidocs:templates/pages/underskrifter.pt"
NAME = "underskrifter"
LONGEST = 4000
CHIPS = {
    SIGNED: ("state-approved", "check"),
    REFUSED: ("state-old", "minus"),
    NO_ANSWER: ("state-old", "minus"),
    signing.NOT_ASKED: ("state-old", "minus"),
    WAITING: ("state-review", "edit"),
    LATER: ("state-old", "calendar-month"),
}
FIELDS = {"day": "dag", "words": "ord", "code": "kode", "why": "hvorfor", "name": "navn", "who": "hvem"}
"""What a refusal is about, and the field that mends it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One who is asked, as the table shows it."""

    sid: str
    turn: int
    name: str
    as_what: str
    how: str
    chip: Chip
    told: str
    words: str
    artefact: str
    own: bool
    open: bool
    staff: bool
    link: str
    """Until when a link for MitID holds, in words; "" when there is none."""
    voluntary: bool


@view_defaults(context=Version, name=NAME, permission=Permission.Document.SIGN)
class SignaturesView(BaseView):
    """The page of signatures of one version."""

    context: Version

    @property
    def document(self) -> Document:
        """The document of the version."""
        found = self.context.__parent__
        assert isinstance(found, Document)
        return found

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show who has signed, and what can be done."""
        demand(self, self.context)
        self.note_read("document.signatures_viewed", self._about())
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def post(self) -> Any:
        """Do one of the acts of the page."""
        demand(self, self.context)
        wanted = self._posted("handling")
        act = ACTS.get(wanted) if not self.request.environ.get(TOO_LONG) else SignaturesView._too_long
        if act is None:
            raise not_found()
        if wanted != LOGIN and not self.request.has_permission(Permission.Document.COLLECT, self.document):
            raise HTTPForbidden()
        try:
            said = act(self)
        except KuiError as refused:
            if refused.status == 404:
                raise
            self.request.tm.doom()
            return self._again(refused)
        if isinstance(said, Response):
            return said
        return self.go(self.document, said, "versioner", str(self.context.number), NAME)

    def _too_long(self) -> str:
        raise Refused("fil", "Scanningen er for stor. Scan i sort-hvid eller med lavere opløsning, og prøv igen.")

    # The acts

    def _sign(self) -> str:
        demand(self, self.context, whole=True)
        self._act_on(
            lambda act: asking.sign(
                self.document,
                self.context,
                act,
                sid=self._posted("hvem"),
                shown=self._posted("sha256"),
                prove=lambda: prove(self, self._me(), self._posted),
            )
        )
        return "Du har skrevet under. Tid og navn står på underskriftssiden."

    def _refuse(self) -> str:
        told = {"sid": self._posted("hvem"), "day": self._posted("dag"), "words": self._posted("ord")}
        self._act_on(lambda act: asking.refuse(self.document, self.context, act, **told))
        return "Ordene er noteret. Et nej tak standser ikke noget."

    def _give_up(self) -> str:
        told = {"sid": self._posted("hvem"), "words": self._posted("ord")}
        self._act_on(lambda act: asking.give_up(self.document, self.context, act, **told))
        return "Det er noteret, at der ikke er kommet svar."

    def _scan(self) -> str:
        sent = self.request.POST.get("fil")
        most = self.system.settings.attachment_bytes
        data = sent_bytes(sent, most + 1) if hasattr(sent, "file") else b""
        if not data or len(data) > most:
            raise Refused("fil", f"Vælg den scannede side. Den må højst fylde {most // 1_000_000} MB.")
        name = str(sent.filename)[:200]
        told = {"code": self._posted("kode"), "day": self._posted("dag")}
        found: list[Request] = []
        self._act_on(
            lambda act: found.append(
                asking.take_scan(
                    self.document,
                    self.context,
                    act,
                    **told,
                    data=data,
                    name=name,
                    inspection=self.system.inspection,
                )
            )
        )
        return f"Koden hører til {found[0].signer.name}. Underskriften er noteret, og scanningen er gemt."

    def _order(self) -> str:
        parallel = self._posted("samtidig") == "ja"
        self._act_on(lambda act: asking.set_order(self.document, self.context, act, parallel=parallel))
        return "Alle kan skrive under samtidig." if parallel else "De skriver under i rækkefølge."

    def _deputy(self) -> str:
        told = {"sid": self._posted("hvem"), "name": self._posted("navn"), "why": self._posted("hvorfor")}
        self._act_on(lambda act: asking.put_in_place(self.document, self.context, act, **told))
        return f"{told['name']} kan nu skrive under."

    def _link(self) -> Response:
        """Make a link and show it, this once."""
        if self.system.signing is None:
            raise not_found()
        token = signing_links.make(self.document, self.context, self.act(), sid=self._posted("hvem"))
        address = f"{self.system.settings.base_url.rstrip('/')}/underskriv/{token}"
        return self.render(PAGE, self._page() | {"link": address, "link_to": self._posted("hvem")})

    def _take_back(self) -> str:
        signing_links.take_back(self.document, self.context, self.act(), sid=self._posted("hvem"))
        return "Linket er trukket tilbage og kan ikke bruges."

    def _act_on(self, do: Callable[[Any], Any]) -> None:
        do(self.act(self._posted("__token__")[:60]))

    # The page

    def _again(self, refused: KuiError) -> Response:
        typed = {name: self._posted(name) for name in ("handling", "hvem", "dag", "ord", "kode", "hvorfor", "navn")}
        wrong = FIELDS.get(refused.code, refused.code)
        data = self._page() | {"problem": refused.text, "wrong": True, "wrong_field": wrong, "typed": typed}
        status = 413 if self.request.environ.get(TOO_LONG) else refused.status
        return self.render(PAGE, data, status=status)

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _about(self) -> dict[str, Any]:
        document = self.document
        return {"document_id": document.id, "label": document.label, "number": self.context.number}

    def _me(self) -> Staff:
        return self.root.medarbejdere[self.identity.user_id]

    def _page(self) -> dict[str, Any]:
        document, version, case = self.document, self.context, case_named(self.document)
        found = asking.requests(document, version)
        rows = [self._row(one) for one in found]
        title = document_title(document, version.number)
        path = self.request.resource_path
        trail = [*case_trail(self, case), (path(document, "versioner", str(version.number)), title)]
        body, signed = asking.body_of(document, version), document.file(version.number, signing.FILE)
        return self.page(
            f"Underskrifter på version {version.number}",
            case=case,
            document=document,
            version=version,
            trail=trail,
            document_title=title,
            chip=chip(document.shown_state(version.number)),
            rows=rows,
            lead=_lead(rows, bool(signed)),
            sealing=sealing_state.waiting(document, version) if body is None else "",
            troubled=sealing_state.troubled(document, version),
            why=_why(case, found),
            ordered=len({one.signer.turn for one in found}) > 1,
            parallel=signing.in_parallel(document.facts, version.number),
            body=body,
            sealed_at=danish.moment(self.moment(body.sealed_at)) if body else "",
            digest=_in_fours(body.sha256[:32]) if body else "",
            signed=signed,
            collects=bool(self.request.has_permission(Permission.Document.COLLECT, document)),
            staff=sorted(p.name for p in self.root.medarbejdere.values() if p.works_on(self.clock.today())),
            asks_password=bool(self._me().password_hash),
            options=passkey_asked(self, self._me()),
            asks_code=bool(self._me().code_secret),
            has_mitid=self.system.signing is not None,
            days=signing_links.days(document, self.clock.today()),
            today=self.clock.today().isoformat(),
            token=new_id(),
            link="",
            link_to="",
            problem="",
            wrong_field="",
            typed={},
        )

    def _row(self, one: Request) -> Row:
        signer, data = one.signer, one.data
        own = signer.user_id == self.identity.user_id
        label = "Venter på dig" if own and one.state == WAITING else signing.OUTCOMES[one.state]
        css, icon = CHIPS[one.state]
        as_what = signer.as_what + (f", i stedet for {one.deputy_for}" if one.deputy_for else "")
        artefact = data.get("artefact", {}).get("id", "")
        return Row(
            sid=signer.sid,
            turn=signer.turn,
            name=signer.name,
            as_what=as_what,
            how=signing.METHODS.get(data.get("method", ""), "") or _ways(signer, self.system.signing is not None),
            chip=Chip(label, css, icon),
            told=self._told(one),
            words=str(data.get("words", "")),
            artefact=artefact,
            own=own,
            open=one.state != SIGNED and not asking.arrived(self.document, self.context, one),
            staff=bool(signer.user_id),
            link=self._link_words(one),
            voluntary=signer.voluntary,
        )

    def _link_words(self, one: Request) -> str:
        found = signing_links.current(self.document, self.context, one.signer.sid, self.clock.now())
        return moment_words(found["until"], self.clock.today()) if found else ""

    def _told(self, one: Request) -> str:
        if asking.arrived(self.document, self.context, one):
            troubled = sealing_state.troubled(self.document, self.context)
            return f"Underskriften er modtaget og {'bliver' if troubled else 'bliver lige nu'} forseglet."
        if one.answer is None:
            return ""
        at = moment_words(when(one), self.clock.today())
        by: Any = one.answer["by"]
        noted = f" Noteret af {by_name(by)}." if one.state != SIGNED and by_name(by) else ""
        code = f" Scannet og genkendt på koden {one.data['code']}." if one.data.get("code") else ""
        return f"{at[:1].upper()}{at[1:]}.{noted}{code}"


ACTS: Mapping[str, Callable[[SignaturesView], Any]] = {
    LOGIN: SignaturesView._sign,
    "nej-tak": SignaturesView._refuse,
    "intet-svar": SignaturesView._give_up,
    PAPER: SignaturesView._scan,
    "raekkefoelge": SignaturesView._order,
    "stedfortraeder": SignaturesView._deputy,
    MITID: SignaturesView._link,
    "traek-tilbage": SignaturesView._take_back,
}


def _ways(signer: signing.Signer, has_mitid: bool) -> str:
    ways = [signing.METHODS[way] for way in signer.methods if way != MITID or has_mitid]
    return " eller ".join(ways).replace("Papir", "papir") if len(ways) > 1 else ways[0]


def _in_fours(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _lead(rows: list[Row], signed: bool) -> tuple[str, str]:
    """Say in a heading and a sentence where it stands."""
    waiting = [row for row in rows if row.chip.label.startswith("Venter")]
    yes, no = _count(rows, "Underskrevet"), len(rows) - len(waiting) - _count(rows, "Underskrevet")
    told = f"{danish.number(yes).capitalize()} har skrevet under."
    if no:
        told = f"{told} {danish.number(no).capitalize()} har sagt nej tak eller ikke svaret."
    calm = "Et nej tak bliver noteret og standser ikke noget."
    if not rows:
        return "Ingen skal skrive under", "Denne slags dokument er færdigt, når det er godkendt."
    if not waiting:
        file = "Det underskrevne dokument er forseglet og ligger nedenfor."
        return "Alle har svaret", f"{told} {file if signed else 'Det underskrevne dokument bliver lavet lige nu.'}"
    if len(waiting) == 1 and waiting[0].own:
        return "Kun din underskrift mangler", f"{told} {calm} Når du har skrevet under, får dokumentet kommunens segl."
    names = danish.listed([row.name for row in waiting])
    return (
        f"Venter på {danish.count(len(waiting), 'underskrift', 'underskrifter')}",
        f"{told} Der mangler {names}. {calm}",
    )


def _count(rows: list[Row], label: str) -> int:
    return sum(row.chip.label == label for row in rows)


def _why(case: Any, found: tuple[Request, ...]) -> str:
    """Say why these are asked."""
    roles = {one.signer.role for one in found}
    parts = []
    if signing.YOUNG in roles:
        parts.append(f"{case.person.called} spørges selv.")
    if signing.CUSTODY in roles:
        parts.append("Alle med forældremyndighed spørges, fordi den unge er under 18 år.")
    if any(one.signer.voluntary for one in found):
        parts.append("For den unge og familien betyder det »har læst«. Det er frivilligt.")
    if signing.COORDINATOR in roles:
        parts.append("Plankoordinatoren skriver under til sidst.")
    return " ".join(parts)
