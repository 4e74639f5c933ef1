"""Pictures for tests, made in memory with Pillow alone."""

import io
from pathlib import Path

from PIL import ExifTags, Image, ImageOps

import selayar_site

DRAWN = Path(selayar_site.__file__).parent / "sample" / "pictures" / "nelayan-jolloro.jpg"


def phone_photo() -> bytes:
    """A 12-megapixel JPEG as a telephone sends it: stored lying (4000 × 3000), to be shown upright, with its place.

    Upright, the sky is at the top and the picture is 3000 × 4000. About 1 MB, made in half a second.
    """
    with Image.open(DRAWN) as drawn:
        upright = ImageOps.fit(drawn, (3000, 4000), Image.Resampling.BILINEAR)
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telepon"
    exif[ExifTags.Base.Model] = "Contoh 12MP"
    exif[ExifTags.Base.DateTime] = "2026:03:07 17:05:00"
    exif[ExifTags.Base.Orientation] = 6
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "S"
    gps[ExifTags.GPS.GPSLatitude] = (6.0, 7.0, 12.0)
    gps[ExifTags.GPS.GPSLongitudeRef] = "E"
    gps[ExifTags.GPS.GPSLongitude] = (120.0, 27.0, 36.0)
    out = io.BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()
