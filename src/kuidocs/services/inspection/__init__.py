"""Inspection of files from outside: type by content, nothing active, no hidden places."""

from .api import STRIPPED, TURNED, Inspected, InspectionService
from .inline import InlineInspection
from .isolated import IsolatedInspection

__all__ = ["STRIPPED", "TURNED", "InlineInspection", "Inspected", "InspectionService", "IsolatedInspection"]
