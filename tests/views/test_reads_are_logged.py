"""No page that shows something of a case is answered before it stands in the log (D28)."""

import inspect

from kuidocs.resources.attachments import Attachment, AttachmentFolder
from kuidocs.resources.case import Case
from kuidocs.resources.document import Document, DocumentFolder, Extract
from kuidocs.resources.meeting import Meeting, MeetingFolder
from kuidocs.resources.version import Version
from tests.views.test_public_views import views

IN_A_CASE = (Case, Meeting, MeetingFolder, Document, DocumentFolder, Version, Attachment, AttachmentFolder, Extract)
SHOWS_NOTHING = {
    # They send the browser on to a page that is logged.
    ("Document", ""),
    ("DocumentFolder", ""),
    ("MeetingFolder", ""),
    # They say the case number and ask for a reason; what is opened then is logged.
    ("Case", "noedadgang"),
    ("Case", "stikproeve"),
}
"""Context and name. Whoever adds one says why it shows nothing."""


def of_cases(site):
    """The views of things in cases that answer GET, by context and name, with their code."""
    for view in views(site):
        if view["context"] in IN_A_CASE and "GET" in (view["request_methods"] or ("GET",)):
            yield (view["context"].__name__, view["name"]), inspect.getsource(view["callable"])


def test_every_page_of_a_case_writes_that_it_was_read(site):
    unlogged = {where for where, code in of_cases(site) if "note_read" not in code}

    assert unlogged - SHOWS_NOTHING == set()


def test_the_exceptions_are_needed(site):
    assert {where for where, _ in of_cases(site)} >= {("Case", "noedadgang"), ("Document", "")}


def test_an_open_draft_is_a_read(site):
    site.browser.log_in("jonas")
    form = site.browser.get("/sager/FLK-2026-0001/nyt-dokument").forms
    assert [event.about["part"] for event in site.events("case.viewed")] == ["new_document"]
    assert form
