"""Run by test_packaging in other environments and folders: is the package whole there? Prints where it lies."""

import sys
import warnings
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace

warnings.simplefilter("ignore")  # pkg_resources says on import that it is deprecated

from pyramid.config import Configurator  # noqa: E402
from webtest import TestApp  # noqa: E402

import kuidocs  # noqa: E402
from kuidocs.assets import asset_root  # noqa: E402

OUTLINE = SimpleNamespace(title="Referat", sections=[])


def small_app():
    """Make an application with one page and the static files, found by the specs that the product uses."""
    config = Configurator()
    config.include("kuidocs.assets")
    config.include("pyramid_chameleon")
    config.add_static_view("static", "kuidocs:static")
    config.add_route("page", "/")
    config.add_view(
        lambda request: {"outline": OUTLINE}, route_name="page", renderer="kuidocs:templates/pages/document.pt"
    )
    return TestApp(config.make_wsgi_app())


def probe() -> None:
    """Render a page, fetch a static file, find the folders, the data and the command."""
    app = small_app()
    assert "Referat" in app.get("/").text
    file = next(path for path in sorted(asset_root("static").rglob("*")) if path.suffix in {".css", ".js"})
    served = app.get(f"/static/{file.relative_to(asset_root('static')).as_posix()}")
    assert served.body == file.read_bytes()
    assert (asset_root("templates") / "forms" / "form.pt").is_file()
    for data in ("forms/shipped/*.json", "demo_data/*.json", "locale/da/LC_MESSAGES/*.mo"):
        assert list(Path(kuidocs.__file__).parent.glob(data)), data
    assert entry_points(group="console_scripts", name="kuidocs")
    assert entry_points(group="paste.app_factory", name="main")


probe()
sys.stdout.write(kuidocs.__file__)
