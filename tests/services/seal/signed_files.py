"""Every kind of file that leaves here with a signature, made once: bodies, signed files, what citizens have signed."""

from dataclasses import replace

from kuidocs.services.pdf.api import SIGNING, SheetJob, SignedFacts, SignedRow
from kuidocs.services.signing.simulator import Root, sign
from tests.factories import NOW
from tests.services.pdf import demo
from tests.services.pdf.filled import OF_EACH_FORM, everywhere

AT = "2026-11-20T10:00:00+01:00"
SIGNED_FORMS = tuple(form for form in OF_EACH_FORM if form.startswith(("kui.minutes", "kui.consent", "kui.education")))
MINUTES, PLAN, CONSENT = (OF_EACH_FORM[f"kui.{name}"] for name in ("minutes.coordination", "education_plan", "consent"))
HOSTILE = {
    "markup": '<b>fed</b></td></table></body><script>alert(1)</script> ${1+1} <?python 1 ?> &amp; <tal:x replace="1"/>',
    "links": '<a href="file:///etc/passwd">x</a> <img src="http://127.0.0.1/"> javascript:alert(1) https://x.example',
    "bidi": "\u202ecba\u202c \u2066x\u2069 \ufeff\u200f \u0000\u0007\u2028\u2029 a\u00adb\u200bc\u2011d",
    "emoji": "😀 👍🏽 👩‍👩‍👧 ❤️ 🇩🇰 Привет Ελλάδα Łódź e\u0301\u0302",
    "pdf": "%PDF-1.7 endobj startxref %%EOF >> << /ByteRange [0 1 2 3] (\\) \\\\ <0a>",
}
WORD, CELL = "a" * 20_000, ("Ord og mere tekst, æøå. " * 400)[:8000]


def answers(text="", name="Malthe Kjærbo Vinther"):
    """The page of signatures with each kind of answer."""
    rows = (
        SignedRow(name, "Den unge", "Underskrift med MitID", AT, "", "ab" * 32),
        SignedRow("Anja Kjærbo", "Mor, forældremyndighed", "Sagde nej tak", "2026-11-20", text or "Nej tak, ikke nu."),
        SignedRow("Peter Vinther", "Far, forældremyndighed", "Underskrift på papir, scannet", AT[:10], "", "ef" * 32),
        SignedRow("Lone Ravn", "Plankoordinator (i stedet for Jonas)", "Godkendt med personligt login", AT),
        SignedRow(text[:200] or "Kim Vinther", text[:200] or "Værge", "Har ikke svaret", AT, text[:2000] or "Ringet."),
    )
    return SignedFacts(rows, "cd" * 32, AT, AT)


def with_page(job, text=""):
    """The job of the signed file."""
    return replace(job, facts=replace(job.facts, signed=answers(text)))


def sheet(text="Malthe Kjærbo Vinther"):
    """The page that somebody signs with a pen."""
    told = ("FLK-2026-0117", "FLK-2026-0117-D20", 3, "Fjordlund Kommune", "Kommunal Ungeindsats (KUI)")
    return SheetJob(text[:200], *told, text[:200], text[:200], "AB12-CD34-EF56", "cd" * 32, AT)


def for_the_archive(seal):
    """Give every file in the profile for the archive, by a name."""
    render = demo.inline().render
    yield "sheet", render(sheet())
    for form, document_id in OF_EACH_FORM.items():
        job = demo.job(document_id, state="approved", state_label="Godkendt")
        yield f"{form}.body", seal.seal(render(job), at=NOW)
        if form in SIGNED_FORMS:
            yield f"{form}.signed", seal.seal(render(with_page(job)), at=NOW)


def hostile_for_the_archive(seal):
    """Give signed files in which somebody has written the worst wherever there is room."""
    render = demo.inline().render
    for name, text in HOSTILE.items():
        yield f"sheet.{name}", render(sheet(text))
        for document_id in (MINUTES, PLAN, CONSENT):
            job = with_page(everywhere(document_id, text, note=text, consent=text), text)
            yield f"{document_id}.{name}", seal.seal(render(job), at=NOW)
    yield "word", seal.seal(render(with_page(everywhere(CONSENT, WORD, note=WORD), WORD)), at=NOW)
    yield "cell", seal.seal(render(with_page(everywhere(MINUTES, CELL), CELL)), at=NOW)


def for_signing(seal):
    """Give every step of a file that a citizen signs: as it is offered, with MitID, with our seal over it."""
    render, root = demo.inline().render, Root()
    approved = {"state": "approved", "state_label": "Godkendt"}
    jobs = {form: demo.job(OF_EACH_FORM[form], SIGNING, **approved) for form in SIGNED_FORMS}
    for name, text in HOSTILE.items():
        jobs |= {f"{name}.{document_id}": everywhere(document_id, text, SIGNING) for document_id in (MINUTES, PLAN)}
    for name, job in jobs.items():
        offered = render(job)
        mitid = sign(offered, root.person("Malthe Kjærbo Vinther"))
        steps = {"offered": offered, "mitid": mitid, "sealed": seal.seal(mitid, at=NOW)}
        yield from ((f"{name}.{step}", pdf) for step, pdf in steps.items())
