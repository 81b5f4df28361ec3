"""Whatever a file or a post holds, reading and showing it never fails."""

import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuidocs.forms import page
from kuidocs.forms.completeness import completeness
from kuidocs.forms.outline import outline
from kuidocs.forms.reading import SUBMIT, Facts, id_from, keep_system, read
from tests.forms.browser import controls
from tests.forms.samples import TODAY, samples

FEW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
FACTS = Facts(today=TODAY, birth_date=date(2008, 9, 14))
TRICKY = ["", " ", "2026-02-30", "0001-01-01", "9999-12-31", "true", "1", "agree", "\ud800", "__i0__", "a\u00adb"]
NAMES = st.sampled_from(["rid", "name", "goal_no", "sub_goals", "deadline", "text", "actor_id", "x"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JUNK = st.recursive(
    LEAVES | st.sampled_from(TRICKY),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


def places(value, path=()):
    """Every path in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*path, key)
        yield from places(each, (*path, key))


def spoilt(data: dict, hits: list) -> dict:
    """The document with junk put in at some places."""
    for number, junk in hits:
        every = list(places(data))
        path = every[number % len(every)]
        at = data
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = junk
    return data


@FEW
@given(st.sampled_from(samples()), st.lists(st.tuples(st.integers(0, 10**6), JUNK), min_size=1, max_size=4))
def test_reading_never_fails_and_what_is_read_is_kept(sample, hits):
    edition, data = sample.edition, spoilt(sample.data, hits)

    submitted = read(edition.schema, data, level=SUBMIT, facts=FACTS)
    draft = read(edition.schema, data, new_id=id_from("x"))

    assert all("{felt}" not in p.text for p in submitted.problems)
    assert outline(edition.schema, draft.content)
    assert completeness(edition.schema, draft.content, FACTS)
    assert json.dumps(draft.content, ensure_ascii=False, allow_nan=False).encode()
    html = page.render_form(edition, draft.content, draft.problems)
    assert html.encode()
    if draft.ok:
        assert read(edition.schema, draft.content).content == draft.content
        back = read(edition.schema, page.posted(edition, controls(html)))
        assert keep_system(edition.schema, draft.content, back.content) == draft.content


FIELDS = st.sampled_from(
    ["__start__", "__end__", "goals", "wishes", "rid", "contact_person", "goal_no", "education_wish", "row", "checkbox"]
)
MARKS = st.sampled_from(
    ["goals:sequence", "row:mapping", "contact_person:mapping", "education_wish:sequence", "x:rename"]
)


@FEW
@given(st.lists(st.tuples(FIELDS, MARKS | st.text(max_size=10)), max_size=12))
def test_a_post_is_read_or_refused(pairs):
    edition = next(s for s in samples() if s.edition.form == "kui.education_plan").edition
    try:
        posted = page.posted(edition, pairs)
    except page.BadPost:
        return

    reading = read(edition.schema, posted, level=SUBMIT, facts=FACTS)
    assert page.render_form(edition, reading.content, reading.problems)
