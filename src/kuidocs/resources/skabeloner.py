"""Form editions in the database: ``/skabeloner/<form>/<number>``."""

from datetime import datetime

from ..forms.edition import Edition
from .base import Folder, Resource
from .events import EventLog


class StoredEdition(Resource):
    """One published edition: its canonical JSON and hash. Never changed, never migrated."""

    def __init__(self, edition: Edition, at: datetime) -> None:
        self.text = edition.text
        self.sha256 = edition.sha256
        self.published_at = at.isoformat()

    def edition(self) -> Edition:
        """Return the edition as forms read it."""
        return Edition(self.text, self.sha256)


class FormEditions(Folder):
    """The editions of one form by number."""

    def newest(self, day: str = "9999-12-31") -> Edition:
        """Return the newest edition that is in effect on a day (ISO text)."""
        found = [s.edition() for s in self.values()]
        effective = [e for e in found if e.data["effective"] <= day] or found[:1]
        return max(effective, key=lambda edition: edition.data["number"])


class TemplateFolder(Folder):
    """All forms by key."""

    def __init__(self) -> None:
        super().__init__()
        self.log = EventLog()

    def publish(self, edition: Edition, at: datetime) -> None:
        """Store an edition; a number that is taken is refused with ValueError."""
        data = edition.data
        if data["form"] not in self:
            self[data["form"]] = FormEditions()
        editions = self[data["form"]]
        if str(data["number"]) in editions:
            raise ValueError(f"{edition.name} is already published")
        editions[str(data["number"])] = StoredEdition(edition, at)

    def edition(self, form_key: str, number: int) -> Edition | None:
        """Return one edition, None when there is no such form or number."""
        stored = self.get(form_key, {}).get(str(number))
        return stored.edition() if stored else None
