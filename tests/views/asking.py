"""Asking the application for what no client library would ask, and what every answer must be."""

from typing import Any

from webob import Request, Response

from tests.web import CASE, Browser


def ask(browser: Browser, method: str = "GET", path: bytes | str = "/", body: bytes = b"", **environ: Any) -> Response:
    """Send what no client library would. The path is what is left of an address when it has been unquoted."""
    raw = path if isinstance(path, bytes) else path.encode()
    request = Request.blank("/", method=method, body=body)
    request.environ |= {"PATH_INFO": raw.decode("latin-1"), "REMOTE_ADDR": "127.0.0.1"}
    if browser.cookies:
        request.environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    request.environ |= environ
    return request.get_response(browser.app)


def calm(answer: Response, *allowed: int) -> None:
    """Demand an answer of ours: below 500, in our headers, without a word of Python."""
    assert answer.status_int in allowed if allowed else answer.status_int < 500, answer.text[:2000]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for name, value in answer.headerlist:
        assert not set("\r\n\0") & set(name + value)
    if answer.content_type.startswith("text/html"):
        assert not any(word in answer.text for word in ("Traceback", "site-packages", 'File "', "0x7f"))


def begun(browser: Browser, form_key: str, meeting: str = "") -> str:
    """Begin a document and return the address of its form."""
    told = {"csrf_token": browser.token(), "form": form_key, "moede": meeting}
    return browser.post(f"{CASE}/nyt-dokument", told).follow().request.path
