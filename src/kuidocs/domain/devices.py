"""What a browser says it is, in two words that its owner recognizes: »Firefox på Windows«."""

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"))
"""What the name is found by, most particular first: nearly every browser also calls itself Safari."""
PLACES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """Say it in words; nothing of what the browser said itself is kept."""
    browser, place = _found(BROWSERS, user_agent), _found(PLACES, user_agent)
    if browser and place:
        return f"{browser} på {place}"
    return browser or place or "Ukendt browser"


def _found(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in table if mark in text), "")
