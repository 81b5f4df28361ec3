"""What shows and describes a package: a page without scripts, and METS."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from kuidocs.assets import asset_root

METS, DCTERMS = "http://www.loc.gov/METS/", "http://purl.org/dc/terms/"
XLINK = "http://www.w3.org/1999/xlink"
MEDIA = {
    "pdf": "application/pdf",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "pem": "application/x-pem-file",
    "html": "text/html",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "tif": "image/tiff",
    "txt": "text/plain",
}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can hold, however they are written."""


@lru_cache(maxsize=1)
def _template() -> Any:
    from chameleon import PageTemplateFile

    return PageTemplateFile(str(asset_root("templates") / "package" / "index.pt"), auto_reload=False)


@lru_cache(maxsize=1)
def _style() -> str:
    return (asset_root("templates") / "package" / "style.css").read_text(encoding="utf-8")


def index_page(told: Mapping[str, Any]) -> bytes:
    """Write the first page. It may load nothing and run nothing; its one style is known by its hash."""
    style = _style()
    allowed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    return str(_template()(style=style, policy=policy, **told)).encode()


def mets(
    described: Mapping[str, str], documents: Sequence[Mapping[str, Any]], files: Mapping[str, tuple[str, int]]
) -> bytes:
    """Write the metadata: what the package is, every file with its hash, and which files make a document."""
    for prefix, space in (("mets", METS), ("dcterms", DCTERMS), ("xlink", XLINK)):
        ET.register_namespace(prefix, space)
    root = ET.Element(_m("mets"), {"OBJID": _text(described["identifier"]), "TYPE": "case file"})
    header = ET.SubElement(root, _m("metsHdr"), {"CREATEDATE": described["date"]})
    agent = ET.SubElement(header, _m("agent"), {"ROLE": "CREATOR", "TYPE": "ORGANIZATION"})
    ET.SubElement(agent, _m("name")).text = _text(described["publisher"])
    _dublin_core(root, described)
    _files(root, files)
    _structure(root, documents, files)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _m(name: str) -> str:
    return f"{{{METS}}}{name}"


def _text(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)


def _dublin_core(root: ET.Element, described: Mapping[str, str]) -> None:
    section = ET.SubElement(root, _m("dmdSec"), {"ID": "dmd"})
    data = ET.SubElement(ET.SubElement(section, _m("mdWrap"), {"MDTYPE": "DC"}), _m("xmlData"))
    for name, text in described.items():
        if text:
            ET.SubElement(data, f"{{{DCTERMS}}}{name}").text = _text(text)


def _ids(files: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    return {path: f"file-{number}" for number, path in enumerate(sorted(files), 1)}


def _files(root: ET.Element, files: Mapping[str, tuple[str, int]]) -> None:
    group = ET.SubElement(ET.SubElement(root, _m("fileSec")), _m("fileGrp"))
    for path, name in _ids(files).items():
        sha256, length = files[path]
        told = {
            "ID": name,
            "MIMETYPE": MEDIA.get(path.rpartition(".")[2], "application/octet-stream"),
            "SIZE": str(length),
            "CHECKSUM": sha256,
            "CHECKSUMTYPE": "SHA-256",
        }
        file = ET.SubElement(group, _m("file"), told)
        ET.SubElement(file, _m("FLocat"), {"LOCTYPE": "URL", f"{{{XLINK}}}href": path})


def _structure(root: ET.Element, documents: Sequence[Mapping], files: Mapping[str, tuple[str, int]]) -> None:
    ids = _ids(files)
    top = ET.SubElement(ET.SubElement(root, _m("structMap"), {"TYPE": "logical"}), _m("div"), {"DMDID": "dmd"})
    by_folder: dict[str, list[str]] = {}
    for path in sorted(files):
        by_folder.setdefault("/".join(path.split("/")[:2]), []).append(path)
    for one in documents:
        told = {"LABEL": _text(f"{one['label']} {one['title']}"), "TYPE": "document"}
        _pointers(ET.SubElement(top, _m("div"), told), by_folder.pop(one["where"], []), ids)
    _pointers(top, [path for paths in by_folder.values() for path in paths], ids)


def _pointers(element: ET.Element, paths: Sequence[str], ids: Mapping[str, str]) -> None:
    for path in paths:
        ET.SubElement(element, _m("fptr"), {"FILEID": ids[path]})
