"""Presentations that PowerPoint, LibreOffice and others open."""

from .api import MEDIA_TYPE, SlideService
from .powerpoint import PowerPointSlides

__all__ = ["MEDIA_TYPE", "PowerPointSlides", "SlideService"]
