"""Every page is reachable for a screen reader, valid, narrow enough, titled, has one main heading and is in Danish."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from kuidocs.domain.documents import KINDS
from tests.browser.checks import WIDTHS, english, faults
from tests.browser.tools import watched

NOBODY = ""
MALTHE, ELIAS = "/sager/FLK-2026-0117", "/sager/FLK-2026-0163"
# (address, user). A new page is added here; nothing else is needed for it to be checked.
PAGES = [
    ("/log-ind", NOBODY),
    ("/log-ind?ud=1", NOBODY),
    ("/hjaelp", NOBODY),
    ("/bekraeft", NOBODY),
    ("/min-konto", "jonas"),
    ("/min-konto", "tobias"),
    ("/sundhed", NOBODY),
    ("/min-dag", "jonas"),
    ("/min-dag", "mikkel"),
    ("/min-dag", "kirsten"),
    ("/min-dag", "tobias"),
    ("/min-dag", "eva"),
    ("/sager/", "jonas"),
    ("/sager/", "mette"),
    ("/sager/", "jens"),
    ("/sager/?q=malthe", "jonas"),
    ("/sager/?q=zzzzz", "jonas"),
    ("/soeg", "jonas"),
    ("/soeg?q=malthe", "jonas"),
    ("/soeg?q=maltte&type=dokumenter&side=2&fra=forkert&forsinket=", "jonas"),
    ("/soeg?forsinket=1", "jonas"),
    ("/soeg?q=zzzzz&type=opgaver", "mikkel"),
    ("/soeg?q=800908-4991", "jonas"),
    ("/soeg?q=og", "tobias"),
    (MALTHE, "jonas"),
    (MALTHE, "birgitte"),
    (ELIAS, "mikkel"),
    (ELIAS, "mette"),
    ("/kalender", "eva"),
    ("/kalender?maaned=2026-12", "jonas"),
    ("/kalender?uge=2026-W41&frister=0", "mikkel"),
    ("/kalender?uge=nu", "mikkel"),
    ("/statistik", "kirsten"),
    ("/statistik", "jonas"),
    (f"{MALTHE}/nyt-dokument", "jonas"),
    (f"{MALTHE}/nyt-dokument?form=kui.notice&moede=ny:clarification", "jonas"),
    (f"{MALTHE}/moeder/6", "jonas"),
    (f"{MALTHE}/moeder/7", "jonas"),
    (f"{MALTHE}/moeder/7", "fatma"),
    (f"{ELIAS}/moeder/6", "mikkel"),
    (f"{MALTHE}/moeder/7/hvem-goer-hvad?ny=1", "jonas"),
    (f"{ELIAS}/moeder/6/hvem-goer-hvad", "mikkel"),
    (f"{MALTHE}/moeder/7/dagsorden", "jonas"),
    (f"{MALTHE}/moeder/5/dagsorden", "jonas"),
    (f"{MALTHE}/moeder/5/dagsorden?punkt=2", "jonas"),
    (f"{MALTHE}/moeder/5/dagsorden?punkt=99", "jonas"),
    (f"{MALTHE}/moeder/7/svar", "jonas"),
    (f"{MALTHE}/bilag", "jonas"),
    (f"{MALTHE}/bilag", "fatma"),
    (f"{MALTHE}/bilag?slags=signed_paper&sted=moede:6", "jonas"),
    (f"{MALTHE}/fase", "jonas"),
    (f"{MALTHE}/samtykke", "jonas"),
    (f"{MALTHE}/overblik", "jonas"),
    (f"{MALTHE}/opgaver", "jonas"),
    (f"{ELIAS}/opgaver", "mikkel"),
    (f"{MALTHE}/dokumenter/PLAN-0117-v3/uddrag", "jonas"),
    (f"{MALTHE}/dokumenter/PLAN-0117-v3/uddrag", "nanna"),
    (f"{ELIAS}/dokumenter/PLAN-0163/uddrag", "mikkel"),
    (f"{MALTHE}/dokumenter/FLK-2026-0117-D11/beslutninger", "jonas"),
    (f"{ELIAS}/dokumenter/FLK-2026-0163-D11/beslutninger", "mikkel"),
    (f"{ELIAS}/overblik", "mikkel"),
    ("/sager/nyt", "mikkel"),
    ("/sager/modtaget", "mikkel"),
    (f"{MALTHE}/personer", "jonas"),
    (f"{ELIAS}/personer", "mette"),
    (f"{MALTHE}/bed-om-opfoelgning", "fatma"),
    (f"{MALTHE}/dokumenter/FLK-2026-0117-D14/svar", "jonas"),
    (f"{MALTHE}/fase", "kirsten"),
    (f"{MALTHE}/hvem-har-set", "jonas"),
    (f"{MALTHE}/pakke", "jonas"),
    (f"{MALTHE}/aktindsigt/", "jonas"),
    (f"{ELIAS}/aktindsigt/", "inge"),
    (f"{ELIAS}/aktindsigt/", "kirsten"),
    ("/aktindsigt", "inge"),
    ("/kassation/", "inge"),
    ("/kassation/", "jens"),
    ("/admin/oplysninger", "tobias"),
    (f"{MALTHE}/adgang", "jonas"),
    (f"{MALTHE}/noedadgang", "kirsten"),
    ("/revision", "jens"),
    ("/kontrolrapporter/", "jens"),
    ("/revision?fra=x", "jens"),
    (f"{MALTHE}/stikproeve", "jens"),
    (f"{ELIAS}/adgang?person=peter", "mikkel"),
    (f"{MALTHE}/hvem-har-set?fra=x", "kirsten"),
    (f"{MALTHE}/frister", "jonas"),
    (f"{ELIAS}/frister", "mette"),
    ("/arbejdsliste", "jonas"),
    ("/arbejdsliste", "mikkel"),
    ("/arbejdsliste", "mette"),
    ("/arbejdsliste?forloeb=x", "mikkel"),
    ("/mine-indstillinger", "jonas"),
    ("/mine-indstillinger", "tobias"),
    ("/medarbejdere/", "kirsten"),
    ("/medarbejdere/jonas/overdragelse", "kirsten"),
    ("/medarbejdere/mikkel/overdragelse", "mikkel"),
    (f"{MALTHE}/dokumenter/FLK-2026-0117-D25/gennemse", "kirsten"),
    (f"{MALTHE}/dokumenter/FLK-2026-0117-D25/gennemse", "jonas"),
    (f"{MALTHE}/dokumenter/FLK-2026-0117-D25/indkaldelse", "jonas"),
    (f"{MALTHE}/dokumenter/FLK-2026-0117-D09/indkaldelse", "birgitte"),
    (f"{MALTHE}/dokumenter/PLAN-0117/sammenlign/2..3", "jonas"),
    (f"{MALTHE}/dokumenter/PLAN-0117/sammenlign/1..3?vis=alt", "jonas"),
    (f"{MALTHE}/dokumenter/PLAN-0117/historik", "jonas"),
    (f"{MALTHE}/dokumenter/FLK-2026-0117-D25/historik", "kirsten"),
    (f"{MALTHE}/dokumenter/PLAN-0117-v3/versioner/3/underskrifter", "jonas"),
    ("/kontrol", "jonas"),
    ("/kontrol", "tobias"),
    ("/underskriv/intet", NOBODY),
    ("/skabeloner", "jonas"),
    ("/admin/job/", "tobias"),
    ("/admin/", "tobias"),
    ("/admin/log", "tobias"),
    ("/admin/data", "tobias"),
    ("/admin/journal", "tobias"),
    ("/journal", "inge"),
    ("/admin/medarbejdere/", "tobias"),
    ("/admin/medarbejdere/?q=zzz", "tobias"),
    ("/admin/medarbejdere/jonas/", "tobias"),
    ("/admin/medarbejdere/tobias/", "tobias"),
    ("/admin/afdelinger", "tobias"),
    ("/admin/lokaler", "tobias"),
    ("/admin/ad-hoc", "tobias"),
    ("/admin/indstillinger", "tobias"),
    ("/sundhed", "tobias"),
    ("/hjaelp", "inge"),
    ("/tilgaengelighed", "inge"),
    ("/oplysninger", "inge"),
    ("/klynger/", "signe.lykke@klynge"),
    ("/klynger/min-konto", "signe.lykke@klynge"),
    ("/klynger/gaest/ukendt", NOBODY),
    ("/klynger/svar/ukendt", NOBODY),
    # What is refused: bytes that are no text, no task, not there, a case of others.
    ("/sager/%FF", "jonas"),
    ("/admin/job/", "jens"),
    ("/findes/ikke", "jonas"),
    (MALTHE, "tobias"),
]
FORM_OF = {"kui.consent": ("FLK-2026-0163-D01", "FLK-2026-0163-D21"), "kui.education_plan": ("PLAN-0163",)}
"""Of these a case has one, so that its next version is written."""
MEETINGS_OF = {"any": "6", "clarification": "2", "coordination": "3"}
MEETINGS_OF |= {"followup_without_young": "4", "followup_with_young": "6"}
"""Meetings of Elias' by their kind."""
TOO_MUCH = 4_100_000


@pytest.fixture
def tab(sessions, request) -> Iterator[Page]:
    """A tab of the user whom the test is about. The test fails when the browser complained."""
    complaints: list[str] = []
    page = watched(sessions[request.getfixturevalue("user")].new_page(), complaints)
    yield page
    page.close()
    assert complaints == []


@pytest.mark.parametrize(("address", "user"), PAGES)
def test_a_page(address, user, tab, vnu):
    answer = tab.goto(address)

    assert answer.status < 500
    assert faults(tab, answer.text(), vnu) == []


def documents(tab: Page, case: str) -> list[str]:
    """List the reading pages that a case page leads to, and those that they lead to."""
    found, seen, waiting = set(), set(), [case]
    while waiting:
        seen.add(here := waiting.pop())
        answer = tab.request.get(here)
        found.add(urlsplit(answer.url).path.rstrip("/"))
        links = re.findall(rf'href="({case}/dokumenter/[^/"#?]+(?:/versioner/\d+)?)/?["#]', answer.text())
        waiting += set(links) - seen - set(waiting)
    return sorted(path for path in found if "/versioner/" in path)


@pytest.mark.parametrize(("case", "user"), [(MALTHE, "jonas"), (ELIAS, "mikkel")])
def test_every_document_that_can_be_read(case, user, tab, vnu):
    """The two cases have the same kinds of document, so each kind is looked at wide in one and narrow in the other."""
    addresses, wrong = documents(tab, case), {}
    for number, address in enumerate(addresses, start=case == MALTHE):
        answer = tab.goto(address)
        if found := faults(tab, answer.text(), vnu, (WIDTHS[number % 2],)):
            wrong[address] = found

    assert len(addresses) > 20
    assert wrong == {}


@pytest.fixture(scope="package")
def drafts(sessions) -> dict[str, str]:
    """Begin a document of each of the fourteen forms; form key -> address of its form."""
    ask = sessions["mikkel"].request
    token = re.search(r'csrf_token" value="([^"]+)', ask.get("/hjaelp").text())[1]
    found = {}
    for kind in KINDS.values():
        meeting = MEETINGS_OF.get(kind.meeting, "")
        posts = [(f"{ELIAS}/nyt-dokument", {"form": kind.form_key, "moede": meeting})]
        if kind.one_per_case:
            posts = [(f"{ELIAS}/dokumenter/{label}/ny-version", {"note": "Nyt."}) for label in FORM_OF[kind.form_key]]
        answers = [ask.post(path, form={"csrf_token": token} | told) for path, told in posts]
        found[kind.form_key] = next(answer.url for answer in answers if answer.url.endswith("/udkast"))
    return found


@pytest.mark.parametrize("form_key", KINDS)
@pytest.mark.parametrize("user", ["mikkel"])
def test_every_form_as_it_begins_and_with_everything_that_is_missing(form_key, user, drafts, tab, vnu):
    begun = tab.goto(drafts[form_key])
    first = faults(tab, begun.text(), vnu)
    for choice in tab.locator("#dokument textarea").all():
        choice.fill("")
    refused = pressed(tab, "Send til gennemsyn")

    assert first == []
    assert refused.status == 422
    assert tab.evaluate("document.activeElement.hasAttribute('data-summary')")
    assert faults(tab, refused.text(), vnu) == []


def pressed(tab: Page, button: str) -> Response:
    """Press a button of the form and wait for the page that comes."""
    with tab.expect_navigation() as coming:
        tab.locator("main form button:not([aria-hidden])", has_text=button).first.click()
    return coming.value


@pytest.mark.parametrize("user", ["mikkel"])
@pytest.mark.parametrize("form_key", ["kui.minutes.clarification", "kui.education_plan"])
def test_what_cannot_be_read_is_told_in_danish(form_key, user, drafts, tab, vnu):
    page = tab.goto(drafts[form_key]).text()
    names = set(re.findall(r'name="([a-z_0-9]+)"', page)) - {"csrf_token"}
    fields = [("csrf_token", re.search(r'csrf_token" value="([^"]+)', page)[1])]
    wrong = posted(tab, drafts[form_key], fields + [(name, "31. februar æøå €") for name in sorted(names)])

    assert wrong.status in (200, 400, 409, 422)
    assert english(wrong.text()) == []
    assert faults(tab, wrong.text(), vnu) == []


def posted(tab: Page, address: str, fields: list[tuple[str, str]]) -> Response:
    """Send a form that no page has."""
    tab.goto("/hjaelp")
    with tab.expect_navigation() as coming:
        tab.evaluate(
            """([action, fields]) => {
                const form = document.createElement('form');
                form.method = 'post';
                form.action = action;
                for (const [name, value] of fields) {
                    const field = form.appendChild(document.createElement('textarea'));
                    field.name = name;
                    field.value = value;
                }
                document.body.append(form);
                HTMLFormElement.prototype.submit.call(form);
            }""",
            [address, fields],
        )
    return coming.value


def token(tab: Page) -> str:
    tab.goto("/hjaelp")
    return tab.locator("#log-ud [name=csrf_token]").input_value()


REFUSED = {
    "an id number that is none": ("/soeg", {"personnummer": "123"}, 422),
    "an old page": (f"{ELIAS}/dokumenter/PLAN-0163/ny-version", {"csrf_token": "gammel", "note": "x"}, 400),
    "too much": (f"{ELIAS}/nyt-dokument", {"form": "x" * TOO_MUCH}, 413),
    "nothing chosen": (f"{ELIAS}/nyt-dokument", {}, 422),
    "a second consent": (f"{ELIAS}/nyt-dokument", {"form": "kui.consent"}, 409),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("user", ["mikkel"])
def test_a_refused_form(name, user, tab, vnu):
    address, fields, status = REFUSED[name]
    told = {"csrf_token": token(tab)} | fields

    refused = posted(tab, address, list(told.items()))

    assert refused.status == status
    assert faults(tab, refused.text(), vnu) == []


@pytest.mark.parametrize("user", ["kirsten"])
def test_sending_back_without_a_note(user, tab, vnu):
    tab.goto(f"{MALTHE}/dokumenter/FLK-2026-0117-D25/gennemse")

    refused = pressed(tab, "Send tilbage med note")

    assert refused.status == 422
    assert faults(tab, refused.text(), vnu) == []


@pytest.mark.parametrize("user", ["mikkel"])
def test_two_texts_in_one_field(user, drafts, tab, vnu):
    other = tab.context.new_page()
    for page in (tab, other):
        page.goto(drafts["kui.contact_note"])
    for page, text in ((other, "Den enes."), (tab, "Den andens.")):
        page.locator("[name=learned]").fill(text)
    other.locator("[name=shared]").fill("Noget andet.")
    pressed(other, "Gem kladde")
    other.close()

    refused = pressed(tab, "Gem kladde")

    assert refused.status == 409
    for text in ("Den enes.", "Den andens."):
        assert text in tab.locator("main").inner_text()
    assert faults(tab, refused.text(), vnu) == []
    again = tab.goto(drafts["kui.contact_note"].replace("/udkast", "/forslag"))
    assert "Noget andet." in tab.locator("#flettet ~ table").inner_text()
    assert faults(tab, again.text(), vnu) == []
    history = tab.goto(drafts["kui.contact_note"].replace("/udkast", "/historik"))
    assert faults(tab, history.text(), vnu) == []


@pytest.mark.parametrize("user", [NOBODY])
def test_what_was_typed_when_the_session_had_ended(user, tab, vnu):
    tab.goto("/hjaelp")

    kept = posted(tab, f"{MALTHE}/nyt-dokument", [("note", "Min lange tekst.")])

    assert kept.status == 403
    assert "Min lange tekst." in kept.text()
    assert faults(tab, kept.text(), vnu) == []
