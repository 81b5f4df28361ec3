"""What each kind of event is called to the young person, and why it happened (DOMAIN 6.6): a row for every kind.

The words say what a department did, in du-form, without anybody's name. A kind that the code can write and that stands
neither here nor in ``NO_CASE`` fails a test, so nothing that is done in a case can be left out of the report.
"""

from dataclasses import dataclass

READ, WRITE, PRINT, EXTRACT = "read", "write", "print", "extract"
REFUSED, EMERGENCY, SAMPLE = "refused", "emergency", "sample"

HELP = "fordi de hjælper dig i forløbet"
MEETING = "fordi der skal holdes møde"
PLAN = "fordi din plan skal holdes ved lige"
TASK = "fordi de har en opgave i dit forløb"
PAPER = "fordi papiret skal skrives og være rigtigt"
CHECK = "fordi en anden skal læse papiret, før det gælder"
SHARE = "fordi nogen skulle have papiret"
FACTS = "fordi kommunens oplysninger om dig skal være rigtige"
PEOPLE = "fordi de rigtige skal være med i dit forløb"
COURSE = "fordi forløbet skal videre"
KEEP = "fordi kommunen har pligt til at gemme dine papirer"
RIGHT = "fordi du har ret til at vide, hvem der ser din sag"
GUARD = "fordi kun de rigtige må se din sag"
FIND = "fordi de ledte efter din sag"
ASKED = "fordi nogen har ret til at se papirerne"
LAW = "fordi loven siger, at det skal skrives ned"


@dataclass(frozen=True, slots=True)
class Row:
    """What was done, why, and what kind of doing it is. ``{what}`` is the paper or the meeting, where one is known."""

    words: str
    because: str
    group: str = READ


ROWS: dict[str, Row] = {
    # Looking at the case.
    "case.viewed": Row("så siden om dit forløb", HELP),
    "case.viewed/overview": Row("så dit overblik", HELP),
    "case.viewed/tasks": Row("så opgaverne i dit forløb", TASK),
    "case.viewed/people": Row("så, hvem der er med i dit forløb", PEOPLE),
    "case.viewed/attachments": Row("så listen over bilag", HELP),
    "case.viewed/timers": Row("så fristerne i dit forløb", COURSE),
    "case.viewed/new_document": Row("ville begynde på et papir", PAPER),
    "case.viewed/request": Row("ville bede om et møde", MEETING),
    "case.viewed/trace": Row("så, hvad der blev af noget, I har aftalt", HELP),
    "case.phase_viewed": Row("så, hvor langt dit forløb er", COURSE),
    "meeting.viewed": Row("åbnede {what}", MEETING),
    "notice.viewed": Row("åbnede {what}", MEETING),
    "request.viewed": Row("åbnede {what}", MEETING),
    "document.read": Row("læste {what}", HELP),
    "document.draft_read": Row("åbnede et udkast: {what}", PAPER),
    "document.opened_for_review": Row("læste {what}", CHECK),
    "document.compared": Row("så, hvad der er ændret i {what}", CHECK),
    "document.history_viewed": Row("så, hvordan {what} er blevet til", HELP),
    "attachment.viewed": Row("så oplysningerne om et bilag", HELP),
    "attachment.read": Row("åbnede et bilag", HELP),
    "extract.read": Row("åbnede et uddrag af din plan", SHARE),
    "person.id_number_shown": Row("så dit personnummer", FACTS),
    "access.viewed": Row("så, hvem der har adgang til din sag", GUARD),
    "seen.viewed": Row("så denne liste", RIGHT),
    # Paper and files.
    "document.printed": Row("hentede {what} som fil til print", SHARE, PRINT),
    "document.comparison_printed": Row("hentede ændringerne i {what} som fil", SHARE, PRINT),
    "document.rendered": Row("lavede {what} som fil", SHARE, PRINT),
    "overview.printed": Row("lavede dit overblik til print", "fordi du skulle have det", PRINT),
    "seen.printed": Row("lavede denne liste til print", RIGHT, PRINT),
    "case.exported": Row("tog en kopi af hele sagen", KEEP, PRINT),
    "case.package_asked": Row("bad om en kopi af hele sagen", KEEP, PRINT),
    "case.package_fetched": Row("hentede en kopi af hele sagen", KEEP, PRINT),
    "case.viewed/package": Row("så, hvilke kopier der er af hele sagen", KEEP),
    "case.restored": Row("genskabte din sag fra en kopi", KEEP, WRITE),
    "extract.made": Row("gav et uddrag af din plan", SHARE, EXTRACT),
    # Access with a reason, and access that was taken away.
    "access.emergency_opened": Row("åbnede din sag med nødadgang", "fordi der var en grund i loven", EMERGENCY),
    "access.emergency_ended": Row("sluttede nødadgangen, før tiden var gået", GUARD, WRITE),
    "access.sample_opened": Row("åbnede din sag for at kontrollere den", GUARD, SAMPLE),
    "access.sample_ended": Row("sluttede kontrollen af din sag", GUARD, WRITE),
    "access.auditor_told": Row("gav kommunens kontrol besked om nødadgang", GUARD, WRITE),
    "access.blocked": Row("spærrede din sag for en medarbejder", GUARD, WRITE),
    "access.unblocked": Row("åbnede din sag for en medarbejder igen", GUARD, WRITE),
    # Access to the papers.
    "insight.listed": Row("så, hvem der har bedt om aktindsigt", ASKED),
    "insight.viewed": Row("så på en anmodning om aktindsigt", ASKED),
    "insight.paper_read": Row("læste {what} for at svare på en anmodning om aktindsigt", ASKED),
    "insight.copy_read": Row("så en kopi af {what}, der skulle gives ved aktindsigt", ASKED),
    "insight.registered": Row("skrev ned, at nogen har bedt om aktindsigt i din sag", ASKED, WRITE),
    "insight.decided": Row("besluttede, hvad der skal gives af {what}", ASKED, WRITE),
    "insight.submitted": Row("sendte en anmodning om aktindsigt til lederen", ASKED, WRITE),
    "insight.returned": Row("sendte en anmodning om aktindsigt tilbage", ASKED, WRITE),
    "insight.granted": Row("godkendte, hvad der gives ved aktindsigt", ASKED, WRITE),
    "insight.made": Row("samlede papirerne til en, der har bedt om aktindsigt", ASKED, WRITE),
    "insight.delayed": Row("skrev, hvorfor et svar om aktindsigt er forsinket", ASKED, WRITE),
    "insight.file_read": Row("hentede de papirer, der er samlet til aktindsigt", ASKED, PRINT),
    "insight.handed_out": Row("gav papirer fra din sag til en, der har bedt om aktindsigt", ASKED, PRINT),
    "insight.closed": Row("lukkede en anmodning om aktindsigt", ASKED, WRITE),
    "disposal.proposed": Row("foreslog, at din sag bliver slettet", KEEP, WRITE),
    "disposal.packaged": Row("lavede en kopi af hele sagen til arkivet", KEEP, PRINT),
    "disposal.package_read": Row("hentede kopien af sagen til arkivet", KEEP, PRINT),
    "disposal.approved": Row("godkendte, at din sag bliver slettet", KEEP, WRITE),
    "disposal.dropped": Row("besluttede, at din sag ikke bliver slettet nu", KEEP, WRITE),
    "disposal.removed": Row("slettede din sag", KEEP, WRITE),
    "disposal.done": Row("skrev ned, at din sag er slettet", KEEP, WRITE),
    # Being refused.
    "access.refused": Row("prøvede at åbne noget i din sag", GUARD, REFUSED),
    # The course of the case.
    "case.opened": Row("begyndte dit forløb", COURSE, WRITE),
    "case.imported": Row("lagde din sag ind i kuidocs", COURSE, WRITE),
    "case.clarifying": Row("begyndte at afklare, hvad der skal ske", COURSE, WRITE),
    "case.coordinating": Row("begyndte at samle dem, der hjælper dig", COURSE, WRITE),
    "case.following_up": Row("gik i gang med at følge op på din plan", COURSE, WRITE),
    "case.paused": Row("satte dit forløb på pause", COURSE, WRITE),
    "case.resumed": Row("satte dit forløb i gang igen", COURSE, WRITE),
    "case.closed": Row("afsluttede dit forløb", COURSE, WRITE),
    "case.reopened": Row("åbnede dit forløb igen", COURSE, WRITE),
    "case.transferred": Row("gav dit forløb videre", COURSE, WRITE),
    "case.archived": Row("lagde dit forløb i arkivet", KEEP, WRITE),
    "case.kle_set": Row("skrev, hvilket emne din sag hører under i journalen", KEEP, WRITE),
    "case.not_following": Row("skrev, at planen ikke bliver fulgt", LAW, WRITE),
    "case.contact_made": Row("skrev, at I har talt sammen", LAW, WRITE),
    "case.new_activity": Row("skrev, at du er begyndt på noget nyt", LAW, WRITE),
    "case.person_changed": Row("rettede oplysninger om dig", FACTS, WRITE),
    "case.identity_changed": Row("rettede din fødselsdag eller dit personnummer", FACTS, WRITE),
    "case.relative_added": Row("skrev en i din familie på", FACTS, WRITE),
    "case.relative_changed": Row("rettede oplysninger om din familie", FACTS, WRITE),
    "case.relative_ended": Row("tog en i din familie af listen", FACTS, WRITE),
    "case.contact_added": Row("skrev en fagperson udefra på", PEOPLE, WRITE),
    "case.contact_changed": Row("rettede oplysninger om en fagperson", PEOPLE, WRITE),
    "case.contact_ended": Row("tog en fagperson udefra af listen", PEOPLE, WRITE),
    "case.person_taken_in": Row("tog en fagperson med i forløbet", PEOPLE, WRITE),
    "case.person_left": Row("sluttede en fagpersons opgave", PEOPLE, WRITE),
    "case.succeeded": Row("gav en opgave videre til en kollega", PEOPLE, WRITE),
    "case.join_requested": Row("bad om at komme med i forløbet", PEOPLE, WRITE),
    "case.join_refused": Row("sagde nej til, at en fagperson kom med", PEOPLE, WRITE),
    "case.plan_coordinator_named": Row("valgte din plankoordinator", PEOPLE, WRITE),
    "case.deputy_named": Row("valgte en afløser for din plankoordinator", PEOPLE, WRITE),
    "case.contact_person_named": Row("valgte din kontaktperson", PEOPLE, WRITE),
    "case.age_reached": Row("skrev ned, at du har haft fødselsdag", LAW, WRITE),
    "case.age_handled": Row("gjorde det, der skal gøres efter din fødselsdag", LAW, WRITE),
    # Meetings.
    "meeting.planned": Row("planlagde {what}", MEETING, WRITE),
    "meeting.convened": Row("indkaldte til {what}", MEETING, WRITE),
    "meeting.held": Row("skrev, at {what} er holdt", MEETING, WRITE),
    "meeting.converted": Row("lavede {what} om til et andet slags møde", MEETING, WRITE),
    "meeting.minuted": Row("gjorde referatet af {what} færdigt", MEETING, WRITE),
    "meeting.closed": Row("afsluttede {what}", MEETING, WRITE),
    "meeting.moved": Row("flyttede {what}", MEETING, WRITE),
    "meeting.cancelled": Row("aflyste {what}", MEETING, WRITE),
    "meeting.replied": Row("svarede på indkaldelsen til {what}", MEETING, WRITE),
    # Papers.
    "document.created": Row("begyndte på {what}", PAPER, WRITE),
    "document.imported": Row("lagde {what} ind i kuidocs", PAPER, WRITE),
    "document.version_begun": Row("begyndte at rette {what}", PAPER, WRITE),
    "document.draft_dropped": Row("smed et udkast til {what} væk", PAPER, WRITE),
    "document.submitted": Row("gjorde {what} færdig", PAPER, WRITE),
    "document.merged": Row("skrev samtidig med en anden i {what}", PAPER, WRITE),
    "document.settled": Row("valgte mellem to forslag i {what}", PAPER, WRITE),
    "document.returned": Row("sendte {what} tilbage til den, der skrev", CHECK, WRITE),
    "document.approved": Row("godkendte {what}", CHECK, WRITE),
    "document.comment": Row("skrev en kommentar til {what}", CHECK, WRITE),
    "document.comment_reply": Row("svarede på en kommentar til {what}", CHECK, WRITE),
    "document.comment_resolved": Row("blev færdig med en kommentar til {what}", CHECK, WRITE),
    "document.comment_reopened": Row("åbnede en kommentar til {what} igen", CHECK, WRITE),
    "document.restored": Row("begyndte på en ny version af {what} ud fra en ældre", PAPER, WRITE),
    "document.annulled": Row("annullerede {what}", PAPER, WRITE),
    "file.checked": Row("undersøgte, om en fil fra din sag er ægte", GUARD),
    "document.signatures_viewed": Row("så, hvem der har skrevet under på {what}", HELP),
    "document.artefact_read": Row("åbnede en underskrift på {what}", HELP),
    "document.signing_sheet_printed": Row("printede en side til at skrive under på {what}", SHARE, PRINT),
    "document.signing_asked": Row("bad om underskrifter på {what}", PAPER, WRITE),
    "document.signature": Row("skrev en underskrift eller et nej tak på {what}", PAPER, WRITE),
    "document.signing_order": Row("ændrede rækkefølgen af underskrifter på {what}", PAPER, WRITE),
    "document.signing_deputy": Row("lod en anden medarbejder skrive under på {what}", PAPER, WRITE),
    "document.signing_complete": Row("samlede underskrifterne på {what}", KEEP, WRITE),
    "document.signing_link": Row("lavede et link til at skrive under på {what}", SHARE, WRITE),
    "document.signing_link_ended": Row("lukkede et link til at skrive under på {what}", GUARD, WRITE),
    "document.signing_received": Row("modtog en underskrift med MitID på {what}", PAPER, WRITE),
    "document.signer_identified": Row("viste {what} til den, der skal skrive under", SHARE),
    "document.signer_was_another": Row("blev afvist af linket til {what} med et andet MitID", GUARD, REFUSED),
    "document.stamp_renewed": Row("fornyede tidsstemplet på {what}", KEEP, WRITE),
    "document.sealed": Row("låste {what}, så ingen kan ændre papiret", KEEP, WRITE),
    "document.filed": Row("lagde {what} i kommunens journal", KEEP, WRITE),
    "document.filing_retried": Row("bad om, at {what} kom i journalen", KEEP, WRITE),
    "document.sent": Row("sendte {what}", MEETING, WRITE),
    "document.delivered": Row("sendte mail om {what}", MEETING, WRITE),
    "document.input": Row("skrev noget ind til {what}", MEETING, WRITE),
    "document.withdrawn_at": Row("skrev ned, at samtykket er trukket tilbage", LAW, WRITE),
    "document.withdrawn_scope": Row("skrev ned, at samtykket er trukket tilbage", LAW, WRITE),
    "document.withdrawn_note": Row("skrev ned, at samtykket er trukket tilbage", LAW, WRITE),
    "document.consent_partly_withdrawn": Row("skrev ned, hvad der ikke længere må deles", LAW, WRITE),
    "document.departments_notified_at": Row("skrev ned, hvem der fik besked om dit samtykke", LAW, WRITE),
    "document.consent_change_told": Row("gav besked om, at dit samtykke er ændret", SHARE, WRITE),
    "consent.partly_withdrawn": Row("skrev ned, hvad der ikke længere må deles", LAW, WRITE),
    "document.proposed": Row("foreslog noget til {what}", MEETING, WRITE),
    "document.card_given": Row("gav kontaktkortet videre", SHARE, WRITE),
    "document.coordinator_answer": Row("svarede på {what}", MEETING, WRITE),
    "document.task_status": Row("skrev, hvordan det går med en opgave", TASK, WRITE),
    "document.plan_item_ref": Row("skrev en beslutning ind i din plan", PLAN, WRITE),
    "document.decision_ref": Row("skrev en beslutning ind i din plan", PLAN, WRITE),
    "document.plan_item_undone": Row("tog en beslutning ud af din plan igen", PLAN, WRITE),
    "document.decision_reopened": Row("åbnede en beslutning igen", PLAN, WRITE),
    "attachment.added": Row("lagde et bilag ind", HELP, WRITE),
    "attachment.renamed": Row("gav et bilag et andet navn", HELP, WRITE),
    "attachment.withdrawn": Row("tog et bilag ud", HELP, WRITE),
    "ledger_row": Row("låste {what}, så ingen kan ændre papiret", KEEP, WRITE),
}
NO_CASE = frozenset(
    {
        "account.codes_added",
        "account.codes_removed",
        "account.passkey_added",
        "account.passkey_removed",
        "account.password_changed",
        "account.session_ended",
        "account.sessions_ended",
        "account.spare_code_used",
        "account.spare_codes_made",
        "cases.searched",
        "cluster.access_sent",
        "cluster.added",
        "cluster.agreement",
        "cluster.attendance_exported",
        "cluster.case_confirmed",
        "cluster.facilitation_answered",
        "cluster.facilitation_asked",
        "cluster.factors_reset",
        "cluster.followed_up",
        "cluster.guest_invited",
        "cluster.guest_offered",
        "cluster.guest_opened",
        "cluster.guest_replied",
        "cluster.imported",
        "cluster.link_closed",
        "cluster.links_kept",
        "cluster.meeting_added",
        "cluster.member_added",
        "cluster.member_changed",
        "cluster.member_removed",
        "cluster.password_chosen",
        "cluster.proposal_used",
        "cluster.proposed",
        "cluster.saved",
        "cluster.share_ended",
        "cluster.shared",
        "cluster.slides_fetched",
        "cluster.slides_made",
        "cluster.state",
        "cluster.step",
        "cluster.survey_closed",
        "cluster.survey_opened",
        "cluster.survey_reminded",
        "disposal.listed",
        "disposal.viewed",
        "information.changed",
        "insight.desk_viewed",
        "log.exported",
        "log.viewed",
        "login.ended",
        "login.refused",
        "login.step_refused",
        "login.succeeded",
        "organisation.ad_hoc",
        "organisation.department_added",
        "organisation.department_closed",
        "organisation.department_renamed",
        "organisation.imported",
        "organisation.rooms",
        "reminder.asked_for",
        "reminder.chosen",
        "reminder.delivered",
        "search.id_number",
        "search.made",
        "search.refused",
        "setting.changed",
        "staff.added",
        "staff.asked",
        "staff.changed",
        "staff.declined",
        "staff.factors_reset",
        "staff.feed_made",
        "staff.feed_renewed",
        "staff.feed_revoked",
        "staff.handover_viewed",
        "staff.leaves_on",
        "staff.left",
        "staff.opened",
        "staff.password_given",
        "staff.roles_changed",
        "staff.sessions_ended",
        "staff.standing",
        "statistics.exported",
        "system.backed_up",
        "system.care_asked",
        "system.packed",
        "system.restored",
    }
)
"""The kinds that are about no single case; the auditor sees them, a young person's report does not."""


def row(kind: str, part: str = "") -> Row:
    """Return the row of an event, by the part of the page where one is told.

    A kind of an older release, which nobody knows any more, is told all the same.
    """
    return ROWS.get(f"{kind}/{part}") or ROWS.get(kind) or Row("gjorde noget i din sag", HELP, WRITE)
