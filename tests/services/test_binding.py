"""Binding finished PDFs together: pages and tags of our own papers go along, and nothing else."""

import io

import pikepdf
import pytest

from kuidocs.services.binding import Bindable, bound, pages_of
from tests import hostile_files
from tests.outside.vera import vera
from tests.services.pdf import demo

PLAN, CONSENT, CARD = "PLAN-0117-v1", "FLK-2026-0117-D22", "FLK-2026-0117-D14"


@pytest.fixture(scope="module")
def papers():
    return {name: demo.inline().render(demo.job(name)) for name in (PLAN, CONSENT, CARD)}


def bind(*parts):
    return bound(parts, title="Aktindsigt – sag FLK-2026-0117", author="Fjordlund Kommune")


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def of_pages(whole):
    """Every element that names a page, and the pages that it may name."""
    pages, waiting, found = {page.obj.objgen for page in whole.pages}, [whole.Root.StructTreeRoot.K], []
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += list(element)
        elif isinstance(element, pikepdf.Dictionary):
            if "/Pg" in element:
                found.append(element.Pg.objgen)
            if "/K" in element:
                waiting.append(element.K)
    return found, pages


@pytest.mark.outside
@vera.needs_java
def test_a_bound_file_of_our_own_papers_can_be_read_aloud(papers, tmp_path):
    (tmp_path / "bound.pdf").write_bytes(bind(*(Bindable(name, pdf) for name, pdf in papers.items())))
    for name, pdf in papers.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)

    assert vera.broken(sorted(tmp_path.glob("*.pdf")), "ua1") == ""


def test_every_tag_names_a_page_of_the_bound_file(papers):
    with opened(bind(Bindable("Aktliste", papers[CONSENT]), Bindable("2. Planen", papers[PLAN]))) as whole:
        found, pages = of_pages(whole)
        parts = list(whole.Root.StructTreeRoot.K.K)
        assert found
        assert set(found) <= pages
        assert [str(part.T) for part in parts] == ["Aktliste", "2. Planen"]
        assert [int(page.obj.StructParents) for page in whole.pages] == list(range(len(whole.pages)))
        assert not whole.Root.MarkInfo.Suspects


def test_the_same_papers_make_the_same_bytes(papers):
    assert bind(Bindable("1", papers[CARD])) == bind(Bindable("1", papers[CARD]))


def test_links_and_what_points_at_them_stay_behind(papers):
    with opened(papers[PLAN]) as source:
        page, top = source.pages[0], source.Root.StructTreeRoot.K[0]
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
        link.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://ondt.example"))
        page.obj.Annots = pikepdf.Array([source.make_indirect(link)])
        kid = pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=page.obj.Annots[0], Pg=page.obj)
        top.K.append(kid)
        top.AF = pikepdf.Array([source.make_indirect(pikepdf.Dictionary(F=pikepdf.String("hemmelig.json")))])
        out = io.BytesIO()
        source.save(out)

    whole = bind(Bindable("1", out.getvalue()))

    with opened(whole) as found:
        said = b"\n".join(repr(one).encode() for one in found.objects)
        assert b"ondt.example" not in said
        assert b"hemmelig.json" not in said
        assert all("/Annots" not in page.obj for page in found.pages)


def test_of_a_file_from_outside_only_the_pages_go_along(papers):
    def tagged(made):
        text = pikepdf.Dictionary(S=pikepdf.Name.P, ActualText=pikepdf.String("Skjult"), Pg=made.pages[0].obj)
        made.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=text)
        made.pages[0].obj.StructParents = 0

    outside = hostile_files.pdf(tagged)
    with opened(bind(Bindable("1", papers[CARD]), Bindable("2", outside, own=False))) as whole:
        assert b"Skjult" not in b"\n".join(repr(one).encode() for one in whole.objects)
        assert "/StructParents" not in whole.pages[-1].obj
        assert "/StructParents" in whole.pages[0].obj
        assert whole.Root.MarkInfo.Suspects


def test_our_own_file_without_tags_is_bound_too():
    with opened(bind(Bindable("1", hostile_files.pdf()))) as whole:
        assert len(whole.pages) == 1
        assert whole.Root.MarkInfo.Suspects


def test_a_page_that_no_tag_knows_of_and_an_element_without_kids():
    def empty(made):
        made.add_blank_page()
        made.pages[0].obj.StructParents = 7
        tree = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, ParentTree=pikepdf.Dictionary(Nums=[]))
        tree.K = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document))
        made.Root.StructTreeRoot = made.make_indirect(tree)

    with opened(bind(Bindable("1", hostile_files.pdf(empty)))) as whole:
        assert len(list(whole.Root.StructTreeRoot.K.K)) == 1
        assert list(whole.Root.StructTreeRoot.ParentTree.Nums) == []


def test_what_cannot_be_read_has_no_pages(papers):
    assert pages_of(b"ikke en pdf") == 0
    assert pages_of(papers[CARD]) == 1
