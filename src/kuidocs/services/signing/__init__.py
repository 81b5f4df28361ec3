"""The signing server: where citizens show who they are with MitID, and sign."""

from .api import Citizen, NotFinished, SigningServer, SigningUnavailable
from .http import HttpSigningServer

__all__ = ["Citizen", "HttpSigningServer", "NotFinished", "SigningServer", "SigningUnavailable"]
