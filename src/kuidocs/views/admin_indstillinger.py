"""``/admin/indstillinger``: the numbers that the municipality decides, with their history."""

from datetime import date
from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import danish, settings
from ..domain.errors import KuiError
from ..domain.roles import ROLES
from ..domain.settings import FIXED, SETTINGS, Setting
from ..resources.root import Admin
from ..security.permissions import Permission
from ..usecases import settings as setting_acts
from .care import CareView

PAGE = "kuidocs:templates/pages/admin_indstillinger.pt"


@view_defaults(context=Admin, name="indstillinger", permission=Permission.Admin.SETTINGS)
class SettingsCareView(CareView):
    """The settings."""

    context: Admin
    here = "indstillinger"

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show what counts, what will, and what did."""
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def save(self) -> Any:
        """Set one number."""
        key, base = self.posted("noegle"), self.posted("base")
        told = {"value": self.posted("vaerdi"), "since": self.posted("fra"), "reason": self.posted("begrundelse")}
        try:
            setting_acts.change(self.root.organisation, self.asked(), key, base=base, **told)
        except KuiError as refused:
            if refused.status == 404:
                raise
            return self.again(PAGE, self._page(), refused, key)
        return self.go(self.context, f"»{SETTINGS[key].label}« er gemt.", "indstillinger")

    def _page(self) -> dict[str, Any]:
        rows = [self._row(one) for one in SETTINGS.values()]
        told = self.system.settings
        secured = [label for role, label in ROLES.items() if role in told.second_factor_roles]
        here = [
            ("En session slutter, når den ikke er brugt i", f"{told.session_idle_minutes} minutter"),
            ("En session slutter altid efter", f"{told.session_absolute_hours} timer"),
            ("Et bilag må højst fylde", f"{told.attachment_mb} MB"),
            ("Ekstra sikkerhed kræves af", danish.listed(secured) or "ingen"),
        ]
        return self.care_page("Indstillinger", rows=rows, fixed=FIXED, here=here, today=self.clock.today().isoformat())

    def _row(self, one: Setting) -> dict[str, Any]:
        facts, today = self.root.organisation.setting_facts, self.clock.today()
        now = settings.value(facts, one.key, today)
        ahead = [fact for fact in settings.history(facts, one.key) if fact["from"] > today.isoformat()]
        return {
            "setting": one,
            "now": now,
            "is_default": settings.given(facts, one.key, today) is None,
            "ahead": [self._told(fact) for fact in ahead],
            "history": [self._told(fact) for fact in reversed(settings.history(facts, one.key))],
            "base": setting_acts.stamp(self.root.organisation, one.key),
        }

    def _told(self, fact: Any) -> dict[str, Any]:
        return {
            "value": fact["value"],
            "from": danish.long_date(date.fromisoformat(fact["from"])),
            "by": fact["by"]["name"],
            "at": danish.moment(self.moment(fact["at"])),
            "reason": fact["reason"],
        }
