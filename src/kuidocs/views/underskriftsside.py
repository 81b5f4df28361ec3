"""Paper beside the page of signatures: the page to sign with a pen, and what shows that somebody has signed."""

from pyramid.response import Response
from pyramid.view import view_config

from ..domain import signing
from ..domain.errors import NotAllowed, not_found
from ..resources.signing import Artefact
from ..resources.version import Version
from ..security.permissions import Permission
from ..services.pdf.api import SheetJob
from ..usecases import sealing_state
from ..usecases import signing as asking
from ..usecases.printing import job_for
from .bilag import SEALED_OFF
from .gate import demand
from .layout import BaseView
from .underskrifter import NAME


@view_config(context=Version, name="underskriftsside", permission=Permission.Document.SIGN, request_method="GET")
class SheetView(BaseView):
    """The page to print for one signer."""

    context: Version

    def __call__(self) -> Response:
        """Print the page that carries the signer's code."""
        version, document = self.context, self.context.__parent__
        demand(self, version, whole=True)
        request = asking.request_of(document, version, str(self.request.GET.get("hvem", ""))[:40])
        body = asking.body_of(document, version)
        if request is None:
            raise not_found()
        if body is None:
            said = sealing_state.waiting(document, version)
            return self.go(document, said, "versioner", str(version.number), NAME)
        facts, signer = job_for(version).facts, request.signer
        job = SheetJob(
            facts.title,
            facts.case_no,
            facts.label,
            version.number,
            facts.municipality,
            facts.unit,
            signer.name,
            signer.as_what,
            signing.paper_code(body.sha256, signer.sid),
            body.sha256,
            self.moment(body.sealed_at).isoformat(timespec="seconds"),
        )
        about = {"document_id": document.id, "label": document.label, "number": version.number, "sid": signer.sid}
        self.note_read("document.signing_sheet_printed", about)
        response = Response(self.system.pdf.render(job), content_type="application/pdf")
        response.content_disposition = f'inline; filename="underskriftsside-{document.label}-v{version.number}.pdf"'
        return response


@view_config(context=Artefact, permission=Permission.Document.SIGN, request_method="GET")
class ArtefactView(BaseView):
    """A scan, or a file that was signed with MitID."""

    context: Artefact

    def __call__(self) -> Response:
        """Give the file, with a policy that lets it do nothing."""
        one, document = self.context, self.context.__parent__
        version = document.version(one.number)
        if version is None:
            raise NotAllowed("gone", "Versionen er der ikke.")
        demand(self, version, whole=True)
        self.note_read("document.artefact_read", {"label": document.label, "number": one.number, "sha256": one.sha256})
        response = Response(document["underskriftsbilag"].newest(one).bytes(), content_type=one.media_type)
        ending = {"application/pdf": "pdf", "image/png": "png"}.get(one.media_type, "jpg")
        response.content_disposition = f'attachment; filename="underskrift-{document.label}-v{one.number}.{ending}"'
        response.headers["Content-Security-Policy"] = SEALED_OFF
        return response
