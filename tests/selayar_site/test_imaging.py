import hashlib
import io

import pytest
from PIL import Image, ImageCms, ImageOps

from selayar_site import imaging
from selayar_site.imaging import PictureRefused, accept, crop_box, renditions, share_picture, widths
from tests.pictures import phone_photo
from tests.uploads import MARK, camera_exif, encoded, gradient, png_chunk, png_claiming, upload

JPEG, PNG = encoded(gradient()), encoded(gradient(), "PNG")
SCANS = encoded(gradient(), progressive=True)
ISO_HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def open_(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_phone_photo_stands_upright_and_small_without_position():
    content = phone_photo()
    picture = accept(upload(content))
    assert picture.image.size == (1920, 2560)
    assert (picture.image.mode, picture.image.info) == ("RGB", {})
    assert picture.digest == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned(orientation):
    content = encoded(gradient(300, 240), "PNG", exif=camera_exif(orientation))
    assert accept(upload(content)).image.tobytes() == ImageOps.exif_transpose(open_(content)).tobytes()


@pytest.mark.parametrize(
    ("mode", "kind", "options"),
    [
        ("RGB", "JPEG", {"progressive": True}),
        ("L", "JPEG", {}),
        ("CMYK", "JPEG", {}),
        ("P", "PNG", {"transparency": 0}),
        ("1", "PNG", {}),
        ("LA", "PNG", {}),
        ("RGBA", "WEBP", {}),
        ("RGB", "AVIF", {"speed": 10}),
    ],
)
def test_honest_pictures_of_all_kinds_become_rgb(mode, kind, options):
    image = accept(upload(encoded(gradient(mode=mode), kind, **options))).image
    assert (image.mode, image.size) == ("RGB", (640, 480))


def test_transparent_ground_becomes_white():
    ghost = Image.new("RGBA", (300, 300), (200, 0, 0, 0))
    assert accept(upload(encoded(ghost, "PNG"))).image.getpixel((9, 9)) == (255, 255, 255)


def test_sixteen_bit_grey_keeps_its_tone():
    half = Image.new("I;16", (300, 300), 0x8000)
    assert accept(upload(encoded(half, "PNG"))).image.getpixel((9, 9)) == (128, 128, 128)


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_colours_of_another_profile_are_converted():
    swapped = profile().replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    content = encoded(Image.new("RGB", (300, 300), "red"), "PNG", icc_profile=swapped)
    red, green, _ = accept(upload(content)).image.getpixel((9, 9))
    assert red < 40 and green > 215, "its red primary is our green"


@pytest.mark.parametrize("broken", [b"not a profile", profile().replace(b"RGB XYZ", b"CMYKXYZ")])
def test_picture_with_a_broken_profile_keeps_its_numbers(broken):
    content = encoded(Image.new("RGB", (300, 300), "red"), "PNG", icc_profile=broken)
    image = accept(upload(content)).image
    assert (image.getpixel((9, 9)), image.info) == ((255, 0, 0), {})


def test_moving_picture_gives_its_first_frame():
    frames = [Image.new("RGB", (300, 300), color) for color in ("red", "blue")]
    content = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert accept(upload(content)).image.getpixel((9, 9)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.jpg", "kosong"),
        (b"\xff", "a.jpg", "bukan foto"),
        (b"<?php echo 1;", "a.jpg", "bukan foto"),
        (b"<!doctype html><title>slot</title>", "a.jpg", "bukan foto"),
        (b"%PDF-1.4\n", "a.jpg", "PDF"),
        (SVG, "a.png", "SVG"),
        (ISO_HEIC, "IMG_1.HEIC", "HEIC"),
        (ISO_HEIC, "a.jpg", "Paling Kompatibel"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isom" + b"\0" * 99, "a.jpg", "video"),
        (encoded(gradient(mode="P"), "GIF"), "a.gif", "GIF"),
        (encoded(gradient(), "TIFF"), "a.jpg", "TIFF"),
        (encoded(gradient(), "BMP"), "a.jpg", "BMP"),
        (encoded(gradient(64, 64), "ICO"), "a.jpg", "bukan foto"),
        (JPEG, "foto.jpg.html", "“.html”"),
        (JPEG[: len(JPEG) // 2], "a.jpg", "terpotong"),
        (PNG[: len(PNG) // 2], "a.png", "terpotong"),
        (JPEG[:200] + bytes(range(256)) * 40, "a.jpg", "rusak"),
        (png_claiming(30_000, 30_000), "a.png", "megapiksel"),
        (png_claiming(2**31 - 1, 2**31 - 1), "a.png", "megapiksel"),
        (png_claiming(6400, 6400), "a.png", "40 megapiksel"),
        (png_claiming(1, 13_000), "a.png", "12.000 titik"),
        (png_claiming(1, 1), "a.png", "terlalu kecil"),
        (encoded(Image.new("RGB", (5000, 4200)), "WEBP", method=0), "a.webp", "20 megapiksel"),
    ],
)
def test_what_is_no_honest_picture_is_refused_in_one_sentence(content, name, says):
    with pytest.raises(PictureRefused, match=says) as refusal:
        accept(upload(content, name))
    sentence = str(refusal.value)
    assert sentence.endswith(".") and sentence[0].isupper() and ". " not in sentence


def test_file_above_the_limit_is_refused_unread(settings):
    settings.PHOTO_MAX_BYTES = 1_500_000
    file = upload(JPEG)
    file.size = 3 * 1024 * 1024
    with pytest.raises(PictureRefused, match="3 MB, batasnya 1,4 MB"):
        accept(file)


@pytest.mark.parametrize(
    "content",
    [
        PNG[:33] + png_chunk(b"abCd", b"") * 100_000 + PNG[33:],
        JPEG[:2] + b"\xff\xe5\x00\x02" * 100_000 + JPEG[2:],
        JPEG[:2] + b"\xff" * 200_000 + JPEG[2:],
        SCANS[:-2] + SCANS[SCANS.rindex(b"\xff\xda") : -2] * 100 + SCANS[-2:],
    ],
    ids=["chunks", "segments", "padding", "scans"],
)
def test_file_that_only_keeps_the_parser_busy_is_refused(content):
    with pytest.raises(PictureRefused):
        accept(upload(content))


@pytest.mark.parametrize(
    "content",
    [JPEG[:2] + b"\xff\xfe\x00\x0c" + MARK + JPEG[2:], JPEG + b"<script>" + MARK, JPEG + b"PK\3\4" + MARK],
    ids=["comment", "html", "zip"],
)
def test_nothing_hidden_in_a_picture_survives(content):
    image = accept(upload(content)).image
    assert all(MARK not in file.content for file in renditions(image, x=50, y=50))


def test_no_rendition_holds_metadata_and_all_sizes_are_there():
    image = accept(upload(phone_photo())).image
    files = list(renditions(image, x=50, y=50))
    names = [f"{kind}-{width}.{end}" for kind, wanted in (("full", (400, 800, 1200, 1600)), ("card", (400, 800)))
             for width in wanted for end in ("avif", "jpg")]  # fmt: skip
    assert sorted(file.name for file in files) == sorted([*names, "master-1920.jpg", "share-1200.jpg"])
    for file in files:
        picture = open_(file.content)
        assert not picture.getexif() and "icc_profile" not in picture.info and "comment" not in picture.info
        assert picture.width == file.width
    assert len(next(file.content for file in files if file.variant == "share")) <= 300_000


@pytest.mark.parametrize(
    ("available", "made"),
    [
        (2560, [400, 800, 1200, 1600]),
        (1600, [400, 800, 1200, 1600]),
        (720, [400, 720]),
        (810, [400, 810]),
        (250, [250]),
    ],
)
def test_no_width_is_enlarged_and_the_smallest_exists(available, made):
    assert widths(available, imaging.FULL_WIDTHS) == made


@pytest.mark.parametrize(
    ("size", "x", "y", "box"),
    [
        ((3000, 1000), 50, 50, (750, 0, 2250, 1000)),
        ((3000, 1000), 0, 50, (0, 0, 1500, 1000)),
        ((3000, 1000), 100, 100, (1500, 0, 3000, 1000)),
        ((600, 900), 50, 20, (0, 0, 600, 400)),
        ((600, 900), 50, 60, (0, 340, 600, 740)),
        ((2560, 43), 50, 50, (1248, 0, 1312, 43)),
    ],
)
def test_card_is_cut_as_near_to_the_point_as_the_edges_allow(size, x, y, box):
    assert crop_box(size, (3, 2), x=x, y=y) == box


def test_small_picture_is_not_blown_up_for_sharing():
    small = share_picture(Image.new("RGB", (240, 240), "red"), x=50, y=50)
    assert small.size == (1200, 630)
    assert small.getpixel((600, 315)) == (255, 0, 0)
    assert small.getpixel((20, 20))[0] < 200, "the ground is darker than the picture"


def test_noisy_picture_still_fits_the_limit():
    noise = Image.effect_noise((1200, 630), 120).convert("RGB")
    assert len(imaging.jpeg_within(noise, 300_000)) <= 300_000
