"""Pictures: read, and written anew from their points alone.

A photo may tell where it was taken, and a young person's home is personal data. What is written anew carries no
place, no camera, no small copy of the picture before it was cut, and nothing behind its end.
"""

import importlib
import io
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageFile, ImageOps, ImageSequence

from ...domain.attachments import JPEG, PNG, TIFF, WEBP, FileRefused
from .api import STRIPPED, TURNED, Inspected

FORMATS = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "WEBP": WEBP, "TIFF": TIFF}
"""What the library calls the types; phones put a second picture into some JPEGs and make them MPO."""
READERS = ("JPEG", "PNG", "WEBP", "TIFF")
# Only these readers are loaded; the library has some thirty more, each a way in.
for _reader in ("Jpeg", "Mpo", "Png", "WebP", "Tiff"):
    importlib.import_module(f"PIL.{_reader}ImagePlugin")
MOST_POINTS = 80_000_000
MOST_POINTS_IN_ALL = 400_000_000
"""Of all the pages of a scan together."""
MOST_PAGES = 60
ORIENTATION = 0x0112
UPRIGHT = (None, 1)
HARMLESS = frozenset({"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "gamma", "srgb", "transparency"})
HARMLESS |= {"icc_profile", "progressive", "progression", "compression", "interlace", "loop", "background", "timestamp"}
HARMLESS |= {"duration", "default_image", "resolution", "aspect", "adobe", "adobe_transform", "mp"}
BLACK_AND_WHITE = "group4"
QUALITY = 92


def look(data: bytes) -> Inspected:
    """Read a picture and write it anew.

    Raises FileRefused.
    """
    # Our own limits are asked before a point is read; the library's would warn where ours refuse.
    Image.MAX_IMAGE_PIXELS = None
    # The renderer of PDFs, from whose process ours is forked, lets half a picture count as a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data), formats=READERS) as picture:
            return _anew(picture)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise FileRefused("broken") from error


def _anew(picture: Any) -> Inspected:
    media_type, pages = FORMATS[picture.format or ""], getattr(picture, "n_frames", 1)
    _check_size(picture)
    if media_type == TIFF:
        return _scan(picture, pages)
    if pages > 1 and picture.format != "MPO":
        raise FileRefused("moving")
    notes = _notes(picture)
    return Inspected(media_type, _written(picture, media_type, turned=TURNED in notes), notes)


def _check_size(picture: Any) -> None:
    if picture.width * picture.height > MOST_POINTS:
        raise FileRefused("huge")


def _notes(picture: Any) -> tuple[str, ...]:
    """Say what is taken out. What everybody's picture carries, such as its colours, is not worth a word."""
    exif = picture.getexif()
    more = set(picture.info) - HARMLESS
    told = (STRIPPED,) if exif or more else ()
    return (*told, TURNED) if exif.get(ORIENTATION) not in UPRIGHT else told


def _written(picture: Any, media_type: str, *, turned: bool) -> bytes:
    kept = _colours(picture)
    how: dict[str, Any] = {}
    if media_type == JPEG:
        how = {"quality": QUALITY} if turned or picture.format == "MPO" else {"quality": "keep", "subsampling": "keep"}
    elif media_type == WEBP:
        how = {"quality": QUALITY, "method": 4}
    out, upright = io.BytesIO(), ImageOps.exif_transpose(picture) if turned else picture
    upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
    upright.save(out, FORMAT_NAMES[media_type], **how, **kept)
    return out.getvalue()


FORMAT_NAMES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", TIFF: "TIFF"}


def _colours(picture: Any) -> dict[str, Any]:
    """Keep what the points mean: without its profile a photo would have other colours."""
    profile = picture.info.get("icc_profile")
    none = {"exif": b"", "xmp": b""} if picture.format == "WEBP" else {"exif": b""}
    return none | ({"icc_profile": profile} if profile else {})


def _scan(picture: Any, pages: int) -> Inspected:
    """Write the pages of a scan anew, each by itself."""
    if pages > MOST_PAGES:
        raise FileRefused("pages")
    total = 0
    for page in ImageSequence.Iterator(picture):
        _check_size(page)
        total += page.width * page.height
    if total > MOST_POINTS_IN_ALL:
        raise FileRefused("huge")
    picture.seek(0)
    notes = (STRIPPED,) if _says_more(picture) else ()
    first, *rest = _pages(picture)
    how = {"compression": BLACK_AND_WHITE if first.mode == "1" else "tiff_adobe_deflate"}
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=rest, **how)
    return Inspected(TIFF, out.getvalue(), notes)


def _pages(picture: Any) -> Iterator[Any]:
    for page in ImageSequence.Iterator(picture):
        # A copy holds the points and none of the tags of the file.
        whole = ImageOps.exif_transpose(page.copy())
        kept: dict[Any, Any] = {key: page.info[key] for key in ("dpi", "icc_profile") if key in page.info}
        whole.info = kept
        if whole.mode == "1" and kept.get("icc_profile"):
            whole.info.pop("icc_profile")
        yield whole


def _says_more(picture: Any) -> bool:
    """Tell whether a scan carries words, a place or a maker beside what its points need."""
    technical = range(254, 270)
    known = {
        *technical,
        273,
        274,
        277,
        278,
        279,
        282,
        283,
        284,
        292,
        293,
        296,
        297,
        317,
        320,
        338,
        339,
        347,
        530,
        531,
        532,
        34675,
    }
    return bool(set(picture.tag_v2) - known)
