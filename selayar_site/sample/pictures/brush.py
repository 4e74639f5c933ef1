"""The canvas: shapes in painting order, gradients written once, groups, and reflections on water.

Lengths are pixels of a 1600 × 1066 picture, y grows downwards. Everything is drawn from a seeded generator, so the
same program always draws the same picture.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

WIDTH, HEIGHT = 1600, 1066

type Point = tuple[float, float]
type Stop = str | tuple[float, str] | tuple[float, str, float]

DEEP, TEAL, SHALLOW, FOAM = "#0b3c49", "#14707a", "#57c4bd", "#e3f4ec"
SAND, CORAL, GOLD, PALM = "#f0d9ac", "#e8735a", "#f4b653", "#3f7d4e"
CREAM, INK, WOOD, RED = "#fdf3df", "#16323c", "#8a5a3c", "#c8402f"


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` of the way (0 to 1) from `first` to `second`."""
    a, b = (tuple(int(color[i : i + 2], 16) for i in (1, 3, 5)) for color in (first, second))
    return "#" + "".join(f"{round(p + (q - p) * share):02x}" for p, q in zip(a, b, strict=True))


def lighter(color: str, share: float = 0.25) -> str:
    """Towards sunlight, not towards white: it keeps the whole set warm."""
    return mix(color, "#fff0cf", share)


def darker(color: str, share: float = 0.25) -> str:
    """Towards the deep sea, not towards black."""
    return mix(color, "#0a2a3a", share)


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def points_text(points: Sequence[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def lens(x: float, y: float, width: float, height: float) -> str:
    """A path for one flat ripple: pointed at both ends."""
    left, right = number(x - width / 2), number(x + width / 2)
    return f"M{left} {number(y)}Q{number(x)} {number(y - height)} {right} {number(y)}Q{number(x)} {number(y + height)} {left} {number(y)}Z"


def curve(points: Sequence[Point], *, closed: bool = False) -> str:
    """A smooth path through the points (Catmull-Rom)."""
    count = len(points)

    def at(i: int) -> Point:
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for i in range(count if closed else count - 1):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = at(i - 1), at(i), at(i + 1), at(i + 2)
        controls = (x1 + (x2 - x0) / 6, y1 + (y2 - y0) / 6, x2 - (x3 - x1) / 6, y2 - (y3 - y1) / 6, x2, y2)
        parts.append("C" + " ".join(map(number, controls)))
    return "".join(parts) + ("Z" if closed else "")


def taper(a: Point, b: Point, start: float, end: float) -> str:
    """A path with round ends from `a` (radius `start`) to `b` (radius `end`): limbs, trunks, posts."""
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1
    nx, ny = -(b[1] - a[1]) / length, (b[0] - a[0]) / length
    corners = (
        (a[0] + nx * start, a[1] + ny * start),
        (b[0] + nx * end, b[1] + ny * end),
        (b[0] - nx * end, b[1] - ny * end),
        (a[0] - nx * start, a[1] - ny * start),
    )
    p, q, r, s = (f"{x:.2f} {y:.2f}" for x, y in corners)
    return f"M{p}L{q}A{end:.2f} {end:.2f} 0 0 0 {r}L{s}A{start:.2f} {start:.2f} 0 0 0 {p}Z"


class Canvas:
    """One picture. `light` is −1 when the light comes from the left, 1 from the right."""

    def __init__(self, key: str) -> None:
        self.random = Random(key)
        self.light = -1
        self.body: list[str] = []
        self.defs: dict[str, str] = {}

    # Elements

    def add(self, markup: str) -> None:
        self.body.append(markup)

    def element(self, name: str, **attributes: object) -> None:
        written = " ".join(
            f'{key.rstrip("_").replace("_", "-")}="{number(value) if isinstance(value, float) else value}"'
            for key, value in attributes.items()
        )
        self.add(f"<{name} {written}/>")

    def path(self, d: str, fill: str = "none", **more: object) -> None:
        self.element("path", d=d, fill=fill, **more)

    def poly(self, points: Sequence[Point], fill: str, **more: object) -> None:
        self.element("polygon", points=points_text(points), fill=fill, **more)

    def blob(self, points: Sequence[Point], fill: str, **more: object) -> None:
        self.path(curve(points, closed=True), fill, **more)

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0, **more: object
    ) -> None:
        self.element(
            "rect", x=float(x), y=float(y), width=float(width), height=float(height), rx=radius, fill=fill, **more
        )

    def circle(self, x: float, y: float, r: float, fill: str, **more: object) -> None:
        self.element("circle", cx=float(x), cy=float(y), r=float(r), fill=fill, **more)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, **more: object) -> None:
        self.element("ellipse", cx=float(x), cy=float(y), rx=float(rx), ry=float(ry), fill=fill, **more)

    def stroke(self, d: str, color: str, width: float = 2, **more: object) -> None:
        self.path(d, "none", stroke=color, stroke_width=width, stroke_linecap="round", stroke_linejoin="round", **more)

    def line(self, a: Point, b: Point, color: str, width: float = 2, **more: object) -> None:
        self.stroke(f"M{number(a[0])} {number(a[1])}L{number(b[0])} {number(b[1])}", color, width, **more)

    # Paints

    def define(self, markup: str) -> str:
        """A `url(#…)` for `markup`, in which `@` stands for the id; equal markup is written once."""
        name = self.defs.setdefault(markup, f"d{len(self.defs)}")
        return f"url(#{name})"

    def gradient(self, kind: str, geometry: str, stops: Sequence[Stop]) -> str:
        last = max(len(stops) - 1, 1)
        written = []
        for i, stop in enumerate(stops):
            offset, color, *rest = (i / last, stop) if isinstance(stop, str) else stop
            opacity = f' stop-opacity="{rest[0]}"' if rest else ""
            written.append(f'<stop offset="{offset:.3f}" stop-color="{color}"{opacity}/>')
        return self.define(f'<{kind} id="@" {geometry}>{"".join(written)}</{kind}>')

    def down(self, *stops: Stop) -> str:
        return self.gradient("linearGradient", 'x2="0" y2="1"', stops)

    def across(self, *stops: Stop) -> str:
        return self.gradient("linearGradient", 'x2="1" y2="0"', stops)

    def glow(self, color: str, strength: float = 1.0) -> str:
        return self.gradient(
            "radialGradient", "", ((0, color, strength), (0.45, color, strength * 0.32), (1, color, 0))
        )

    def lit(self, color: str, amount: float = 0.2, side: int | None = None) -> str:
        """`color` with its light and its shadow side; `side` only where the drawing is mirrored."""
        bright, dim = lighter(color, amount), darker(color, amount)
        return self.across(*((bright, color, dim) if (side or self.light) < 0 else (dim, color, bright)))

    # Layers

    @contextmanager
    def group(self, **attributes: object) -> Iterator[None]:
        written = " ".join(f'{key.rstrip("_").replace("_", "-")}="{value}"' for key, value in attributes.items())
        self.add(f"<g {written}>")
        yield
        self.add("</g>")

    @contextmanager
    def at(self, x: float, y: float, scale: float = 1, *, flip: bool = False, turn: float = 0) -> Iterator[None]:
        """Draw in local units around (x, y); a mirrored group keeps the light on its true side."""
        across = -scale if flip else scale
        self.light *= -1 if flip else 1
        turned = f" rotate({turn})" if turn else ""
        with self.group(transform=f"translate({number(x)} {number(y)}) scale({across:.4f} {scale:.4f}){turned}"):
            yield
        self.light *= -1 if flip else 1

    @contextmanager
    def clipped(self, d: str) -> Iterator[None]:
        clip = self.define(f'<clipPath id="@"><path d="{d}"/></clipPath>')
        with self.group(clip_path=clip):
            yield

    @contextmanager
    def reflected(self, y: float, *, depth: float = 0.7, opacity: float = 0.38) -> Iterator[None]:
        """What is drawn inside stands on water at height `y` and is mirrored below it, rippled and faded."""
        ripple = self.define(
            '<filter id="@" x="-5%" y="-5%" width="110%" height="110%"><feTurbulence type="fractalNoise" '
            'baseFrequency="0.004 0.055" numOctaves="2" seed="7"/>'
            '<feDisplacementMap in="SourceGraphic" scale="34" xChannelSelector="R" yChannelSelector="G"/></filter>'
        )
        fade = self.define(
            '<linearGradient id="@" gradientUnits="userSpaceOnUse" x1="0" x2="0" '
            f'y1="{number(y)}" y2="{number(y + 330)}"><stop stop-color="#fff"/><stop offset="1" stop-color="#000"/></linearGradient>'
        )
        mask = self.define(
            f'<mask id="@" maskUnits="userSpaceOnUse" x="-200" y="{number(y)}" width="2000" height="700">'
            f'<rect x="-200" y="{number(y)}" width="2000" height="700" fill="{fade}"/></mask>'
        )
        start = len(self.body)
        yield
        drawn = "".join(self.body[start:])
        flipped = f'<g transform="translate(0 {number(y * (1 + depth))}) scale(1 {-depth})">{drawn}</g>'
        self.body[start:] = [f'<g mask="{mask}" opacity="{opacity}"><g filter="{ripple}">{flipped}</g></g>', drawn]

    @contextmanager
    def blurred(self, radius: float, **attributes: object) -> Iterator[None]:
        blur = self.define(
            '<filter id="@" x="-40%" y="-40%" width="180%" height="180%">'
            f'<feGaussianBlur stdDeviation="{radius}"/></filter>'
        )
        with self.group(filter=blur, **attributes):
            yield

    def shadow(self, x: float, y: float, width: float, opacity: float = 0.28, height: float | None = None) -> None:
        """A soft shadow on the ground, thrown away from the light."""
        height = height or width * 0.11
        paint = self.glow("#08303c", min(1.0, opacity * 2))
        self.ellipse(x - self.light * width * 0.16, y, width / 2, height, paint)

    def finish(self, warmth: float = 0.22) -> None:
        """The same last wash over every picture: warm where the light comes from, deeper below."""
        x = 0 if self.light < 0 else WIDTH
        self.ellipse(x, 60, 1250, 900, self.glow("#ffdf9e", warmth))
        self.rect(0, 0, WIDTH, HEIGHT, self.down((0, DEEP, 0), (0.7, DEEP, 0), (1, DEEP, 0.22)))

    def svg(self) -> str:
        defs = "".join(markup.replace('id="@"', f'id="{name}"') for markup, name in self.defs.items())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
            f"<defs>{defs}</defs>{''.join(self.body)}</svg>"
        )
