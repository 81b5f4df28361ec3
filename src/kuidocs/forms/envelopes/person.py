"""The file of a young person: who, the case, the meetings and the documents."""

from ...domain import workflow
from ...domain.meetings import CASE_STATES, MEETING_TYPES, STATES
from ..nodes import Choice, Group, Line, O, R, Row, Rows, Text, Vocabulary
from .nodes import CaseNo, Count, Data, Id, IsoDate, IsoMoment, PersonalNumber, YesOrNo

MEETING_TYPE = Vocabulary("meeting_type", {kind.id: kind.label for kind in MEETING_TYPES.values()})
MEETING_STATE = Vocabulary("meeting_state", STATES)
CASE_STATE = Vocabulary("case_state", CASE_STATES)
STATUS = Vocabulary("status", workflow.LABELS)
ID_NUMBER_TYPE = Vocabulary(
    "id_number_type", {"cpr": "Personnummer", "replacement": "Erstatningspersonnummer", "none": "Intet"}
)
SIGNER_ROLE = Vocabulary(
    "signer_role",
    {
        "young_person": "Den unge",
        "custody_holder": "Forældremyndighedsindehaver",
        "guardian": "Værge",
        "chair": "Mødeleder",
        "plan_coordinator": "Plankoordinator",
        "department_leader": "Leder",
    },
)
METHOD = Vocabulary(
    "signature_method",
    {
        "mitid": "MitID",
        "handwritten": "Underskrift på papir",
        "login": "Godkendt med personligt login",
        "oral_noted": "Mundtligt, noteret",
    },
)
OUTCOME = Vocabulary("outcome", {"signed": "Underskrevet", "refused": "Sagt nej tak", "not_asked": "Ikke spurgt"})


class Custody(Row):
    """Somebody with a relation to the young person."""

    row_title = "Forælder eller værge"

    name = Line("Navn", R)
    relation = Line("Relation", O)
    lives_with = YesOrNo("Bor sammen med den unge", O)
    custody = YesOrNo("Forældremyndighed", O)


class YoungPerson(Row):
    """The young person."""

    row_title = "Den unge"

    person_id = Line("Person-id", O)
    full_name = Line("Navn", R)
    preferred_name = Line("Kaldenavn", O)
    birth_date = IsoDate("Fødselsdato", R)
    id_number = PersonalNumber("Personnummer", O)
    id_number_type = Choice("Nummerets art", O, of=ID_NUMBER_TYPE)
    id_number_note = Line("Bemærkning om nummeret", O)
    address = Line("Adresse", O)
    municipality = Line("Kommune", O)
    name_address_protection = YesOrNo("Navne- og adressebeskyttelse", O)
    language = Line("Sprog", O)
    interpreter_needed = YesOrNo("Behov for tolk", O)
    custody = Rows("Forældre og værger", O, Custody)
    school = Line("Skole", O)


class CaseHead(Row):
    """The case."""

    row_title = "Forløbet"

    case_no = CaseNo("Sagsnummer", R, max=40)
    title = Line("Titel", O)
    opened_at = IsoDate("Oprettet", R)
    opened_by = Line("Oprettet af", O)
    state = Choice("Forløbets tilstand", R, of=CASE_STATE)
    plan_coordinator = Line("Plankoordinator", O)
    contact_person = Line("Kontaktperson", O)
    kle_placeholder = Line("KLE", O)
    target_group_reason = Text("Hvorfor er den unge i målgruppen?", O)


class MeetingHead(Row):
    """A meeting."""

    row_title = "Møde"

    meeting_id = Id("Mødets id", R)
    meeting_type = Choice("Mødetype", R, of=MEETING_TYPE)
    meeting_no = Count("Møde nr. i rækken", O)
    meeting_date = IsoDate("Dato", O)
    state = Choice("Mødets tilstand", O, of=MEETING_STATE)


class Signature(Row):
    """A signature, as the file tells of it (D18)."""

    row_title = "Underskrift"

    signer_name = Line("Underskriver", R)
    signer_role = Choice("Underskrivers rolle", R, of=SIGNER_ROLE)
    method = Choice("Underskrevet med", O, of=METHOD)
    signed_at = IsoMoment("Underskrevet den", O)
    outcome = Choice("Udfald", O, of=OUTCOME)
    words = Text("Underskrivers ord", O)


class DocumentHead(Row):
    """One version of a document."""

    row_title = "Dokument"

    document_id = Id("Dokumentets id", R)
    form_key = Line("Formular", R)
    template_version = Count("Formularens udgave", R)
    version_no = Count("Version", R)
    status = Choice("Status", R, of=STATUS)
    created_at = IsoMoment("Skrevet", R)
    meeting_ref = Line("Møde", O)
    supersedes = Line("Erstatter", O)
    version_note = Text("Hvorfor er der en ny version?", O)
    signatures = Rows("Underskrifter", O, Signature)
    data = Data("Indhold", R)


class PersonFile(Row):
    """A young person with case, meetings and documents."""

    young_person = Group("Den unge", R, YoungPerson)
    case = Group("Forløbet", R, CaseHead)
    meetings = Rows("Møder", R, MeetingHead, max=2000)
    documents = Rows("Dokumenter", R, DocumentHead, max=5000)
