"""``/sager/<case_no>/bilag``: papers, drawings and letters as files: the list, putting in, opening, taking out."""

from collections.abc import Mapping
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import attachments
from ..domain.attachments import FileRefused
from ..domain.errors import KuiError, not_found
from ..domain.whole_numbers import whole
from ..forms.shipped.vocabularies import INFORMATION_TYPE
from ..resources.attachments import Attachment, AttachmentFolder
from ..resources.base import new_id
from ..resources.case import Case, case_of
from ..security.permissions import Permission
from ..usecases import attaching
from ..usecases.acting import file_subject
from .attachment_list import items, left_out, place_of, places
from .errors import wants_data
from .gate import demand_file
from .layout import BaseView
from .people import case_trail, sees
from .uploads import FILES_AT_ONCE, FILES_IN_ALL, TOO_LONG, sent_bytes

PAGE = "kuidocs:templates/pages/bilag.pt"
PICTURE = "kuidocs:templates/pages/bilag_billede.pt"
SEALED_OFF = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy of a file from outside: it may load nothing, run nothing, and be framed nowhere."""
FIELDS = {"slags": "kind", "fra": "given_by", "modtaget": "received", "titel": "title", "emne": "information_type"}
"""The fields of the form and what they are called inside."""
WRONG_FIELDS = {inside: field for field, inside in FIELDS.items()} | {"twin": "fil"}
"""Why a file was refused: the field that mends it; all else is about the file."""


class AttachmentPage(BaseView):
    """What the page with its form and its list is made of."""

    @property
    def case(self) -> Case:
        """The case that the page is about."""
        case = case_of(self.context)
        assert case is not None, "attachments lie in a case"
        return case

    def posted(self, name: str, most: int = 2000) -> str:
        """Return a typed field as text."""
        found = self.request.POST.get(name, "")
        return found[:most].replace("\r\n", "\n") if isinstance(found, str) else ""

    def old(self, id: str) -> Attachment | None:
        """Return the attachment that is to be replaced, when there is one.

        Raises NotAllowed for one that may not be read.
        """
        found = self.case.bilag.get(id)
        if found is not None:
            demand_file(self, self.case, found)
        return found

    def list_page(self, typed: Mapping[str, str], **more: Any) -> dict[str, Any]:
        """Gather the page: the form with what was typed, and the list."""
        case, settings = self.case, self.system.settings
        found = case.bilag.in_order()
        data = {
            "case": case,
            "trail": case_trail(self, case),
            "writer": bool(self.request.has_permission(Permission.Attachment.WRITE, case)),
            "items": items(self, case, [one for one in found if not one.withdrawn]),
            "gone": items(self, case, [one for one in found if one.withdrawn]),
            "left_out": left_out(self, case, found),
            "replaced": self.old(typed.get("erstatter", "")),
            "typed": typed,
            "kinds": attachments.KINDS.values(),
            "givers": attachments.GIVERS.items(),
            "places": self._places(typed.get("sted", "")),
            "topics": INFORMATION_TYPE.labels.items(),
            "accept": attachments.ACCEPT,
            "taken": attachments.TAKEN,
            "most": attachments.size_words(settings.attachment_bytes),
            "most_in_all": attachments.size_words(FILES_IN_ALL * settings.attachment_bytes),
            "most_bytes": settings.attachment_bytes,
            "most_files": FILES_AT_ONCE,
            "today": self.clock.today().isoformat(),
            "token": new_id(),
            "problems": [],
            "done": [],
            "wrong_field": "",
            "changing": "",
            "asked": bool(typed.get("sted") or typed.get("slags") or typed.get("erstatter")),
        }
        return self.page("Bilag", **(data | more))

    def _places(self, chosen: str) -> list[tuple[str, str]]:
        """List the places; an older version that the form came from is one of them."""
        found = list(places(self.case))
        if chosen not in dict(found) and chosen.startswith("dokument:"):
            label, _, number = chosen.removeprefix("dokument:").rpartition(":")
            document = self.case.dokumenter.children.get(label)
            if document is not None and document.version(whole(number) or 0):
                found.append((chosen, f"{document.label}, version {number}"))
        return found


@view_defaults(context=AttachmentFolder)
class AttachmentsView(AttachmentPage):
    """The list, and putting in."""

    @view_config(request_method="GET", renderer=PAGE, permission=Permission.Attachment.LIST)
    def show(self) -> dict[str, Any]:
        """Show all attachments; an address may say what the form begins with."""
        self.note_read("case.viewed", {"part": "attachments"})
        typed = {name: str(self.request.GET.get(name, ""))[:80] for name in ("slags", "sted", "fra", "erstatter")}
        if old := self.old(typed["erstatter"]):
            typed |= {"slags": old.kind, "fra": old.given_by, "titel": old.title, "emne": old.information_type}
            typed["sted"] = _written(old.about)
        return self.list_page({"modtaget": self.clock.today().isoformat()} | typed)

    @view_config(request_method="POST", renderer=PAGE, permission=Permission.Attachment.WRITE)
    def add(self) -> Any:
        """Put files in; each is answered for itself."""
        done: list[str] = []
        problems: list[tuple[str, str, str]] = []
        status = 422
        for place, (name, data) in enumerate(self._files(problems)):
            try:
                done.append(self._attach(place, name, data).title)
            except KuiError as refused:
                status = self._judged(refused)
                problems.append((_shown(name), refused.text, WRONG_FIELDS.get(refused.code, "fil")))
        if problems or not done:
            if self.request.environ.get(TOO_LONG):
                status = 413
            return self._again(problems, done, status)
        return self._thanks(done)

    def _files(self, problems: list[tuple[str, str, str]]) -> list[tuple[str, bytes]]:
        """Return the files that were sent, with the names that they came with."""
        most, sent = self.system.settings.attachment_bytes, self.request.POST.getall("fil")
        files = [one for one in sent if hasattr(one, "file")]
        if self.request.environ.get(TOO_LONG):
            text = (
                f"Det, du sendte, er for stort. En fil må højst fylde {attachments.size_words(most)}, og i alt må du "
                f"højst sende {attachments.size_words(FILES_IN_ALL * most)} ad gangen. Vælg færre eller mindre filer."
            )
            problems.append(("", text, "fil"))
        elif not files:
            problems.append(("", "Vælg den fil, der skal lægges ind.", "fil"))
        elif len(files) > (1 if self.posted("erstatter") else FILES_AT_ONCE):
            text = (
                f"Du har valgt {len(files)} filer. Vælg højst {FILES_AT_ONCE} ad gangen, og kun én, når du erstatter."
            )
            problems.append(("", text, "fil"))
        return [] if problems else [(str(one.filename), sent_bytes(one, most + 1)) for one in files]

    def _attach(self, place: int, name: str, data: bytes) -> Attachment:
        self.old(self.posted("erstatter", 40))
        told = {inside: self.posted(field) for field, inside in FIELDS.items()}
        several = len(self.request.POST.getall("fil")) > 1
        if told["title"].strip() and several:
            told["title"] = f"{told['title'].strip()} ({place + 1})"
        given = attaching.Given(**told, about=_about(self.posted("sted")), replaces=self.posted("erstatter", 40))
        token = self.posted("__token__", 40)
        act = self.act(f"{token}-{place}" if token else "")
        most = self.system.settings.attachment_bytes
        return attaching.attach(self.case, act, given, data, name, inspection=self.system.inspection, most=most)

    def _judged(self, refused: KuiError) -> int:
        """Answer a script, and whoever asked for what is not there or not for him, by the refusal itself."""
        if refused.status in (403, 404) or wants_data(self.request):
            raise refused
        return refused.status

    def _again(self, problems: list[tuple[str, str, str]], done: list[str], status: int) -> Response:
        if wants_data(self.request):
            raise FileRefused("file", problems[0][1])
        typed = {name: self.posted(name) for name in (*FIELDS, "sted", "erstatter")}
        wrong = problems[0][2]
        data = self.list_page(typed, problems=problems, done=done, wrong=True, wrong_field=wrong, asked=True)
        return self.render(PAGE, data, status=status)

    def _thanks(self, done: list[str]) -> Any:
        said = f"»{done[0]}« er lagt ind." if len(done) == 1 else f"{len(done)} filer er lagt ind."
        answer = self.go(self.context, said)
        if wants_data(self.request):
            # The script shows the list again when its last file is answered.
            return Response(json_body={"title": done[0], "said": said})
        return answer


def _shown(name: str) -> str:
    return attachments.clean_name(name)


def _about(place: str) -> dict[str, Any]:
    """Read what an attachment belongs to, as the form sends it.

    Raises NotFound for what no form of ours sends.
    """
    kind, _, rest = place.partition(":")
    label, _, end = rest.rpartition(":")
    number = whole(end, 5)
    if not place:
        return {}
    if number is None:
        raise not_found()
    if kind == "moede" and not label:
        return {"meeting": number}
    if kind == "dokument" and label:
        return {"document": label, "number": number}
    raise not_found()


def _written(about: Mapping[str, Any]) -> str:
    if "meeting" in about:
        return f"moede:{about['meeting']}"
    return f"dokument:{about['document']}:{about['number']}" if about else ""


@view_defaults(context=Attachment, permission=Permission.Attachment.READ)
class AttachmentView(AttachmentPage):
    """One attachment."""

    context: Attachment

    @view_config(request_method="GET")
    def take(self) -> Response:
        """Give the file, under a name and a type of ours."""
        demand_file(self, self.case, self.context)
        return self._file("attachment")

    @view_config(name="billede", request_method="GET")
    def picture(self) -> Response:
        """Give a picture for the page that shows it."""
        demand_file(self, self.case, self.context)
        self._shown()
        return self._file("inline")

    @view_config(name="vis", request_method="GET", renderer=PICTURE)
    def show(self) -> dict[str, Any]:
        """Show a picture on a page of its own."""
        demand_file(self, self.case, self.context)
        self._shown()
        self.note_read("attachment.viewed", file_subject(self.context))
        case = self.case
        trail = [*case_trail(self, case)]
        if sees(self, case):
            trail.append((self.request.resource_path(case.bilag), "Bilag"))
        item, place = items(self, case, [self.context])[0], place_of(self, case, self.context)
        return self.page(self.context.title, case=case, trail=trail, one=self.context, item=item, place=place)

    def _shown(self) -> None:
        if not attachments.TYPES[self.context.media_type].shown:
            raise not_found()

    def _file(self, how: str) -> Response:
        one = self.context
        self.note_read("attachment.read", file_subject(one) | {"sha256": one.sha256})
        charset = "utf-8" if one.media_type == attachments.TEXT else None
        response = Response(one.bytes(), content_type=one.media_type, charset=charset)
        name = attachments.own_name(one.kind, one.received, one.media_type)
        response.content_disposition = f'{how}; filename="{name}"'
        response.headers["Content-Security-Policy"] = SEALED_OFF
        return response

    @view_config(name="ret", request_method="POST", permission=Permission.Attachment.WRITE)
    def rename(self) -> Any:
        """Call it otherwise."""
        demand_file(self, self.case, self.context)
        act = self.act(self.posted("__token__", 40))
        try:
            attaching.rename(self.context, act, self.posted("titel"))
        except KuiError as refused:
            return self._again(refused, "ny-titel")
        return self.go(self.context.__parent__, "Titlen er rettet.")

    @view_config(name="tag-ud", request_method="POST", permission=Permission.Attachment.WRITE)
    def withdraw(self) -> Any:
        """Take it out."""
        demand_file(self, self.case, self.context)
        act = self.act(self.posted("__token__", 40))
        try:
            attaching.withdraw(self.context, act, self.posted("grund"))
        except KuiError as refused:
            return self._again(refused, "grund")
        return self.go(
            self.context.__parent__, f"»{self.context.title}« er taget ud. Det står stadig nederst på siden."
        )

    def _again(self, refused: KuiError, field: str) -> Response:
        typed = {"ny-titel": self.posted("titel"), "grund": self.posted("grund")}
        typed |= {"modtaget": self.clock.today().isoformat()}
        here = self.context.id if not self.context.withdrawn else ""
        wrong = f"{field}-{here}" if here else ""
        problems = [("", refused.text, wrong)]
        data = self.list_page(typed, problems=problems, wrong=True, wrong_field=wrong, changing=here)
        return self.render(PAGE, data, status=refused.status)
