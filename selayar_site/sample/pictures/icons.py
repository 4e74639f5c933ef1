"""Draws the raster icons of `static/brand` from `favicon.svg`: `python -m selayar_site.sample.pictures.icons`."""

import argparse
import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from .draw import FLAGS

BRAND = Path(__file__).parents[3] / "static" / "brand"


def with_margin(svg: str, margin: int) -> str:
    """The square icon without round corners and with room around the drawing: phones cut their own shape."""
    size = 32 + 2 * margin
    svg = svg.replace('viewBox="0 0 32 32"', f'viewBox="{-margin} {-margin} {size} {size}"')
    ground = f'<rect x="{-margin}" y="{-margin}" width="{size}" height="{size}"'
    return svg.replace('<rect width="32" height="32" rx="7"', ground)


def pixels(page: Page, svg: str, size: int) -> Image.Image:
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}</style>{svg}")
    return Image.open(io.BytesIO(page.screenshot(omit_background=True))).convert("RGBA")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium", help="the browser's program")
    options = parser.parse_args()
    svg = (BRAND / "favicon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=FLAGS)
        page = browser.new_page()
        for name, size, margin in (("apple-touch-icon", 180, 3), ("icon-192", 192, 5), ("icon-512", 512, 5)):
            icon = pixels(page, with_margin(svg, margin), size).convert("RGB").quantize(64)
            icon.save(BRAND / f"{name}.png", optimize=True)
        small, large = pixels(page, svg, 16), pixels(page, svg, 32)
        large.save(BRAND / "favicon.ico", sizes=[(16, 16), (32, 32)], append_images=[small])
        browser.close()


if __name__ == "__main__":
    main()
