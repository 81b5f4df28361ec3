"""The file of a cluster: who is in it, the papers of one meeting, and the answers to its questionnaire."""

from ...domain import workflow
from ..nodes import Choice, Email, Group, Line, O, R, Row, Rows, Text, Vocabulary
from .nodes import Count, Data, Id, IsoMoment, Value
from .words import Words

STATUS = Vocabulary("status", workflow.LABELS)


class Member(Row):
    """A member of the cluster."""

    row_title = "Medlem"

    name = Line("Navn", R)
    email = Email("Mail", O)
    clinic = Line("Klinik", O)


class ClusterHead(Row):
    """The cluster."""

    row_title = "Klyngen"

    cluster_name = Line("Klynge", R)
    coordinator = Line("Klyngekoordinator", R)
    board = Words("Bestyrelse", O)
    members_total = Count("Medlemmer i alt", O)
    members = Rows("Medlemmer", O, Member, max=500)


class PaperHead(Row):
    """One paper of the meeting."""

    row_title = "Dokument"

    document_id = Id("Dokumentets id", R)
    form_key = Line("Formular", R)
    template_version = Count("Formularens udgave", R)
    version_no = Count("Version", R)
    status = Choice("Status", R, of=STATUS)
    created_at = IsoMoment("Skrevet", R)
    version_note = Text("Hvorfor er der en ny version?", O)
    data = Data("Indhold", R)


class Response(Row):
    """The answers of one person, by the number of the question; it says neither who nor when."""

    row_title = "Besvarelse"

    response_no = Count("Nr.", R)
    answers = Data("Svar", R)


class Tallied(Row):
    """What was counted of one question. It is counted again here, and must come out the same."""

    row_title = "Opgørelse"

    question_no = Count("Spørgsmål", R)
    answered = Value("Besvaret", O)
    counts = Value("Antal", O)
    mean = Value("Gennemsnit", O)
    texts = Value("Tekster", O)


class ClusterFile(Row):
    """A cluster with one meeting."""

    cluster = Group("Klyngen", R, ClusterHead)
    documents = Rows("Dokumenter", R, PaperHead, max=100)
    questionnaire_responses = Rows("Besvarelser", O, Response, max=1000)
    questionnaire_tally = Rows("Opgørelse", O, Tallied, max=100)
