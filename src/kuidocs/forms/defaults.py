"""What a new document holds before anybody writes in it: agenda items, purposes, words of welcome."""

from dataclasses import dataclass

from ..domain.meetings import MEETING_TYPES, type_of_form


@dataclass(frozen=True, slots=True)
class Item:
    """One default item of an agenda; the topic is hidden and stays when the heading is changed (D11)."""

    heading: str
    topic: str
    item_type: str
    minutes: int
    question: str

    def row(self, number: int) -> dict[str, str]:
        """Write the item as a row of an agenda."""
        return {
            "item_no": str(number),
            "heading": self.heading,
            "guiding_question": self.question,
            "item_type": self.item_type,
            "minutes": str(self.minutes),
            "topic": self.topic,
        }


AGENDAS: dict[str, tuple[Item, ...]] = {
    "clarification": (
        Item(
            "Velkommen og ramme",
            "welcome",
            "information",
            5,
            "Hvem er her, hvem leder mødet, og hvem skriver? Mødet koordinerer og videndeler – vi træffer ikke "
            "beslutninger om den unge.",
        ),
        Item(
            "Samtykke",
            "consent",
            "information",
            5,
            "Hvad har den unge og familien sagt ja til, at vi deler – og hvad ikke?",
        ),
        Item(
            "Den unges perspektiv",
            "perspective",
            "dialogue",
            15,
            "Hvad er vigtigt for den unge lige nu? Hvordan mon den unge ville fortælle sin historie, hvis han eller "
            "hun sad her?",
        ),
        Item(
            "Hvad ved vi, og hvad gør vi hver især?",
            "knowledge",
            "dialogue",
            15,
            "Hvilke indsatser samarbejder du med den unge om, og hvad har du set virke?",
        ),
        Item(
            "Det undrer vi os over",
            "wonderings",
            "dialogue",
            10,
            "Hvad kan ligge bag det, vi ser? Hvilke andre forståelser kunne også passe?",
        ),
        Item(
            "Muligheder", "possibilities", "dialogue", 15, "Hvilke muligheder har kommunen for at imødekomme den unge?"
        ),
        Item(
            "Det mangler vi",
            "missing",
            "dialogue",
            5,
            "Mangler vi viden, en fagperson eller en afklaring af bevilling?",
        ),
        Item("Vi aftaler – hvem gør hvad", "agreements", "agreement", 10, "Hvad gør vi hver især inden næste gang?"),
        Item(
            "Kontaktperson og plankoordinator",
            "contact",
            "agreement",
            5,
            "Hvem kan den unge og familien kontakte, og hvem er plankoordinator fremover?",
        ),
        Item(
            "Samklang og næste skridt",
            "next",
            "agreement",
            5,
            "Er vi samstemte om mulige indsatser – eller har vi brug for at mødes igen, før den unge inviteres med?",
        ),
    ),
    "coordination": (
        Item(
            "Velkommen",
            "welcome",
            "information",
            5,
            "Hvem er vi, og hvad skal der ske i dag? Du må gerne bytte om på rækkefølgen.",
        ),
        Item(
            "Det, der er vigtigt for dig",
            "perspective",
            "dialogue",
            15,
            "Hvad håber du, at vi taler om? Hvad må vi ikke glemme?",
        ),
        Item(
            "Det, der allerede virker",
            "knowledge",
            "dialogue",
            10,
            "Hvornår går det bedst – og hvem eller hvad hjælper?",
        ),
        Item("Overblik", "overview", "information", 10, "Hvilke indsatser er i gang, og hvem er det, du møder?"),
        Item("Dine mål og delmål", "goals", "dialogue", 15, "Hvor vil du gerne hen, og hvad er et godt første skridt?"),
        Item("Hvad prioriterer vi?", "priorities", "decision", 10, "Hvad begynder vi med, og hvad må gerne vente?"),
        Item(
            "Vi beslutter – hvem gør hvad",
            "decisions",
            "decision",
            15,
            "Hvad beslutter vi sammen, og hvem gør hvad hvornår?",
        ),
        Item(
            "Hvem kan du kontakte?", "contact", "information", 5, "Hvem skriver eller ringer du til, når du er i tvivl?"
        ),
        Item("Din uddannelsesplan og næste møde", "plan", "decision", 5, "Hvornår ser vi på planen sammen igen?"),
    ),
    "followup_without_young": (
        Item(
            "Velkommen og anledning",
            "welcome",
            "information",
            5,
            "Hvem har bedt om mødet, og hvorfor uden den unge denne gang?",
        ),
        Item(
            "Den unges perspektiv", "perspective", "dialogue", 10, "Hvad ville den unge sige om perioden siden sidst?"
        ),
        Item("Status på mål og opgaver", "status", "dialogue", 15, "Hvad har flyttet sig, og hvad er gået i stå?"),
        Item(
            "Afklaringer mellem os",
            "clarify",
            "dialogue",
            15,
            "Hvad skal vi som fagprofessionelle have på plads indbyrdes?",
        ),
        Item("Vi aftaler – hvem gør hvad", "agreements", "agreement", 10, "Hvad gør vi hver især, og hvornår?"),
        Item(
            "Det skal tages op med den unge",
            "for_young",
            "agreement",
            5,
            "Hvad kræver en beslutning sammen med den unge?",
        ),
        Item(
            "Er uddannelsesplanen ajour?",
            "plan",
            "agreement",
            5,
            "Hvem retter planen, og hvem fortæller den unge, hvad vi har talt om?",
        ),
    ),
    "followup_with_young": (
        Item("Velkommen", "welcome", "information", 5, "Hvad er det vigtigste, vi når i dag?"),
        Item(
            "Siden sidst – set fra dig",
            "perspective",
            "dialogue",
            15,
            "Hvad er du mest tilfreds med? Hvad har været svært?",
        ),
        Item(
            "Hvordan går det med dine mål?",
            "status",
            "dialogue",
            15,
            "Hvad har flyttet sig, og hvad er det næste lille skridt?",
        ),
        Item("Passer planen stadig?", "plan", "dialogue", 10, "Skal noget laves om, droppes eller føjes til?"),
        Item(
            "Vi beslutter – hvem gør hvad",
            "decisions",
            "decision",
            15,
            "Hvad beslutter vi i dag, og hvem gør hvad hvornår?",
        ),
        Item(
            "Kontaktperson og næste møde",
            "contact",
            "decision",
            5,
            "Ved du stadig, hvem du kan kontakte? Hvornår mødes vi igen?",
        ),
    ),
}

PURPOSES = {
    "clarification": (
        "At koordinere den unges indsatser og dele viden for at finde mulige løsninger. Mødet træffer ikke "
        "beslutninger om den unge, og den unge deltager ikke."
    ),
    "coordination": (
        "At koordinere sammen med dig og din familie: Hvilke indsatser begynder vi med, og hvem gør hvad i "
        "forhold til dine mål?"
    ),
    "followup_without_young": (
        "At vedligeholde koordineringen og sikre fremdrift ved at afklare noget mellem de fagprofessionelle."
    ),
    "followup_with_young": "At se på, hvordan det går med dine mål, og beslutte sammen, hvad der skal ske nu.",
    "consent": (
        "At kommunens afdelinger kan koordinere deres indsatser, så du får ét samlet overblik og ikke skal "
        "fortælle det samme mange steder."
    ),
}

WELCOMES = {
    "coordination": (
        "Velkommen{name}. I dag handler om dine planer. Sig til, hvis vi taler for hurtigt eller bruger ord, der ikke "
        "giver mening. Du behøver ikke svare på alt."
    ),
    "followup_with_young": (
        "Godt at se dig{name}. I dag ser vi på, hvad der virker, og hvad du gerne vil lave om. Du må gerne bytte om på "
        "rækkefølgen."
    ),
}

CONTACT_CARD = {
    "when_to_contact": (
        "Hvis du er i tvivl om noget i planen, hvis noget er blevet for meget, eller hvis du bare vil vide, hvem der "
        "gør hvad."
    ),
    "acute_help": "Ved livsfare: ring 112. Lægevagten og Børnetelefonen står på kommunens hjemmeside.",
}


def initial_content(
    form_key: str, *, meeting_type: str | None = None, young_name: str | None = None
) -> dict[str, object]:
    """Make the content of a new document, as a cstruct whose rows have no row ids yet."""
    if form_key == "kui.consent":
        return {"purpose": PURPOSES["consent"]}
    if form_key == "kui.contact_card":
        return dict(CONTACT_CARD)
    if form_key == "kui.notice":
        return _notice(meeting_type)
    return _agenda(form_key, young_name)


def agenda_minutes(meeting_type: str) -> int:
    """Add up the default items: how long a meeting of this type is meant to last."""
    return sum(item.minutes for item in AGENDAS[meeting_type])


def _notice(meeting_type: str | None) -> dict[str, object]:
    return {"meeting_type": meeting_type, "purpose": PURPOSES[meeting_type]} if meeting_type else {}


def _agenda(form_key: str, young_name: str | None) -> dict[str, object]:
    kind = MEETING_TYPES.get(type_of_form(form_key) or "")
    if kind is None or form_key != kind.agenda:
        return {}
    content: dict[str, object] = {"agenda_items": [item.row(n) for n, item in enumerate(AGENDAS[kind.id], 1)]}
    if kind.id in WELCOMES:
        content["welcome_text"] = WELCOMES[kind.id].format(name=f", {young_name}" if young_name else "")
    return content
