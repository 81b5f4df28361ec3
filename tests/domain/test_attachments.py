"""Attachments: which files are taken, what their names become, and which answers no page can have given."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuidocs.domain import attachments
from kuidocs.domain.attachments import KINDS, MOST_LETTERS, TYPES, FileRefused
from kuidocs.domain.errors import Conflict

TODAY, BORN = date(2026, 11, 21), date(2009, 3, 14)


def test_the_tables_are_whole():
    assert set(KINDS) == {"signed_paper", "young_work", "scan", "other"}
    assert all(kind.label and kind.slug.isascii() for kind in KINDS.values())
    assert all(kind.extension in kind.extensions for kind in TYPES.values())
    assert not {e for kind in TYPES.values() for e in kind.extensions} & {
        e for row, _ in attachments.WHY_NOT for e in row
    }
    assert ".jpg" in attachments.ACCEPT
    assert "svg" not in attachments.ACCEPT


@pytest.mark.parametrize("media_type", TYPES)
def test_a_type_is_taken_under_its_own_names_and_without_any(media_type):
    for extension in TYPES[media_type].extensions:
        assert attachments.judge(media_type, f"Brev.{extension.upper()}").media_type == media_type
    assert attachments.judge(media_type, "Brev").media_type == media_type


@pytest.mark.parametrize(
    ("found", "name", "code", "words"),
    [
        ("image/svg+xml", "x.svg", "type", "tegnefil"),
        ("image/heic", "", "type", "JPEG"),
        ("application/zip", "a.b", "type", "Pak den ud"),
        ("", "x.ukendt", "type", "Gem den som PDF"),
        ("image/png", "a.jpg", "disguised", "Navnet ender på .jpg, men indholdet er PNG-billede"),
        ("application/pdf", "a.exe", "disguised", "program"),
    ],
)
def test_what_is_not_taken_is_told_why(found, name, code, words):
    with pytest.raises(FileRefused, match=words) as refused:
        attachments.judge(found, name)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("brev.pdf", "brev.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jonas\\brev til Freja.pdf", "brev til Freja.pdf"),
        ('a"; filename="evil.exe', 'a"; filename="evil.exe'),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie: x=1.pdf"),
        ("tegning 🎈.png", "tegning 🎈.png"),
        ("gnp.\u202eexe", "gnp.exe"),
        ("\u0000\u0007x\ud800.pdf", "x.pdf"),
        ("  . .skjult ", "skjult"),
        ("A\u030angst.jpg", "Ångst.jpg"),
        ("", "Fil uden navn"),
        ("...", "Fil uden navn"),
        ("a/", "Fil uden navn"),
    ],
)
def test_a_name_is_cleaned(given, shown):
    assert attachments.clean_name(given) == shown


def test_a_long_name_keeps_its_end():
    assert attachments.clean_name("x" * 300 + ".pdf") == "x" * (MOST_LETTERS - 5) + "….pdf"
    assert attachments.clean_name("x" * 300) == "x" * (MOST_LETTERS - 1) + "…"


@given(st.text())
def test_no_name_is_dangerous(text):
    name = attachments.clean_name(text)

    assert name
    assert len(name) <= MOST_LETTERS
    assert not set(name) & set("/\\\r\n\t\0")
    assert not any(unicodedata.category(letter).startswith("C") for letter in name)
    assert attachments.clean_name(name) == name or len(name) == MOST_LETTERS


@pytest.mark.parametrize(
    ("name", "extension", "stem"),
    [
        ("a.PDF", "pdf", "a"),
        ("a.b.jpg", "jpg", "a.b"),
        (".profile", "", ".profile"),
        ("a.", "", "a."),
        ("a.æøå", "", "a.æøå"),
        ("Hr. Hansen", "", "Hr. Hansen"),
        ("nr.1 2", "", "nr.1 2"),
    ],
)
def test_the_end_of_a_name(name, extension, stem):
    assert attachments.extension_of(name) == extension
    assert attachments.stem(name) == stem


def test_a_title_is_one_line():
    assert attachments.title(" Tegning\r\n af\u202e  hesten ") == "Tegning af hesten"


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 121])
def test_a_title_that_says_nothing_or_too_much_is_refused(text):
    with pytest.raises(FileRefused, match=r"[Tt]itlen|titel"):
        attachments.title(text)


def test_a_file_leaves_under_a_name_that_tells_of_nobody():
    assert attachments.own_name("young_work", "2026-11-20", "image/jpeg") == "tegning-eller-brev-2026-11-20.jpg"


@pytest.mark.parametrize(
    ("length", "words"),
    [(1, "1 kB"), (1499, "1 kB"), (340_000, "340 kB"), (2_400_000, "2,4 MB"), (20_000_000, "20 MB")],
)
def test_sizes_in_words(length, words):
    assert attachments.size_words(length).replace("\u00a0", " ") == words


def test_the_size_of_a_file():
    attachments.check_size(100, 100)
    with pytest.raises(FileRefused, match="må højst fylde"):
        attachments.check_size(101, 100)
    with pytest.raises(FileRefused, match="tom"):
        attachments.check_size(0, 100)


@pytest.mark.parametrize("received", ["2026-11-21", "2009-03-14"])
def test_what_a_page_can_say(received):
    attachments.check_given("scan", "staff", received, today=TODAY, born=BORN)


@pytest.mark.parametrize(
    ("kind", "giver", "received", "code"),
    [
        ("", "staff", "2026-11-21", "kind"),
        ("photo", "staff", "2026-11-21", "kind"),
        ("scan", "", "2026-11-21", "given_by"),
        ("scan", "nabo", "2026-11-21", "given_by"),
        ("scan", "staff", "", "received"),
        ("scan", "staff", "i går", "received"),
        ("scan", "staff", "20261121", "received"),
        ("scan", "staff", "2026-11-22", "received"),
        ("scan", "staff", "2009-03-13", "received"),
    ],
)
def test_what_no_page_can_say_is_refused(kind, giver, received, code):
    with pytest.raises(FileRefused) as refused:
        attachments.check_given(kind, giver, received, today=TODAY, born=BORN)

    assert refused.value.code == code


def test_a_case_has_room_until_it_is_full_or_put_away():
    attachments.check_room(199, "following_up")
    with pytest.raises(Conflict, match="ikke plads"):
        attachments.check_room(200, "following_up")
    with pytest.raises(Conflict, match="arkiveret"):
        attachments.check_room(0, "archived")
