"""Browsers in two words."""

import pytest

from kuidocs.domain.devices import device

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0 Safari/537.36"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (CHROME, "Chrome på Linux"),
        (CHROME + " Edg/146.0", "Edge på Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox på Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/605", "Safari på iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0)", "Windows"),
        ("Firefox/1", "Firefox"),
        ("<script>alert(1)</script>", "Ukendt browser"),
        ("", "Ukendt browser"),
    ],
)
def test_a_browser_is_named(said, expected):
    assert device(said) == expected
