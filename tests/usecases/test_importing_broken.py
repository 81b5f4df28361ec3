"""Files with one thing wrong: each is refused with the path and a sentence, and leaves nothing behind."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuidocs.usecases.importing import ImportRefused, import_data
from tests import factories

DOC = "documents.10"  # the minutes of the coordination meeting
CLARIFIED, AGENDA, WITHOUT = "documents.4", "documents.3", "documents.16"
DECISION = [{"decision_no": 1, "decision_text": "Det er besluttet."}]


def put(path, value):
    def change(data):
        *before, last = path.split(".")
        for step in before:
            data = data[int(step) if step.isdigit() else step]
        data[int(last) if last.isdigit() else last] = value

    return change


def drop(path):
    def change(data):
        *before, last = path.split(".")
        for step in before:
            data = data[int(step) if step.isdigit() else step]
        del data[int(last) if last.isdigit() else last]

    return change


def twice(path):
    def change(data):
        for step in path.split("."):
            data = data[int(step) if step.isdigit() else step]
        data.append(copy.deepcopy(data[0]))

    return change


def another_plan(data):
    """A plan that follows on no other one."""
    first = next(one for one in data["documents"] if one["document_id"] == "PLAN-0117-v1")
    data["documents"].append(copy.deepcopy(first) | {"document_id": "PLAN-0118-v1", "status": "archived"})


BROKEN = [
    (put(f"{CLARIFIED}.data.decisions", DECISION), f"{CLARIFIED}.data.decisions", "findes ikke i denne udgave"),
    (put(f"{WITHOUT}.data.decisions", DECISION), f"{WITHOUT}.data.decisions", "findes ikke i denne udgave"),
    (put(f"{CLARIFIED}.form_key", "kui.minutes.coordination"), f"{CLARIFIED}.meeting_ref", "en anden slags møde"),
    (
        put(f"{AGENDA}.data.agenda_items.1.item_type", "decision"),
        f"{AGENDA}.data.agenda_items.1.item_type",
        "træffer ikke beslutninger",
    ),
    (
        put(f"{CLARIFIED}.data.participants.1.name", "Malthe Kjærbo Vinther"),
        f"{CLARIFIED}.data.participants.1.relation",
        "Den unge og familien deltager ikke",
    ),
    (
        put(f"{CLARIFIED}.data.participants.1.name", "Anja Kjærbo (mor)"),
        f"{CLARIFIED}.data.participants.1.relation",
        "Den unge og familien deltager ikke",
    ),
    (another_plan, "documents.25.supersedes", "ingen af dem erstatter den anden"),
    (drop("young_person.birth_date"), "young_person.birth_date", "»Fødselsdato« mangler."),
    (put("young_person.birth_date", ""), "young_person.birth_date", "»Fødselsdato« mangler."),
    (put("young_person.birth_date", "20-09-2008"), "young_person.birth_date", "skrevet som 2026-03-24"),
    (put("young_person.birth_date", "2008-02-31"), "young_person.birth_date", "der findes"),
    (put("young_person.birth_date", "2027-01-01"), "young_person.birth_date", "efter i dag"),
    (put("young_person.id_number", "12345"), "young_person.id_number", "ti cifre"),
    (put("young_person.interpreter_needed", "ja"), "young_person.interpreter_needed", "true eller false"),
    (put("young_person.kaldenavn", "M"), "young_person.kaldenavn", "Nøglen kendes ikke"),
    (put("young_person", []), "young_person", "objekt"),
    (put("young_person.custody", {}), "young_person.custody", "liste"),
    (drop("case"), "case", "mangler"),
    (put("case.case_no", "../../etc/passwd1"), "case.case_no", "bogstaver A–Z"),
    (put("case.case_no", "2026/0117"), "case.case_no", "bogstaver A–Z"),
    (put("case.case_no", "ny"), "case.case_no", "et ciffer"),
    (put("case.state", "open"), "case.state", "Vælg en af mulighederne"),
    (put("case.opened_at", 20260202), "case.opened_at", "en dato"),
    (put("meetings.0.meeting_type", "cluster"), "meetings.0.meeting_type", "Vælg en af mulighederne"),
    (put("meetings.1.meeting_id", "M1"), "meetings.1.meeting_id", "to møder med id M1"),
    (put("meetings.1.meeting_no", 7), "meetings.1.meeting_no", "nr. 2 af sin slags"),
    (put("documents.0.form_key", "kui.unknown"), "documents.0.form_key", "findes ikke"),
    (put("documents.0.form_key", "klynge.plan"), "documents.0.form_key", "hører ikke til i et forløb"),
    (put("documents.0.template_version", 9), "documents.0.template_version", "ingen udgave 9"),
    (put("documents.0.template_version", "1"), "documents.0.template_version", "helt tal"),
    (put("documents.0.version_no", 0), "documents.0.version_no", "helt tal"),
    (put("documents.0.status", "done"), "documents.0.status", "Vælg en af mulighederne"),
    (put("documents.0.created_at", "i går"), "documents.0.created_at", "tidspunkt"),
    (put("documents.0.data", []), "documents.0.data", "objekt"),
    (drop("documents.0.data"), "documents.0.data", "mangler"),
    (put("documents.0.color", "x"), "documents.0.color", "Nøglen kendes ikke"),
    (put("documents.1.document_id", "FLK-2026-0117-D01"), "documents.1.document_id", "allerede et dokument"),
    (put("documents.1.document_id", "a/b"), "documents.1.document_id", "bogstaver A–Z"),
    (twice("documents"), "documents.25.document_id", "version 1"),
    (put("documents.11.supersedes", "FLK-2026-0117-D01"), "documents.11.supersedes", "en anden slags dokument"),
    (put("documents.20.supersedes", "PLAN-9"), "documents.20.supersedes", "ikke noget dokument med id PLAN-9"),
    (put("documents.11.supersedes", "PLAN-0117-v3"), "documents.11.version_no", "højere end 3"),
    (put("documents.23.supersedes", "PLAN-0117-v1"), "documents.23.supersedes", "allerede erstattet af PLAN-0117-v2"),
    (put("documents.1.meeting_ref", "M99"), "documents.1.meeting_ref", "ikke noget møde med id M99"),
    (put("documents.3.data.meeting_ref", "M2"), "documents.3.data.meeting_ref", "hører til mødet M1"),
    (put("documents.4.meeting_ref", "M3"), "documents.4.meeting_ref", "en anden slags møde"),
    (put("documents.1.data.consent_ref", "X1"), "documents.1.data.consent_ref", "ikke noget samtykke med id X1"),
    (
        put(f"{DOC}.data.consent_ref", "FLK-2026-0117-D02"),
        f"{DOC}.data.consent_ref",
        "ikke noget samtykke med id FLK-2026-0117-D02",
    ),
    (
        put(f"{DOC}.data.decisions.0.plan_item_ref", "PLAN-0117/effort/9"),
        f"{DOC}.data.decisions.0.plan_item_ref",
        "findes ikke",
    ),
    (put("documents.2.data.meeting_no", 4), "documents.2.data.meeting_no", "følger af resten: 1"),
    (put(f"{DOC}.data.youth_present", False), f"{DOC}.data.youth_present", "følger af resten: ja"),
    (put(f"{DOC}.data.xyz", 1), f"{DOC}.data.xyz", "findes ikke i denne udgave"),
    (put(f"{DOC}.data.goals.0.farve", 1), f"{DOC}.data.goals.0.farve", "findes ikke i denne udgave"),
    (drop(f"{DOC}.data.goals.0.goal_text"), f"{DOC}.data.goals.0.goal_text", "Udfyld »Mål«."),
    (put(f"{DOC}.data.held_at", "24/3 2026"), f"{DOC}.data.held_at", "Skriv datoen"),
    (put(f"{DOC}.data.decisions.0.young_view", "maybe"), f"{DOC}.data.decisions.0.young_view", "Vælg en af"),
    (put(f"{DOC}.data.goals", "ingen"), f"{DOC}.data.goals", "liste"),
    (put("documents.0.signatures.0.method", "fax"), "documents.0.signatures.0.method", "Vælg en af mulighederne"),
    (drop("documents.0.signatures.0.signer_name"), "documents.0.signatures.0.signer_name", "mangler"),
    (put("documents.11.data.shared_extracts.0.sent_at", "x"), "documents.11.data.shared_extracts.0.sent_at", "datoen"),
]


@pytest.mark.parametrize(("change", "path", "told"), BROKEN, ids=[f"{path} {told}" for _, path, told in BROKEN])
def test_a_broken_file_is_refused_with_path_and_sentence(world, change, path, told):
    data = factories.demo("ung_1_malthe")
    change(data)

    with pytest.raises(ImportRefused) as refused:
        import_data(world.root, world.drafts, data, world.act())

    found = {problem.where: problem.text for problem in refused.value.problems}
    assert told in found.get(path, f"not among {found}")
    assert "FLK-2026-0117" not in world.root.sager
    assert len(world.root.job) == 0


SHAPES = [
    ([], "Filen skal indeholde ét JSON-objekt."),
    (None, "Filen skal indeholde ét JSON-objekt."),
    ({}, "hverken en organisation"),
    ({"cluster": {}, "documents": []}, "»Klynge« mangler."),
]


@pytest.mark.parametrize(("data", "told"), SHAPES)
def test_a_file_of_another_kind_is_refused(world, data, told):
    with pytest.raises(ImportRefused) as refused:
        import_data(world.root, world.drafts, data, world.act())

    assert told in refused.value.problems[0].text


STAFF = [
    (put("staff.3.department", "Vejvæsen"), "staff.3.department", "står ikke under departments"),
    (put("staff.3.user_id", "birgitte"), "staff.3.user_id", "to medarbejdere"),
    (put("staff.3.roles", ["konge"]), "staff.3.roles.0", "»konge« kendes ikke"),
    (put("staff.3.roles", "leder"), "staff.3.roles", "liste"),
    (drop("staff.3.name"), "staff.3.name", "mangler"),
    (drop("municipality"), "municipality", "mangler"),
    (put("budget", 3), "budget", "Nøglen kendes ikke"),
]


@pytest.mark.parametrize(("change", "path", "told"), STAFF, ids=[path + told for _, path, told in STAFF])
def test_a_broken_organisation_is_refused(world, change, path, told):
    data = factories.demo("organisation")
    change(data)

    with pytest.raises(ImportRefused) as refused:
        import_data(world.root, world.drafts, data, world.act())

    found = {problem.where: problem.text for problem in refused.value.problems}
    assert told in found.get(path, f"not among {found}")
    assert world.root.organisation.municipality == ""


def spots(value):
    """Every place of a file, as the container and the key in it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield value, key
        yield from spots(inner)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 10**12),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(["2026-02-31", "9999-12-31", "M1", "FLK-2026-0117-D01", "PLAN-0117/effort/1", "\ud800", "\0"]),
    st.lists(st.none() | st.text(max_size=3), max_size=2),
    st.dictionaries(st.sampled_from(["rid", "text", "data", ""]), st.none() | st.text(max_size=3), max_size=2),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(choose=st.data(), name=st.sampled_from(["ung_1_malthe", "ung_3_elias", "organisation"]))
def test_no_file_gives_a_traceback_or_a_partial_change(world, choose, name):
    data = factories.demo(name)
    for _ in range(choose.draw(st.integers(1, 3))):
        container, key = choose.draw(st.sampled_from(list(spots(data))))
        container[key] = choose.draw(JUNK)
    savepoint = world.connection.transaction_manager.savepoint()

    problems = told_of(world, data)

    assert all(str(problem).encode() for problem in problems)
    assert len(world.root.sager) == 1 or not problems
    assert len(world.root.job) == 0 or not problems
    savepoint.rollback()


def told_of(world, data):
    """Load a file; the problems that it was refused for."""
    try:
        import_data(world.root, world.drafts, data, world.act())
    except ImportRefused as refused:
        return refused.problems
    return []
