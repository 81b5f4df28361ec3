"""The municipality's seal on a PDF, and the answer to whether a file still is what was sealed.

Import ``verify`` from its own module; this package itself loads no PDF library until a key is opened.
"""

from kuidocs.services.seal.api import APPROVED, SealError, SealService

__all__ = ["APPROVED", "SealError", "SealService"]
