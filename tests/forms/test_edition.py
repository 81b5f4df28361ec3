"""An edition is complete, canonical, and cannot be changed by what comes later."""

import copy
import json
from datetime import date

import pytest

from kuidocs.forms import page
from kuidocs.forms.changes import apply
from kuidocs.forms.edition import Edition, EditionRefused, build, canonical, publish, schema_of, shipped
from kuidocs.forms.outline import outline
from kuidocs.forms.reading import id_from, read, upgrade
from kuidocs.forms.shipped import SHIPPED
from tests.forms.samples import EDITIONS, samples

DAY = date(2026, 12, 1)


def forget_everything():
    """As after a restart."""
    page.dressed.cache_clear()
    schema_of.cache_clear()


def changed(edition: Edition) -> Edition:
    """A later edition in which every label, title and option is another."""
    data = edition.data
    paths = [f["id"] for s in data["sections"] for f in s["fields"]]
    inside = [f"{f['id']}.{g['id']}" for s in data["sections"] for f in s["fields"] for g in f.get("fields", ())]
    options = [(v, o) for v, pairs in data["vocabularies"].items() for o, _ in pairs]
    changes = [
        *({"change": "relabel", "field": p, "label": f"Nyt navn {n}"} for n, p in enumerate(paths + inside)),
        *({"change": "explain", "field": p, "help": "Ny hjælp"} for p in paths),
        *({"change": "retitle_section", "section": s["id"], "title": "Nyt afsnit"} for s in data["sections"]),
        *({"change": "relabel_option", "vocabulary": v, "option": o, "label": "Ny mulighed"} for v, o in options),
        {"change": "add_section", "id": "lokal_nyt", "title": "Lokalt"},
        {"change": "add_field", "section": "lokal_nyt", "id": "lokal_felt", "type": "line", "label": "Lokalt felt"},
    ]
    return publish(apply(data, changes), number=2, effective=DAY, by="u-lone")


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_build_and_describe_are_inverses(edition):
    data, again = edition.data, build(edition.data).describe()

    assert {key: data[key] for key in again} == json.loads(canonical(again))


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.id)
def test_the_class_reads_a_document_as_its_edition_does(sample):
    by_class = read(SHIPPED[sample.edition.form](), sample.data, new_id=id_from(sample.id))

    assert by_class.content == sample.content


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.id)
def test_a_later_edition_changes_no_older_document(sample):
    edition, content = sample.edition, sample.content
    before = outline(edition.schema, content), page.render_form(edition, content), edition.sha256

    later = changed(edition)
    carried = upgrade(edition.schema, later.schema, content).content
    new = page.render_form(later, carried)
    forget_everything()
    again = Edition.from_text(edition.text)

    assert "Nyt navn 1" in new
    assert "Nyt afsnit" in new
    assert (outline(again.schema, content), page.render_form(again, content), again.sha256) == before


def test_the_code_may_change_too(monkeypatch):
    sample = next(s for s in samples() if s.edition.form == "kui.minutes.coordination")
    before = outline(sample.edition.schema, sample.content)
    vocabulary = next(v for v in _vocabularies() if v.name == "attendance")

    monkeypatch.setitem(vocabulary.labels, "present", "ØDELAGT")
    forget_everything()

    assert outline(Edition.from_text(sample.edition.text).schema, sample.content) == before
    assert "ØDELAGT" in publish(shipped(SHIPPED[sample.edition.form]), number=2, effective=DAY, by="x").text


def _vocabularies():
    from kuidocs.forms.nodes import vocabularies

    return vocabularies(SHIPPED["kui.minutes.coordination"]().fields)


def test_an_edition_cannot_be_changed_by_whoever_reads_it():
    edition = EDITIONS["kui.consent"]

    edition.data["sections"].clear()

    assert edition.data["sections"]


def test_what_an_edition_says_about_itself():
    edition = EDITIONS["kui.consent"]

    assert (edition.form, edition.number, edition.name) == ("kui.consent", 1, "kui.consent/1")
    assert edition.title == "Samtykke til at koordinere"
    assert edition == Edition.from_text(edition.text, edition.sha256)


def test_a_text_that_has_been_changed_is_refused():
    edition = EDITIONS["kui.consent"]

    with pytest.raises(EditionRefused, match="changed"):
        Edition.from_text(edition.text.replace("Samtykke", "Samtykkke"), edition.sha256)


def test_an_edition_that_cannot_be_built_as_it_is_written_is_refused():
    definition = copy.deepcopy(EDITIONS["kui.consent"].data)
    definition["sections"][0]["fields"][0]["forgotten"] = True

    with pytest.raises(EditionRefused, match="cannot be built"):
        publish(definition, number=2, effective=DAY, by="x")


def test_schemas_are_made_once():
    edition = EDITIONS["kui.consent"]

    assert edition.schema is Edition.from_text(edition.text).schema


def test_canonical_text_has_one_spelling():
    assert canonical({"b": 1, "å": [True, None], "a": "x"}) == '{"a":"x","b":1,"å":[true,null]}'
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(float("nan"))
