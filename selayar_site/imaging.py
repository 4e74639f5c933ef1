"""Pictures as bytes: what is accepted from outside, and the files that are made of it. No database, no storage.

A picture is never passed on: it is decoded, turned upright, brought to sRGB on white ground and painted
onto a new image, so neither metadata nor anything appended survives.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import File
from PIL import Image, ImageCms, ImageEnhance, ImageFilter

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MASTER_SIDE = 2560
MAX_SIDE = 12_000
MIN_SIDE = 200
MAX_PIXELS = 40_000_000
# Their decoders hold the picture several times over: 40 megapixels of WebP take half a gigabyte.
MAX_PIXELS_WEB = 20_000_000
FULL_WIDTHS = (400, 800, 1200, 1600)
CARD_WIDTHS = (400, 800)
CARD_RATIO = (3, 2)
SHARE_SIZE = (1200, 630)
SHARE_MAX_BYTES = 300_000

# Parsers and decoders can be kept busy for minutes by megabytes of empty pieces; real pictures stay far below.
MAX_READS = 60_000
MAX_SCANS = 100
STRIP_PIXELS = 4_000_000

_EXTENSIONS = {"", ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif", ".heic", ".heif"}
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WHAT_IT_IS = (
    (b"%PDF", "Berkas ini PDF, bukan foto: simpan halamannya sebagai JPEG, atau unggah PDF itu sebagai lampiran."),
    (b"GIF8", "Berkas GIF tidak diterima: simpan gambarnya sebagai JPEG atau PNG, lalu unggah lagi."),
    (b"II*\0", "Berkas TIFF tidak diterima: simpan gambarnya sebagai JPEG atau PNG, lalu unggah lagi."),
    (b"MM\0*", "Berkas TIFF tidak diterima: simpan gambarnya sebagai JPEG atau PNG, lalu unggah lagi."),
    (b"BM", "Berkas BMP tidak diterima: simpan gambarnya sebagai JPEG atau PNG, lalu unggah lagi."),
)
_HEIC = (
    "Foto ini berformat HEIC, yang tidak terbuka di banyak perangkat: di iPhone pilih Pengaturan → Kamera → Format → "
    "Paling Kompatibel lalu potret lagi, atau kirim fotonya lewat WhatsApp sebagai foto (bukan dokumen) dan unggah "
    "hasilnya."
)
_VIDEO = "Berkas ini video, bukan foto: ambil satu gambarnya dengan tangkapan layar, lalu unggah gambar itu."
_SVG = "Berkas SVG tidak diterima karena dapat memuat skrip: simpan gambarnya sebagai PNG, lalu unggah lagi."
_NOT_A_PICTURE = "Berkas ini bukan foto yang dikenali: unggah foto JPEG, PNG, WebP, atau AVIF."
_BROKEN = "Berkas fotonya rusak atau terpotong, mungkin unggahan terputus: pilih lagi foto aslinya dan unggah ulang."


class PictureRefused(Exception):
    """A file that is not taken; its text is one sentence for the person who sent it: what is wrong, and a way out."""


@dataclass(frozen=True)
class Picture:
    """An accepted picture: RGB in sRGB, upright, no side over 2560 px, without metadata."""

    image: Image.Image
    digest: str  # SHA-256 of the file as it came
    kind: str  # of that file, as an ending: jpg, png, webp or avif
    taken_on: date | None  # as its camera says, if it does


@dataclass(frozen=True)
class Rendition:
    variant: str
    width: int
    extension: str
    content: bytes

    @property
    def name(self) -> str:
        return f"{self.variant}-{self.width}.{self.extension}"


class _Counted(io.BytesIO):
    """Bytes that may be asked for only so often, for parsers that loop over hostile files in small steps."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.reads_left = MAX_READS

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads_left -= 1
        if self.reads_left < 0:
            raise PictureRefused(_BROKEN)
        return super().read(size)


def accept(file: File) -> Picture:
    """The picture in an uploaded file. The first frame where it moves.

    Raises PictureRefused for everything that is not an honest JPEG, PNG, WebP or AVIF of at most
    PHOTO_MAX_BYTES bytes, 40 megapixels (20 for WebP and AVIF) and 12,000 px a side, with at least 200 px on
    the shorter side.
    """
    if not file.size:
        raise PictureRefused("Berkasnya kosong (0 bita): pilih lagi fotonya, mungkin belum selesai tersimpan.")
    if file.size > settings.PHOTO_MAX_BYTES:
        raise PictureRefused(
            f"Ukuran berkas {_megabytes(file.size)} MB, batasnya {_megabytes(settings.PHOTO_MAX_BYTES)} MB: perkecil "
            "fotonya, misalnya dengan mengirimnya ke diri sendiri lewat WhatsApp, lalu unggah hasilnya."
        )
    file.seek(0)
    content = file.read()
    _refuse_by_look(content, file.name or "")
    return _decode(content)


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def _refuse_by_look(content: bytes, name: str) -> None:
    for start, sentence in _WHAT_IT_IS:
        if content.startswith(start):
            raise PictureRefused(sentence)
    if content[4:8] == b"ftyp" and not {b"avif", b"avis"} & {content[i : i + 4] for i in range(8, 64, 4)}:
        raise PictureRefused(_HEIC if content[8:10] in {b"he", b"mi", b"ms"} else _VIDEO)
    if b"<svg" in content[:2048].lower():
        raise PictureRefused(_SVG)
    extension = PurePath(name.rstrip(". /")).suffix.lower()
    if extension not in _EXTENSIONS:
        raise PictureRefused(
            f"Nama berkasnya berakhiran “{extension[:12]}”, bukan akhiran foto: ganti nama menjadi .jpg atau .png bila "
            "isinya memang foto, lalu unggah lagi."
        )
    # A progressive JPEG of thousands of tiny scans takes minutes to decode. In coded data FF is followed
    # by 00, so the pair is found only where a scan starts.
    if content.count(b"\xff\xda") > MAX_SCANS and content.startswith(b"\xff\xd8"):
        raise PictureRefused(_BROKEN)


def _decode(content: bytes) -> Picture:
    try:
        with Image.open(_Counted(content), formats=FORMATS) as image:
            _refuse_by_size(image)
            # Only JPEG does this: decoded smaller, never smaller than the master.
            image.draft(None, (MASTER_SIDE, MASTER_SIDE))
            image.load()
            kind = {"JPEG": "jpg"}.get(image.format or "", (image.format or "").lower())
            return Picture(_painted_anew(image), hashlib.sha256(content).hexdigest(), kind, _taken_on(image))
    except PictureRefused:
        raise
    except Image.UnidentifiedImageError as error:
        raise PictureRefused(_NOT_A_PICTURE) from error
    except Image.DecompressionBombError as error:
        raise PictureRefused(_too_many_points(MAX_PIXELS)) from error
    except Exception as error:  # Decoders raise nearly anything on hostile files; each of it is a refusal.
        raise PictureRefused(_BROKEN) from error


def _too_many_points(limit: int) -> str:
    return (
        f"Fotonya terlalu besar untuk diolah; batasnya {limit // 1_000_000} megapiksel dan 12.000 titik per "
        "sisi: perkecil dulu di galeri ponsel atau penyunting foto, lalu unggah lagi."
    )


def _refuse_by_size(image: Image.Image) -> None:
    width, height = image.size
    limit = MAX_PIXELS_WEB if image.format in {"WEBP", "AVIF"} else MAX_PIXELS
    if width * height > limit or max(width, height) > MAX_SIDE:
        raise PictureRefused(_too_many_points(limit))
    if min(width, height) < MIN_SIDE:
        raise PictureRefused(
            f"Fotonya terlalu kecil ({width} × {height} titik): pakai foto asli dari kamera, yang sisi terpendeknya "
            f"sedikitnya {MIN_SIDE} titik."
        )


def _painted_anew(source: Image.Image) -> Image.Image:
    small = _reduced(source)
    scale = MASTER_SIDE / max(small.size)
    if scale < 1:
        size = (max(1, round(small.width * scale)), max(1, round(small.height * scale)))
        small = small.resize(size, Image.Resampling.LANCZOS)
    small = _in_srgb(small, source.info.get("icc_profile"))
    turn = _UPRIGHT.get(_orientation(source))
    return small.transpose(turn) if turn is not None else small


def _reduced(source: Image.Image) -> Image.Image:
    """On white, in L, RGB or CMYK, and by a whole factor smaller where that leaves enough for the master.

    Strip by strip, so that a picture is never in memory twice at full size.
    """
    factor = max(1, max(source.size) // MASTER_SIDE)
    factor = min(factor, *source.size)
    mode = {"CMYK": "CMYK", "L": "L", "1": "L", "I;16": "L", "LA": "L"}.get(source.mode, "RGB")
    target = Image.new(mode, (-(-source.width // factor), -(-source.height // factor)))
    rows = max(1, STRIP_PIXELS // source.width // factor) * factor
    for top in range(0, source.height, rows):
        strip = source.crop((0, top, source.width, min(top + rows, source.height)))
        target.paste(_opaque(strip, mode).reduce(factor), (0, top // factor))
    return target


def _opaque(strip: Image.Image, mode: str) -> Image.Image:
    if strip.mode == "I;16":
        # `convert("L")` would clip everything above 255.
        return strip.point(lambda value: value * (1 / 256)).convert("L")
    if not strip.has_transparency_data:
        return strip.convert(mode)
    strip = strip.convert("RGBA")
    ground = Image.new("RGB", strip.size, "white")
    ground.paste(strip, mask=strip.getchannel("A"))
    return ground.convert(mode)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # A broken or foreign profile: the plain numbers are the best guess.
        if converted is not None:
            converted.info.clear()
            return converted
    return image.convert("RGB")


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(0x0112, 1))
    except Exception:  # Cameras write broken EXIF; the picture itself is fine.
        return 1


def _taken_on(image: Image.Image) -> date | None:
    """The day of EXIF's DateTimeOriginal, which no editing program rewrites."""
    try:
        written = re.match(r"([0-9]{4}):([0-9]{2}):([0-9]{2})\b", str(image.getexif().get_ifd(0x8769).get(0x9003, "")))
        return date(*map(int, written.groups())) if written else None
    except Exception:  # Cameras write broken EXIF; the picture itself is fine.
        return None


def renditions(image: Image.Image, *, x: int, y: int) -> Iterator[Rendition]:
    """The files of a master: itself, its own ratio in four widths, and what hangs on the focal point."""
    yield Rendition("master", image.width, "jpg", _jpeg(image, 88))
    for width in widths(image.width, FULL_WIDTHS):
        height = max(1, round(width * image.height / image.width))
        yield from _both("full", image.resize((width, height), Image.Resampling.LANCZOS))
    yield from focal_renditions(image, x=x, y=y)


def focal_renditions(image: Image.Image, *, x: int, y: int) -> Iterator[Rendition]:
    """Cards (3:2) and the share picture (1200 × 630), cut around the point `x`, `y` in per cent."""
    box = crop_box(image.size, CARD_RATIO, x=x, y=y)
    for width in widths(box[2] - box[0], CARD_WIDTHS):
        yield from _both("card", image.resize((width, card_height(width)), Image.Resampling.LANCZOS, box=box))
    yield Rendition("share", SHARE_SIZE[0], "jpg", jpeg_within(share_picture(image, x=x, y=y), SHARE_MAX_BYTES))


def widths(available: int, wanted: tuple[int, ...]) -> list[int]:
    """The wanted widths that need no enlargement, and the picture's own where it lies clearly between them."""
    own = min(available, wanted[-1])
    return sorted({*(width for width in wanted if width < own * 0.9), own})


def card_height(width: int) -> int:
    return max(1, round(width * CARD_RATIO[1] / CARD_RATIO[0]))


def crop_box(size: tuple[int, int], ratio: tuple[int, int], *, x: int, y: int) -> tuple[int, int, int, int]:
    """The largest box of that ratio in `size`, as near to the point (per cent) as the edges allow."""
    width, height = size
    wide = min(width, max(1, round(height * ratio[0] / ratio[1])))
    high = min(height, max(1, round(width * ratio[1] / ratio[0])))
    left = min(max(round(width * x / 100 - wide / 2), 0), width - wide)
    top = min(max(round(height * y / 100 - high / 2), 0), height - high)
    return left, top, left + wide, top + high


def share_picture(image: Image.Image, *, x: int, y: int) -> Image.Image:
    """1200 × 630 around the point. A picture too small for it stands on a blurred ground of itself."""
    box = crop_box(image.size, SHARE_SIZE, x=x, y=y)
    cover = image.resize(SHARE_SIZE, Image.Resampling.LANCZOS, box=box)
    if (box[2] - box[0]) * 2 >= SHARE_SIZE[0]:
        return cover
    ground = ImageEnhance.Brightness(cover.filter(ImageFilter.GaussianBlur(28))).enhance(0.7)
    scale = min(2, SHARE_SIZE[0] / image.width, SHARE_SIZE[1] / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    place = ((SHARE_SIZE[0] - size[0]) // 2, (SHARE_SIZE[1] - size[1]) // 2)
    ground.paste(image.resize(size, Image.Resampling.LANCZOS), place)
    return ground


def jpeg_within(image: Image.Image, limit: int) -> bytes:
    """A JPEG of at most `limit` bytes, as good as fits."""
    for quality in (82, 74, 64, 52, 40):
        content = _jpeg(image, quality)
        if len(content) <= limit:
            return content
    return _jpeg(image.filter(ImageFilter.GaussianBlur(2)), 30)


def _both(variant: str, image: Image.Image) -> Iterator[Rendition]:
    out = io.BytesIO()
    image.save(out, "AVIF", quality=60, speed=settings.PHOTO_AVIF_SPEED)
    yield Rendition(variant, image.width, "avif", out.getvalue())
    yield Rendition(variant, image.width, "jpg", _jpeg(image, 78))


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
    return out.getvalue()
