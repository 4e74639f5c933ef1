"""Sky, light, water, land and plants."""

import math
from itertools import pairwise

from .brush import (
    FOAM,
    GOLD,
    HEIGHT,
    PALM,
    SAND,
    SHALLOW,
    WIDTH,
    Canvas,
    Point,
    curve,
    darker,
    lens,
    lighter,
    mix,
    number,
    taper,
)

SKIES = {
    "dawn": ("#4f97ad", "#9fcdc9", "#f8dfb4", "#ffc394"),
    "day": ("#3fa3bf", "#86cfd6", "#cdebe2", "#f6f1da"),
    "gold": ("#5b9fa8", "#b9d2b8", "#fbd793", "#fdb06c"),
    "dusk": ("#12304d", "#3b4d76", "#a8637b", "#f39a6b"),
}
WATERS = {
    "dawn": ("#e9c9a6", "#7fbcb8", "#2f8591", "#0b3c49"),
    "day": ("#7fd3d0", "#3cb3b8", "#167f8d", "#0b4a5a"),
    "gold": ("#f3c78c", "#84b5a6", "#2a7d86", "#0b3c49"),
    "dusk": ("#d98f78", "#6a6284", "#234c68", "#0a2536"),
    "shallow": ("#a9e2d5", "#6fd0c6", "#48bdb9", "#2f9fa5"),
}


def sky(c: Canvas, mood: str, horizon: float) -> None:
    c.rect(0, 0, WIDTH, horizon + 2, c.down(*SKIES[mood]))


def sun(c: Canvas, x: float, y: float, r: float = 62, color: str = "#fff0c4", glow: str = "#ffd58a") -> None:
    """The light of the picture: everything drawn afterwards is lit from its side."""
    c.light = -1 if x < WIDTH / 2 else 1
    c.circle(x, y, r * 8, c.glow(glow, 0.75))
    c.circle(x, y, r * 1.7, color, opacity=0.25)
    c.circle(x, y, r, c.down(lighter(color, 0.6), color))


def cloud(c: Canvas, x: float, y: float, width: float, color: str = "#ffffff", opacity: float = 0.75) -> None:
    """A flat-bottomed trade-wind cloud, centred at x, its base at y."""
    d = []
    count = max(4, int(width / 46))
    for i in range(count):
        share = (i + 0.5) / count
        r = width * (0.055 + 0.115 * math.sin(math.pi * share) * c.random.uniform(0.62, 1.05))
        cx = x + (share - 0.5) * width * 0.82
        d.append(f"M{number(cx - r)} {number(y)}A{number(r)} {number(r)} 0 0 1 {number(cx + r)} {number(y)}Z")
    half, low = width / 2, width * 0.035
    d.append(
        f"M{number(x - half)} {number(y)}H{number(x + half)}Q{number(x + half * 0.9)} {number(y + low)} {number(x + half * 0.6)} {number(y + low)}"
    )
    d.append(f"H{number(x - half * 0.7)}Q{number(x - half * 0.95)} {number(y + low)} {number(x - half)} {number(y)}Z")
    c.path("".join(d), c.down((0, lighter(color, 0.3), 1), (0.6, color, 0.85), (1, color, 0.25)), opacity=opacity)


def clouds(c: Canvas, *places: tuple[float, float, float], color: str = "#fff6e6", opacity: float = 0.7) -> None:
    for x, y, width in places:
        cloud(c, x, y, width, color, opacity)


def ridge(
    c: Canvas, x0: float, x1: float, y: float, height: float, color: str, *, rough: float = 0.4, peak: float = 0.5
) -> None:
    """Land seen far off: a ridge of `height` between x0 and x1, its foot at y, haze at the foot."""
    steps = max(7, int((x1 - x0) / 70))
    tops: list[Point] = []
    for i in range(steps + 1):
        t = i / steps
        shape = math.sin(math.pi * min(1, t / (2 * peak) if t < peak else 0.5 + (t - peak) / (2 * (1 - peak)))) ** 0.8
        tops.append((x0 + (x1 - x0) * t, y - height * shape * (1 - rough * c.random.random())))
    d = curve([(x0 - 4, y), *tops[1:-1], (x1 + 4, y)])
    c.path(d + f"V{number(y + 3)}H{number(x0 - 4)}Z", c.down(color, mix(color, "#fbe6c4", 0.28)))


def sea(c: Canvas, mood: str, horizon: float, *, ripples: int = 190, bottom: float = HEIGHT) -> None:
    top, middle, low, deep = WATERS[mood]
    c.rect(0, horizon, WIDTH, bottom - horizon, c.down((0, top), (0.16, middle), (0.5, low), (1, deep)))
    light: list[str] = []
    dark: list[str] = []
    for _ in range(ripples):
        t = c.random.random() ** 1.5
        y = horizon + 5 + t * (bottom - horizon - 5)
        ripple = lens(
            c.random.uniform(-60, WIDTH + 60), y, 26 + t * c.random.uniform(90, 260), 1 + t * c.random.uniform(3, 7)
        )
        (light if c.random.random() < 0.55 else dark).append(ripple)
    c.path("".join(light), lighter(top, 0.25), opacity=0.26)
    c.path("".join(dark), deep, opacity=0.2)


def glitter(
    c: Canvas, x: float, horizon: float, color: str = "#ffe9b8", *, depth: float = 430, opacity: float = 0.75
) -> None:
    """The road of light below a low sun."""
    d = []
    for i in range(64):
        t = (i / 64) ** 1.4
        spread = 26 + t * 190
        d.append(
            lens(
                x + c.random.uniform(-spread, spread),
                horizon + 5 + t * depth,
                c.random.uniform(24, 60) + t * 130,
                1.2 + t * 4.4,
            )
        )
    c.path("".join(d), c.down((0, color, 1), (1, color, 0.18)), opacity=opacity)


def foam_line(c: Canvas, points: list[Point], width: float = 10) -> None:
    c.stroke(curve(points), FOAM, width, opacity=0.85)
    c.stroke(curve([(x, y - width * 1.6) for x, y in points]), FOAM, width * 0.35, opacity=0.6)


def beach(c: Canvas, shore: list[Point], color: str = SAND, bottom: float = HEIGHT) -> None:
    """Sand from the shore line down to `bottom`, with shallow water, wet sand and foam along the line."""
    for lift, tone, opacity in ((-70, SHALLOW, 0.28), (-38, "#9fe0d2", 0.4)):
        c.path(curve([(x, y + lift) for x, y in shore]) + f"V{bottom}H{shore[0][0]}Z", tone, opacity=opacity)
    c.path(curve(shore) + f"V{bottom}H{shore[0][0]}Z", c.down(darker(color, 0.16), color, lighter(color, 0.12)))
    c.path(curve([(x, y + 20) for x, y in shore]) + f"V{bottom}H{shore[0][0]}Z", c.down(color, lighter(color, 0.2)))
    foam_line(c, shore, 7)
    d = []
    low = min(y for _, y in shore)
    for _ in range(46):
        d.append(
            lens(
                c.random.uniform(0, WIDTH),
                c.random.uniform(low + 110, bottom),
                c.random.uniform(16, 120),
                c.random.uniform(1.5, 4),
            )
        )
    c.path("".join(d), darker(color, 0.3), opacity=0.2)


def birds(c: Canvas, *places: tuple[float, float, float], color: str = "#1d4653") -> None:
    for x, y, size in places:
        c.stroke(
            f"M{x - size} {y - size * 0.25}Q{x - size * 0.4} {y - size * 0.55} {x} {y}Q{x + size * 0.45} {y - size * 0.6} {x + size} {y - size * 0.4}",
            color,
            size * 0.14,
            opacity=0.75,
        )


def frond(
    c: Canvas, x: float, y: float, angle: float, length: float, droop: float, color: str, leaflets: int = 17
) -> None:
    """One palm leaf from its stalk at (x, y); the angle in degrees, 0 to the right, −90 upwards."""
    a = math.radians(angle)

    def spine(t: float) -> Point:
        return x + length * t * math.cos(a), y + length * t * math.sin(a) + droop * length * t * t

    d = []
    for i in range(leaflets):
        t = 0.1 + 0.88 * i / (leaflets - 1)
        px, py = spine(t)
        qx, qy = spine(t + 0.03)
        along = math.atan2(qy - py, qx - px)
        reach = length * (0.1 + 0.27 * math.sin(math.pi * (0.12 + 0.8 * t)))
        for side in (-1, 1):
            direction = along + side * math.radians(62 - 34 * t)
            tx, ty = px + reach * math.cos(direction), py + reach * math.sin(direction) + reach * 0.5
            wx, wy = reach * 0.085 * math.cos(along), reach * 0.085 * math.sin(along)
            mx, my = (px + tx) / 2, (py + ty) / 2 - reach * 0.08
            d.append(
                f"M{number(px - wx)} {number(py - wy)}Q{number(mx - wx)} {number(my - wy)} {number(tx)} {number(ty)}"
                f"Q{number(mx + wx)} {number(my + wy)} {number(px + wx)} {number(py + wy)}Z"
            )
    c.path("".join(d), color)
    c.stroke(curve([spine(t / 6) for t in range(7)]), lighter(color, 0.22), max(1.2, length * 0.014))


def palm(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    *,
    lean: float = 0.12,
    color: str = PALM,
    bark: str = "#8d6a49",
    nuts: bool = True,
) -> None:
    """A coconut palm rooted at (x, y); `lean` is how far the crown stands aside, as a share of the height."""
    top = (x + lean * height, y - height)
    spine = [(x + lean * height * (t / 8) ** 1.7, y - height * t / 8) for t in range(9)]
    base = height * 0.028
    c.ellipse(x, y, base * 2.1, base * 0.7, darker(bark, 0.25))
    widths = [base * (1.25 - 0.62 * min(1, t / 5)) for t in range(9)]
    left = [(px - w, py) for (px, py), w in zip(spine, widths, strict=True)]
    right = [(px + w, py) for (px, py), w in zip(spine, widths, strict=True)]
    c.path(curve(left) + "L" + curve(right[::-1])[1:] + "Z", c.lit(bark, 0.3))
    rings = []
    for (ax, ay), (bx, by) in pairwise(spine):
        for k in (0.25, 0.75):
            px, py, w = ax + (bx - ax) * k, ay + (by - ay) * k, base * 0.72
            rings.append(
                f"M{number(px - w)} {number(py - w * 0.2)}Q{number(px)} {number(py + w * 0.5)} {number(px + w)} {number(py - w * 0.2)}"
            )
    c.stroke("".join(rings), darker(bark, 0.35), max(1, base * 0.16), opacity=0.6)
    length = height * 0.44 if height < 420 else height * 0.36
    leaflets = 13 if height < 260 else 23
    back = darker(color, 0.34)
    for angle, droop in ((-152, 0.5), (-118, 0.25), (-62, 0.25), (-28, 0.5), (-90, 0.12)):
        frond(c, *top, angle + c.random.uniform(-6, 6), length * 0.92, droop, back, leaflets)
    if nuts:
        for dx, dy in ((-0.035, 0.03), (0.03, 0.035), (0, 0.05)):
            c.circle(top[0] + dx * height, top[1] + dy * height, height * 0.024, c.lit("#b98a3e", 0.25))
    sides = ((-172, 0.72), (-136, 0.42), (-44, 0.42), (-8, 0.72), (-104, 0.3), (-76, 0.3))
    for angle, droop in sides:
        bright = (angle > -90) == (c.light > 0)
        tone = lighter(color, 0.24) if bright else color
        frond(c, *top, angle + c.random.uniform(-7, 7), length * c.random.uniform(0.9, 1.05), droop, tone, leaflets)


def bush(c: Canvas, x: float, y: float, width: float, color: str = PALM, *, hanging: bool = False) -> None:
    """A low thicket standing at y, lit from the side of the light; `hanging` in a tree, without the flat foot."""
    count = max(3, int(width / 42))
    for layer, tone in enumerate((darker(color, 0.28), color, lighter(color, 0.2))):
        d = []
        for i in range(count):
            share = (i + 0.5) / count - 0.5
            r = width * 0.17 * c.random.uniform(0.75, 1.15) * (1 - 0.22 * layer) * (1 - abs(share) * 0.6)
            cx, cy = x + share * width * 0.85 + c.light * layer * r * 0.25, y - r * (0.55 + 0.34 * layer)
            d.append(
                f"M{number(cx - r)} {number(cy)}a{number(r)} {number(r)} 0 1 1 {number(2 * r)} 0a{number(r)} {number(r)} 0 1 1 {number(-2 * r)} 0Z"
            )
        if layer == 0 and not hanging:
            d.append(
                f"M{number(x - width / 2)} {number(y)}Q{number(x)} {number(y - width * 0.3)} {number(x + width / 2)} {number(y)}Z"
            )
        with c.clipped(
            f"M{number(x - width)} -50H{number(x + width)}V{number(y + width if hanging else y)}H{number(x - width)}Z"
        ):
            c.path("".join(d), tone)


def broad_tree(c: Canvas, x: float, y: float, height: float, color: str = "#3c7a55", bark: str = "#6d4f3a") -> None:
    """A shady village tree (ketapang) with tiers of leaves."""
    c.path(taper((x, y), (x - height * 0.01, y - height * 0.62), height * 0.045, height * 0.022), c.lit(bark, 0.25))
    for dx, dy in ((-0.26, -0.6), (0.27, -0.64)):
        c.path(taper((x, y - height * 0.4), (x + dx * height, y + dy * height), height * 0.02, height * 0.009), bark)
    for level, (dy, width) in enumerate(((0.56, 0.95), (0.66, 0.9), (0.76, 0.78), (0.86, 0.5))):
        bush(
            c,
            x + (-1) ** level * height * 0.03,
            y - height * dy,
            height * width,
            mix(color, "#6aa05c", level * 0.16),
            hanging=True,
        )


def grass(c: Canvas, y: float, color: str, count: int = 60, bottom: float = HEIGHT) -> None:
    d = []
    for _ in range(count):
        gx, gy, size = c.random.uniform(0, WIDTH), c.random.uniform(y, bottom), c.random.uniform(8, 20)
        d.append(
            f"M{number(gx)} {number(gy)}q-3 {number(-size * 0.6)} -6 {number(-size)}q6 {number(size * 0.4)} 8 {number(size)}q4 {number(-size * 0.7)} 9 {number(-size * 0.9)}q-5 {number(size * 0.5)} -6 {number(size * 0.9)}Z"
        )
    c.path("".join(d), color, opacity=0.7)


def rock(c: Canvas, x: float, y: float, width: float, color: str = "#5e6f6c") -> None:
    h = width * c.random.uniform(0.42, 0.6)
    outline = [
        (x - width / 2, y),
        (x - width * 0.42, y - h * 0.55),
        (x - width * 0.16, y - h),
        (x + width * 0.2, y - h * 0.86),
        (x + width * 0.44, y - h * 0.4),
        (x + width / 2, y),
    ]
    c.poly(outline, darker(color, 0.2))
    a, b = ((0, 1, 2), -1) if c.light < 0 else ((3, 4, 5), 1)
    c.poly(
        [outline[i] for i in a] + [(x + b * width * 0.06, y - h * 0.35), (x + b * width * 0.1, y)], lighter(color, 0.22)
    )


def island(c: Canvas, x: float, y: float, width: float, *, palms: int = 5, tall: float = 90, color: str = PALM) -> None:
    """A small sand island with palms, its waterline at y."""
    c.path(lens(x, y, width * 1.25, width * 0.05), SHALLOW, opacity=0.7)
    c.path(
        f"M{number(x - width / 2)} {number(y)}Q{number(x)} {number(y - width * 0.11)} {number(x + width / 2)} {number(y)}Q{number(x)} {number(y + width * 0.03)} {number(x - width / 2)} {number(y)}Z",
        c.lit(SAND, 0.12),
    )
    bush(c, x, y - width * 0.025, width * 0.66, mix(color, "#5f9a63", 0.3))
    for i in range(palms):
        share = (i + 0.5) / palms - 0.5
        palm(
            c,
            x + share * width * 0.6,
            y - width * 0.03,
            tall * c.random.uniform(0.75, 1.1),
            lean=c.random.uniform(-0.22, 0.22),
            color=mix(color, "#7bb0a0", 0.15),
            nuts=False,
        )


def rays(
    c: Canvas,
    x: float,
    y: float,
    *,
    color: str = GOLD,
    opacity: float = 0.12,
    spread: tuple[float, float] = (20, 160),
    reach: float = 1700,
) -> None:
    """Broad shafts of light from (x, y); `spread` in degrees, 90 straight down."""
    first, last = spread
    for i in range(7):
        a = math.radians(first + (last - first) * (i + c.random.uniform(0.1, 0.4)) / 7)
        b = a + math.radians(c.random.uniform(3, 8))
        c.poly(
            [
                (x, y),
                (x + reach * math.cos(a), y + reach * math.sin(a)),
                (x + reach * math.cos(b), y + reach * math.sin(b)),
            ],
            color,
            opacity=opacity,
        )
