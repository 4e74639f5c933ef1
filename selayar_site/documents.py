"""PDF attachments, written anew without anything that acts, hides or tells who made them."""

import io
import itertools
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from django.conf import settings
from django.core.files.base import File
from django.utils.text import slugify
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

MAX_PAGES = 500
# Object streams and cross-reference streams are unpacked while reading; a real one takes a few megabytes.
MAX_UNPACKED = 64 * 1024 * 1024
MAX_OBJECTS = 200_000

_HARMLESS_ACTIONS = {"/GoTo", "/URI"}
# `/S` also names the kind of a structure element, a group, a border.
_ACTIONS = {
    "/GoTo", "/GoToR", "/GoToE", "/GoToDp", "/GoTo3DView", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide",
    "/Named", "/SubmitForm", "/ResetForm", "/ImportData", "/SetOCGState", "/Rendition", "/Trans", "/JavaScript",
    "/RichMediaExecute",
}  # fmt: skip
_SAFE_SCHEMES = (b"http://", b"https://", b"mailto:", b"tel:")
_REFUSED_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
# Whatever they stand in: triggers, forms in XML, previews, private data of programs, metadata, embedded files.
_REFUSED_KEYS = (
    "/AA", "/OpenAction", "/JS", "/XFA", "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/EF", "/AF",
    "/EmbeddedFiles", "/JavaScript", "/Collection", "/RichMediaContent", "/PA", "/URLS",
)  # fmt: skip
_SAVE_AGAIN = "buka berkasnya, pilih Cetak → Simpan sebagai PDF, lalu unggah hasilnya."

pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MAX_UNPACKED,
    png_max_memory=MAX_UNPACKED,
    run_length_max_memory=MAX_UNPACKED,
    tiff_max_memory=MAX_UNPACKED,
    dct_max_memory=MAX_UNPACKED,
    dct_max_progressive_scans=100,
    doc_max_warnings=50,
)


def free_slug(title: str, taken: Container[str]) -> str:
    """The name in the address of a document: of its title, with the first number that none of `taken` has."""
    name = document_name(title).removesuffix(".pdf")
    numbers = (f"{name}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([name], numbers) if slug not in taken)


class DocumentRefused(Exception):
    """A file that is not taken; its text is one sentence for the person who sent it: what is wrong, and a way out."""


@dataclass(frozen=True)
class Document:
    content: bytes
    pages: int


def accept_document(file: File, *, title: str = "") -> Document:
    """The PDF in an uploaded file, written anew, with `title` as its only property.

    Scripts, actions other than links, embedded files, XFA forms, metadata and the EXIF of pictures are gone.
    Raises DocumentRefused for what is not a whole, open PDF of at most 500 pages and ATTACHMENT_MAX_BYTES.
    """
    content = _read(file)
    try:
        with Pdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            pages = len(pdf.pages)
            _refuse(pdf, pages)
            _clean(pdf)
            if title:
                pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=title))
            out = io.BytesIO()
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    except DocumentRefused:
        raise
    except pikepdf.PasswordError as error:
        raise DocumentRefused(f"PDF ini dikunci dengan kata sandi: {_SAVE_AGAIN}") from error
    except Exception as error:  # A hostile PDF raises nearly anything; each of it is a refusal.
        raise DocumentRefused(f"PDF ini rusak atau tidak utuh: {_SAVE_AGAIN}") from error
    return Document(out.getvalue(), pages)


def document_name(title: str) -> str:
    """A public file name made of the title, never of the name that the file came with."""
    return f"{slugify(title)[:80].strip('-') or 'lampiran'}.pdf"


def _read(file: File) -> bytes:
    limit = settings.ATTACHMENT_MAX_BYTES
    if not file.size:
        raise DocumentRefused("Berkasnya kosong (0 bita): pilih lagi, mungkin belum selesai tersimpan.")
    if file.size > limit:
        raise DocumentRefused(
            f"Ukuran berkas lebih dari {limit // 1024 // 1024} MB: perkecil PDF-nya, misalnya dengan menyimpan ulang "
            "gambarnya dalam resolusi lebih rendah, lalu unggah lagi."
        )
    file.seek(0)
    content = file.read()
    if b"%PDF-" not in content[:1024]:
        raise DocumentRefused(
            "Berkas ini bukan PDF: simpan dokumennya sebagai PDF (misalnya lewat Cetak → Simpan sebagai PDF), lalu "
            "unggah lagi."
        )
    return content


def _refuse(pdf: Pdf, pages: int) -> None:
    if pdf.is_encrypted:
        raise DocumentRefused(f"PDF ini dikunci terhadap penyalinan atau pencetakan: {_SAVE_AGAIN}")
    if pages > MAX_PAGES:
        raise DocumentRefused(
            f"PDF ini {pages} halaman, batasnya {MAX_PAGES}: bagi menjadi beberapa lampiran, lalu unggah satu per satu."
        )
    if not pages or len(pdf.objects) > MAX_OBJECTS:
        raise DocumentRefused(f"PDF ini rusak atau tidak utuh: {_SAVE_AGAIN}")


def _clean(pdf: Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for found in pdf.objects:
        for part in _parts(found):
            _clean_dictionary(part)
        if isinstance(found, Stream):
            _clean_picture(found)
    pdf.remove_unreferenced_resources()


def _parts(found: Any) -> Iterator[Dictionary | Stream]:
    """Every dictionary in an object, nested ones too; what is referred to is an object of its own."""
    todo = [found]
    while todo:
        part = todo.pop()
        if isinstance(part, Dictionary | Stream):
            yield part
            todo += [value for _, value in part.items() if _is_nested(value)]
        elif isinstance(part, Array):
            todo += [value for value in part if _is_nested(value)]


def _is_nested(value: Any) -> bool:
    return isinstance(value, Object) and not value.is_indirect and isinstance(value, Dictionary | Array)


def _clean_dictionary(part: Dictionary | Stream) -> None:
    for key in _REFUSED_KEYS:
        if key in part:
            del part[key]
    for key in ("/A", "/Dest"):
        if key in part and _acts(part[key]):
            del part[key]
    if str(part.get("/S")) in _ACTIONS and isinstance(part, Dictionary):
        _clean_action(part)
    annotations = part.get("/Annots")
    if isinstance(annotations, Array):
        part["/Annots"] = Array([each for each in annotations if not _is_refused(each)])


def _clean_action(action: Dictionary) -> None:
    """Nothing follows an action; one that acts is emptied, for whatever else refers to it."""
    for key in ["/Next"] if not _acts(action) else list(action.keys()):
        if key in action:
            del action[key]


def _acts(action: Any) -> bool:
    """Whether an action does anything but lead to a place in this file or to an ordinary web address."""
    if not isinstance(action, Dictionary) or "/S" not in action:
        return False
    kind = str(action["/S"])
    if kind == "/URI":
        return not bytes(action.get("/URI", b"")).strip().lower().startswith(_SAFE_SCHEMES)
    return kind not in _HARMLESS_ACTIONS


def _is_refused(annotation: Any) -> bool:
    return isinstance(annotation, Dictionary) and str(annotation.get("/Subtype")) in _REFUSED_ANNOTATIONS


def _clean_picture(stream: Stream) -> None:
    """A JPEG inside a PDF is a whole file, with the position where it was taken."""
    filters = stream.get("/Filter")
    if isinstance(filters, Array) and len(filters) == 1:
        filters = filters[0]
    if filters != Name.DCTDecode:
        return
    raw = stream.read_raw_bytes()
    stripped = _without_metadata(raw)
    if len(stripped) < len(raw):
        stream.write(stripped, filter=Name.DCTDecode)


def _without_metadata(jpeg: bytes) -> bytes:
    """The JPEG without its APP and comment segments, but for JFIF (APP0), colour (APP2) and Adobe's (APP14)."""
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        marker = jpeg[at + 1]
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in {0xE0, 0xE2, 0xEE}:
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, jpeg[at:]])
