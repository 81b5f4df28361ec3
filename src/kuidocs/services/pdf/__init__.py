"""Printing: a document with its edition in, a PDF out."""

from kuidocs.services.pdf.api import (
    ARCHIVE,
    PROFILES,
    SIGNING,
    AttachmentFacts,
    GlyphsMissing,
    MeetingFacts,
    PdfService,
    PersonFacts,
    PrintJob,
    RenderFacts,
    RenderFailed,
    RenderTimeout,
    SenderFacts,
    SignatureFacts,
)

__all__ = [
    "ARCHIVE",
    "PROFILES",
    "SIGNING",
    "AttachmentFacts",
    "GlyphsMissing",
    "MeetingFacts",
    "PdfService",
    "PersonFacts",
    "PrintJob",
    "RenderFacts",
    "RenderFailed",
    "RenderTimeout",
    "SenderFacts",
    "SignatureFacts",
]
