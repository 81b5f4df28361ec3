"""An OpenID provider in a process of its own, which also demands PKCE. Prints its port.

The library behind it is a provider for tests; it does not look at the code verifier, so what stands here does.
"""

import base64
import io
import json
import os
import sys
from hashlib import sha256
from urllib.parse import parse_qs

import waitress
from oidc_provider_mock import User, app


class DemandingPkce:
    """Lets a code be redeemed only by whoever asked for it (RFC 7636)."""

    def __init__(self, inner) -> None:
        self.inner = inner
        self.challenges: set[str] = set()

    def __call__(self, environ, start_response):
        path, asked = environ["PATH_INFO"], parse_qs(environ["QUERY_STRING"])
        if path == "/oauth2/authorize":
            if asked.get("code_challenge_method") != ["S256"]:
                return refuse(start_response)
            self.challenges.update(asked.get("code_challenge", []))
        if path == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            environ["wsgi.input"] = io.BytesIO(body)
            verifier = parse_qs(body.decode()).get("code_verifier", [""])[0]
            if challenge_of(verifier) not in self.challenges:
                return refuse(start_response)
        return self.inner(environ, start_response)


def challenge_of(verifier: str) -> str:
    """Return the challenge of a verifier."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def refuse(start_response):
    """Say that the verifier is wrong."""
    start_response("400 Bad Request", [("Content-Type", "application/json")])
    return [b'{"error": "invalid_grant"}']


def main(users: str) -> None:
    """Serve until asked to stop; ``users`` is a JSON object of claims by subject."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    told = [User(sub=sub, claims=claims) for sub, claims in json.loads(users).items()]
    server = waitress.create_server(DemandingPkce(app(user_claims=told)), listen="127.0.0.1:0", threads=2)
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main(sys.argv[1])
