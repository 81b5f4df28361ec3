"""The facts as they are stored, and the code that is computed from a job."""

import json
import re
from dataclasses import replace

from kuidocs.forms.registry import shipped_editions
from kuidocs.services.pdf.api import AttachmentFacts, MeetingFacts, RenderFacts
from kuidocs.services.pdf.payload import control_code, payload
from tests.services.pdf import demo

EDITION = shipped_editions()["kui.minutes.coordination"].data


def test_facts_survive_storage():
    facts = replace(demo.job("FLK-2026-0117-D11").facts, next_meeting=MeetingFacts("followup_with_young", "Opfølgning"))

    assert RenderFacts.of(json.loads(json.dumps(facts.plain()))) == facts


def test_a_list_of_attachments_survives_storage():
    listed = (AttachmentFacts("Tegning", "Tegning eller brev fra den unge", "2026-11-20", "ab" * 32),)
    facts = replace(demo.job("FLK-2026-0117-D11").facts, attachments=listed)

    assert RenderFacts.of(json.loads(json.dumps(facts.plain()))) == facts


def test_facts_of_before_there_were_attachments_have_none():
    facts = demo.job("FLK-2026-0117-D11").facts.plain()
    del facts["attachments"]

    assert RenderFacts.of(facts).attachments == ()


def test_facts_of_a_later_release_are_left_out():
    facts = demo.job("PLAN-0117-v1").facts

    assert RenderFacts.of(facts.plain() | {"colour": "blue"}) == facts


def test_the_payload_is_canonical_and_complete():
    job = demo.job("FLK-2026-0117-D11")
    data = json.loads(payload(job, EDITION))

    assert data["data"] == job.content
    assert (data["document_id"], data["form_key"]) == ("FLK-2026-0117-D11", "kui.minutes.coordination")
    assert (data["template_version"], data["version_no"]) == (1, 1)
    assert payload(job, EDITION).startswith(b'{"data":{')


def test_the_control_code_has_the_shape_of_the_design():
    code = control_code(payload(demo.job("FLK-2026-0117-D11"), EDITION))

    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)


def test_the_control_code_follows_the_content_and_nothing_else():
    job = demo.job("FLK-2026-0117-D11")
    signed = replace(job, facts=replace(job.facts, state="approved", state_label="Underskrevet", audit_head="00"))
    changed = replace(job, content=job.content | {"youth_important": "Noget andet"})

    assert control_code(payload(signed, EDITION)) == control_code(payload(job, EDITION))
    assert control_code(payload(changed, EDITION)) != control_code(payload(job, EDITION))
