"""Every view names a permission of the table, and those that anybody may see are named here."""

from pyramid.interfaces import IExceptionResponse
from pyramid.security import NO_PERMISSION_REQUIRED

from kuidocs.security.permissions import every_permission

PUBLIC = {
    ("Root", ""),
    ("Root", "log-ind"),
    ("Root", "bekraeft"),
    ("Root", "log-ind-sso"),
    ("Root", "log-ind-sso-retur"),
    ("Root", "log-ud"),
    ("Root", "sundhed"),
    ("Root", "hjaelp"),
    ("Root", "tilgaengelighed"),
    ("Root", "oplysninger"),
    # The citizen's page (D19): a link, the document for the one who is asked, its file for the server, the way back.
    ("SigningVisit", ""),
    ("SigningVisit", "dokument"),
    ("SigningVisit", "fil"),
    ("SigningDoor", "retur"),
    # When somebody who made the address himself has meetings: no title, no name and no case; every other is 404.
    ("Subscription", ""),
    # Personal links of a cluster's guests and members (D19): whoever has one sees that guest's own page, or an empty
    # questionnaire, and every link that is nobody's gets the same answer.
    ("GuestLink", ""),
    ("SurveyLink", ""),
    ("AccessLink", ""),
    # Takes the answers to a questionnaire, and shows nothing but that it did.
    ("LinkFolder", ""),
}
"""Context and name. Whoever adds one says why it shows nothing of anybody."""
STATIC = "static/"


def views(site) -> list[dict]:
    """Every view that was registered, but those that answer errors."""
    found = site.browser.app.registry.introspector.get_category("views")
    return [view["introspectable"] for view in found if not _answers_errors(view["introspectable"])]


def _answers_errors(view) -> bool:
    context = view["context"]
    return context is IExceptionResponse or (isinstance(context, type) and issubclass(context, BaseException))


def permission(site, view) -> str | None:
    """The permission that is asked for, as Pyramid has it."""
    related = site.browser.app.registry.introspector.related(view)
    named = [one["value"] for one in related if one.category_name == "permissions"]
    return named[0] if named else None


def name(view) -> tuple[str, str]:
    if view["route_name"]:
        return STATIC, ""
    return getattr(view["context"], "__name__", str(view["context"])), view["name"]


def test_public_views_are_those_that_are_named_here(site):
    public = {name(view) for view in views(site) if permission(site, view) in (None, NO_PERMISSION_REQUIRED)}

    assert public - {(STATIC, "")} == PUBLIC


def test_every_other_view_asks_for_a_permission_of_the_table(site):
    asked = {permission(site, view) for view in views(site)} - {None, NO_PERMISSION_REQUIRED}

    assert asked <= every_permission()


def test_every_view_stands_on_a_class_of_the_tree(site):
    assert [name(view) for view in views(site) if view["context"] is None and not view["route_name"]] == []


def test_the_views_are_found(site):
    assert len(views(site)) > len(PUBLIC)
