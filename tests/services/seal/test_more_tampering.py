"""More tamperings, of a sealed body, a signed file and one that a citizen has signed: none of them is ever genuine."""

from hashlib import sha256

import pytest

from kuidocs.services.seal import verdict as v
from kuidocs.services.seal.verify import verify
from kuidocs.services.signing.simulator import Root, sign
from tests.factories import NOW
from tests.services.pdf import demo
from tests.services.seal import more_tampering as more
from tests.services.seal import signed_files as made

SEEN = {
    more.laid_over: v.CHANGED,
    more.form_field_over: v.CHANGED,
    more.letters_swapped: v.CHANGED,
    more.page_taken_out: v.CHANGED,
    more.pages_swapped: v.CHANGED,
    more.page_put_in: v.CHANGED,
    more.script_put_in: v.CHANGED,
    more.layer_hidden: v.CHANGED,
    more.another_language: v.CHANGED,
    more.tags_taken_away: v.CHANGED,
    more.signature_field_emptied: v.CHANGED,
    more.signature_field_taken_out: v.CHANGED,
    more.seen_through_a_new_catalogue: v.CHANGED,
    more.name_written_otherwise: v.CHANGED,
    more.something_before_it: v.CHANGED,
    more.two_in_one: v.CHANGED,
    more.wrapped: v.CHANGED,
    more.other_line_ends: v.CHANGED,
}
"""What can be said without the ledger."""
UNSEALED = (more.printed_again, more.locked)
"""What carries nothing any more by which it could be known; or only traces."""


@pytest.fixture(scope="module")
def body():
    return demo.inline().render(demo.job(made.PLAN, state="approved"))


@pytest.fixture(scope="module")
def files(seal, body):
    render = demo.inline().render
    offered = render(demo.job(made.PLAN, "underskrift", state="approved"))
    citizen = sign(offered, Root().person("Malthe Kjærbo Vinther"))
    signed = seal.seal(render(made.with_page(demo.job(made.PLAN, state="approved"))), at=NOW)
    return {"body": seal.seal(body, at=NOW), "signed": signed, "citizen": seal.seal(citizen, at=NOW)}


@pytest.mark.parametrize("kind", ["body", "signed", "citizen"])
@pytest.mark.parametrize(("tamper", "code"), SEEN.items(), ids=[one.__name__ for one in SEEN])
def test_it_is_seen(files, trusted, kind, tamper, code):
    found = verify(tamper(files[kind]), trusted=trusted)

    assert (found.code, found.exit_status) == (code, 1)


@pytest.mark.parametrize("tamper", UNSEALED, ids=[one.__name__ for one in UNSEALED])
def test_what_has_no_seal_any_more_is_not_genuine(files, trusted, tamper):
    for pdf in files.values():
        assert verify(tamper(pdf), trusted=trusted).exit_status in (1, 2)


@pytest.mark.parametrize("tamper", [*SEEN, *UNSEALED], ids=[one.__name__ for one in (*SEEN, *UNSEALED)])
def test_with_the_ledger_it_is_not_genuine_either(files, body, trusted, empty_ledger, changed_row, tamper):
    told = {"unsigned_sha256": sha256(body).hexdigest(), "unsigned_length": len(body)}
    whole = files["body"]
    empty_ledger.ledger_add(changed_row(sha256=sha256(whole).hexdigest(), length=len(whole), **told))

    assert verify(whole, trusted=trusted, ledger=empty_ledger).code == v.FINE
    assert verify(tamper(whole), trusted=trusted, ledger=empty_ledger).exit_status in (1, 2)
