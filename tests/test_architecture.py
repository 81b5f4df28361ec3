"""The layers, permissions and templates are as ARCHITECTURE says, whoever wrote the last module."""

import ast
import re
import sys
from pathlib import Path

import pytest
from chameleon import PageTemplateFile
from deform.template import default_dir

from tests.source import ROOT, SRC, imports, modules, tree

# What each part of the package may import of the others; "services" alone means only their api modules.
# kuidocs itself (the list of includes) and system (which opens everything) are not named: they put the parts together.
MAY_IMPORT = {
    "assets": set(),
    "domain": set(),
    "config": {"domain"},
    "forms": {"domain", "assets"},
    "services.api": {"domain", "forms", "services"},
    "services": {"domain", "forms", "resources", "assets", "config", "services", "services inside"},
    "resources": {"domain", "forms", "services"},
    "security": {"domain", "forms", "resources", "services", "config"},
    "usecases": {"domain", "forms", "resources", "services", "security"},
    "evolve": {"domain", "forms", "resources", "usecases"},
    "jobs": {"domain", "forms", "resources", "services", "security", "usecases", "config", "system", "assets"},
    "views": {"domain", "forms", "resources", "services", "security", "usecases", "jobs", "config", "system", "assets"},
    "cli": {"domain", "forms", "resources", "services", "services inside", "security", "usecases", "jobs", "config",
            "system", "assets", "evolve"},
}  # fmt: skip
ALL = set(modules())
TEMPLATES = ROOT / "templates"


def part(name: str) -> str:
    """The part of the package that a module belongs to, as a key of the table."""
    parts = name.split(".")[1:]
    if parts[:1] != ["services"]:
        return parts[0] if parts else ""
    return "services.api" if _is_interface(name) else "services"


def _is_interface(name: str) -> bool:
    return name.split(".")[-1] == "api" or name == "kuidocs.services"


def wanted(name: str) -> str:
    """What an importer must be allowed in order to import this module."""
    if part(name) == "services" and not _is_package_of_service(name):
        return "services inside"
    return "services" if part(name).startswith("services") else part(name)


def _is_package_of_service(name: str) -> bool:
    return modules()[name].name == "__init__.py"


def own(names: set[str]) -> set[str]:
    return {name for name in names if name.split(".")[0] == "kuidocs" and name in ALL}


def wrong_imports(name: str, imported: set[str]) -> list[str]:
    """List what a module may not import. Within one part, or one service, everything may."""
    allowed = MAY_IMPORT[part(name)] | {part(name).partition(".")[0]}
    return sorted(n for n in own(imported) if wanted(n) not in allowed and n.split(".")[:3] != name.split(".")[:3])


@pytest.mark.parametrize("name", [n for n in sorted(ALL) if part(n) in MAY_IMPORT])
def test_imports_go_one_way(name):
    assert wrong_imports(name, imports(name)) == []


def test_a_wrong_import_would_be_seen():
    edition, store = "kuidocs.forms.edition", "kuidocs.services.proof.store"

    assert wrong_imports("kuidocs.domain.people", {edition, "json"}) == [edition]
    assert wrong_imports("kuidocs.views.case", {store, "kuidocs.services.proof.api"}) == [store]


@pytest.mark.parametrize("name", [n for n in sorted(ALL) if part(n) == "domain"])
def test_the_domain_uses_the_standard_library_only(name):
    outside = {n for n in imports(name) if n.split(".")[0] not in sys.stdlib_module_names | {"kuidocs"}}

    assert not outside


def test_weasyprint_is_loaded_in_the_render_worker_only():
    loading = _modules_that_load("weasyprint")

    assert {n for n in loading if not n.startswith("kuidocs.services.pdf.")} == set()


def _modules_that_load(library: str) -> set[str]:
    """Whoever imports the library at the top of the module, or a module of ours that does."""
    seen = {n: {i.split(".")[0] for i in imports(n, at_import=True)} | own(imports(n, at_import=True)) for n in ALL}
    loading = {library}
    while more := {n for n in ALL if seen[n] & loading} - loading:
        loading |= more
    return loading - {library}


def _views():
    """Each view registration of the package with the class it stands in."""
    for name in ALL:
        for node in ast.walk(tree(modules()[name])):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield from ((name, node, d) for d in _decorators(node, "view_config"))


def _decorators(node: ast.AST, name: str) -> list[ast.Call]:
    found = [d for d in getattr(node, "decorator_list", []) if isinstance(d, ast.Call)]
    return [d for d in found if getattr(d.func, "id", getattr(d.func, "attr", "")) == name]


def _says_permission(call: ast.Call) -> bool:
    return any(keyword.arg == "permission" for keyword in call.keywords)


def _classes_with_permission() -> set[int]:
    """The methods and classes for which view_defaults names a permission."""
    found = set()
    for name in ALL:
        for node in ast.walk(tree(modules()[name])):
            if any(map(_says_permission, _decorators(node, "view_defaults"))):
                found |= {id(node), *map(id, node.body)}
    return found


def test_every_view_names_its_permission():
    covered = _classes_with_permission()

    silent = [
        f"{name}:{call.lineno}"
        for name, node, call in _views()
        if not _says_permission(call) and id(node) not in covered
    ]

    assert silent == []


def _templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.pt"))


@pytest.mark.parametrize("path", _templates(), ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_a_template_compiles(path):
    PageTemplateFile(str(path)).cook_check()


@pytest.mark.parametrize("path", _templates(), ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_a_template_is_used(path):
    if path.parent.name == "forms" and Path(default_dir, path.name).exists():
        return  # takes the place of the template that Deform has under this name
    name = rf"""["'/: ]{re.escape(path.stem)}(\.pt)?["']|\b{path.stem}\.macros\b"""
    users = [p for p in [*SRC.rglob("*.py"), *_templates()] if p != path and re.search(name, p.read_text("utf-8"))]

    assert users, "nothing in src/ or templates/ names it"
