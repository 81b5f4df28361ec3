"""What tests of access to papers have in common: asking, deciding, and looking into every byte of a PDF."""

import io
import subprocess

import pikepdf

from kuidocs.jobs.outbox import run_due
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.usecases import printing
from tests.views import making
from tests.web import CASE

LIST = f"{CASE}/aktindsigt/"
ONE = f"{CASE}/aktindsigt/1/"
SECRET = "Hemmeligtante"
NOTE = {
    "contact": {"name": {"text": f"{SECRET} Kirsebær"}, "profession": "Nabo"},
    "shares_personal_data": "false",
    "shared": "Intet om sagen.",
    "learned": f"Jeg talte med {SECRET}s bror på Lindevej 7. Freja trives.",
}
REASON = "Det handler om en andens private forhold."


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def paper(case, content=None, form="kui.contact_note"):
    found = making.paper(case, form, NOTE if content is None else content)
    version = found.versions[-1]
    frozen = printing.at_approval(found, version, "Jonas Ravnsborg", "2026-10-02T12:00:00+02:00", "h" * 64)
    for fact in found.facts_of("approved", 1):
        fact["data"][printing.FROZEN] = frozen.plain()
    found.files = (making.sealed(site_pdf(version)),)
    return found


def site_pdf(version):
    return InlinePdfService().render(printing.job_for(version))


def register(site, who="young_person", name="", **more):
    form = site.browser.get(LIST).forms["ny"]
    form["hvem"], form["navn"] = who, name
    for field, value in more.items():
        form[field] = value
    return form.submit(expect_errors=True)


def links(page):
    return [a["href"] for a in page.html.select("table.acts a") if "papir" in a["href"] and "kopi" not in a["href"]]


def open_paper(site, number=0):
    return site.browser.get(links(site.browser.get(ONE))[number])


def decision(page, outcome, words="", parts=(), basis="private", reason=REASON):
    form = next(form for form in page.forms.values() if "udfald" in form.fields)
    form["udfald"] = outcome
    if outcome not in ("give", "outside"):
        form["grundlag"], form["begrundelse"] = basis, reason
    if "ord" in form.fields:
        form["ord"] = words
    for box in form.fields.get("del", ()):
        box.checked = box._value in parts
    return form.submit(expect_errors=True)


def act(site, name, expect=303, **fields):
    form = site.browser.get(ONE).forms[name]
    for field, value in fields.items():
        form[field] = value
    return form.submit(status=expect)


def grant(site, leader="kirsten"):
    site.browser.become(leader)
    answer = act(site, "godkend")
    run_due(site.system)
    site.system.catch_up()
    return answer


def extracted(pdf):
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def every_byte(pdf):
    """All that a PDF holds, with every stream unpacked, and every text also as PDF writes it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [bytes(pdf)]
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream):
                found.append(one.read_bytes())
            found.append(repr(one).encode())
    return b"\n".join(found)


def hides(pdf, word):
    whole = every_byte(pdf)
    forms = (word.encode(), word.encode("utf-16-be"), word.encode("utf-16-le"), word.encode().hex().encode())
    return word not in extracted(pdf) and not any(form.lower() in whole.lower() for form in forms)


def bundle(site, name):
    href = next(a["href"] for a in site.browser.get(ONE).html.select("section a") if a["href"].endswith(f".{name}"))
    return site.browser.get(href).body
