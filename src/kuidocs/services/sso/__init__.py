"""Single sign-on with the municipality's own log-in."""

from .api import Asked, SsoError, SsoRefused, SsoService, Told
from .oidc import OidcSso

__all__ = ["Asked", "OidcSso", "SsoError", "SsoRefused", "SsoService", "Told"]
