"""Text that comes from Word, a mail or a web page, in the spelling in which it is stored."""

import re

# Signs that nobody typed and nobody sees: soft hyphen, zero width, word joiner, byte order mark.
UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060\ufeff]")
# Joiners make letters of Arabic and whole emoji; between Latin letters they are left over from somewhere else.
JOINERS = re.compile("(?<=[\t -\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\t -\u024f])")
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f\u2002\u2003\u2009", " "))
HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})  # the fonts of the PDF have only the plain one
# A sign of a list with a blank behind it; the last ones are how Word and its symbol fonts write them.
POINT = re.compile("^([ \\t]*)(?:[•·▪‣◦●○■□§\uf0b7\uf0a7\uf0d8\uf02d]|o(?=\\t))[ \\t]+", re.MULTILINE)
TABS = re.compile("[ ]*\\t[ \\t]*")
TRAILING = re.compile("[ \\t]+$", re.MULTILINE)
GAPS = re.compile("\\n{3,}")


def tidy(text: str) -> str:
    """Give pasted text without its hidden signs; paragraphs and points of lists stay what they were."""
    plain = JOINERS.sub("", UNSEEN.sub("", text).translate(HYPHENS).translate(SPACES))
    points = POINT.sub(lambda found: f"{found[1].replace(chr(9), '  ')}- ", plain)
    return GAPS.sub("\n\n", TRAILING.sub("", TABS.sub(" ", points)))
