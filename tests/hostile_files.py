"""Files as people send them, and as they should not: real bytes, made here."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pikepdf
from PIL import Image

GPS = 0x8825
CANARY = b"KAMERA-9931"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), *, place: bool = False, turn: int = 1) -> bytes:
    """Make a picture: a red corner on white, perhaps with the place where it was taken."""
    made = Image.new("RGB", size, "white")
    made.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    out, exif = io.BytesIO(), Image.Exif()
    if place:
        exif[0x010F] = CANARY.decode()
        exif.get_ifd(GPS)[1], exif.get_ifd(GPS)[2] = "N", (55.0, 40.0, 12.0)
    if turn != 1:
        exif[0x0112] = turn
    more = {"lossless": True} if kind == "WEBP" else {}
    made.save(out, kind, exif=exif if place or turn != 1 else b"", **more)
    return out.getvalue()


def scan(pages: int = 2, mode: str = "1", **more: object) -> bytes:
    """Make a scan of several pages."""
    made = [Image.new(mode, (60, 80), 1 if mode == "1" else "white") for _ in range(pages)]
    out = io.BytesIO()
    made[0].save(out, "TIFF", save_all=True, append_images=made[1:], **more)
    return out.getvalue()


def moving(kind: str) -> bytes:
    """Make a picture that moves."""
    first, second = Image.new("RGB", (8, 8), "white"), Image.new("RGB", (8, 8), "red")
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=[second], duration=100)
    return out.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, **how: object) -> bytes:
    """Make a PDF of one empty page, and do something to it."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    if change:
        change(made)
    made.save(out, deterministic_id="encryption" not in how, **how)
    return out.getvalue()


def action(kind: str, **more: object) -> bytes:
    """Make a PDF that does something when it is opened."""
    told = {"/Type": pikepdf.Name.Action, "/S": pikepdf.Name(f"/{kind}")} | {f"/{k}": v for k, v in more.items()}
    return pdf(lambda made: made.Root.__setitem__("/OpenAction", pikepdf.Dictionary(told)))


def _attached(made: pikepdf.Pdf) -> None:
    made.attachments["regneark.exe"] = b"MZ"


def _noted(made: pikepdf.Pdf) -> None:
    """Hide the script in a note on the page, inside an object that the page itself holds."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script)
    made.pages[0].Annots = pikepdf.Array([note])


def _film(made: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 9, 9])
    made.pages[0].Annots = pikepdf.Array([note])


def _deep(made: pikepdf.Pdf) -> None:
    inner = pikepdf.Dictionary(Bottom=True)
    for _ in range(60):
        inner = pikepdf.Dictionary(In=inner)
    made.Root.Deep = inner


def archive(*names: str) -> bytes:
    """Make a packed file, which is also what writing programs make."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


def claimed(width: int, height: int) -> bytes:
    """Make a small PNG that says it is enormous."""
    raw = bytearray(picture("PNG", (1, 1)))
    raw[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    import zlib

    raw[29:33] = zlib.crc32(bytes(raw[12:29])).to_bytes(4, "big")
    return bytes(raw)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 300
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100
DOCX = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


@cache
def refused() -> dict[str, tuple[str, bytes, str, str]]:
    """List what is not taken: what it is -> its name, its bytes, the code, words of the sentence."""
    return {
        "nothing": ("tom.pdf", b"", "empty", "tom"),
        "a program": ("brev.exe", EXE, "type", "program"),
        "a program called a PDF": ("brev.pdf", EXE, "type", "ikke imod"),
        "a page": ("side.html", HTML, "type", "webside"),
        "a page called a text": ("side.txt", HTML, "page", "webside"),
        "a page called a picture": ("tegning.jpg", HTML, "type", "ikke imod"),
        "a drawing with a script": ("tegning.svg", SVG, "type", "tegnefil"),
        "a drawing without a name's end": ("tegning", SVG, "page", "webside"),
        "a script of a shell": ("kør.txt", b"#!/bin/sh\nrm -rf /\n", "page", "program"),
        "a packed file": ("papirer.zip", archive("a.pdf"), "type", "Pak den ud"),
        "a Word file": ("brev.docx", archive(*DOCX), "type", "skriveprogram"),
        "a Word file called a PDF": ("brev.pdf", archive("mimetype", *DOCX), "type", "ikke imod"),
        "an iPhone's picture": ("IMG_1.heic", HEIC, "type", "JPEG"),
        "an iPhone's picture called JPEG": ("IMG_1.jpg", HEIC, "type", "JPEG"),
        "a picture that moves much": ("a.gif", moving("GIF"), "type", "PDF"),
        "a picture called a PDF": ("scan.pdf", picture(), "disguised", "JPEG-billede"),
        "a PDF called a picture": ("scan.jpg", pdf(), "disguised", "PDF"),
        "a PDF called a program": ("scan.exe", pdf(), "disguised", "program"),
        "a PDF behind a page": ("a.pdf", b"<html>" + pdf(), "type", "ikke imod"),
        "a PDF with a packed file behind": ("a.pdf", pdf() + archive("a.class"), "hidden", "slutning"),
        "a PDF with a mark before": ("a.pdf", b"\xef\xbb\xbf" + pdf(), "broken", "kan ikke læses"),
        "half a PDF": ("a.pdf", b"%PDF-1.7\n1 0 obj\n<<", "broken", "kan ikke læses"),
        "a locked PDF": (
            "a.pdf", pdf(encryption=pikepdf.Encryption(user="x", owner="y")), "encrypted", "adgangskode"),
        "a PDF that may only be read": (
            "a.pdf", pdf(encryption=pikepdf.Encryption(user="", owner="y")), "encrypted", "spærret"),
        "a PDF with a script": ("a.pdf", action("JavaScript", JS=pikepdf.String("x()")), "active", "programmer"),
        "a PDF with a script in a note": ("a.pdf", pdf(_noted), "active", "programmer"),
        "a PDF that starts a program": ("a.pdf", action("Launch", F=pikepdf.String("cmd.exe")), "active", "programmer"),
        "a PDF that sends": ("a.pdf", action("SubmitForm", F=pikepdf.String("http://x")), "active", "programmer"),
        "a PDF with a film": ("a.pdf", pdf(_film), "active", "programmer"),
        "a PDF with a file inside": ("a.pdf", pdf(_attached), "carries", "andre filer"),
        "a PDF that is too deep": ("a.pdf", pdf(_deep), "broken", "kan ikke læses"),
        "a script in packed objects": (
            "a.pdf", pdf(_noted, object_stream_mode=pikepdf.ObjectStreamMode.generate), "active", "programmer"),
        "an enormous picture": ("a.png", claimed(60_000, 60_000), "huge", "punkter"),
        "a broken picture": ("a.jpg", picture()[:200], "broken", "kan ikke læses"),
        "a moving PNG": ("a.png", moving("PNG"), "moving", "bevæger"),
        "a moving WebP": ("a.webp", moving("WEBP"), "moving", "bevæger"),
        "a book as a picture": ("a.tif", scan(61), "pages", "PDF"),
        "another alphabet's bytes": ("a.txt", "æøå".encode("latin-1"), "no_text", "UTF-8"),
        "text with control characters": ("a.txt", b"Hej\x00\x1b[2J", "no_text", "UTF-8"),
    }  # fmt: skip
