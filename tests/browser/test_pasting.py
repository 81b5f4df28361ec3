"""What is pasted from Word keeps its paragraphs and lists, under the strict policy, and can be undone."""

from pathlib import Path

import pytest

from tests.browser.test_form_rows import SHELL, SITE, Site, opened
from tests.forms.samples import first

WORD = """<html><head><style>p.MsoNormal {{margin:0}}</style></head><body><!--StartFragment-->
<p class=MsoNormal style='margin:0cm'>Vi talte om KUI‑planen.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span style='font-family:Symbol;
mso-list:Ignore'>·<span>&nbsp;&nbsp;&nbsp; </span></span>F&oslash;rste punkt</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp;
</span></span>Under punkt</p><p class=MsoNormal>Slut.</p><script>window.ramt = true</script>
<img src=x onerror="window.ramt = true"><!--EndFragment--></body></html>"""
CLIPBOARDS = Path(__file__).parent / "clipboards"
PAGES = {
    # With an empty text: as the file of that name in clipboards/.
    "outlook": ("", "Hej Jonas\n\n- Møde kl. 9\n- »Vi ses« “der”\n\nKun rykket ind.\n\nVenlig hilsen\nIda"),
    "word_numbers": ("", "1. Først\n  a. Derunder\n2. 1.000 kr. til bus"),
    "word_online": ("", "Aftaler\n\n- Bussen\n  - Linje 4A"),
    "google": ("", "Plan for uge 43\n\n- Ringe til Ida\n  - før kl. 9\n\nSlut"),
    "web": ("", "Omkring FGU\n\nEt afsnit med henvisning og vægt.\n\nlinje 1\nlinje 2"),
    "word": (WORD, "Vi talte om KUI-planen.\n\n- Første punkt\n  - Under punkt\n\nSlut."),
    "list": ("<p>A</p><ul><li>b<ul><li>c</li></ul></li><li>d</li></ul>", "A\n\n- b\n  - c\n- d"),
    "numbers": ("<ol><li>en</li><li>to</li></ol><p>tre</p>", "1. en\n2. to\n\ntre"),
    "table": (
        "<table><tr><td>Hvem</td><td>Hvad</td></tr><tr><td>Ida</td><td>Ringer</td></tr></table>",
        "Hvem – Hvad\nIda – Ringer",
    ),
    "breaks": ("<div>En<br>to</div><div>tre &amp; <b>fire</b></div>", "En\nto\n\ntre & fire"),
}
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def site(monkeypatch):
    both = SHELL.replace("</head>", '<script type="module" src="/static/js/paste.js"></script></head>')
    monkeypatch.setattr("tests.browser.test_form_rows.SHELL", both)
    return Site(first("kui.minutes.coordination").content)


@pytest.fixture
def page(browser, site):
    yield from opened(browser, site, script=True)


def field(page):
    found = page.locator("textarea").first
    found.fill("Før. ")
    found.focus()
    page.keyboard.press("Control+End")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_structure_is_kept_as_text(page, name):
    html, text = PAGES[name]
    html = html or (CLIPBOARDS / f"{name}.html").read_text(encoding="utf-8")
    area = field(page)

    page.evaluate(PASTE, [html, "uden form"])

    assert area.input_value() == f"Før. {text}"
    assert page.evaluate("window.ramt") is None
    page.keyboard.press("Control+z")
    assert area.input_value() == "Før. "


def test_plain_text_gets_its_points_and_loses_what_nobody_typed(page):
    area = field(page)

    page.evaluate(PASTE, ["", "•\tEt\u00adord\r\n•\tKUI\u2011plan"])

    assert area.input_value() == "Før. - Etord\n- KUI-plan"


def test_a_field_of_one_line_takes_one_line(page):
    line = page.locator("input[type=text]").first
    line.fill("")
    line.focus()

    page.evaluate(PASTE, ["<p>En</p><p>to</p>", "En\r\nto"])

    assert line.input_value() == "En to"
    assert page.url.startswith(SITE)
