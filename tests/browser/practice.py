"""A cluster of its own at browsers: its people and guests, what they write, and the mail between them."""

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from kuidocs.config import read_settings
from kuidocs.jobs.runner import drain
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.system import open_system
from tests.browser.checks import WIDTHS
from tests.browser.conftest import CONTEXT
from tests.browser.tools import axe, too_wide, watched
from tests.browser.town import TIMEOUT, Person, Town
from tests.conftest import FROZEN
from tests.post_office import read

CLUSTER, TOPIC = "Klynge Strandhede", "Skolefravær & <b>søvn</b>"
KIRSTINE, KIRSTINE_MAIL = "Kirstine Bjerre-Holm", "kirstine@strandhede.example"
MEMBERS = (
    ("Åse Ærøskov", "aase@strandhede.example", "board"),
    ("Omar El-Khatib", "omar@strandhede.example", "member"),
    ("Þóra Jónsdóttir", "thora@strandhede.example", "member"),
    ("Bo Ek", "bo@strandhede.example", "member"),
    ("=SUM(A1) Formel", "formel@strandhede.example", "member"),
    ("Maximiliane Friederike von und zu Habenichts-Ravnkilde", "max@strandhede.example", "member"),
    ("Ida Maj", "ida@strandhede.example", "member"),
    ("Jens Ø", "jens@strandhede.example", "member"),
    ("Fie Facil", "fie@facil.example", "facilitator"),
)
DAY = "2027-02-18"
GUESTS = (
    ("Lone Vad", "lone@by.example", "Skoleforvaltningen", "municipality", "employee"),
    ("Per <i>Dam</i>", "per@by.example", "PPR", "municipality", "employee"),
    ("Zahra Rahimi", "zahra@hospital.example", "Børne- og ungdomspsykiatrien", "child_psychiatry", "employee"),
    ("O'Brien & Søn", "ob@by.example", "Familieafdelingen", "municipality", "employee"),
    ("Ulla Uden Svar", "ulla@by.example", "Sundhedsplejen", "municipality", "employee"),
    ("Leif Leder", "leif@by.example", "Børn og Unge", "municipality", "employee"),
)
GUEST_ROWS = [
    {"name": name, "email": email, "organisation": place, "sector": sector, "level": level}
    for name, email, place, sector, level in GUESTS
]
AGREEMENT = {
    "agreement_no": "1",
    "agreement_text": "PPR svarer inden for en uge.",
    "responsible_cluster": "Omar El-Khatib",
    "responsible_partner": "Lone Vad",
    "follow_up_how": "Vi tæller svar.",
    "deadline": "2027-05-01",
}
SECOND = {"agreement_no": "2", "agreement_text": "En fælles side om søvn.", "responsible_partner": "", "deadline": DAY}
MINUTES = {
    "held_at": DAY,
    "chair": KIRSTINE,
    "minute_taker": "Åse Ærøskov",
    "guests_present": "Lone Vad\nZahra Rahimi",
    "survey_summary": "Vi møder det ofte.",
    "agreements": [AGREEMENT, AGREEMENT | SECOND],
    "followup_date": "2027-04-15",
    "followup_form": "En time på skærmen.",
}
OWN_CASE = {
    "title": "»Kun med lyset tændt«",
    "source": "own",
    "anonymised": True,
    "age_group": "10–13 år",
    "background": "Et barn i udskolingen sover dårligt. El-Khatib har kendt familien længe.",
    "presenting": "Mor ringer en mandag.",
    "course": "Tre samtaler uden at det blev bedre.",
    "gp_dilemma": "Hvem tager over, når skolen lukker?",
    "youth_perspective": "Jeg vil bare gerne sove.",
    "question_to_guests": "Hvad kan I gøre inden for 14 dage?",
    "focus_points": [
        {
            "point_no": "1",
            "moment": "Efter det tredje opkald.",
            "question": "Hvem ringer til hvem?",
            "in_the_arena": "Praktiserende læge\nPPR-psykolog",
            "minutes": "12",
        }
    ],
}
PASSWORD = "fem grønne heste i kø"


class Practice(Town):
    """A town in which a cluster meets. What a page is worth is asked wherever somebody looks."""

    def __init__(self, home: Path, browser, password: str, complaints: list[str]) -> None:
        super().__init__(home, browser, password, complaints)
        self.faults: list[str] = []

    def mail_goes_out(self, day: str) -> None:
        """Let the day begin anew when the jobs that wait are done."""
        self.running.close()
        settings = read_settings({"kuidocs.data": str(self.home / "var")}, FROZEN | {"KUIDOCS_CLOCK": f"{day}T10:00"})
        system = open_system(settings, pdf=InlinePdfService())
        try:
            drain(system)
        finally:
            system.close()
        self.on(day)

    def links(self, address: str, subject: str) -> list[str]:
        """The links in the mails to somebody, the oldest mail first."""
        files = sorted(self.home.glob("var/mail/*.eml"), key=lambda one: one.stat().st_mtime_ns)
        mails = [read(one.read_bytes()) for one in files]
        bodies = [
            one.get_body(("plain",)).get_content()
            for one in mails
            if one["To"] == address and subject in one["Subject"]
        ]
        return [re.search(r"/klynger/\S+", body)[0] for body in bodies]

    def link(self, address: str, subject: str) -> str:
        """The newest of them."""
        return self.links(address, subject)[-1]

    def visitor(self, **more) -> "Doctor":
        """Somebody without a log-in."""
        context = self.browser.new_context(**CONTEXT | more, base_url=self.address)
        context.set_default_timeout(TIMEOUT)
        self.running.callback(context.close)
        return Doctor(self, watched(context.new_page(), self.complaints))

    def doctor(self, address: str) -> "Doctor":
        """Log somebody of the cluster in, by the mail address."""
        found = self.visitor()
        found.page.goto("/log-ind")
        found.page.get_by_label(re.compile("^Brugernavn")).fill(address)
        found.page.get_by_label(re.compile("^Adgangskode")).fill(PASSWORD)
        found.page.locator("main form button[type=submit]").first.click()
        found.page.wait_for_url("**/klynger/")
        return found


class Doctor(Person):
    """Somebody of the cluster, or a guest, at a page."""

    town: Practice
    page: Page

    def looks(self, name: str) -> None:
        """Ask what every page must be, and take pictures when pictures are wanted."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.town.faults += [f"{name} {width}: {one}" for one in axe(self.page)]
        self.town.faults += [f"{name}: wide {one}" for one in too_wide(self.page)]
        super().looks(f"klynge-{name}")
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def opens_all(self) -> None:
        """Open everything that is folded up in a form."""
        self.page.evaluate("() => document.querySelectorAll('#dokument details').forEach(d => { d.open = true; })")

    def goes(self, words: str) -> None:
        """Follow a link of the page, or of the menu."""
        self._follows(self.page.get_by_role("link", name=words).first)

    def turns_to(self, words: str) -> None:
        """Follow a link of a menu."""
        self._follows(self.page.get_by_role("navigation").get_by_role("link", name=words).first)

    def _follows(self, link: Locator) -> None:
        """Wait for the page behind a link, so that no question is asked of the page before it."""
        with self.page.expect_navigation():
            link.click()

    def chooses_a_password(self, link: str) -> None:
        self.page.goto(link)
        self.looks("password")
        self.page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
        self.page.get_by_label("Adgangskode igen").fill(PASSWORD)
        self.presses("Gem, og log ind")
        self.page.wait_for_url("**/log-ind")

    def saves(self, button: str = "Gem", words: str = "Gemt.") -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()
        self.sees(words)

    def opens_the_plan(self) -> None:
        self.page.goto("/klynger/")
        self.goes(TOPIC)

    def opens_step(self, number: int) -> None:
        self.turns_to("Drejebog")
        self._follows(self.page.locator(f".kl-steps a[href$='nr={number}']"))

    def sets_step(self, number: int, status: str = "Udført", words: str = "", **more: str) -> None:
        """Say how a step stands."""
        self.opens_step(number)
        self.page.get_by_label(status, exact=True).check()
        for label, text in more.items():
            self.page.locator(f"#{label}").fill(text)
        self.presses("Gem trinnet")
        self.sees(words or f"Trin {number} er gemt.")

    def answers_the_questionnaire(self, picks: Mapping[str, int], words: str = "") -> None:
        """Answer every question of the page that is shown, and go on to the last."""
        pages = self.page.locator(".kl-page")
        for number in range(pages.count()):
            here = pages.nth(number)
            expect(here).to_be_visible()
            for group in here.locator("fieldset").all():
                options = group.locator("input")
                options.nth(picks.get(str(number), 0) % options.count()).check()
            for text in here.locator("textarea").all():
                text.fill(words)
            if number + 1 < pages.count():
                here.get_by_role("link", name=f"Fortsæt til side {number + 2}").click()
        self.presses("Send mit svar")
        self.sees("Tak for dit svar")
