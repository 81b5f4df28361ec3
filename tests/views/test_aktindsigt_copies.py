"""Files of which something is left out before they are given: a copy takes their place, and it is never in the case."""

import io
import zipfile

import pikepdf
import pytest
from webtest import Upload

from tests import hostile_files
from tests.views import attaching, making
from tests.views.insight import ONE, REASON, act, bundle, extracted, grant, hides, open_paper, register, text

TITLE = "Brev fra tante Kirsebær"


def said(words):
    """A PDF of one page that says something."""

    def write(made):
        page = made.pages[0]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = made.make_stream(f"BT /F 24 Tf 50 100 Td ({words}) Tj ET".encode())

    return hostile_files.pdf(write)


WHOLE, CUT = said("Tante bor paa Lindevej"), said("Noget er udeladt")


@pytest.fixture
def jonas(site):
    attaching.put(site, WHOLE, "brev.pdf", title=TITLE)
    site.browser.log_in("jonas")
    register(site).follow()
    return site


def decide(page, file=None, outcome="redact", **more):
    form = next(form for form in page.forms.values() if "udfald" in form.fields)
    form["udfald"], form["grundlag"], form["begrundelse"] = outcome, "private", REASON
    if file is not None:
        form["kopi"] = Upload(*file)
    for name, value in more.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_the_copy_is_given_in_the_place_of_the_file(jonas):
    decide(open_paper(jonas), ("kopi.pdf", CUT))
    act(jonas, "send")
    grant(jonas)
    jonas.browser.become("jonas")

    pdf, packed = bundle(jonas, "pdf"), bundle(jonas, "zip")

    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        [listed, name] = opened.namelist()
        given = opened.read(name)
        listed = " ".join(extracted(opened.read(listed)).split())
    assert "Noget er udeladt" in extracted(given)
    assert all(hides(file, "Lindevej") for file in (pdf, given))
    assert "Kirsebær" not in listed
    assert "Givet, ekstraheret" in listed
    with jonas.system.reading() as root:
        [only] = root.sager[making.CASE_NO].bilag.in_order()
        assert only.bytes() == WHOLE


def test_the_copy_can_be_looked_at_and_kept_when_only_the_reason_changes(jonas):
    decide(open_paper(jonas), ("kopi.pdf", CUT))
    page = jonas.browser.get(ONE)
    copy = next(a["href"] for a in page.html.select("table.acts a") if a["href"].endswith("/kopi"))

    answer = jonas.browser.get(copy)
    assert answer.body == CUT
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Der ligger en kopi." in text(open_paper(jonas))
    assert decide(open_paper(jonas), begrundelse="Det er private forhold om en anden.").status_int == 303
    assert jonas.browser.get(copy).body == CUT
    assert len(jonas.events("insight.copy_read")) == 2


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Læg den kopi af filen ind"),
        (("kopi.pdf", WHOLE), "Kopien er den samme fil"),
        (("kopi.pdf", b"MZ program"), "Der er ikke gemt noget"),
        (("kopi.pdf", b""), "Læg den kopi af filen ind"),
    ],
)
def test_what_is_no_copy_is_refused_with_what_was_typed(jonas, file, words):
    refused = decide(open_paper(jonas), file)

    assert refused.status_int == 422
    assert words in text(refused)
    assert refused.html.select_one(".summary a")["href"] == "#kopi"
    assert REASON in refused
    with jonas.system.reading() as root:
        assert root.sager[making.CASE_NO].aktindsigt["1"].copies == ()


def test_a_copy_that_is_too_large_is_refused(jonas):
    form = next(form for form in open_paper(jonas).forms.values() if "udfald" in form.fields)
    form["udfald"], form["grundlag"], form["begrundelse"] = "redact", "private", REASON
    form["kopi"] = Upload("kopi.pdf", b"x" * (2 * jonas.system.settings.attachment_bytes + 5_000_000))

    refused = form.submit(expect_errors=True)

    assert refused.status_int == 422
    assert "for stor" in text(refused)


def test_a_file_is_withheld_whole_with_a_reason(jonas):
    decide(open_paper(jonas), outcome="withhold")
    act(jonas, "send")
    grant(jonas)
    jonas.browser.become("jonas")

    pdf = bundle(jonas, "pdf")

    assert hides(pdf, "Lindevej")
    assert "Kirsebær" not in extracted(pdf)
    assert REASON.rstrip(".") in " ".join(extracted(pdf).split()).replace("\u00a0", " ")


def test_there_is_no_copy_where_none_was_put_in(jonas):
    where = open_paper(jonas).request.path.rstrip("/")

    jonas.browser.get(f"{where}/kopi", status=404)
    jonas.browser.get(f"{where}/kopi.pdf", status=404)
