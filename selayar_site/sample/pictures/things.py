"""Boats, houses, furniture and tools, each around its own foot point."""

from collections.abc import Callable
from itertools import pairwise

from .brush import (
    CORAL,
    CREAM,
    DEEP,
    GOLD,
    INK,
    RED,
    SAND,
    WOOD,
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
from .nature import frond

type Crew = Callable[[], None]


def wake(c: Canvas, x0: float, x1: float, y: float, height: float = 6) -> None:
    c.path(lens((x0 + x1) / 2, y, x1 - x0, height), "#f3fbf4", opacity=0.75)
    c.path(lens((x0 + x1) / 2, y + height * 1.6, (x1 - x0) * 1.25, height * 0.6), "#f3fbf4", opacity=0.4)


def jolloro(
    c: Canvas,
    x: float,
    y: float,
    length: float,
    *,
    hull: str = "#f3efe2",
    band: str = "#1f8a94",
    keel: str = "#c4513d",
    canopy: str = "",
    flip: bool = False,
    crew: Crew | None = None,
) -> None:
    """The slim motor boat of the islands, bow to the right, its waterline at y; the crew stands behind the near side."""
    with c.at(x, y, length / 200, flip=flip):
        c.path("M-98-19C-50-16 20-17 104-39C94-31 80-23 62-17C20-9-50-9-98-19Z", darker("#6b4a36", 0.25))
        if canopy:
            for px in (-58, -12, 22):
                c.line((px, -14), (px, -52), darker(WOOD, 0.2), 1.8)
            c.path("M-68-50Q-20-64 34-53L32-49Q-20-58-66-46Z", c.down(lighter(canopy, 0.25), darker(canopy, 0.18)))
        c.rect(-92, -31, 13, 14, c.lit("#4a5a60", 0.25), 2)
        c.line((-90, -22), (-112, 4), "#3b474c", 1.8)
        if crew:
            crew()
        body = "M-98-19C-50-10 20-10 62-17C80-22 94-30 104-39C101-24 90-6 76 3L-84 3C-92-1-96-9-98-19Z"
        c.path(body, c.down(lighter(hull, 0.15), hull, darker(hull, 0.3)))
        c.path("M-96-10C-40-2 30-2 84-6C82-2 79 1 76 3L-84 3C-90 0-94-5-96-10Z", keel)
        c.path(
            "M-98-19C-50-10 20-10 62-17C80-22 94-30 104-39L103-34C92-24 80-17 63-12.4C20-5.4-50-5.4-97.4-14.4Z",
            c.lit(band, 0.18),
        )
        c.stroke("M-98-19C-50-10 20-10 62-17C80-22 94-30 104-39", lighter(band, 0.55), 1.3)
        c.circle(86, -16, 1.9, band)


def canoe(
    c: Canvas,
    x: float,
    y: float,
    length: float,
    *,
    color: str = "#8f5f3d",
    flip: bool = False,
    load: Crew | None = None,
) -> None:
    with c.at(x, y, length / 200, flip=flip):
        c.path("M-100-22Q0-10 100-24Q60-10 0-9Q-60-9-100-22Z", darker(color, 0.4))
        if load:
            load()
        c.path(
            "M-100-22Q-40-8 0-8Q50-8 100-24Q88-2 66 3L-70 3Q-92-4-100-22Z",
            c.down(lighter(color, 0.2), color, darker(color, 0.35)),
        )
        c.stroke("M-100-22Q-40-8 0-8Q50-8 100-24", lighter(color, 0.45), 1.6)


def pinisi(
    c: Canvas, x: float, y: float, length: float, *, hull: str = "#5b3626", sail: str = "#fbeed2", flip: bool = False
) -> None:
    """A two-masted pinisi with her seven sails, bow to the right, waterline at y; `length` along the hull."""
    with c.at(x, y, length / 300, flip=flip):
        rope = mix(hull, "#1b2a33", 0.5)
        light, cloth, dim = lighter(sail, 0.5), sail, mix(sail, "#c78f63", 0.42)
        paint = c.across(dim, cloth, light) if c.light > 0 else c.across(light, cloth, dim)
        c.line((128, -40), (232, -76), hull, 4.5)  # bowsprit
        for start, end in (
            ((70, -292), (230, -75)),
            ((70, -250), (196, -64)),
            ((70, -292), (-62, -270)),
            ((-62, -270), (-148, -52)),
            ((70, -292), (20, -40)),
            ((-62, -270), (-100, -46)),
        ):
            c.line(start, end, rope, 0.9, opacity=0.8)
        c.path("M74-268Q128-190 224-80Q150-96 128-98Q112-180 74-268Z", paint)
        c.path("M74-232Q116-170 178-66Q128-76 106-76Q96-150 74-232Z", c.across(dim, cloth))
        c.path("M74-196Q100-140 136-54Q104-62 88-62Q86-130 74-196Z", paint)
        for mast, top, gaff, boom in ((70, -296, (0, -238), (-8, -66)), (-62, -274, (-132, -222), (-142, -62))):
            gx, gy = gaff
            bx, by = boom
            foot = by + 6
            c.path(
                f"M{mast - 3} {-176}L{gx} {gy}Q{(gx + bx) / 2 - 22} {(gy + by) / 2} {bx} {by}Q{(bx + mast) / 2} {foot + 8} {mast - 3} {foot}Z",
                paint,
            )
            c.stroke(
                f"M{mast - 3} {-118}Q{mast - 40} {-140} {gx - 6} {gy + 68}M{mast - 3} {-146}Q{mast - 40} {-170} {gx - 3} {gy + 34}",
                dim,
                1.2,
                opacity=0.7,
            )
            c.path(
                f"M{mast - 3} {top + 14}Q{mast - 34} {-222} {gx + 6} {gy - 6}L{mast - 3} {-184}Z", c.across(dim, light)
            )
            c.line((mast, -30), (mast, top), darker(WOOD, 0.2), 4.4)
            c.line((mast, -174), (gx - 3, gy - 2), darker(WOOD, 0.1), 2.8)
            c.line((mast, foot), (bx - 6, by + 1), darker(WOOD, 0.1), 2.8)
        c.path("M70-300L96-295L70-289Z", RED)
        c.path("M-150-62L-76-56L-76-30L-146-30Z", c.lit(mix(hull, "#f3e6c8", 0.75), 0.15))
        for wx in (-138, -122, -106, -90):
            c.rect(wx, -52, 8, 9, darker(hull, 0.4), 1.5)
        c.path("M-158-62L-70-58L-72-54L-156-57Z", lighter(hull, 0.2))
        c.path(
            "M-168-58C-130-34-60-26 10-28C66-30 112-40 150-56C140-28 120-6 98 6L-132 6C-152-8-164-34-168-58Z",
            c.down(lighter(hull, 0.16), hull, darker(hull, 0.35)),
        )
        c.path(
            "M-168-58C-130-34-60-26 10-28C66-30 112-40 150-56L147-49C112-33 66-23 10-21C-60-19-130-27-165.500-50Z",
            "#f2e3c3",
        )
        c.stroke("M-158-30C-120-12-50-8 20-10C66-12 104-20 132-32", lighter(hull, 0.25), 1.4, opacity=0.7)
        for px in range(-140, 140, 14):
            lift = 0.0011 * (px - 0) ** 2
            c.line((px, -27 - lift), (px, -37 - lift), "#e8d3a8", 1.3)
        c.stroke("M-164-66C-110-44-50-37 20-38C70-40 112-48 152-64", "#e8d3a8", 1.8)


def ferry(c: Canvas, x: float, y: float, length: float, *, band: str = "#1f8a94", flip: bool = False) -> None:
    """A small vehicle ferry between the islands, bow ramp to the right, waterline at y."""
    with c.at(x, y, length / 400, flip=flip):
        white = "#f7f2e4"
        c.path("M-196-58L176-58L206-96L200-50L184 6L-176 6L-196-20Z", c.down("#f8f4e8", "#e3e4da"))
        c.path("M-196-24L194-24L184 6L-176 6L-196-14Z", "#20505e")
        c.path("M-193-6L188-6L184 6L-176 6Z", CORAL)
        c.path("M-196-34L197-34L194-24L-196-24Z", band)
        c.rect(-180, -96, 300, 38, c.lit(white, 0.12), 3)
        for i in range(11):
            c.rect(-170 + i * 26, -88, 18, 18, "#2b5a66", 5)
            c.rect(-170 + i * 26, -88, 18, 7, "#8fc9cb", 4)
        c.rect(-186, -101, 312, 6, "#dcd8c8")
        c.rect(-172, -130, 210, 29, c.lit(white, 0.12), 3)
        for i in range(8):
            c.rect(-164 + i * 25, -123, 15, 13, "#2b5a66", 3)
        c.rect(-178, -135, 226, 6, "#dcd8c8")
        c.path("M-20-135L-20-162L46-162L62-135Z", c.lit(white, 0.12))
        c.path("M-8-156H42L52-141H-8Z", "#2b5a66")
        c.rect(-24, -167, 78, 5, "#dcd8c8")
        c.path("M-120-135L-114-176L-84-176L-78-135Z", c.lit(CORAL, 0.2))
        c.rect(-115, -168, 33, 8, CREAM)
        c.line((10, -167), (10, -212), "#56666a", 2.4)
        c.line((-4, -192), (24, -192), "#56666a", 1.6)
        c.line((10, -210), (-174, -138), "#6d7d80", 0.8)
        c.line((10, -210), (200, -92), "#6d7d80", 0.8)
        c.path("M12-210h22v6h-22Z", RED)
        c.path("M12-204h22v6h-22Z", "#ffffff")
        for px in range(128, 176, 12):
            c.line((px, -58), (px, -70), "#9aa7a5", 1.6)
        c.line((124, -70), (178, -70), "#9aa7a5", 1.8)
        for px, tone in (
            (-150, "#d9694f"),
            (-136, "#2f8f8b"),
            (-60, "#f2b84b"),
            (-48, "#6d4b6e"),
            (64, "#33505c"),
            (80, "#d98c5f"),
            (96, "#3d8b8b"),
        ):
            base = -101 if px > 40 else -135
            c.path(taper((px, base), (px, base - 10), 3.6, 3.2), tone)
            c.circle(px, base - 16, 3.3, "#8b5436")


def stilt_house(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    *,
    wall: str = "#b57a4c",
    roof: str = "#7d4a3f",
    trim: str = "#f1dfb4",
    flip: bool = False,
    door: bool = True,
) -> None:
    """A house on posts in the Bugis and Makassar manner: gable to the front, long side to the right, foot at y."""
    with c.at(x, y, width / 200, flip=flip):
        for px in (-66, -32, 2, 36):
            c.rect(px, -58, 7, 58, c.lit(darker(WOOD, 0.2), 0.2))
        for px in (62, 88, 112):
            c.rect(px, -62, 6, 52, darker(WOOD, 0.42))
        c.path("M-66-58H43L118-64V-58L43-50H-66Z", darker(WOOD, 0.35), opacity=0.55)
        c.poly([(40, -122), (120, -124), (120, -66), (40, -58)], darker(wall, 0.3))
        c.poly([(60, -112), (80, -112.500), (80, -82), (60, -81)], darker(INK, 0.1))
        c.poly([(92, -113), (108, -113.500), (108, -85), (92, -83)], darker(INK, 0.1))
        c.rect(-70, -122, 112, 64, c.lit(wall, 0.18))
        for i in range(1, 9):
            c.line((-70, -122 + i * 7.2), (42, -122 + i * 7.2), darker(wall, 0.22), 0.8)
        if door:
            c.rect(-24, -110, 22, 52, darker(INK, 0.05))
            c.rect(-27, -112, 4, 54, trim)
            c.rect(-3, -112, 4, 54, trim)
        for wx in (-60, 12):
            c.rect(wx, -106, 20, 28, darker(INK, 0.05))
            c.rect(wx - 7, -107, 8, 30, c.lit("#3f8f86", 0.2))
            c.rect(wx + 19, -107, 8, 30, c.lit("#3f8f86", 0.2))
        c.rect(-78, -66, 126, 8, c.lit(lighter(WOOD, 0.2), 0.2))
        for px in range(-76, 48, 9):
            if not -30 < px < 4:
                c.rect(px, -82, 2.4, 17, trim)
        c.rect(-78, -84, 48, 3, trim)
        c.rect(4, -84, 44, 3, trim)
        c.poly([(-14, -184), (66, -190), (132, -120), (54, -116)], c.down(darker(roof, 0.05), darker(roof, 0.3)))
        for i in range(1, 7):
            t = i / 7
            c.line((-14 + 80 * t, -184 - 6 * t), (54 + 78 * t, -116 - 4 * t), darker(roof, 0.4), 0.9, opacity=0.6)
        c.poly([(-14, -184), (54, -116), (-82, -116)], c.lit(mix(wall, trim, 0.45), 0.16))
        c.stroke("M-52-128H24M-40-141H12M-28-155H0", darker(wall, 0.1), 2)
        c.stroke("M-86-113L-14-186L58-113", c.lit(lighter(roof, 0.2), 0.1), 6)
        c.stroke("M-14-186L-22-196M-14-186L-6-196", trim, 3)
        c.line((-34, 0), (-22, -60), lighter(WOOD, 0.15), 3.4)
        c.line((-8, 0), (-4, -60), lighter(WOOD, 0.15), 3.4)
        for i in range(1, 7):
            t = i / 7
            c.line((-34 + 12 * t, -60 * t), (-8 + 4 * t, -60 * t), lighter(WOOD, 0.25), 2.6)


def table(c: Canvas, x: float, y: float, width: float, height: float, color: str = WOOD, thickness: float = 18) -> None:
    """A plain table, its feet at y, centred at x."""
    for side in (-1, 1):
        c.path(taper((x + side * width * 0.44, y - height), (x + side * width * 0.45, y), 9, 6), darker(color, 0.25))
    c.rect(x - width / 2, y - height, width, thickness, c.lit(color, 0.16), 4)
    c.rect(x - width / 2, y - height, width, thickness * 0.35, lighter(color, 0.28), 3)


def chair(c: Canvas, x: float, y: float, size: float, color: str = CORAL, *, flip: bool = False) -> None:
    """A stackable chair seen from the side, sitting to the right; `size` is the height of its back."""
    with c.at(x, y, size / 100, flip=flip):
        for a, b in (((-20, -48), (-26, 0)), ((22, -48), (26, 0)), ((-12, -48), (-14, -6)), ((16, -48), (18, -6))):
            c.line(a, b, darker(color, 0.45), 4)
        c.path("M-28-100Q-22-104-18-98L-14-52H26Q30-48 26-44H-20Q-24-46-26-54Z", c.lit(color, 0.2))


def pot_plant(c: Canvas, x: float, y: float, height: float, color: str = "#3f8a5b", pot: str = "#c9694c") -> None:
    w = height * 0.17
    for angle, droop in ((-150, 0.5), (-120, 0.3), (-90, 0.05), (-60, 0.3), (-30, 0.5), (-105, 0.15), (-75, 0.15)):
        frond(c, x, y - height * 0.3, angle, height * 0.62, droop, mix(color, "#8cc07a", c.random.random() * 0.5), 11)
    c.path(f"M{x - w} {y - height * 0.34}H{x + w}L{x + w * 0.72} {y}H{x - w * 0.72}Z", c.lit(pot, 0.2))
    c.rect(x - w * 1.1, y - height * 0.36, w * 2.2, height * 0.06, lighter(pot, 0.2), 3)


def flag(c: Canvas, x: float, y: float, height: float, *, width: float = 120) -> None:
    """The red and white flag on its pole, flying to the right."""
    c.path(taper((x, y), (x, y - height), 5, 3.2), c.lit("#cfd6d2", 0.25))
    c.circle(x, y - height - 4, 7, GOLD)
    h = width * 0.62
    for color, dy in ((RED, 0.0), ("#fbf7ee", h / 2)):
        t = y - height + 8 + dy
        d = f"M{x} {t}Q{x + width * 0.25} {t - 12} {x + width * 0.5} {t}T{x + width} {t - 3}V{t + h / 2 - 3}Q{x + width * 0.75} {t + h / 2 + 12} {x + width * 0.5} {t + h / 2}T{x} {t + h / 2}Z"
        c.path(d, c.across(color, lighter(color, 0.15), darker(color, 0.14), color))


def window(
    c: Canvas, x: float, y: float, width: float, height: float, frame: str = "#f4ead4", *, view: Crew | None = None
) -> None:
    """A window; `view` paints what is outside and is clipped to the panes."""
    with c.clipped(f"M{x} {y}h{width}v{height}h{-width}Z"):
        c.rect(x, y, width, height, c.down("#8fd0d6", "#d9efe2", "#fbe9c4"))
        if view:
            view()
    c.element("rect", x=x, y=y, width=width, height=height, fill="none", stroke=frame, stroke_width=14)
    c.rect(x + width / 2 - 5, y, 10, height, frame)
    c.rect(x - 18, y + height, width + 36, 16, c.lit(darker(frame, 0.1), 0.1), 3)


def sea_view(c: Canvas, horizon: float, x0: float, x1: float) -> Crew:
    """A painter for windows: sea, an island and a small sail."""

    def paint() -> None:
        c.rect(x0, horizon, x1 - x0, 400, c.down("#8ed6cf", "#2c9aa3", "#14707a"))
        middle = (x0 + x1) / 2
        c.path(
            f"M{x0} {horizon}Q{middle - 40} {horizon - 60} {middle + 30} {horizon - 8}T{x1} {horizon - 16}V{horizon}Z",
            "#6fae9f",
        )
        c.path(f"M{middle + 40} {horizon + 12}v-46q26 26 28 46Z", "#fdf1d4")
        c.path(lens(middle + 52, horizon + 15, 44, 6), darker(WOOD, 0.2))
        c.path(
            lens(middle - 50, horizon + 40, 120, 4) + lens(middle + 60, horizon + 66, 150, 5), "#e3f7ef", opacity=0.5
        )

    return paint


def bench_back(c: Canvas, x: float, y: float, width: float, height: float, color: str) -> None:
    """The back of a chair as the row behind sees it."""
    c.rect(x - width / 2, y - height, width, height * 0.62, c.lit(color, 0.18), 12)
    for side in (-1, 1):
        c.line((x + side * width * 0.4, y - height * 0.4), (x + side * width * 0.42, y), darker(color, 0.4), 6)


def crate(c: Canvas, x: float, y: float, width: float, color: str = "#c08a55", goods: str = "") -> None:
    height = width * 0.5
    if goods:
        for i in range(6):
            c.circle(x - width * 0.38 + i * width * 0.152, y - height - width * 0.01, width * 0.1, c.lit(goods, 0.25))
    c.rect(x - width / 2, y - height, width, height, c.lit(color, 0.2), 2)
    for i in range(1, 3):
        c.rect(x - width / 2, y - height + height * i / 3 - 2, width, 4, darker(color, 0.35), opacity=0.6)
    for side in (-0.5, 0.42):
        c.rect(x + side * width, y - height, width * 0.08, height, darker(color, 0.14))


def basket(
    c: Canvas, x: float, y: float, width: float, color: str = "#c99a58", goods: str = "", piece: float = 0.12
) -> None:
    h = width * 0.42
    if goods:
        for row, count in ((0.16, 3), (0, 5)):
            for i in range(count):
                c.circle(
                    x + (i - (count - 1) / 2) * width * 0.17, y - h - row * width, width * piece, c.lit(goods, 0.28)
                )
    c.path(
        f"M{x - width / 2} {y - h}H{x + width / 2}Q{x + width * 0.44} {y} {x + width * 0.3} {y}H{x - width * 0.3}Q{x - width * 0.44} {y} {x - width / 2} {y - h}Z",
        c.lit(color, 0.22),
    )
    for i in (1, 2):
        t = y - h + h * i / 3
        c.stroke(
            f"M{number(x - width * (0.5 - 0.06 * i))} {number(t)}Q{number(x)} {number(t + 8)} {number(x + width * (0.5 - 0.06 * i))} {number(t)}",
            darker(color, 0.3),
            2.5,
            opacity=0.6,
        )
    c.rect(x - width * 0.52, y - h - 5, width * 1.04, 9, lighter(color, 0.2), 4)


def coconut(c: Canvas, x: float, y: float, r: float, color: str = "#8a6239") -> None:
    c.ellipse(
        x,
        y,
        r,
        r * 0.92,
        c.gradient(
            "radialGradient",
            f'cx="{0.3 if c.light < 0 else 0.7}" cy=".25" r=".9"',
            (lighter(color, 0.4), color, darker(color, 0.4)),
        ),
    )


def fish(c: Canvas, x: float, y: float, length: float, color: str = "#8fb7bd", *, turn: float = 0) -> None:
    with c.at(x, y, length / 100, turn=turn):
        c.path("M-50 0Q-20-22 22-10L46-20L40 0L46 20L22 10Q-20 22-50 0Z", c.down(darker(color, 0.35), color, "#f4f6ec"))
        c.circle(-36, -3, 3, INK)


def heart(c: Canvas, x: float, y: float, size: float, fill: str) -> None:
    with c.at(x, y, size / 100):
        c.path("M0 42C-58 4-50-44-22-44C-8-44 0-34 0-26C0-34 8-44 22-44C50-44 58 4 0 42Z", fill)


def shield(c: Canvas, x: float, y: float, size: float, fill: str, mark: str = CREAM) -> None:
    """A sign of protection: a shield with a small wave and a sun. No institution's mark."""
    with c.at(x, y, size / 100):
        c.path("M0-50Q22-38 42-38V2Q40 32 0 52Q-40 32-42 2V-38Q-22-38 0-50Z", fill)
        c.circle(0, -12, 11, mark)
        c.stroke("M-26 12Q-13 0 0 12T26 12M-20 26Q-10 16 0 26T20 26", mark, 6)


def garland(c: Canvas, x0: float, x1: float, y: float, colors: tuple[str, ...] = (RED, CREAM)) -> None:
    """Paper flags on a line."""
    span = x1 - x0
    count = int(span / 44)
    places: list[Point] = [(x0 + span * i / count, y + 46 * (1 - (2 * i / count - 1) ** 2)) for i in range(count + 1)]
    c.stroke(curve(places), "#8d7b62", 2.5)
    for i, ((ax, ay), (bx, by)) in enumerate(pairwise(places)):
        c.poly([(ax + 5, ay), (bx - 5, by), ((ax + bx) / 2, (ay + by) / 2 + 34)], colors[i % len(colors)])


def bouquet(c: Canvas, x: float, y: float, width: float) -> None:
    """Flowers along the edge of a stage."""
    for _ in range(int(width / 9)):
        fx, fy = x + c.random.uniform(-0.5, 0.5) * width, y - c.random.uniform(0, 46)
        c.ellipse(
            fx,
            fy + 12,
            20,
            10,
            mix("#2f6d4c", "#6fa866", c.random.random()),
            transform=f"rotate({c.random.randint(-40, 40)} {fx:.0f} {fy:.0f})",
        )
    for _ in range(int(width / 16)):
        fx, fy = x + c.random.uniform(-0.47, 0.47) * width, y - c.random.uniform(14, 54)
        tone = c.random.choice((CORAL, "#f6c667", "#fbe9d5", "#e79aa0"))
        for dx, dy in ((-6, 0), (6, 0), (0, -6), (0, 6)):
            c.circle(fx + dx, fy + dy, 7, tone)
        c.circle(fx, fy, 4.5, darker(tone, 0.3))


def street(c: Canvas, y: float, *, road: str = "#6f7f80", curb: str = SAND) -> None:
    """A road across the picture whose far edge is at y."""
    c.rect(0, y - 26, 1600, 40, c.down(lighter(curb, 0.2), curb))
    c.rect(0, y + 6, 1600, 10, darker(curb, 0.35))
    c.rect(0, y + 14, 1600, 1066 - y, c.down(lighter(road, 0.12), road, darker(road, 0.3)))
    for i in range(6):
        c.poly(
            [(40 + i * 300, y + 150), (210 + i * 300, y + 150), (200 + i * 300, y + 166), (24 + i * 300, y + 166)],
            "#f5eedb",
            opacity=0.8,
        )


def shophouse(
    c: Canvas, x: float, y: float, width: float, height: float, wall: str, awning: str, roof: str = "#a8553f"
) -> None:
    c.rect(x, y - height, width, height, c.lit(wall, 0.12))
    c.poly(
        [
            (x - 14, y - height),
            (x + width + 14, y - height),
            (x + width - 10, y - height - 60),
            (x + 10, y - height - 60),
        ],
        c.down(lighter(roof, 0.1), darker(roof, 0.15)),
    )
    for i in range(3):
        wx = x + width * (0.13 + 0.29 * i)
        c.rect(wx, y - height + 40, width * 0.17, height * 0.24, darker(DEEP, 0.05), 4)
        c.rect(wx, y - height + 40, width * 0.17, height * 0.08, "#8fc9cb", 4, opacity=0.6)
        c.rect(wx - 6, y - height + 40 + height * 0.24, width * 0.17 + 12, 7, lighter(wall, 0.5))
    c.rect(x + width * 0.08, y - height * 0.42, width * 0.84, height * 0.42, darker(INK, 0.1))
    c.rect(x + width * 0.1, y - height * 0.18, width * 0.34, height * 0.18, c.lit("#c99a58", 0.2))
    stripes = 8
    top, low = y - height * 0.5, y - height * 0.36
    for i in range(stripes):
        a, b = x + width * i / stripes, x + width * (i + 1) / stripes
        tone = awning if i % 2 == 0 else CREAM
        c.path(
            f"M{a:.0f} {top:.0f}H{b:.0f}L{b - 4 + 8 * i / stripes:.0f} {low:.0f}Q{(a + b) / 2:.0f} {low + 20:.0f} {a - 4 + 8 * i / stripes:.0f} {low:.0f}Z",
            tone,
        )
    c.rect(x - 4, top - 6, width + 8, 8, darker(awning, 0.25))
