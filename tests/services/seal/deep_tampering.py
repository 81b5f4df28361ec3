"""What somebody does to a finished PDF who knows the format well: each takes a sealed file and returns another."""

import re

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    pdf_name,
)

from tests.services.seal.tampering import updated


def _dictionary(**values):
    return DictionaryObject({pdf_name(f"/{key}"): value for key, value in values.items()})


def _in_root(change):
    def act(out):
        change(out, out.root)
        out.update_root()

    return lambda pdf: updated(pdf, act)


def _form(out):
    return out.root["/AcroForm"]


def _in_form(pdf, change):
    def act(out):
        change(out, _form(out))
        out.update_root()
        out.update_container(_form(out))

    return updated(pdf, act)


# The form that signatures bring along, and what else may hide in it.


def words_of_another_form(pdf):
    """XFA: some readers show it and none of the pages."""
    xdp = b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template/></xdp:xdp>'

    def change(out, form):
        form[pdf_name("/XFA")] = out.add_object(StreamObject(stream_data=xdp))

    return _in_form(pdf, change)


def a_script_of_the_form(pdf):
    """Calculation order with a field that runs a script."""

    def change(out, form):
        script = _dictionary(S=pdf_name("/JavaScript"), JS=TextStringObject("app.alert(1)"))
        field = out.add_object(_dictionary(FT=pdf_name("/Tx"), T=TextStringObject("sum"), AA=_dictionary(C=script)))
        form[pdf_name("/CO")] = ArrayObject([field])
        form["/Fields"].append(field)

    return _in_form(pdf, change)


def looks_made_anew(pdf):
    return _in_form(pdf, lambda out, form: form.__setitem__(pdf_name("/NeedAppearances"), BooleanObject(True)))


def a_text_field_in_the_form(pdf):
    def change(out, form):
        told = {"FT": pdf_name("/Tx"), "T": TextStringObject("felt"), "V": TextStringObject("Bevilget")}
        form["/Fields"].append(out.add_object(_dictionary(**told)))

    return _in_form(pdf, change)


def signatures_swapped(pdf):
    """Each field shows another's signature; with one field alone, it shows none."""

    def change(out):
        fields = [one.get_object() for one in _form(out)["/Fields"]]
        values = [one.raw_get("/V") for one in fields]
        for field, value in zip(fields, values[1:] + values[:1], strict=True):
            field[pdf_name("/V")] = value if len(fields) > 1 else DictionaryObject()
            out.update_container(field)

    return updated(pdf, change)


def signature_cloned(pdf):
    """A second field that shows the same signature."""

    def change(out, form):
        first = form["/Fields"][0].get_object()
        told = {"FT": pdf_name("/Sig"), "T": TextStringObject("segl2"), "V": first.raw_get("/V")}
        form["/Fields"].append(out.add_object(_dictionary(**told)))

    return _in_form(pdf, change)


def signature_made_visible(pdf):
    """The invisible seal gets a picture on the first page."""

    def change(out):
        field = _form(out)["/Fields"][0].get_object()
        box = _dictionary(Subtype=pdf_name("/Form"), BBox=ArrayObject(map(NumberObject, (0, 0, 200, 20))))
        look = out.add_object(StreamObject(dict(box), stream_data=b"BT /F1 12 Tf (Borgmesteren) Tj ET"))
        field[pdf_name("/Rect")] = ArrayObject(map(NumberObject, (100, 500, 300, 520)))
        field[pdf_name("/AP")] = _dictionary(N=look)
        out.update_container(field)

    return updated(pdf, change)


# What proves a file for long.


def proofs_taken_out(pdf):
    return _in_root(lambda out, root: root.__delitem__(pdf_name("/DSS")) if "/DSS" in root else root.__setitem__(
        pdf_name("/DSS"), DictionaryObject()
    ))(pdf)  # fmt: skip


def promise_taken_out(pdf):
    """The catalogue no longer says that the file is certified."""
    return _in_root(
        lambda out, root: root.pop(pdf_name("/Perms"), None) or root.__setitem__(pdf_name("/Perms"), DictionaryObject())
    )(pdf)


def another_promise(pdf):
    """A certification that lets everything be changed, pointed to instead of ours."""

    def change(out, root):
        promise = _dictionary(Type=pdf_name("/TransformParams"), P=NumberObject(3), V=pdf_name("/1.2"))
        reference = _dictionary(Type=pdf_name("/SigRef"), TransformMethod=pdf_name("/DocMDP"), TransformParams=promise)
        signature = out.add_object(_dictionary(Type=pdf_name("/Sig"), Reference=ArrayObject([reference])))
        root[pdf_name("/Perms")] = _dictionary(DocMDP=signature)

    return _in_root(change)(pdf)


def rights_of_a_reader(pdf):
    return _in_root(
        lambda out, root: root.__setitem__(
            pdf_name("/Perms"), _dictionary(UR3=out.add_object(_dictionary(Type=pdf_name("/Sig"))))
        )
    )(pdf)


# The pages, without touching what is drawn.


def _on_page(told, **values):
    def tamper(pdf):
        def change(out):
            reference, _ = out.find_page_for_modification(0)
            for key, value in values.items():
                reference.get_object()[pdf_name(f"/{key}")] = value
            out.mark_update(reference)

        return updated(pdf, change)

    tamper.__name__ = told
    return tamper


page_cut_away = _on_page("page_cut_away", CropBox=ArrayObject(map(NumberObject, (0, 400, 595, 842))))
page_turned = _on_page("page_turned", Rotate=NumberObject(180))
page_script = _on_page(
    "page_script", AA=_dictionary(O=_dictionary(S=pdf_name("/URI"), URI=TextStringObject("https://x.example")))
)


def page_shows_another(pdf):
    """The first page draws what the second drew: nothing new is in the file."""

    def change(out):
        (first, _), (second, _) = out.find_page_for_modification(0), out.find_page_for_modification(1)
        first.get_object()[pdf_name("/Contents")] = second.get_object().raw_get("/Contents")
        out.mark_update(first)

    return updated(pdf, change)


def fewer_pages(pdf):
    """The tree of pages counts one less."""

    def change(out):
        pages = out.root["/Pages"]
        pages[pdf_name("/Count")] = NumberObject(int(pages["/Count"]) - 1)
        pages[pdf_name("/Kids")] = ArrayObject(list(list.__iter__(pages["/Kids"]))[:-1])
        out.mark_update(out.root.raw_get("/Pages").reference)

    return updated(pdf, change)


def another_tree_of_pages(pdf):
    """A new tree with a page of its own; the old one is still in the file."""

    def change(out, root):
        drawing = out.add_object(StreamObject(stream_data=b"BT ET"))
        box = ArrayObject(map(NumberObject, (0, 0, 595, 842)))
        page = out.add_object(_dictionary(Type=pdf_name("/Page"), MediaBox=box, Contents=drawing))
        root[pdf_name("/Pages")] = out.add_object(
            _dictionary(Type=pdf_name("/Pages"), Count=NumberObject(1), Kids=ArrayObject([page]))
        )

    return _in_root(change)(pdf)


def read_aloud_otherwise(pdf):
    """What a screen reader and copying give: the table from glyphs to letters."""

    def change(out):
        reference, _ = out.find_page_for_modification(0)
        font = next(iter(reference.get_object()["/Resources"]["/Font"].values())).get_object()
        old = font["/ToUnicode"]
        new = StreamObject(stream_data=old.data.replace(b"<0", b"<1", 3))
        font[pdf_name("/ToUnicode")] = out.add_object(new)
        out.update_container(font)

    return updated(pdf, change)


def bookmark_renamed(pdf):
    def change(out):
        first = out.root["/Outlines"]["/First"]
        first[pdf_name("/Title")] = TextStringObject("Bevilget")
        out.update_container(first)

    return updated(pdf, change)


def opens_elsewhere(pdf):
    def change(out, root):
        root[pdf_name("/OpenAction")] = _dictionary(S=pdf_name("/URI"), URI=TextStringObject("https://x.example"))

    return _in_root(change)(pdf)


# Data and what is told of the file.


def a_second_attachment(pdf):
    def change(out, root):
        data = out.add_object(StreamObject(stream_data=b"MZ"))
        told = {"Type": pdf_name("/Filespec"), "F": TextStringObject("a.exe"), "UF": TextStringObject("a.exe")}
        spec = out.add_object(_dictionary(**told, EF=_dictionary(F=data)))
        known = ArrayObject([TextStringObject("a.exe"), spec])
        if "/Names" in root:
            known = ArrayObject([*list.__iter__(root["/Names"]["/EmbeddedFiles"]["/Names"]), *known])
        root[pdf_name("/Names")] = _dictionary(EmbeddedFiles=_dictionary(Names=known))

    return _in_root(change)(pdf)


def another_standard(pdf):
    """The metadata claim to be of no standard for archives."""

    def change(out):
        told = out.root["/Metadata"]
        changed = re.sub(rb"pdfaid:part>\d", b"pdfaid:part>1", told.data)
        new = StreamObject({k: told.raw_get(k) for k in told if k not in ("/Length", "/Filter")}, stream_data=changed)
        out.root[pdf_name("/Metadata")] = out.add_object(new)
        out.update_root()

    return updated(pdf, change)


TAMPERINGS = (
    words_of_another_form, a_script_of_the_form, looks_made_anew, a_text_field_in_the_form, signatures_swapped,
    signature_cloned, signature_made_visible, proofs_taken_out, promise_taken_out, another_promise, rights_of_a_reader,
    page_cut_away, page_turned, page_script, page_shows_another, fewer_pages, another_tree_of_pages,
    read_aloud_otherwise, bookmark_renamed, opens_elsewhere, a_second_attachment, another_standard,
    )  # fmt: skip
