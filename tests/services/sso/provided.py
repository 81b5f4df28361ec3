"""A provider for tests, and a browser that logs in at it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

USERS = {
    "jonas-hos-kommunen": {"preferred_username": "jonas", "groups": ["kui", "ledere"]},
    "tobias-hos-kommunen": {"preferred_username": "Tobias", "groups": "kui"},
    "fremmed": {"preferred_username": "fremmed"},
    "uden-navn": {},
}
SCRIPT = Path(__file__).with_name("provider.py")


@contextmanager
def provider() -> Iterator[str]:
    """Run a provider while the block lasts; its address."""
    command = [sys.executable, "-W", "ignore", str(SCRIPT), json.dumps(USERS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def log_in_there(address: str, subject: str, **more: str) -> str:
    """Log in at the provider as a browser does; where it sends the browser then."""
    answer = requests.post(address, data={"sub": subject} | more, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]
