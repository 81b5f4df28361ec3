"""What can be permitted, by name. Every view names one; what nobody permits is refused."""

from enum import StrEnum


class Permission:
    """The permissions, by what they are about."""

    class Page(StrEnum):
        """Pages that are about no case."""

        SEE = "page.see"
        """Own pages of anybody who is logged in: Min dag, Mine forløb, help."""
        STATISTICS = "page.statistics"
        """See how many, how long and how often, of all cases together and of nobody in particular."""

    class Case(StrEnum):
        """A case as a whole."""

        VIEW = "case.view"
        """See the case page: people, meetings, states of documents."""
        WRITE = "case.write"
        """Plan meetings and begin documents."""
        STEER = "case.steer"
        """See its phase, and move it as far as the table of its states lets one (DOMAIN 4.1)."""

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

    class Plan(StrEnum):
        """The education plan, which is kept by one person."""

        WRITE = "plan.write"
        """Write the decisions of minutes into the plan."""

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

    class Admin(StrEnum):
        """Care of the system; none of these shows the content of a case."""

        JOBS = "admin.jobs"
        """See failed jobs and let them be tried again."""
        HEALTH = "admin.health"
        """See the details of the health page."""


def every_permission() -> set[str]:
    """List all permissions."""
    groups = (value for value in vars(Permission).values() if isinstance(value, type) and issubclass(value, StrEnum))
    return {str(permission) for group in groups for permission in group}
