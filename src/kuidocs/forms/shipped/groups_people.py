"""The rows about people: who meets, who can be reached, who consents."""

from ..nodes import C, Choice, Choices, Date, Email, Line, O, Person, Phone, R, Row, Text
from . import vocabularies as v


class Participant(Row):
    row_title = "Deltager"

    name = Person("Navn", R)
    profession = Line("Profession/funktion", C, help="Fx uddannelsesvejleder, familiekonsulent.")
    department = Line("Afdeling/organisation", C)
    relation = Choice("Deltager som", R, of=v.PARTICIPANT_RELATION)
    meeting_role = Choices("Rolle på mødet", O, of=v.MEETING_ROLE)
    invited_via = Choice("Indkaldt via", O, of=v.CHANNEL)
    attendance = Choice("Fremmøde", C, of=v.ATTENDANCE)
    email = Email("Mail", O, help="Til indkaldelsen. Kun for personer uden bruger i systemet.")


class ContactDetails(Row):
    row_title = "Kontaktoplysninger"

    name = Person("Navn", R)
    title = Line("Titel", O)
    department = Line("Afdeling", R)
    phone = Phone("Telefon", C)
    email = Email("Mail", C)
    best_reached = Line("Træffes bedst", O, help="Fx sms hverdage 9–14.")


class SecondaryContact(Row):
    row_title = "Kontaktet fagperson"

    name = Person("Navn", R)
    profession = Line("Profession/funktion", R)
    department = Line("Afdeling/organisation", R)
    channel = Choice("Hvordan?", R, of=v.CHANNEL, help="Telefon eller sikker mail.")
    intent = Choice("Hvorfor?", R, of=v.CONTACT_INTENT)
    contacted_at = Date("Hvornår?", R)
    outcome = Text("Hvad kom der ud af det?", O)


class ConsentRecipient(Row):
    row_title = "Modtager"

    department = Line("Afdeling", R)
    named_person = Person("Navngiven person", O)
    may = Choices("Må", R, of=v.MAY)


class ExternalParty(Row):
    row_title = "Part uden for kommunen"

    organisation = Line("Hvem?", R, help="Fx egen læge, FGU, psykiatrien.")
    named_person = Person("Navn", O)
    information = Text("Om hvad?", R)


class ConsentGiver(Row):
    row_title = "Samtykkegiver"

    name = Person("Navn", R)
    role = Choice("Som", R, of=v.CONSENT_ROLE)
    method = Choice(
        "Hvordan?",
        R,
        of=v.CONSENT_METHOD,
        help="Er det sagt mundtligt, så skriv under »Hvordan har vi talt om det?«, hvordan det blev sagt.",
    )
    given_at = Date("Dato", R)


class CustodyInformed(Row):
    row_title = "Orienteret forælder"

    name = Person("Navn", R)
    informed_at = Date("Dato", C)
    how = Choice("Hvordan?", C, of=v.CHANNEL)
    why_not = Text("Hvorfor ikke?", C, help="Fx den unges ønske.")
