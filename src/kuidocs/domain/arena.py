"""The arena (manegemodellen): who sits where, and what everybody in the room must know before it begins."""

from collections.abc import Sequence
from math import cos, pi, sin

RULES: tuple[tuple[str, str], ...] = (
    (
        "I midten:",
        "De, som nedslaget handler om, sidder i ringen. De tænker højt og taler med hinanden, ikke til salen.",
    ),
    ("Udenom:", "Alle andre sidder rundt om og lytter. De afbryder ikke og svarer ikke."),
    ("Den tomme stol:", "Vil du sige én ting, så sæt dig på den tomme stol. Sig det, og gå ud igen."),
    ("Facilitatoren:", "Stiller spørgsmålet, holder tiden og sørger for, at alle i ringen kommer til orde."),
    ("Forløbet er opdigtet eller ændret:", "Vi gætter ikke på, hvem det er. Vi leder ikke efter fejl, men efter veje."),
    ("Når tiden er gået:", "Først siger ringen udenom, hvad de hørte. Så går vi videre."),
)
"""Lead and sentence of each rule."""
MIDDLE, INNER, OUTER, SEATS = (170, 160), 78, 140, 16
MOST = 12
"""How many chairs have room in the ring of the picture."""
WIDTH, HEIGHT = 340, 320
Chair = tuple[int, int, int]


def arena(people: int) -> dict[str, list[Chair]]:
    """Place the chairs: those who talk in the middle, the others around them."""
    return {"inner": _ring(max(people, 1), INNER, -pi / 2), "outer": _ring(SEATS, OUTER, 0.0)}


def _ring(count: int, radius: int, first: float) -> list[Chair]:
    angles = [first + 2 * pi * n / count for n in range(count)]
    return [
        (n, round(MIDDLE[0] + radius * cos(a)), round(MIDDLE[1] + radius * sin(a)))
        for n, a in enumerate(angles, start=1)
    ]


def told(people: Sequence[str]) -> str:
    """Tell the picture in words."""
    return f"Manegen set ovenfra. I ringen: {', '.join(people)}. Rundt om sidder alle andre og lytter."
