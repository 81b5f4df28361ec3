"""The file of an organisation: departments and staff."""

from ..nodes import Line, O, R, Row, Rows, Text
from .nodes import Id
from .words import Words


class Member(Row):
    """One member of staff."""

    row_title = "Medarbejder"

    user_id = Id("Bruger-id", R)
    name = Line("Navn", R)
    roles = Words("Roller", R)
    title = Line("Titel", O)
    department = Line("Afdeling", O)
    phone = Line("Telefon", O)
    email = Line("Mail", O)


class Organisation(Row):
    """A municipality with its departments and staff."""

    note = Text("Bemærkning", O)
    municipality = Line("Kommune", R)
    departments = Words("Afdelinger", R)
    staff = Rows("Medarbejdere", R, Member, max=5000)
