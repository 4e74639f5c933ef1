"""The islands, the sea and those who live from it."""

import math
from collections.abc import Callable
from dataclasses import replace

from . import nature as n
from . import people as p
from . import things as t
from .brush import (
    CORAL,
    CREAM,
    DEEP,
    FOAM,
    GOLD,
    HEIGHT,
    SAND,
    WIDTH,
    WOOD,
    Canvas,
    Point,
    curve,
    darker,
    lens,
    lighter,
    mix,
    taper,
)


def pelabuhan_benteng(c: Canvas) -> None:
    """The harbour of Benteng at dawn."""
    n.sky(c, "dawn", 470)
    n.sun(c, 1150, 392, 60)
    n.clouds(c, (330, 150, 460), (900, 215, 380), (1420, 130, 340), (620, 300, 300))
    n.ridge(c, 640, 1660, 470, 120, "#8fb3b3", peak=0.6)
    n.ridge(c, -80, 560, 470, 200, "#6f9d9f", peak=0.2)
    n.sea(c, "dawn", 468)
    n.glitter(c, 1150, 470)
    with c.reflected(486, opacity=0.3):
        c.rect(-10, 462, 560, 26, "#7a7f78")
        for i, (wall, roof) in enumerate(
            (("#e6d8b8", "#a8553f"), ("#cfe0d6", "#3f7f86"), ("#f0e2c0", "#8d4f44"), ("#d9c7a6", "#b5653f"))
        ):
            x = 10 + i * 128
            c.rect(x, 398 - i % 2 * 14, 112, 66 + i % 2 * 14, c.lit(wall, 0.14))
            c.poly(
                [
                    (x - 10, 398 - i % 2 * 14),
                    (x + 122, 398 - i % 2 * 14),
                    (x + 98, 360 - i % 2 * 14),
                    (x + 14, 360 - i % 2 * 14),
                ],
                c.lit(roof, 0.16),
            )
            for k in range(3):
                c.rect(x + 14 + k * 32, 420, 18, 24, darker(wall, 0.55), 2)
        for x, h in ((4, 130), (258, 150), (520, 120)):
            n.palm(c, x, 464, h, lean=0.12, nuts=False)
        c.path(taper((545, 462), (545, 372), 3, 3) + "M539 372h12v-14h-12Z", "#e9e2cf")
    with c.reflected(560):
        t.ferry(c, 760, 552, 470, flip=False)
    for x, y, length, band, keel in (
        (1210, 590, 170, "#e0a640", "#1f6f7c"),
        (1400, 560, 140, CORAL, "#2f8f8b"),
        (1330, 640, 210, "#1f8a94", "#c4513d"),
    ):
        with c.reflected(y):
            t.jolloro(c, x, y, length, band=band, keel=keel, canopy="#f0d9a6", flip=x != 1400)
    n.birds(c, (560, 250, 24), (620, 220, 18), (1010, 180, 22), (1300, 290, 16))
    with c.reflected(972, opacity=0.34):
        t.jolloro(
            c,
            1440,
            966,
            430,
            band="#e0a640",
            keel="#1f6f7c",
            canopy="#efd5a0",
            crew=lambda: p.figure(c, 46, -10, 58, p.FISHER, replace(p.STAND, hands=((16, -52), (14, -46)))),
        )
    quay(c)


def quay(c: Canvas) -> None:
    """The foreground of the harbour: the quay, its goods and the people of the morning."""
    for x in (90, 420, 750, 1080):
        c.rect(x, 900, 54, 170, c.lit("#5f6f70", 0.2))
    c.path("M-10 800H1190L1290 1070H-10Z", c.down("#d9c9a8", "#b9a888"))
    c.path("M1190 800L1290 1070H1240L1150 800Z", "#8d826d")
    c.rect(-10, 786, 1204, 18, "#efe1c2", 3)
    c.path("".join(lens(120 + i * 211 % 1000, 850 + i * 37 % 200, 150, 2) for i in range(16)), "#8d826d", opacity=0.35)
    for x in (150, 1000):
        c.shadow(x, 812, 130)
        c.path(f"M{x - 22} 812V772Q{x} 758 {x + 22} 772V812Z", c.lit("#2e4a52", 0.3))
        c.ellipse(x, 770, 34, 11, c.lit("#3a5a63", 0.3))
    c.shadow(330, 980, 430)
    t.crate(c, 250, 975, 170, goods="#8fb7bd")
    t.crate(c, 420, 985, 170, color="#b37a49", goods="#e9a35b")
    t.crate(c, 330, 895, 160, color="#c9955f", goods="#7fb069")
    t.basket(c, 560, 1000, 130, goods="#d8c06a")
    c.shadow(690, 985, 210)
    p.figure(
        c,
        690,
        985,
        360,
        replace(p.FISHER, head="cap", head_color="#d98c3f", top="#2f8f8b"),
        replace(p.WALK, hands=((10, -96), (-2, -98))),
    )
    sack(c, 700, 640)
    c.shadow(930, 950, 200)
    p.figure(
        c, 930, 950, 345, p.TRADER, replace(p.STAND, hands=((12, -52), (8, -50)), far_hand_in_front=True), flip=True
    )
    t.basket(c, 912, 800, 92, goods="#e9a35b")
    for x, flip in ((1060, False), (1115, True)):
        p.figure(c, x, 850, 250, replace(p.FISHER_SON if flip else p.ELDER), p.STAND, flip=flip)


def sack(c: Canvas, x: float, y: float) -> None:
    c.path(
        f"M{x - 84} {y - 14}Q{x - 96} {y - 58} {x - 52} {y - 64}Q{x} {y - 76} {x + 56} {y - 62}Q{x + 98} {y - 52} {x + 84} {y - 8}Q{x} {y + 14} {x - 84} {y - 14}Z",
        c.lit("#ead9b4", 0.25),
    )
    c.stroke(f"M{x - 40} {y - 62}q-10 30 2 56M{x + 50} {y - 58}q10 24 0 50", "#b79c6b", 4, opacity=0.6)


def nelayan_jolloro(c: Canvas) -> None:
    """A fisherman and his son haul the net from their jolloro."""
    n.sky(c, "gold", 430)
    n.sun(c, 420, 330, 70)
    n.clouds(c, (1150, 170, 520), (700, 110, 360), (1450, 290, 260), (130, 190, 300))
    n.ridge(c, 820, 1700, 432, 130, "#9fb39a", peak=0.7)
    n.ridge(c, 1080, 1760, 434, 90, "#6f9a8b", peak=0.4)
    n.sea(c, "gold", 430, ripples=240)
    n.glitter(c, 420, 432, depth=620)
    with c.reflected(500, opacity=0.3):
        t.jolloro(c, 1240, 498, 130, band=CORAL, canopy=CREAM)
    with c.reflected(790, depth=0.75, opacity=0.42):
        t.jolloro(c, 830, 780, 1040, crew=lambda: crew_with_net(c))
    net(c)
    for x, y, w in ((560, 800, 620), (980, 812, 520), (760, 850, 760)):
        c.path(lens(x, y, w, 7), "#fbe7bd", opacity=0.4)
    n.birds(c, (1010, 250, 30), (1090, 220, 22), (690, 230, 18), (1330, 150, 24))


def crew_with_net(c: Canvas) -> None:
    haul = p.Pose(
        view="three", lean=14, hands=((22, -44), (16, -38)), feet=((9, -4), (-6, 0)), nod=8, far_hand_in_front=True
    )
    p.figure(c, 36, -8, 66, p.FISHER, haul)
    p.figure(c, -62, -9, 62, p.FISHER_SON, replace(p.SIT, hip=(-8, -22), hands=((-14, -30), (-20, -32)), nod=-2))
    t.basket(c, -14, -9, 30, goods="#9cc3c6", piece=0.15)
    for i in range(4):
        c.circle(8 + i * 4, -14 - i % 2 * 2, 2.4, CORAL)


def net(c: Canvas) -> None:
    outline = "M1074 562Q1160 590 1206 664Q1272 720 1292 806Q1220 850 1124 814Q1150 720 1122 666Q1090 616 1066 584Z"
    mesh = c.define(
        '<pattern id="@" width="22" height="22" patternUnits="userSpaceOnUse" patternTransform="rotate(32)"><path d="M0 0H22M0 0V22" stroke="#fff4d6" stroke-width="2.4" fill="none"/></pattern>'
    )
    c.path(outline, "#e9f0dc", opacity=0.16)
    c.path(outline, mesh, opacity=0.75)
    for x, y, turn in ((1186, 706, 60), (1236, 765, 100), (1178, 772, 40)):
        t.fish(c, x, y, 54, "#a9c9cb", turn=turn)
    c.path(lens(1210, 812, 280, 12), FOAM, opacity=0.7)
    for i in range(6):
        c.circle(1118 + i * 36, 812 - abs(i - 3) * 3, 8, c.lit(CORAL, 0.3))


def pinisi(c: Canvas) -> None:
    """A pinisi under full sail in the evening light."""
    n.sky(c, "gold", 560)
    n.sun(c, 1220, 440, 84)
    n.clouds(c, (260, 250, 520), (560, 140, 380), (1400, 220, 420), (1000, 320, 260))
    n.ridge(c, -100, 620, 562, 150, "#a9b59a", peak=0.35)
    n.ridge(c, -100, 420, 564, 100, "#7ba08e", peak=0.3)
    n.ridge(c, 1260, 1720, 562, 80, "#b9b592", peak=0.6)
    n.sea(c, "gold", 560, ripples=230)
    n.glitter(c, 1220, 562, depth=500)
    with c.reflected(602, opacity=0.3):
        t.jolloro(c, 300, 600, 120, band=CORAL, flip=True, canopy=CREAM)
    with c.reflected(802, depth=0.45, opacity=0.4):
        t.pinisi(c, 760, 792, 700)
    c.path(lens(1030, 812, 230, 8) + lens(760, 814, 760, 9), FOAM, opacity=0.85)
    c.path(lens(620, 842, 620, 7) + lens(980, 862, 420, 6), FOAM, opacity=0.4)
    swell(c, 930)
    n.birds(c, (430, 330, 28), (500, 300, 20), (1330, 330, 24), (1400, 360, 16), (360, 400, 16))


def swell(c: Canvas, y: float, color: str = "#0f5260") -> None:
    """Near waves along the lower edge, crests lit."""
    for dy, tone in ((0, mix(color, "#3c9aa0", 0.35)), (58, color), (112, darker(color, 0.35))):
        crest: list[Point] = [(-200.0, y + dy)]
        while crest[-1][0] < WIDTH + 200:
            x = crest[-1][0] + c.random.uniform(130, 260)
            crest.append((x, y + dy + c.random.uniform(6, 20) * (1 if len(crest) % 2 else -1)))
        c.path(curve(crest) + f"V{HEIGHT + 20}H-200Z", c.down(tone, darker(tone, 0.35)), opacity=0.85)
        c.stroke(curve(crest), "#ffe6b4", 2.5, opacity=0.22)


def rumput_laut(c: Canvas) -> None:
    """Seaweed farmers between their lines in the shallows."""
    n.sky(c, "day", 380)
    n.sun(c, 300, 150, 52, "#fff7db", "#fff0c2")
    n.clouds(c, (980, 190, 520), (1420, 260, 340), (640, 270, 300), (150, 300, 280), color="#ffffff", opacity=0.85)
    n.ridge(c, 900, 1700, 382, 110, "#7fb5ae", peak=0.55)
    n.sea(c, "shallow", 380, ripples=150)
    n.island(c, 330, 392, 420, palms=6, tall=130)
    with c.reflected(430, opacity=0.3):
        drying_platform(c, 880, 428)
    lines = [(-500, 0.06), (-60, 0.2), (380, 0.34), (820, 0.5), (1260, 0.68), (1700, 0.84), (2140, 0.97)]
    for x, share in lines:
        far = (560 + share * 560, 440.0)
        c.stroke(f"M{far[0]:.0f} {far[1]}L{x} 1100", "#f3efd6", 3.5, opacity=0.75)
        for i in range(13):
            k = (i / 13) ** 1.9
            bx, by = far[0] + (x - far[0]) * k, far[1] + (1100 - far[1]) * k
            seaweed(c, bx, by + 4, 5 + k * 58)
            if i % 3 == 1:
                c.ellipse(bx, by, 4 + k * 20, 2.4 + k * 11, c.lit("#f6f8ee" if i % 2 else CORAL, 0.2))
    with c.reflected(716, opacity=0.3):
        t.canoe(c, 1130, 712, 560, load=lambda: seaweed_load(c))
    wader(
        c,
        560,
        836,
        470,
        p.FARMER,
        p.Pose(view="three", lean=14, hands=((25, -36), (17, -34)), nod=10, far_hand_in_front=True),
    )
    harvest(c, 652, 694)
    wader(
        c,
        1350,
        900,
        500,
        replace(p.FARMER, head="caping", top="#e07a5f", skin=p.SKINS[2]),
        p.Pose(view="three", lean=17, hands=((27, -38), (19, -33)), nod=8, far_hand_in_front=True),
        flip=True,
    )
    harvest(c, 1250, 740)


def wader(c: Canvas, x: float, y: float, height: float, look: p.Look, pose: p.Pose, *, flip: bool = False) -> None:
    """Somebody standing in water to the thighs; the rest of the legs is under the surface."""
    surface = y - height * 0.22
    with c.group(opacity=0.2), c.clipped(f"M{x - 300} {surface}h600v300h-600Z"):
        p.figure(c, x, y, height, look, pose, flip=flip)
    with c.clipped(f"M{x - 400} {surface - 900}h800v{900}h-800Z"):
        p.figure(c, x, y, height, look, pose, flip=flip)
    for w, h, opacity in ((height * 0.42, 7, 0.9), (height * 0.66, 5, 0.45)):
        c.ellipse(x, surface, w / 2, h, "none", stroke=FOAM, stroke_width=4, opacity=opacity)


def seaweed(c: Canvas, x: float, y: float, size: float) -> None:
    d = []
    for _ in range(5):
        a = c.random.uniform(0, math.pi)
        r = size * c.random.uniform(0.5, 1)
        d.append(taper((x, y), (x + r * math.cos(a), y + r * 0.4 * math.sin(a)), size * 0.12, size * 0.07))
    c.path("".join(d), mix("#7d8f3c", "#a6643f", c.random.random()), opacity=0.8)


def harvest(c: Canvas, x: float, y: float) -> None:
    """A bundle of seaweed just lifted, dripping."""
    for i in range(26):
        a = math.radians(20 + 140 * i / 25)
        r = c.random.uniform(50, 108)
        tone = mix("#7d8f3c", "#b8823f", c.random.random())
        c.path(taper((x, y - 30), (x + r * math.cos(a) * 0.75, y - 30 + r * math.sin(a)), 9, 5), tone)
    for _ in range(7):
        c.circle(x + c.random.uniform(-50, 50), y + c.random.uniform(70, 110), 3.5, FOAM, opacity=0.8)


def seaweed_load(c: Canvas) -> None:
    for _ in range(70):
        x = c.random.uniform(-64, 66)
        y = -10 - c.random.random() * 20 * (1 - (x / 80) ** 2)
        tone = mix("#6f8437", "#b8823f", c.random.random())
        c.path(taper((x, y), (x + c.random.uniform(-9, 9), y - c.random.uniform(1, 8)), 2.6, 1.6), tone)


def drying_platform(c: Canvas, x: float, y: float) -> None:
    for px in range(-130, 140, 52):
        c.line((x + px, y - 40), (x + px, y), darker(WOOD, 0.2), 6)
    c.rect(x - 150, y - 46, 300, 9, lighter(WOOD, 0.2))
    c.path(f"M{x - 140} {y - 46}Q{x - 60} {y - 66} {x + 10} {y - 50}T{x + 60} {y - 46}Z", "#8a6b3c")
    c.rect(x + 66, y - 96, 74, 50, c.lit("#c99a62", 0.2))
    c.poly([(x + 50, y - 94), (x + 103, y - 138), (x + 156, y - 94)], c.lit("#8f6a45", 0.25))


def ring(c: Canvas, x: float, y: float, rx: float, ry: float, rough: float, points: int = 36) -> list[Point]:
    """A closed shore: an ellipse with a few slow bulges."""
    made = []
    waves = [c.random.uniform(0, 6.3) for _ in range(3)]
    for i in range(points):
        a = 2 * math.pi * i / points
        k = 1 + rough * (
            math.sin(2 * a + waves[0]) + 0.6 * math.sin(3 * a + waves[1]) + 0.35 * math.sin(7 * a + waves[2])
        )
        made.append((x + rx * k * math.cos(a), y + ry * k * math.sin(a)))
    return made


def grown(points: list[Point], x: float, y: float, k: float) -> list[Point]:
    return [(x + (px - x) * k, y + (py - y) * k) for px, py in points]


def taka_bonerate(c: Canvas) -> None:
    """The atoll of Taka Bonerate from above."""
    c.rect(0, 0, WIDTH, HEIGHT, c.gradient("linearGradient", 'x2="1" y2="1"', ("#1a6f86", "#0d4f66", DEEP)))
    c.path(
        "".join(
            lens(c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT), c.random.uniform(40, 170), 3)
            for _ in range(110)
        ),
        "#6fc0c4",
        opacity=0.16,
    )
    reef(c, 830, 520, 600, 330, 0.1)
    reef(c, 215, 250, 190, 110, 0.16)
    reef(c, 1420, 905, 230, 120, 0.15)
    reef(c, 210, 870, 170, 90, 0.16)
    for x, y, w, h in (
        (520, 360, 150, 66),
        (1060, 330, 190, 70),
        (1180, 640, 130, 62),
        (640, 720, 170, 64),
        (900, 470, 90, 46),
        (225, 245, 90, 44),
        (1430, 900, 110, 46),
    ):
        islet(c, x, y, w, h)
    for x, y, turn, size in ((760, 560, -24, 1.0), (980, 700, 150, 0.8), (340, 620, 12, 1.1), (1330, 300, 205, 0.9)):
        boat_from_above(c, x, y, turn, size)
    for x, y, w in ((330, 120, 460), (1340, 170, 420), (1100, 960, 520)):
        puff(c, x, y, w)
    n.birds(c, (640, 210, 18), (690, 190, 14), (1160, 480, 14), color="#f7fbf4")


def puff(c: Canvas, x: float, y: float, width: float) -> None:
    """A cloud seen from above, with its shadow on the sea."""
    rounds = [(i / 10 - 0.5, c.random.uniform(-0.06, 0.06), c.random.uniform(0.09, 0.15)) for i in range(11)]
    layers = ((80, 110, 1.0, DEEP, 0.16), (0, 0, 1.1, "#e3f2ee", 0.6), (-8, -10, 0.78, "#ffffff", 0.8))
    for dx, dy, grow, tone, opacity in layers:
        with c.group(opacity=opacity):
            for px, py, r in rounds:
                rx = r * width * grow * (1.15 - 1.3 * abs(px))
                c.ellipse(x + dx + px * width, y + dy + py * width, rx * 1.35, rx * 0.8, tone)


def reef(c: Canvas, x: float, y: float, rx: float, ry: float, rough: float) -> None:
    shape = ring(c, x, y, rx, ry, rough)
    for k, tone, opacity in (
        (1.16, "#1f8296", 0.5),
        (1.07, "#2fa3aa", 0.7),
        (1.0, "#6fd3c6", 0.95),
        (0.93, "#b9eadb", 0.8),
        (0.87, "#5fcabf", 1),
        (0.74, "#33a9ad", 1),
        (0.56, "#22909b", 0.9),
    ):
        c.blob(grown(shape, x, y, k), tone, opacity=opacity)
    c.stroke(curve(grown(shape, x, y, 1.015), closed=True), "#f2fbf3", 4, opacity=0.6)
    for _ in range(int(rx / 9)):
        a, k = c.random.uniform(0, 2 * math.pi), c.random.uniform(0.2, 0.9)
        px, py = x + rx * k * math.cos(a), y + ry * k * math.sin(a)
        c.blob(
            ring(c, px, py, c.random.uniform(6, 26), c.random.uniform(4, 13), 0.3, 8),
            c.random.choice(("#e2a58a", "#8ed9c5", "#1b7f8a", "#c9866f")),
            opacity=0.5,
        )


def islet(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    shape = ring(c, x, y, w / 2, h / 2, 0.14, 12)
    c.blob(grown(shape, x, y, 1.55), "#a9e6d6", opacity=0.75)
    c.blob(grown([(px + 6, py + 8) for px, py in shape], x, y, 1.12), "#157883", opacity=0.3)
    c.blob(shape, SAND)
    c.blob(grown(shape, x, y, 0.74), "#4f8f57")
    for _ in range(int(w / 5)):
        a, k = c.random.uniform(0, 2 * math.pi), c.random.uniform(0, 0.62)
        px, py, r = x + w / 2 * k * math.cos(a), y + h / 2 * k * math.sin(a), c.random.uniform(4, 9)
        c.circle(px + 2, py + 3, r, "#2c6145")
        c.circle(px, py, r, mix("#5fa05c", "#8fc071", c.random.random()))


def boat_from_above(c: Canvas, x: float, y: float, turn: float, size: float) -> None:
    with c.group(transform=f"translate({x} {y}) rotate({turn}) scale({size})"):
        c.path("M-20 0Q-80-16-140-22Q-80-6-40 0Q-80 6-140 22Q-80 16-20 0Z", "#f2fbf3", opacity=0.6)
        c.path("M-34-9H14Q36-6 46 0Q36 6 14 9H-34Z", "#f7f1df")
        c.path("M-28-6H12Q28-4 36 0Q28 4 12 6H-28Z", "#b5764c")
        c.rect(-16, -7, 24, 14, CORAL, 2)


def peta_kepulauan(c: Canvas) -> None:
    """The islands of the regency as a map without words: not to scale, nothing to measure on."""
    c.rect(
        0,
        0,
        WIDTH,
        HEIGHT,
        c.gradient("radialGradient", 'cx=".45" cy=".45" r=".85"', ("#8fd9cf", "#3fa9ad", "#14707a", "#0d4f60")),
    )
    for i in range(1, 9):
        c.line((i * 178, 0), (i * 178, HEIGHT), "#eafaf2", 1.4, opacity=0.22)
        if i < 7:
            c.line((0, i * 152), (WIDTH, i * 152), "#eafaf2", 1.4, opacity=0.22)
    d = []
    for _ in range(70):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT)
        d.append(f"M{x:.0f} {y:.0f}q12-12 24 0t24 0")
    c.stroke("".join(d), "#e3f7ee", 3, opacity=0.35)
    main: list[Point] = [
        (520, 96),
        (566, 150),
        (556, 236),
        (584, 330),
        (570, 430),
        (592, 520),
        (560, 610),
        (548, 700),
        (512, 764),
        (478, 700),
        (470, 590),
        (446, 480),
        (462, 370),
        (448, 250),
        (474, 160),
    ]
    routes = [
        ((590, 470), (760, 600), (900, 560)),
        ((905, 570), (1010, 700), (1080, 800)),
        ((900, 560), (1120, 500), (1260, 600)),
        ((1260, 610), (1360, 720), (1400, 850)),
        ((540, 700), (600, 860), (720, 905)),
    ]
    land(c, main, 515, 440)
    for x, y, w, h in (
        (640, 250, 70, 44),
        (420, 620, 54, 90),
        (900, 560, 150, 84),
        (1010, 610, 90, 60),
        (1080, 800, 170, 84),
        (1400, 860, 190, 84),
        (1180, 900, 80, 44),
        (720, 905, 110, 60),
        (820, 380, 60, 40),
        (1060, 330, 54, 34),
        (340, 330, 44, 60),
    ):
        land(c, ring(c, x, y, w / 2, h / 2, 0.16, 11), x, y)
    atoll = ring(c, 1260, 560, 190, 118, 0.1)
    c.blob(grown(atoll, 1260, 560, 1.12), "#a9ecdc", opacity=0.5)
    c.stroke(curve(atoll, closed=True), "#f6e3b6", 12, stroke_dasharray="46 22 70 30")
    for a in range(0, 360, 52):
        x, y = 1260 + 178 * math.cos(math.radians(a)), 560 + 112 * math.sin(math.radians(a))
        land(c, ring(c, x, y, 24, 16, 0.2, 8), x, y)
    for route in routes:
        c.stroke(curve(route), CREAM, 5, stroke_dasharray="4 16", opacity=0.95)
    for x, y in ((590, 470), (900, 560), (1080, 800), (1400, 850), (720, 905), (1258, 676)):
        pin(c, x, y)
    small_boats(c)
    compass(c, 190, 870)


def small_boats(c: Canvas) -> None:
    t.pinisi(c, 800, 180, 190)
    wave = "M{} {}q14-12 28 0t28 0t28 0t28 0"
    c.stroke(wave.format(745, 190), FOAM, 4)
    t.jolloro(c, 740, 680, 130, band=CORAL, canopy=CREAM)
    t.ferry(c, 1130, 470, 150)
    t.jolloro(c, 250, 180, 140, band=GOLD, keel="#2f8f8b", flip=True)
    t.jolloro(c, 1290, 990, 120, canopy="#f0b36a", flip=True)


def land(c: Canvas, shape: list[Point], x: float, y: float) -> None:
    c.blob(grown(shape, x, y, 1.26), "#b6efdf", opacity=0.45)
    c.blob([(px + 7, py + 10) for px, py in shape], DEEP, opacity=0.28)
    c.blob(shape, c.lit(SAND, 0.1))
    c.blob(grown(shape, x, y, 0.84), c.lit("#5b9a63", 0.16))
    xs, ys = [q[0] for q in shape], [q[1] for q in shape]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    count = max(1, int(tall / 48))
    for i in range(count):
        cx, cy = x + (0.12 if i % 2 else -0.1) * wide * (count > 1), y + ((i + 0.5) / count - 0.5) * 0.78 * tall
        size = min(24.0, wide * 0.2)
        c.poly([(cx - size, cy + size * 0.5), (cx, cy - size), (cx + size, cy + size * 0.5)], "#3d7a52")
        c.poly([(cx, cy - size), (cx + size, cy + size * 0.5), (cx + size * 0.15, cy + size * 0.5)], "#2f6449")


def pin(c: Canvas, x: float, y: float) -> None:
    c.ellipse(x + 6, y + 4, 14, 5, DEEP, opacity=0.35)
    c.path(
        f"M{x} {y}C{x - 30} {y - 34} {x - 22} {y - 66} {x} {y - 66}C{x + 22} {y - 66} {x + 30} {y - 34} {x} {y}Z",
        c.lit(CORAL, 0.2),
    )
    c.circle(x, y - 42, 9, CREAM)


def compass(c: Canvas, x: float, y: float) -> None:
    c.circle(x, y, 112, CREAM, opacity=0.16)
    c.circle(x, y, 94, "none", stroke=CREAM, stroke_width=4, opacity=0.8)
    for i in range(8):
        a = math.radians(i * 45)
        r = 104 if i % 2 == 0 else 62
        tip = (x + r * math.sin(a), y - r * math.cos(a))
        for side, tone in ((-1, CREAM), (1, "#e9b46a" if i else CORAL)):
            b = a + side * math.radians(22)
            c.poly([(x, y), tip, (x + 24 * math.sin(b), y - 24 * math.cos(b))], tone)
    c.circle(x, y, 9, DEEP)


def kapal_antarpulau(c: Canvas) -> None:
    """The ferry between the islands."""
    n.sky(c, "day", 500)
    n.sun(c, 1310, 170, 56, "#fff7db", "#fff0c2")
    n.clouds(
        c,
        (300, 210, 560),
        (820, 150, 420),
        (1150, 330, 380),
        (120, 380, 320),
        (1500, 400, 320),
        color="#ffffff",
        opacity=0.85,
    )
    n.ridge(c, -120, 700, 502, 170, "#7fb2ae", peak=0.35)
    n.ridge(c, 1050, 1720, 502, 110, "#9cc7bd", peak=0.6)
    n.sea(c, "day", 500, ripples=240)
    n.island(c, 1350, 520, 360, palms=5, tall=120)
    n.island(c, 180, 528, 300, palms=4, tall=105)
    with c.reflected(772, depth=0.6, opacity=0.3):
        t.ferry(c, 790, 760, 1060)
    c.path(lens(1290, 778, 260, 12) + lens(1370, 792, 190, 7), FOAM, opacity=0.9)
    c.path(lens(800, 780, 1180, 15) + lens(640, 812, 980, 9) + lens(360, 846, 640, 8), FOAM, opacity=0.7)
    swell(c, 905, "#12707d")
    with c.reflected(618, opacity=0.3):
        t.jolloro(c, 1400, 616, 190, band=CORAL, canopy=CREAM, flip=True)
    n.birds(c, (480, 330, 30), (560, 300, 22), (980, 260, 26), (1060, 290, 18), (700, 390, 16))


def mercusuar(c: Canvas) -> None:
    """A lighthouse at dusk."""
    n.sky(c, "dusk", 640)
    c.light = 1
    for _ in range(70):
        c.circle(
            c.random.uniform(0, WIDTH),
            c.random.uniform(0, 330),
            c.random.uniform(0.8, 2.4),
            "#fdf3df",
            opacity=c.random.uniform(0.3, 0.9),
        )
    c.circle(330, 170, 150, c.glow("#fdf0cf", 0.5))
    c.path("M330 118A54 54 0 1 0 376 206A44 44 0 1 1 330 118Z", "#fdf3df")
    c.circle(1500, 640, 620, c.glow("#ffb06f", 0.55))
    n.clouds(c, (700, 430, 520), (1350, 500, 480), (250, 520, 420), color="#e9967a", opacity=0.45)
    n.ridge(c, -100, 760, 642, 120, "#5d5577", peak=0.4)
    n.ridge(c, -100, 420, 644, 80, "#433f63", peak=0.4)
    n.sea(c, "dusk", 640, ripples=210)
    n.glitter(c, 1440, 644, "#ffc08f", depth=300, opacity=0.5)
    beam(c, 1010, 252)
    with c.reflected(742, opacity=0.4):
        t.jolloro(
            c,
            420,
            740,
            250,
            hull="#7b7288",
            band="#2f6f7c",
            keel="#5a3346",
            canopy="#b98a78",
            crew=lambda: p.figure(c, -40, -10, 50, p.FISHER, replace(p.SIT, hands=((-14, -30), (-18, -32)))),
        )
        c.circle(454, 690, 8, "#ffe9a8")
        c.circle(454, 690, 60, c.glow("#ffd77f", 0.8))
    headland(c)
    lighthouse(c, 1010, 800)
    for i, (x, y, w) in enumerate(((700, 926, 230), (860, 962, 190), (1420, 958, 250), (560, 1000, 170))):
        n.rock(c, x, y, w, "#3d4658" if i % 2 else "#4a5062")
        c.path(lens(x, y + 2, w * 1.3, 8), "#f3d9cf", opacity=0.6)
    n.birds(c, (690, 330, 22), (760, 300, 16), color="#22344d")


def beam(c: Canvas, x: float, y: float) -> None:
    for spread, opacity in ((60, 0.5), (26, 0.6)):
        left = c.across((0, "#ffeab0", 0), (1, "#ffeab0", opacity))
        right = c.across((0, "#ffeab0", opacity), (1, "#ffeab0", 0))
        c.poly([(x, y - 7), (x, y + 7), (-60, y + 60 + spread), (-60, y + 60 - spread)], left)
        c.poly([(x, y - 7), (x, y + 7), (1680, y - 30 + spread), (1680, y - 30 - spread)], right)


def headland(c: Canvas) -> None:
    c.path(
        "M640 960Q760 800 880 796Q1000 770 1160 800Q1340 820 1470 900Q1560 930 1640 934V1100H600Z",
        c.down("#56604f", "#3f4650", "#252f42"),
    )
    c.path("M880 796Q1000 770 1160 800Q1340 820 1470 900Q1260 850 1120 842Q960 832 880 796Z", "#77855c", opacity=0.8)
    c.path(
        "M998 802Q1050 870 1010 930Q960 1000 990 1080H1120Q1070 1010 1090 950Q1110 880 1024 802Z",
        "#c7a98a",
        opacity=0.6,
    )
    for x, y, h, lean in ((1290, 850, 250, 0.18), (1380, 880, 210, -0.12), (850, 812, 170, -0.2)):
        n.palm(c, x, y, h, lean=lean, color="#3c5a55", bark="#5a4a4c")
    n.bush(c, 1200, 826, 180, "#3f5a52")
    n.bush(c, 930, 812, 110, "#3f5a52")


def lighthouse(c: Canvas, x: float, y: float) -> None:
    c.rect(x + 40, y - 86, 150, 86, c.lit("#e2c7ad", 0.2))
    c.poly([(x + 30, y - 84), (x + 200, y - 84), (x + 172, y - 124), (x + 58, y - 124)], c.lit("#9a4b45", 0.2))
    for wx in (70, 126):
        c.rect(x + wx, y - 64, 28, 32, "#ffd98a", 2)
    body = f"M{x - 62} {y}L{x - 36} {y - 500}H{x + 36}L{x + 62} {y}Z"
    c.path(body, c.across("#8f8aa0", "#f0e2d8", "#ffe3c4") if c.light > 0 else c.lit("#f0e2d8"))
    with c.clipped(body):
        for i in range(3):
            c.rect(x - 80, y - 470 + i * 160, 160, 76, c.across("#8d3a44", "#cf5a4a", "#e9836a"))
    for i in range(4):
        c.rect(x - 7, y - 420 + i * 110, 14, 24, "#3a3550", 6)
    c.rect(x - 16, y - 52, 32, 52, "#4a2f33", 6)
    c.rect(x - 58, y - 512, 116, 14, c.lit("#4a4a62", 0.25), 3)
    for i in range(9):
        c.line((x - 54 + i * 13.5, y - 512), (x - 54 + i * 13.5, y - 536), "#4a4a62", 2.5)
    c.line((x - 56, y - 537), (x + 56, y - 537), "#4a4a62", 3.5)
    c.rect(x - 28, y - 574, 56, 64, "#ffefb8", 3)
    c.circle(x, y - 546, 170, c.glow("#ffe7a0", 0.95))
    for i in range(4):
        c.line((x - 28 + i * 18.6, y - 574), (x - 28 + i * 18.6, y - 512), "#5a5366", 2.5)
    c.path(f"M{x - 40} {y - 572}Q{x} {y - 630} {x + 40} {y - 572}Z", c.lit("#b04a42", 0.2))
    c.line((x, y - 600), (x, y - 634), "#5a5366", 4)


def keluarga_pesisir(c: Canvas) -> None:
    """A family in front of their stilt house by the sea."""
    n.sky(c, "dawn", 480)
    n.sun(c, 300, 360, 66)
    n.clouds(c, (760, 160, 460), (140, 190, 320), (1200, 120, 380), (560, 300, 260))
    n.ridge(c, -80, 620, 482, 110, "#93b8b4", peak=0.5)
    n.sea(c, "dawn", 480, ripples=150)
    n.glitter(c, 300, 482, depth=260)
    with c.reflected(638, opacity=0.3):
        t.jolloro(c, 215, 634, 300, canopy="#f0c987", flip=True)
    n.beach(c, [(-20, 800), (200, 770), (460, 720), (760, 660), (1100, 636), (1640, 630)])
    n.palm(c, 1530, 760, 600, lean=-0.16)
    n.palm(c, 850, 690, 430, lean=-0.16)
    n.bush(c, 1480, 770, 330)
    c.shadow(1180, 838, 640, 0.3, 46)
    t.stilt_house(c, 1150, 836, 620, wall="#bd8455", roof="#7f4d44")
    group = (
        (470, 950, 430, p.FATHER, replace(p.FRONT, hands=((18, -60), (-14, -46)), view="three")),
        (610, 962, 400, p.MOTHER, replace(p.FRONT, hands=((12, -48), (-18, -48)))),
        (535, 985, 262, p.CHILD, replace(p.FRONT, hands=((12, -48), (-13, -48)))),
        (716, 985, 290, p.GIRL, replace(p.FRONT, hands=((13, -46), (-17, -62)))),
    )
    for x, y, height, look, pose in group:
        c.shadow(x, y, height * 0.5)
        p.figure(c, x, y, height, look, pose)
    t.basket(c, 330, 1010, 130, goods="#9cc3c6")
    c.shadow(330, 1012, 180)
    n.birds(c, (430, 260, 24), (500, 235, 18), (900, 250, 16))


def tukang_perahu(c: Canvas) -> None:
    """Boat builders at work on a wooden hull."""
    n.sky(c, "day", 470)
    n.sun(c, 1330, 180, 54, "#fff4d2", "#ffe9b0")
    n.clouds(c, (360, 180, 520), (900, 130, 360), (1180, 310, 300), color="#ffffff", opacity=0.8)
    n.ridge(c, 860, 1720, 472, 120, "#86b8b2", peak=0.6)
    n.sea(c, "day", 470, ripples=110)
    with c.reflected(520, opacity=0.3):
        t.pinisi(c, 1330, 516, 150, flip=True)
    n.beach(c, [(-20, 640), (300, 622), (700, 606), (1100, 612), (1640, 640)], "#ecd3a2")
    for x, y, h, lean in ((60, 720, 560, 0.12), (210, 690, 430, -0.1), (1545, 720, 500, -0.14)):
        n.palm(c, x, y, h, lean=lean)
    n.bush(c, 90, 730, 300)
    c.shadow(800, 900, 1180, 0.3, 60)
    hull_on_stocks(c)
    carpenters(c)


def hull_on_stocks(c: Canvas) -> None:
    wood, dark = "#b98150", "#7a4d30"
    for x in (380, 620, 860, 1100):
        c.poly([(x - 60, 915), (x + 60, 915), (x + 34, 850), (x - 34, 850)], c.lit(dark, 0.2))
    c.path("M210 470Q360 560 800 570Q1180 566 1420 420Q1300 520 1180 560Q800 640 380 560Z", darker(dark, 0.3))
    for i in range(15):
        x = 300 + i * 74
        top = 392 + 0.00033 * (x - 810) ** 2 * -1 + 70
        c.stroke(f"M{x} {top:.0f}Q{x - 4} 640 {x + (810 - x) * 0.12:.0f} 720", darker(wood, 0.3), 13)
    planks = "M200 520Q420 600 800 606Q1190 600 1440 440Q1400 640 1240 800Q1180 862 1080 866H440Q330 850 270 720Q220 620 200 520Z"
    c.path(planks, c.down(lighter(wood, 0.25), wood, darker(wood, 0.35)))
    with c.clipped(planks):
        for i in range(1, 8):
            c.stroke(
                f"M180 {520 + i * 46}Q420 {600 + i * 38} 800 {606 + i * 36}Q1190 {600 + i * 37} 1460 {440 + i * 50}",
                darker(wood, 0.38),
                3,
                opacity=0.7,
            )
        for i in range(60):
            x, row = 240 + (i * 97) % 1160, i % 7
            c.circle(x, 600 + row * 38 + (abs(x - 800) / 640) ** 2 * -34, 3, dark, opacity=0.7)
        c.path(
            "M200 520Q420 600 800 606Q1190 600 1440 440L1440 470Q1190 634 800 640Q420 632 200 552Z",
            lighter(wood, 0.3),
            opacity=0.8,
        )
        c.path("M1200 300L1500 300V900H1240Q1400 700 1440 440Z", darker(wood, 0.2), opacity=0.35)
    c.stroke("M1440 436L1462 380M200 516L176 452", dark, 20)
    for x in (330, 930):
        c.line((x, 930), (x + 30, 600), "#caa06a", 11)
    c.line((300, 760), (1000, 752), "#d9b27c", 14)


def carpenters(c: Canvas) -> None:
    maul = p.Pose(view="side", lean=8, hands=((22, -70), (20, -66)), feet=((9, -1), (-8, 0)))
    man = p.Look(
        skin=p.SKINS[2],
        top="#d98c3f",
        bottom="#2f4d5a",
        head="cap",
        head_color="#3d8b8b",
        lower="shorts",
        sleeves="none",
    )
    for x, y, h, look, flip in (
        (470, 990, 420, man, False),
        (1230, 1000, 430, replace(man, top="#3f8f86", head="caping", skin=p.SKINS[1], head_color="#d9b36b"), True),
    ):
        c.shadow(x, y, 230)
        p.figure(c, x, y, h, look, maul, flip=flip)
        side = -1 if flip else 1
        gx, gy = x + side * 0.21 * h, y - 0.68 * h
        c.line((gx - side * 26, gy + 34), (gx + side * 40, gy - 62), darker(WOOD, 0.1), 9)
        c.path(taper((gx + side * 14, gy - 76), (gx + side * 66, gy - 48), 15, 15), c.lit("#5c6b70", 0.3))
    p.figure(
        c,
        840,
        752,
        300,
        replace(man, top="#e9dcc0", head="hardhat", head_color="#d9b36b"),
        replace(p.SQUAT, hands=((18, -22), (16, -20))),
    )
    c.shadow(820, 1000, 330)
    t.table(c, 820, 1005, 300, 110, "#a06c43", 16)
    c.rect(690, 878, 230, 16, c.lit("#dcb47c", 0.2), 3)
    c.stroke("M900 876q24-30 46-6t-20 18M930 1020q20-20 36 0", "#efd3a0", 6)
    for _ in range(26):
        left, low = c.random.uniform(300, 1380), c.random.uniform(960, 1050)
        c.stroke(f"M{left:.0f} {low:.0f}q8-12 16-2t-6 8", "#f4dcae", 3.5, opacity=0.8)


SCENES: dict[str, Callable[[Canvas], None]] = {
    "pelabuhan-benteng": pelabuhan_benteng,
    "nelayan-jolloro": nelayan_jolloro,
    "pinisi": pinisi,
    "rumput-laut": rumput_laut,
    "taka-bonerate": taka_bonerate,
    "keluarga-pesisir": keluarga_pesisir,
    "peta-kepulauan": peta_kepulauan,
    "kapal-antarpulau": kapal_antarpulau,
    "tukang-perahu": tukang_perahu,
    "mercusuar": mercusuar,
}
