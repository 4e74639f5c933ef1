"""Photos in the shapes that search engines ask for, cut when one of them does: no page shows these."""

from django.core.files.storage import default_storage
from PIL import Image

from selayar_site.imaging import SHARE_MAX_BYTES, crop_box, jpeg_within
from selayar_site.models import Photo

# Google asks for these three (Search Central, “Article structured data”), 1200 px wide for the large previews.
SHAPES = {"1x1": (1, 1), "4x3": (4, 3), "16x9": (16, 9)}
WIDEST = 1200
# A narrower one is passed over by those who show it.
NARROWEST = 696


def crop_size(photo: Photo, shape: str) -> tuple[int, int] | None:
    """Width and height of the photo in that shape; None where it is too small for it. Reads no file."""
    ratio = SHAPES[shape]
    left, _, right, _ = crop_box((photo.width, photo.height), ratio, x=50, y=50)
    wide = min(WIDEST, right - left)
    return (wide, round(wide * ratio[1] / ratio[0])) if wide >= NARROWEST else None


def crop(photo: Photo, shape: str) -> bytes:
    """A JPEG of at most 300 kB around the focal point.

    Raises FileNotFoundError where the files of the photo are missing, ValueError where it is too small.
    """
    size = crop_size(photo, shape)
    if size is None:
        raise ValueError(f"The photo is too small for {shape}.")
    name = photo.file_name("master", photo.widths("master")[-1])
    with default_storage.open(name) as file, Image.open(file) as master:
        box = crop_box(master.size, SHAPES[shape], x=photo.focal_x, y=photo.focal_y)
        return jpeg_within(master.convert("RGB").resize(size, Image.Resampling.LANCZOS, box=box), SHARE_MAX_BYTES)
