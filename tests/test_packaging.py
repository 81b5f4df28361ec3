"""The project installs in every way, whole, and says what it needs."""

import re
import shutil
import subprocess
import sys
import sysconfig
from configparser import ConfigParser
from functools import lru_cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from setuptools import find_packages

from tests.source import ROOT, imports, modules, strings, tree

pytestmark = pytest.mark.xdist_group("packaging")  # what is built is built once

PROBE = ROOT / "tests/packaging_probe.py"
NEEDED_UNSEEN = {
    "setuptools": "pkg_resources, which pyramid, deform and pyramid_chameleon import",
    "plaster-pastedeploy": "reads the .ini files for pserve and our own command",
    "psycopg2-binary": "the driver that RelStorage loads by name",
    "relstorage": "opened by ZODB URI",
    "zeo": "opened by ZODB URI",
    "waitress": "named in the .ini files",
}
SDIST = "import sys; from setuptools import build_meta; print(build_meta.build_sdist(sys.argv[1]))"


@pytest.fixture(scope="module")
def setup() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(text: str) -> dict[str, str]:
    """The requirements in a setting, as canonical name and version; comments left out."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    found = [re.match(r"([\w.-]+)(?:\[[\w,-]+\])?(?:==(\S+))?", line) for line in lines if line]
    return {canonical(m[1]): m[2] or "" for m in found}


def lock(purpose: str) -> dict[str, str]:
    """The pins of a lock file."""
    text = (ROOT / f"requirements/{purpose}.lock").read_text("utf-8")
    return {canonical(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.M)}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of what is packed, so that building leaves nothing in the checkout."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "NOTICE.md"):
        shutil.copy(ROOT / name, copy)
    for name in ("src", "templates", "static"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    return copy


def run(*command: object, cwd: Path) -> str:
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*arguments: object, cwd: Path) -> str:
    return run(sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check", *arguments, cwd=cwd)


def built(source: Path, into: Path) -> Path:
    """Build a wheel without fetching anything."""
    pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", into, source, cwd=into)
    return next(into.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(checkout, tmp_path_factory) -> Path:
    return built(checkout, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def wheel_of_sdist(checkout, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    name = run(sys.executable, "-c", SDIST, folder, cwd=checkout).splitlines()[-1]
    return built(folder / name, tmp_path_factory.mktemp("wheel-of-sdist"))


def environment(folder: Path) -> Path:
    """Make a fresh environment that borrows the dependencies of this one, but not its kuidocs."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    site_packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    # A folder that is named in a .pth file is searched last, and its own .pth files are not read.
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin/python"


@pytest.mark.parametrize("kind", ["wheel", "wheel_of_sdist"])
def test_an_installed_package_is_whole(kind, request, tmp_path):
    python = environment(tmp_path / "env")
    pip("--python", python, "install", "--no-index", "--no-deps", request.getfixturevalue(kind), cwd=tmp_path)

    where = run(python, PROBE, cwd=tmp_path)

    assert Path(where).is_relative_to(tmp_path)


@pytest.mark.parametrize("mode", ["lenient", "strict"])
def test_an_editable_package_is_whole(mode, checkout, tmp_path):
    python = environment(tmp_path / "env")
    options = ["--config-settings", f"editable_mode={mode}"]
    pip("--python", python, "install", "--no-index", "--no-deps", "--no-build-isolation", *options, "-e", checkout,
        cwd=tmp_path)  # fmt: skip

    where = run(python, PROBE, cwd=tmp_path)

    assert Path(where).is_relative_to(checkout)


def test_a_package_without_its_templates_would_be_seen(wheel, tmp_path):
    python = environment(tmp_path / "env")
    pip("--python", python, "install", "--no-index", "--no-deps", wheel, cwd=tmp_path)
    shutil.rmtree(next((tmp_path / "env").rglob("kuidocs/templates")))

    done = subprocess.run([python, PROBE], cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode != 0


def test_every_package_is_listed(setup):
    listed = set(setup["options"]["packages"].split())

    assert listed == {*find_packages(str(ROOT / "src")), "kuidocs.templates", "kuidocs.static"}


@lru_cache(maxsize=1)
def owners() -> dict[str, list[str]]:
    """Read which distributions each importable name belongs to; slow, so once."""
    return dict(packages_distributions())


def _third_party(name: str) -> set[str]:
    """The outside packages that a module imports, or includes by name as Pyramid does."""
    included = {s.value for s in strings(tree(modules()[name])) if s.value.isidentifier()}
    # A tool of the tests owns the name »tools«, which is a word of ours.
    return imports(name) | {one for one in included & set(owners()) if "openxml-audit" not in owners()[one]}


def _distribution(imported: str) -> set[str]:
    """The distributions that an imported name can come from; for zope.x the one that is called so."""
    found = {canonical(owner) for owner in owners().get(imported.split(".")[0], [])}
    exact = canonical(".".join(imported.split(".")[:2]))
    return {exact} if exact in found else found


def used() -> dict[str, set[str]]:
    """Which distributions the package uses, and one place each."""
    outside = sys.stdlib_module_names | {"kuidocs", "__future__"}
    found = {i: n for n in modules() for i in _third_party(n) if i.split(".")[0] not in outside}
    return {f"{imported} in {where}": _distribution(imported) for imported, where in found.items()}


def test_every_import_is_declared(setup):
    declared = names(setup["options"]["install_requires"])

    assert [where for where, by in sorted(used().items()) if not by & set(declared)] == []


def test_every_declared_requirement_is_used(setup):
    declared = set(names(setup["options"]["install_requires"]))
    in_use = set().union(*used().values())

    assert declared - in_use - set(NEEDED_UNSEEN) == set()
    assert set(NEEDED_UNSEEN) <= declared


@pytest.mark.parametrize(("purpose", "section", "key"), [
    ("run", "options", "install_requires"),
    ("test", "options", "install_requires"),
    ("test", "options.extras_require", "test"),
])  # fmt: skip
def test_the_lock_holds_every_requirement(setup, purpose, section, key):
    pins = lock(purpose)
    wrong = {n: v for n, v in names(setup[section][key]).items() if n not in pins or (v and pins[n] != v)}

    assert wrong == {}, "run make lock"


def test_the_test_lock_holds_the_run_lock():
    assert lock("run").items() <= lock("test").items()


@pytest.mark.parametrize("purpose", ["run", "test"])
def test_every_pin_has_a_hash(purpose):
    text = (ROOT / f"requirements/{purpose}.lock").read_text("utf-8").replace("\\\n", "")

    assert [
        line for line in text.splitlines() if not re.fullmatch(r"\S+==\S+(\s+--hash=sha256:[0-9a-f]{64})+", line)
    ] == []
