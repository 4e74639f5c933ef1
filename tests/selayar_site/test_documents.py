import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from selayar_site.documents import DocumentRefused, accept_document, document_name
from tests.uploads import MARK, camera_exif, encoded, gradient, pdf_bytes, pdf_of, upload

SCRIPT = Dictionary(S=Name.JavaScript, JS=MARK)


def cleaned(pdf: pikepdf.Pdf) -> tuple[pikepdf.Pdf, bytes]:
    """The accepted file opened again, and its bytes with nothing packed."""
    accepted = pikepdf.open(io.BytesIO(accept_document(upload(pdf_bytes(pdf), "a.pdf"), title="Surat edaran").content))
    plain = pdf_bytes(
        accepted,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
    )
    return accepted, plain


def link(action: Dictionary) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)


def test_honest_pdf_keeps_its_pages_and_gets_our_title():
    document = accept_document(upload(pdf_bytes(pdf_of(3)), "x.pdf"), title="Surat edaran")
    assert document.pages == 3
    assert dict(pikepdf.open(io.BytesIO(document.content)).docinfo) == {"/Title": "Surat edaran"}


def test_scripts_actions_and_embedded_files_are_gone():
    pdf = pdf_of()
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=SCRIPT)
    launch = pdf.make_indirect(Dictionary(S=Name.Launch, F=MARK))
    attached = Dictionary(EF=Dictionary(F=pdf.make_stream(MARK)))
    page.Annots = Array(
        [
            link(Dictionary(S=Name.URI, URI=b"javascript:" + MARK)),
            link(launch),
            pdf.make_indirect(link(Dictionary(S=Name.SubmitForm, F=MARK))),
            pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, FS=attached)),
        ]
    )
    pdf.attachments["x.txt"] = MARK
    pdf.Root.OpenAction = SCRIPT
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([b"a", Dictionary(S=Name.JavaScript, JS=pdf.make_stream(MARK))]))
    pdf.Root.AcroForm = Dictionary(XFA=pdf.make_stream(MARK), Fields=Array([]))
    accepted, plain = cleaned(pdf)
    assert MARK not in plain
    assert not accepted.attachments and len(accepted.pages) == 1


def test_ordinary_links_and_bookmarks_stay():
    pdf = pdf_of(2)
    followed = Dictionary(S=Name.URI, URI=b"https://selayar.example/", Next=Dictionary(S=Name.Launch, F=MARK))
    pdf.pages[0].obj.Annots = Array([link(followed), link(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])))])
    with pdf.open_outline() as outline:
        outline.root.extend([pikepdf.OutlineItem("Satu", 0), pikepdf.OutlineItem("Dua", 1)])
    accepted, plain = cleaned(pdf)
    assert b"https://selayar.example/" in plain and MARK not in plain
    assert len(accepted.pages[0].obj.Annots) == 2
    with accepted.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Satu", "Dua"]


def test_nothing_tells_who_made_it_or_where():
    pdf = pdf_of()
    pdf.docinfo.Author = "PROBE-EVIL"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["PROBE-EVIL"]
    photo = pdf.make_stream(encoded(gradient(), exif=camera_exif()))
    photo.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 640, "/Height": 480})
    photo.update({"/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": Name.DCTDecode})
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(P=photo))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q 200 0 0 200 0 0 cm /P Do Q")
    accepted, plain = cleaned(pdf)
    assert MARK not in plain and b"PROBE-CAMERA" not in plain and b"Exif" not in plain
    shown = pikepdf.PdfImage(accepted.pages[0].obj.Resources.XObject.P).as_pil_image()
    assert shown.size == (640, 480)


WHOLE = pdf_bytes(pdf_of())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "kosong"),
        (b"<!doctype html><title>slot</title>", "bukan PDF"),
        (b"PK\3\4" + b"\0" * 99, "bukan PDF"),
        (WHOLE[: len(WHOLE) // 2], "tidak utuh"),
        (b"%PDF-1.7\n" + b"[" * 50_000, "tidak utuh"),
        (pdf_bytes(pdf_of(), encryption=pikepdf.Encryption(owner="a", user="b")), "kata sandi"),
        (pdf_bytes(pdf_of(), encryption=pikepdf.Encryption(owner="a", user="")), "dikunci"),
        (pdf_bytes(pdf_of(501)), "501 halaman"),
        (pdf_bytes(pikepdf.new()), "tidak utuh"),
    ],
)
def test_what_is_no_whole_open_pdf_is_refused_in_one_sentence(content, says):
    with pytest.raises(DocumentRefused, match=says) as refusal:
        accept_document(upload(content, "a.pdf"))
    assert str(refusal.value).endswith(".") and ". " not in str(refusal.value)


def test_file_above_the_limit_is_refused(settings):
    settings.ATTACHMENT_MAX_BYTES = len(WHOLE) - 1
    with pytest.raises(DocumentRefused, match="MB"):
        accept_document(upload(WHOLE, "a.pdf"))


@pytest.mark.parametrize(
    ("title", "name"),
    [("Surat Edaran Bupati", "surat-edaran-bupati.pdf"), ("../../etc", "etc.pdf"), ("照片", "lampiran.pdf")],
)
def test_public_name_is_made_of_the_title(title, name):
    assert document_name(title) == name
