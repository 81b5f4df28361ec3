"""One way in: a form post and a file give the same content, the same problems and the same paths."""

import json

import pytest

from kuidocs.forms import page
from kuidocs.forms.edition import canonical
from kuidocs.forms.reading import DRAFT, SUBMIT, Facts, id_from, keep_system, read, split_facts
from kuidocs.forms.types import ROW_ID
from tests.forms.browser import controls
from tests.forms.samples import EDITIONS, TODAY, finished, first, samples

PLAN, MINUTES = "kui.education_plan", "kui.minutes.coordination"


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.id)
def test_every_document_can_be_read_as_a_draft(sample):
    assert read(sample.edition.schema, sample.data).problems == []


@pytest.mark.parametrize("sample", finished(), ids=lambda s: s.id)
def test_every_finished_document_can_be_submitted(sample):
    assert [str(p) for p in read(sample.edition.schema, sample.data, level=SUBMIT, facts=sample.facts).errors] == []


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.id)
def test_content_reads_as_itself(sample):
    content = sample.content

    again = read(sample.edition.schema, content).content
    assert canonical(again) == canonical(content)
    assert list(again) == list(content)
    assert json.loads(json.dumps(content)) == content


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.id)
def test_a_page_posted_back_untouched_changes_no_byte(sample):
    schema, content = sample.edition.schema, sample.content

    back = read(schema, page.posted(sample.edition, controls(page.render_form(sample.edition, content))))
    kept = keep_system(schema, content, back.content)

    assert back.problems == []
    assert canonical(kept) == canonical(content)
    assert list(kept) == list(content)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_an_empty_document_is_a_draft_but_cannot_be_submitted(edition):
    needed = [c.name for c in edition.schema.children if c.requirement == "K"]

    assert [p.where for p in read(edition.schema, {}, level=DRAFT).problems] == needed
    assert not read(edition.schema, {}, level=SUBMIT).ok


WRONG = [
    (("last_reviewed",), "31-02-2026", "date"),
    (("goals", 0, "goal_no"), 1.7, "number"),
    (("goals", 0, "goal_no"), True, "number"),
    (("goals", 0, "sub_goals", 1, "deadline"), "i morgen", "date"),
    (("goals", 0, "area"), "space", "choice"),
    (("education_wish",), ["fgu", "x"], "choice"),
    (("education_wish",), {"a": 1}, "choice"),
    (("wishes",), ["a"], "text"),
    (("wishes",), "x" * 8001, "too_long"),
    (("preferred_name",), "\ud800", "unreadable"),
    (("duty_information_given",), "ja", "yes_no"),
    (("efforts", 0, "goal_nos"), ["1", "to"], "number"),
    (("contact_person",), "Jonas", "group"),
    (("contact_person", "email"), "a@b", "email"),
    (("goals",), "mål", "rows"),
    (("goals",), [{"goal_text": "x"}] * 201, "too_many"),
    (("goals", 1), "mål", "group"),
    (("goals", 0, "sub_goals"), {"0": {}}, "rows"),
]


@pytest.mark.parametrize(("path", "value", "code"), WRONG, ids=lambda v: str(v)[:40])
def test_a_wrong_value_in_a_file_is_told_with_its_path(path, value, code):
    sample = first(PLAN)
    data = at = sample.data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value

    problems = read(sample.edition.schema, data, level=SUBMIT, facts=sample.facts).problems

    hit = [p for p in problems if p.path == path]
    assert [p.code for p in hit] == [code]
    assert "{" not in hit[0].text
    assert "Required" not in hit[0].text


def test_too_many_rows_are_told_and_kept():
    schema = EDITIONS[PLAN].schema

    reading = read(schema, {"goals": [{"goal_text": f"Mål {n}"} for n in range(201)]})

    assert [p.code for p in reading.errors] == ["too_many"]
    assert len(reading.content["goals"]) == 201


def test_what_no_file_can_hold_is_told_and_replaced():
    schema = EDITIONS[PLAN].schema
    deep: list = []
    for _ in range(800):
        deep = [deep]

    reading = read(schema, {"wishes": "a\ud800", "education_wish": deep, "goal_no": float("nan"), "\ud800": 1})

    assert {p.where: p.code for p in reading.problems if p.code != "choice"} == {
        "wishes": "unreadable",
        "education_wish": "unreadable",
        "goal_no": "unknown",
        "?": "unknown",
    }
    assert canonical(reading.content).encode()


def test_unknown_fields_are_named_everywhere():
    sample = first(PLAN)
    data = sample.data | {"evil": 1}
    data["goals"][0]["x"] = 2
    data["goals"][0]["sub_goals"][1]["y"] = {}
    data["contact_person"]["z"] = "t"

    found = {p.where: p.text for p in read(sample.edition.schema, data).problems}

    assert set(found) == {"evil", "goals.0.x", "goals.0.sub_goals.1.y", "contact_person.z"}
    assert found["evil"] == "Feltet »evil« findes ikke i denne udgave af skemaet."


@pytest.mark.parametrize("strange", [[], "text", 7, [1]])
def test_something_else_than_a_document_is_a_problem(strange):
    reading = read(EDITIONS[PLAN].schema, strange)

    assert reading.content == {}
    assert [p.code for p in reading.problems] == ([] if strange == [] else ["group"])


def test_a_post_and_a_file_with_the_same_mistakes_give_the_same_problems():
    sample = first(MINUTES)
    schema, content = sample.edition.schema, sample.content
    content["goals"][1]["sub_goals"][0]["deadline"] = "snart"
    content["decisions"][2].pop("young_view_note")
    content["strengths"] = "  "

    by_form = page.posted(sample.edition, controls(page.render_form(sample.edition, content)))
    by_form = keep_system(schema, content, by_form)
    told = read(schema, by_form, level=SUBMIT, facts=sample.facts)
    filed = read(schema, content, level=SUBMIT, facts=sample.facts)

    assert [str(p) for p in told.problems] == [str(p) for p in filed.problems]
    assert [p.where for p in told.errors] == [
        "strengths",
        "goals.1.sub_goals.0.deadline",
        "decisions.2.young_view_note",
    ]
    assert told.content["goals"][1]["sub_goals"][0]["deadline"] == "snart"


def test_system_fields_survive_a_post_and_cannot_be_forged():
    sample = first(MINUTES)
    schema, content = sample.edition.schema, sample.content
    assert "youth_present" in content

    post = controls(page.render_form(sample.edition, content))
    forged = read(schema, content | {"youth_present": "false"}).content
    new_row = content | {"decisions": [*content["decisions"], {"rid": "abcdef", "decision_text": "Mere"}]}

    assert not any(name in ("youth_present", "plan_item_ref", "actor_id") for name, _ in post)
    assert keep_system(schema, content, forged) == content
    assert keep_system(schema, {}, content | {"youth_present": "true"}).get("youth_present") is None
    assert keep_system(schema, content, new_row)["decisions"][-1]["decision_text"] == "Mere"


def test_the_id_behind_a_name_is_kept_while_the_name_is_and_never_taken_from_a_post():
    sample = first(MINUTES)
    schema = sample.edition.schema
    base = sample.content | {"chair": {"text": "Jonas Ravnsborg", "actor_id": "u-jonas"}}

    same = keep_system(schema, base, base | {"chair": "Jonas Ravnsborg"})
    other = keep_system(schema, base, base | {"chair": {"text": "Lone", "actor_id": "u-jonas"}})
    forged = keep_system(schema, base, base | {"chair": {"text": "Jonas Ravnsborg", "actor_id": "u-lone"}})

    assert same["chair"] == forged["chair"] == {"text": "Jonas Ravnsborg", "actor_id": "u-jonas"}
    assert other["chair"] == {"text": "Lone"}


def test_facts_are_parted_from_the_content():
    sample = first(MINUTES)
    with_facts = json.loads(json.dumps(sample.everything))
    for number, decision in enumerate(with_facts["decisions"]):
        decision["plan_item_ref"] = f"PLAN/effort/{number}"
    with_facts["goals"].append("skævt")

    content, facts = split_facts(sample.edition.schema, with_facts)

    assert [path for path, _ in facts] == [
        ("decisions", n, "plan_item_ref") for n in range(len(with_facts["decisions"]))
    ]
    assert not any("plan_item_ref" in decision for decision in content["decisions"])
    assert content["goals"][-1] == "skævt"
    assert {
        p.where for p in read(sample.edition.schema, sample.data | {"decisions": with_facts["decisions"]}).problems
    } >= {"decisions.0.plan_item_ref"}


def test_row_ids_are_ours():
    sample = first(PLAN)
    data = sample.data
    data["goals"][0]["rid"] = data["goals"][1]["rid"] = "same-one"
    data["efforts"][0]["rid"], data["efforts"][1]["rid"] = "<script>", ["x"]

    content = read(sample.edition.schema, data, new_id=id_from("x")).content

    rids = [row["rid"] for row in content["goals"] + content["efforts"]]
    assert content["goals"][0]["rid"] == "same-one"
    assert len(set(rids)) == len(rids)
    assert all(ROW_ID.fullmatch(rid) for rid in rids)


def test_row_ids_follow_their_rows_and_are_the_same_for_the_same_file():
    sample = first(PLAN)
    content = sample.content

    turned = read(sample.edition.schema, content | {"goals": content["goals"][::-1]}).content

    assert [g["rid"] for g in turned["goals"]] == [g["rid"] for g in content["goals"][::-1]]
    assert sample.content == content


def test_empty_rows_are_dropped_before_anything_is_numbered():
    schema = EDITIONS[PLAN].schema
    rows = [{"rid": "abcdef"}, {}, None, {"goal_text": " "}, {"goal_no": "x"}]

    reading = read(schema, {"goals": rows})

    assert [p.where for p in reading.problems] == ["goals.0.goal_no"]


def test_a_section_may_be_set_aside_with_a_reason():
    sample = first(MINUTES)
    data = sample.data
    del data["goals"]
    for row in [*data["decisions"], *data["who_does_what"]]:
        row.pop("goal_no", None)
    for row in data["prioritised_efforts"]:
        row.pop("goal_nos", None)

    def errors(content):
        return {p.path[0] for p in read(sample.edition.schema, content, level=SUBMIT, facts=sample.facts).errors}

    assert "goals" in errors(data)
    assert "goals" not in errors(data | {"not_relevant_goals": "Mødet handlede kun om bolig."})


def test_a_rule_asks_for_nothing_in_a_section_set_aside_but_a_hard_rule_does(monkeypatch):
    from kuidocs.domain.problems import problem
    from kuidocs.domain.rules import base

    asked = iter([problem(("parents_perspective",), "required"), problem(("decisions",), "required")])
    monkeypatch.setitem(base.RULES, "soft@1", lambda content, facts: [problem(("parents_perspective",), "required")])
    monkeypatch.setitem(base.RULES, "hard@1", lambda content, facts: [problem(("parents_perspective",), "required")])
    monkeypatch.setattr(base, "HARD", {"hard@1"})
    schema = EDITIONS[MINUTES].schema
    reason = {"not_relevant_voice": "Ingen var der."}

    def asked_by(name, content):
        monkeypatch.setattr(schema, "rule_calls", [[name, {}]])
        found = read(schema, content, level=SUBMIT, facts=Facts(today=TODAY)).errors
        return "parents_perspective" in {p.where for p in found}

    assert next(asked).code == "required"
    assert asked_by("soft@1", {})
    assert not asked_by("soft@1", reason)
    assert asked_by("hard@1", reason)


def test_a_rule_may_excuse_a_required_field(monkeypatch):
    from kuidocs.domain.rules import base

    monkeypatch.setitem(base.RULES, "excused@1", lambda content, facts: ())
    monkeypatch.setitem(base.EXCUSES, "excused@1", lambda content, facts: ["strengths"])
    schema = EDITIONS[MINUTES].schema
    before = {p.where for p in read(schema, {}, level=SUBMIT).errors}
    monkeypatch.setattr(schema, "rule_calls", [*schema.rule_calls, ["excused@1", {}]])

    after = {p.where for p in read(schema, {}, level=SUBMIT).errors}

    assert before - after == {"strengths"}


def test_limits_are_asked_for_only_when_submitting():
    schema = EDITIONS["kui.consent"].schema
    data = {"concrete_use": "kort", "explained_voluntary": False, "recipients": [{"department": "PPR"}]}

    draft = read(schema, data)
    found = {p.where: p.code for p in read(schema, data, level=SUBMIT).errors}

    assert draft.ok
    assert found["concrete_use"] == "too_short"
    assert found["explained_voluntary"] == "must_be_yes"
    assert found["recipients"] == "too_few"


def test_numbers_have_limits():
    from kuidocs.forms.edition import build

    data = EDITIONS["kui.contact_note"].data
    new = data["sections"][0]["fields"][0] | {"id": "n", "type": "number", "min": 2, "max": 4, "requirement": "O"}
    new.pop("of", None)
    schema = build(data | {"rules": [], "sections": [data["sections"][0] | {"fields": [new]}]})

    assert [p.code for p in read(schema, {"n": 1}, level=SUBMIT).errors] == ["too_low"]
    assert [p.code for p in read(schema, {"n": 5}, level=SUBMIT).errors] == ["too_high"]
    assert read(schema, {"n": 3}, level=SUBMIT).ok


def test_the_same_problem_is_told_once_and_in_the_order_of_the_form():
    problems = read(EDITIONS[MINUTES].schema, {}, level=SUBMIT).problems

    assert len({str(p) for p in problems}) == len(problems)
    order = [c.name for c in EDITIONS[MINUTES].schema.children]
    places = [order.index(str(p.path[0])) for p in problems]
    assert places == sorted(places)
