"""What can be permitted, by name. Every view names one; what nobody permits is refused."""

from enum import StrEnum


class Permission:
    """The permissions, by what they are about."""

    class Page(StrEnum):
        """Pages that are about no case."""

        SEE = "page.see"
        """Own pages of anybody who is logged in: Min dag, Mine forløb, help."""
        CHECK = "page.check"
        """Have a file checked that one holds: whether it is genuine, and who has signed it."""
        STATISTICS = "page.statistics"
        """See how many, how long and how often, of all cases together and of nobody in particular."""
        OPEN_CASE = "page.open_case"
        """Open a case for a young person; where there is one already, ask to join it (R22, D24)."""

    class Case(StrEnum):
        """A case as a whole."""

        VIEW = "case.view"
        """See the case page: people, meetings, states of documents."""
        WRITE = "case.write"
        """Plan meetings and begin documents."""
        TRACE = "case.trace"
        """Follow one point through the papers that one may read."""
        STEER = "case.steer"
        """See its phase, and move it as far as the table of its states lets one (DOMAIN 4.1)."""

        PACKAGE = "case.package"
        """Make and fetch the case-file package, which holds all of the case (ARCHITECTURE 9)."""
        OVERVIEW = "case.overview"
        """Hand the overview of all efforts to the young person (R9)."""

    class Journal(StrEnum):
        """The municipality's journal, in which finished papers are filed (DOMAIN 6.8)."""

        KEEP = "journal.keep"
        """See what waits, what failed and what was filed, by number and kind of paper and without what it says."""
        FILE = "journal.file"
        """Set under which subject a case is filed, and let a delivery be tried again."""

    class Consent(StrEnum):
        """The consent that a case rests on."""

        VIEW = "consent.view"
        """See what it says, its versions, and who has got what under it."""
        WITHDRAW = "consent.withdraw"
        """Note that it was withdrawn; whose task that is, the table of case states decides."""

    class Access(StrEnum):
        """Who may see a case, and who has."""

        EMERGENCY = "access.emergency"
        """Open a case without a task in it, with a written legal reason and for a day."""
        SAMPLE = "access.sample"
        """Open a case to check it, with a written reason and for a day."""
        BLOCK = "access.block"
        """Keep named staff out of a case, whatever else they may."""
        LOG = "access.log"
        """See what everybody did in all cases, without what the cases say."""
        SEE = "access.see"
        """See who may do what in the case, why, and until when."""
        TOLD = "access.told"
        """Make the report »Hvem har set min sag?« for the young person (DOMAIN 6.6)."""

    class Insight(StrEnum):
        """Requests for access to the papers of a case (aktindsigt)."""

        SEE = "insight.see"
        """See which requests there are, and how far they are."""
        READ = "insight.read"
        """Read the papers of a request, and take what was made of them."""
        PREPARE = "insight.prepare"
        """Register a request, go through its papers, hand out what was approved."""
        DECIDE = "insight.decide"
        """Approve what is given and what is not, or send it back."""
        DESK = "insight.desk"
        """See all requests that wait, and begin one by the number of a case."""

    class Report(StrEnum):
        """Reports of files that are not genuine. Whoever may check a file may send one."""

        KEEP = "report.keep"
        """See all of them and which papers they are about, and note that one is read."""
        SEE = "report.see"
        """See one."""

    class Disposal(StrEnum):
        """Cases whose time is over (D34)."""

        SEE = "disposal.see"
        """See which cases there are, by number, and what became of them."""
        PROPOSE = "disposal.propose"
        """Propose one, and take its package to the archive."""
        APPROVE = "disposal.approve"
        """Let it be deleted, as the second person."""

    class People(StrEnum):
        """Who is in a case."""

        CHANGE = "people.change"
        """Change what is known of the young person, the family and professionals from outside."""
        KEEP = "people.keep"
        """Take professionals in, answer who asks to join, and end the parts of others."""
        LEAVE = "people.leave"
        """End the own part."""

    class Followup(StrEnum):
        """Requests for a follow-up meeting (R50)."""

        ASK = "followup.ask"
        """Ask for a meeting, for oneself or on behalf of the young person or the family."""
        ANSWER = "followup.answer"
        """Answer a request."""

    class Document(StrEnum):
        """One document of a case."""

        READ = "document.read"
        """Read its versions and take their PDFs."""
        WRITE = "document.write"
        """Write in its draft, submit it, begin a new version."""
        SEND = "document.send"
        """Send a notice to those who are invited; the table of meetings says who may convene which (R22, R51)."""
        REVIEW = "document.review"
        """Read what is in review, return it, approve it; the table of approvers has the last word (D15)."""

        COMMENT = "document.comment"
        """Comment on a version, reply and resolve; who resolves what, the rules of comments decide."""
        SIGN = "document.sign"
        """See who is asked to sign a version, and sign it oneself when one is asked."""
        COLLECT = "document.collect"
        """Collect the signatures of others: paper, links, refusals, deputies."""

    class Meeting(StrEnum):
        """A meeting while it is held, and the answers to its notice."""

        PRESENT = "meeting.present"
        """Show the agenda on the screen in the room, as far as one may read it."""
        FACILITATE = "meeting.facilitate"
        """See and write who does what in the draft of the minutes, from the screen in the room."""
        REPLY = "meeting.reply"
        """See who comes, and answer; whose answer, the table of answers decides."""

    class Attachment(StrEnum):
        """Papers, drawings and letters that were put into a case."""

        LIST = "attachment.list"
        """See which there are."""
        READ = "attachment.read"
        """Open one. What belongs to a document is opened by whoever may read that."""
        WRITE = "attachment.write"
        """Put one in, call it otherwise, take it out."""

    class Plan(StrEnum):
        """The education plan, which is kept by one person."""

        WRITE = "plan.write"
        """Write the decisions of minutes into the plan."""
        EXTRACT = "plan.extract"
        """Give an extract of it to somebody whom the consent names."""

    class Task(StrEnum):
        """Who does what."""

        REPORT = "task.report"
        """See all tasks of a case and give status; whose tasks, the table of tasks decides (DOMAIN 4.5)."""

    class Template(StrEnum):
        """Form editions."""

        VIEW = "template.view"
        """See which forms and editions there are."""

    class Staff(StrEnum):
        """A member of staff."""

        LIST = "staff.list"
        """See who works in the own department."""
        HANDOVER = "staff.handover"
        """See what somebody has, as far as one may see the cases, and hand it over (DOMAIN 8 no. 14)."""

    class Klynge(StrEnum):
        """Clusters and their meetings: a world of its own, in which no other permission counts (R80)."""

        HOME = "klynge.home"
        """See the own clusters and meetings, and care for the own account."""
        VIEW = "klynge.view"
        """See a cluster, the plan of its meetings, the programme and the minutes."""
        PLAN = "klynge.plan"
        """Plan meetings: the ten steps, guests, questionnaire, cases, programme and minutes."""
        PEOPLE = "klynge.people"
        """Say who is in the cluster, in which role, and give them their way in."""
        TALLY = "klynge.tally"
        """See what a questionnaire showed."""
        CASE = "klynge.case"
        """Read the three cases."""
        SLIDES = "klynge.slides"
        """See and fetch the presentation of a meeting, on which the results stand as guests may see them."""
        PROPOSE = "klynge.propose"
        """Propose a case, and see the own proposals."""
        PROMISE = "klynge.promise"
        """Say how an agreement stands; whose, the use case decides."""

    class Admin(StrEnum):
        """Care of the system; none of these shows the content of a case."""

        OVERVIEW = "admin.overview"
        """See the pages of care, and the log of what was changed."""
        STAFF = "admin.staff"
        """Add staff, change what is written about them, their roles and their way in."""
        ORGANISATION = "admin.organisation"
        """Keep departments, rooms and the ad hoc list."""
        SETTINGS = "admin.settings"
        """Set the numbers that the municipality decides."""
        DATA = "admin.data"
        """See whether copies were taken and all is whole, and ask for it now."""
        JOURNAL = "admin.journal"
        """See how many papers were filed, wait or failed, and why, and let them be tried again."""
        JOBS = "admin.jobs"
        """See failed jobs and let them be tried again."""
        HEALTH = "admin.health"
        """See the details of the health page."""


KLYNGE_PERMISSIONS = frozenset(map(str, Permission.Klynge))
"""Those that count among the clusters, where no other does."""


def every_permission() -> set[str]:
    """List all permissions."""
    groups = (value for value in vars(Permission).values() if isinstance(value, type) and issubclass(value, StrEnum))
    return {str(permission) for group in groups for permission in group}
