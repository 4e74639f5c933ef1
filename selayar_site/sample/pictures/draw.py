"""Draws the pictures of the sample content and writes them as JPEG beside this file.

    python -m selayar_site.sample.pictures.draw                # all of them
    python -m selayar_site.sample.pictures.draw pinisi becak   # only these
    python -m selayar_site.sample.pictures.draw --svg DIR      # also keep the drawings

The drawings are programs (`sea_scenes`, `work_scenes`, `office_scenes`); Chromium turns them into pixels, Pillow into
JPEG. Only the JPEGs are needed to run the site: they are committed, so nobody has to draw in order to start it.
"""

import argparse
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from .brush import HEIGHT, WIDTH, Canvas
from .office_scenes import SCENES as OFFICE
from .sea_scenes import SCENES as SEA
from .work_scenes import SCENES as WORK

HERE = Path(__file__).parent
MOST_BYTES = 96_000
QUALITIES = range(86, 58, -2)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]

SCENES: dict[str, Callable[[Canvas], None]] = SEA | WORK | OFFICE


def drawing(key: str) -> str:
    """The SVG of one picture."""
    canvas = Canvas(key)
    SCENES[key](canvas)
    canvas.finish()
    return canvas.svg()


def as_jpeg(png: bytes) -> bytes:
    """The best progressive JPEG that keeps within `MOST_BYTES`."""
    with Image.open(io.BytesIO(png)) as image:
        rgb = image.convert("RGB")
    for quality in QUALITIES:
        out = io.BytesIO()
        rgb.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def rendered(drawings: dict[str, str], chromium: str) -> Iterator[tuple[str, bytes]]:
    """Each drawing as PNG, through one browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for key, svg in drawings.items():
            page.set_content(f"<style>*{{margin:0}}svg{{display:block}}</style>{svg}")
            yield key, page.screenshot(type="png")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("keys", nargs="*", help="pictures to draw; all when left out")
    parser.add_argument("--svg", type=Path, help="a directory that also gets the drawings as SVG")
    parser.add_argument("--out", type=Path, default=HERE, help="where the JPEGs go; beside this file when left out")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium", help="the browser's program")
    options = parser.parse_args()
    unknown = sorted(set(options.keys) - set(SCENES))
    if unknown:
        parser.error(f"no such picture: {', '.join(unknown)}")
    drawings = {key: drawing(key) for key in options.keys or SCENES}
    for folder in filter(None, (options.svg, options.out)):
        folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for key, png in rendered(drawings, options.chromium):
        jpeg = as_jpeg(png)
        (options.out / f"{key}.jpg").write_bytes(jpeg)
        if options.svg:
            (options.svg / f"{key}.svg").write_text(drawings[key], encoding="utf-8")
        total += len(jpeg)
        print(f"{key:24}{len(jpeg) // 1000:4} kB")
    print(f"{len(drawings)} pictures, {total // 1000} kB")


if __name__ == "__main__":
    main()
