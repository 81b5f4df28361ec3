"""``/sager/<case_no>/dokumenter/<label>``: what can be done with a document as a whole."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ..domain.errors import KuiError
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..security.permissions import Permission
from ..usecases import documents, reviewing
from ..usecases.acting import case_named
from .layout import BaseView


class DocumentView(BaseView):
    """Acts on a document; each answers with the next page."""

    context: Document

    @view_config(context=Document, permission=Permission.Document.READ)
    def show(self) -> HTTPSeeOther:
        """Lead to what the document is now: the version that counts or waits, else the draft, else to the case."""
        version = self.context.latest
        if version is not None:
            return self.go(self.context, "", "versioner", str(version.number))
        if self.context.draft is None:
            said = "Dokumentet blev annulleret, mens det var et udkast, så der er ikke noget at læse."
            return self.go(case_named(self.context), said)
        return self.go(self.context, "", "udkast")

    @view_config(context=Document, name="ny-version", request_method="POST", permission=Permission.Document.WRITE)
    def new_version(self) -> HTTPSeeOther:
        """Begin the next version, and go on writing it."""
        note, token = self._posted("note"), self._posted("__token__")
        try:
            documents.new_version(self.context, drafts_of(self.context), self.act(token), note=note)
        except KuiError as refused:
            return self._back(refused)
        return self.go(
            self.context, "Udkastet til den nye version er klar. Den gamle version kan stadig læses.", "udkast"
        )

    @view_config(context=Document, name="annuller", request_method="POST", permission=Permission.Document.WRITE)
    def annul(self) -> HTTPSeeOther:
        """Give up the draft."""
        try:
            reviewing.annul(
                self.context, drafts_of(self.context), self.act(self._posted("__token__")), note=self._posted("note")
            )
        except KuiError as refused:
            return self._back(refused)
        return self.go(case_named(self.context), "Udkastet er annulleret.")

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:8000]

    def _back(self, refused: KuiError) -> HTTPSeeOther:
        """Back to the document with the reason; nothing was typed there but a line."""
        return self.go(self.context, refused.text)
