"""Looking into files from outside, with real bytes: what is taken, what is cleaned away, what is refused."""

import io

import pikepdf
import pytest
from PIL import Image, ImageFile

from kuidocs.domain.attachments import JPEG, PDF, PNG, TEXT, TIFF, WEBP, FileRefused
from kuidocs.services.inspection import STRIPPED, TURNED, InlineInspection, Inspected, IsolatedInspection
from kuidocs.services.inspection.isolated import answer
from tests import hostile_files
from tests.hostile_files import CANARY, pdf, picture, scan


@pytest.fixture(params=[InlineInspection, IsolatedInspection], ids=["here", "apart"])
def service(request):
    return request.param()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_pdf_is_kept_as_it_came(service):
    data = pdf()

    assert service.inspect(data, "Brev fra skolen.pdf") == Inspected(PDF, data)


def test_a_text_is_kept_as_it_came(service):
    data = "\ufeffKære Jonas\r\n\tJeg vil gerne på værksted 🎈\f".encode()

    assert service.inspect(data, "brev.txt") == Inspected(TEXT, data)
    assert service.inspect(data, "brev").media_type == TEXT


@pytest.mark.parametrize(
    ("kind", "name", "media_type"),
    [("JPEG", "a.jpeg", JPEG), ("PNG", "a.png", PNG), ("WEBP", "a.webp", WEBP), ("TIFF", "a.tif", TIFF)],
)
def test_the_place_is_taken_out_of_a_picture(service, kind, name, media_type):
    data = picture(kind, place=True)
    assert CANARY in data

    found = service.inspect(data, name)

    assert (found.media_type, found.notes) == (media_type, (STRIPPED,))
    assert CANARY not in found.data
    assert dict(opened(found.data).getexif().get_ifd(hostile_files.GPS)) == {}
    assert opened(found.data).size == (40, 30)
    assert opened(found.data).convert("RGB").getpixel((3, 3))[0] > 240


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_of_a_picture_that_tells_nothing_nothing_is_told(kind, name):
    assert InlineInspection().inspect(picture(kind), name).notes == ()


def test_a_picture_is_turned_upright():
    found = InlineInspection().inspect(picture(turn=6), "a.jpg")

    assert found.notes == (STRIPPED, TURNED)
    assert opened(found.data).size == (30, 40)
    assert opened(found.data).getpixel((25, 3))[1] < 60, "the red corner is on the upper right now"


def test_what_lies_behind_a_picture_is_gone():
    found = InlineInspection().inspect(picture() + hostile_files.archive("a.exe"), "a.jpg")

    assert b"PK\x03\x04" not in found.data


def test_colours_stay_what_they_were():
    out, profile = io.BytesIO(), b"a profile of colours"
    Image.new("RGB", (4, 4)).save(out, "PNG", icc_profile=profile)

    assert opened(InlineInspection().inspect(out.getvalue(), "a.png").data).info["icc_profile"] == profile


def test_what_one_sees_through_stays_so():
    out = io.BytesIO()
    Image.new("P", (4, 4)).save(out, "PNG", transparency=0)

    assert opened(InlineInspection().inspect(out.getvalue(), "a.png").data).info["transparency"] == 0


def test_a_phones_picture_of_two_is_one():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])

    found = InlineInspection().inspect(out.getvalue(), "a.jpg")

    assert found.media_type == JPEG
    assert opened(found.data).format == "JPEG"


@pytest.mark.parametrize(
    ("mode", "more"), [("1", {"compression": "group4"}), ("L", {}), ("RGB", {"compression": "jpeg"})]
)
def test_a_scan_keeps_its_pages(mode, more):
    found = InlineInspection().inspect(scan(3, mode, **more), "a.tiff")

    assert opened(found.data).n_frames == 3
    assert opened(found.data).mode == mode


def test_a_scan_of_too_many_points_is_refused(monkeypatch):
    from kuidocs.services.inspection import pictures

    monkeypatch.setattr(pictures, "MOST_POINTS_IN_ALL", 60 * 80 * 2)

    assert InlineInspection().inspect(scan(2), "a.tif").media_type == TIFF
    with pytest.raises(FileRefused, match="punkter"):
        InlineInspection().inspect(scan(3), "a.tif")


def test_a_scan_in_black_and_white_with_a_profile():
    assert InlineInspection().inspect(scan(1, "1", icc_profile=b"colours"), "a.tif").media_type == TIFF


@pytest.mark.parametrize("what", hostile_files.refused())
def test_what_is_refused(service, what):
    name, data, code, words = hostile_files.refused()[what]

    with pytest.raises(FileRefused) as refused:
        service.inspect(data, name)

    assert (refused.value.code, refused.value.status) == (code, 422)
    assert words in refused.value.text


def test_a_pdf_without_pages_is_refused():
    made, out = pikepdf.new(), io.BytesIO()
    made.save(out)

    with pytest.raises(FileRefused, match="kan ikke læses"):
        InlineInspection().inspect(out.getvalue(), "a.pdf")


def test_a_link_in_a_pdf_is_harmless():
    def linked(made):
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://fjordlund.example"))
        made.pages[0].Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=link)]
        )

    assert InlineInspection().inspect(pdf(linked), "a.pdf").media_type == PDF


class TestApart:
    def test_a_file_that_takes_too_long_is_refused(self):
        with pytest.raises(FileRefused, match="for lang tid"):
            IsolatedInspection(seconds=0).inspect(pdf(), "a.pdf")

    def test_a_process_that_dies_refuses_its_file_only(self, monkeypatch):
        from kuidocs.services.inspection import isolated

        monkeypatch.setattr(isolated, "_serve", _dies)
        with pytest.raises(FileRefused, match="kan ikke læses"):
            IsolatedInspection().inspect(pdf(), "a.pdf")

        monkeypatch.undo()
        assert IsolatedInspection().inspect(pdf(), "a.pdf").media_type == PDF

    def test_what_the_process_answers(self):
        assert answer(pdf(), "a.pdf") == ("taken", (PDF, pdf(), ()))
        assert answer(b"", "a.pdf") == ("refused", ("empty", ""))
        assert answer(b"\xff\xd8\xff" + b"x" * 50, "a.png")[1][0] == "disguised"

    def test_a_mistake_of_a_library_refuses_the_file(self, monkeypatch):
        from kuidocs.services.inspection import sniffing

        monkeypatch.setattr(sniffing.attachments, "judge", lambda *_: 1 / 0)

        assert answer(b"x", "a") == ("refused", ("broken", ""))


def _dies(line) -> None:
    raise SystemExit(9)


def test_half_a_picture_is_refused_beside_the_renderer_too(monkeypatch):
    """WeasyPrint lets half a picture count as a whole one in its process, from which ours is forked. A page with half
    of a signature would be written anew, and the half that came too late is nowhere."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = picture(size=(400, 300))

    with pytest.raises(FileRefused, match="gået i stykker"):
        InlineInspection().inspect(whole[: len(whole) // 2], "side.jpg")
