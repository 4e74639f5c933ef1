"""Work on land: market, streets, gardens, workshops and building sites."""

from collections.abc import Callable
from dataclasses import replace

from . import nature as n
from . import people as p
from . import things as t
from .brush import (
    CORAL,
    CREAM,
    GOLD,
    HEIGHT,
    WIDTH,
    WOOD,
    Canvas,
    darker,
    lens,
    lighter,
    mix,
)


def pasar_benteng(c: Canvas) -> None:
    """The market of Benteng in the morning."""
    n.sky(c, "dawn", 620)
    n.sun(c, 250, 210, 56)
    n.clouds(c, (700, 130, 380), (1250, 170, 420))
    for x, h, lean in ((80, 420, 0.1), (1540, 460, -0.12), (820, 400, 0.08)):
        n.palm(c, x, 560, h, lean=lean, color="#5c9473")
    for x, width, height, wall, roof in (
        (-40, 300, 240, "#e8d6b0", "#b5653f"),
        (270, 260, 280, "#cfdfd2", "#3f7f86"),
        (560, 250, 230, "#f0dcb8", "#a8553f"),
        (1060, 270, 270, "#e5cfae", "#8d4f44"),
        (1340, 320, 240, "#d5e0d0", "#b5653f"),
    ):
        house_front(c, x, 590, width, height, wall, roof)
    c.rect(0, 580, WIDTH, HEIGHT - 580, c.down("#d8c19a", "#c2a67c", "#a98b66"))
    c.path(
        "".join(
            lens(c.random.uniform(0, WIDTH), c.random.uniform(620, HEIGHT), c.random.uniform(60, 200), 3)
            for _ in range(40)
        ),
        "#8d7150",
        opacity=0.25,
    )
    t.garland(c, -20, 820, 250, (CORAL, CREAM, "#3f9c97", GOLD))
    t.garland(c, 800, 1640, 236, (GOLD, CREAM, CORAL, "#3f9c97"))
    for x, h, look, flip in (
        (560, 290, replace(p.STAFF_F, top="#d98c5f"), False),
        (660, 300, p.ELDER, True),
        (985, 285, p.TRADER, False),
    ):
        c.shadow(x, 700, 130)
        p.figure(c, x, 700, h, look, replace(p.WALK, view="three"), flip=flip)
    stall(c, 300, 950, 500, CORAL, fruit)
    stall(c, 1240, 960, 560, "#2f8f8b", fishes)
    buyers(c)


def house_front(c: Canvas, x: float, y: float, width: float, height: float, wall: str, roof: str) -> None:
    t.shophouse(c, x, y, width, height, wall, mix(roof, "#f0c987", 0.3), roof)


def stall(
    c: Canvas, x: float, y: float, width: float, awning: str, goods: Callable[[Canvas, float, float, float], None]
) -> None:
    """A market stall: a striped roof on posts, the trader behind, the goods on a slanting table."""
    half = width / 2
    top, height = y - 520, 190
    c.poly(
        [(x - half, y - 20), (x + half, y - 20), (x + half, top + 60), (x - half, top + 60)],
        darker("#8d7150", 0.3),
        opacity=0.22,
    )
    for side in (-1, 1):
        c.rect(x + side * half * 0.93 - 6, top, 12, y - top - 40, c.lit(WOOD, 0.25))
    trader = (
        replace(p.TRADER, head_color="#f0c987", top="#3f8f86")
        if awning == CORAL
        else replace(p.FISHER, head="cap", head_color="#c8503c", top="#e9dcc0")
    )
    p.figure(
        c,
        x + half * 0.2,
        y - 60,
        400,
        trader,
        replace(p.FRONT, view="three", hands=((20, -46), (-8, -44))),
        flip=awning != CORAL,
    )
    goods(c, x, y - 150, width)
    c.path(f"M{x - half} {y - 150}H{x + half}L{x + half * 0.96} {y}H{x - half * 0.96}Z", c.lit(WOOD, 0.22))
    for i in range(1, 9):
        px = x - half + width * i / 9
        c.line((px, y - 148), (px - (px - x) * 0.04, y - 2), darker(WOOD, 0.3), 2.5, opacity=0.6)
    c.rect(x - half * 1.03, y - 160, width * 1.03, 16, lighter(WOOD, 0.3), 4)
    stripes = 9
    for i in range(stripes):
        a, b = x - half * 1.12 + width * 1.12 * i / stripes, x - half * 1.12 + width * 1.12 * (i + 1) / stripes
        ta, tb = x + (a - x) * 0.82, x + (b - x) * 0.82
        tone = awning if i % 2 == 0 else CREAM
        c.path(
            f"M{ta:.0f} {top - 60}L{tb:.0f} {top - 60}L{b:.0f} {top - 60 + height * 0.5:.0f}L{a:.0f} {top - 60 + height * 0.5:.0f}Z",
            c.down(lighter(tone, 0.2), tone),
        )
        low = top - 60 + height * 0.5
        c.path(
            f"M{a:.0f} {low:.0f}H{b:.0f}V{low + 26:.0f}Q{(a + b) / 2:.0f} {low + 50:.0f} {a:.0f} {low + 26:.0f}Z",
            darker(tone, 0.14),
        )


def fruit(c: Canvas, x: float, y: float, width: float) -> None:
    for i, (tone, size) in enumerate((("#e9a35b", 17), ("#7fb069", 18), ("#c8503c", 14), ("#e8c65a", 16))):
        bx = x - width * 0.38 + i * width * 0.25
        for row, count in ((2, 2), (1, 4), (0, 5)):
            for k in range(count):
                c.circle(bx + (k - (count - 1) / 2) * size * 1.35, y - 18 - row * size * 1.3, size, c.lit(tone, 0.3))
        c.path(f"M{bx - 58} {y - 26}H{bx + 58}L{bx + 46} {y + 4}H{bx - 46}Z", c.lit("#c99a58", 0.25))
    for i, share in enumerate((-0.38, -0.19, 0.37)):
        bx = x + share * width
        c.line((bx, y - 340), (bx, y - 300), darker(WOOD, 0.2), 3)
        for k in range(7):
            c.path(
                f"M{bx} {y - 304}q{-34 + k * 11} 22 {-30 + k * 10} 62q8 4 12-4q2-30 {14 - k * 5}-58Z",
                c.lit(mix("#e8c84f", "#9fb54a", i * 0.3), 0.2),
            )


def fishes(c: Canvas, x: float, y: float, width: float) -> None:
    c.poly(
        [(x - width * 0.46, y - 40), (x + width * 0.46, y - 40), (x + width * 0.5, y + 4), (x - width * 0.5, y + 4)],
        c.down("#f4f8f2", "#cfe3e0"),
    )
    for i in range(9):
        fx = x - width * 0.39 + i * width * 0.097
        t.fish(c, fx, y - 30 - i % 2 * 12, 96, ("#8fb7bd", "#d98c7a", "#7fa3b5")[i % 3], turn=-24 if i % 2 else -150)
    for share in (-0.4, -0.28, 0.24, 0.38):
        bx = x + share * width
        c.line((bx, y - 330), (bx, y - 296), darker(WOOD, 0.2), 3)
        t.fish(c, bx, y - 250, 92, "#c79a6b", turn=90)


def buyers(c: Canvas) -> None:
    c.shadow(640, 1010, 260)
    p.figure(
        c,
        640,
        1010,
        480,
        p.MOTHER,
        p.Pose(view="three", lean=5, hands=((-2, -48), (18, -54)), far_hand_in_front=True),
        flip=True,
    )
    t.basket(c, 706, 818, 110, goods="#7fb069")
    c.stroke("M656 776Q706 700 756 776", "#a9793f", 6)
    c.shadow(830, 1030, 220)
    p.figure(
        c,
        830,
        1030,
        440,
        replace(p.FATHER, head="peci", top="#4f8fa0"),
        p.Pose(view="three", hands=((19, -52), (-11, -45))),
    )
    c.shadow(745, 1036, 150)
    p.figure(c, 745, 1036, 270, p.GIRL, replace(p.STAND, hands=((11, -46), (-12, -58))), flip=True)
    t.basket(c, 975, 1046, 150, goods="#e9a35b")


def wheel(c: Canvas, x: float, y: float, r: float, *, rim: str = "#3b474c", spokes: int = 18) -> None:
    c.circle(x, y, r, "none", stroke="#272f33", stroke_width=r * 0.13)
    c.circle(x, y, r * 0.88, "none", stroke="#cdd6d4", stroke_width=r * 0.05)
    for i in range(spokes):
        with c.group(transform=f"rotate({i * 360 / spokes} {x} {y})"):
            c.line((x, y), (x, y - r * 0.86), "#c3cdcb", 1.6, opacity=0.8)
    c.circle(x, y, r * 0.12, rim)


def becak(c: Canvas) -> None:
    """A pedicab and its driver in the shade of a town street."""
    n.sky(c, "day", 640)
    n.sun(c, 220, 140, 50, "#fff4d2", "#ffe9b0")
    n.clouds(c, (640, 130, 420), (1180, 90, 480), color="#ffffff", opacity=0.8)
    n.palm(c, 620, 600, 430, lean=0.1, color="#5c9473")
    n.palm(c, 1120, 600, 400, lean=-0.1, color="#5c9473")
    for x, width, height, wall, awning in (
        (-60, 330, 330, "#f0dcb8", "#2f8f8b"),
        (280, 290, 380, "#cfe0d6", CORAL),
        (690, 300, 320, "#f2d3b0", GOLD),
        (1010, 270, 370, "#dbe3cf", "#3f7f86"),
        (1290, 350, 330, "#f0dcb8", CORAL),
    ):
        t.shophouse(c, x, 660, width, height, wall, awning)
    t.street(c, 670)
    n.broad_tree(c, 1440, 690, 560)
    t.pot_plant(c, 640, 668, 110)
    t.pot_plant(c, 985, 668, 100)
    for x, look, flip in ((500, p.STAFF_F, True), (1210, p.ELDER, False)):
        p.figure(c, x, 668, 190, look, p.WALK, flip=flip)
    c.shadow(800, 962, 900, 0.4, 40)
    pedicab(c)


def pedicab(c: Canvas) -> None:
    """Driver behind, bench in front, as in Makassar; it goes to the right."""
    c.light = -1
    body, trim = "#1f8a94", GOLD
    wheel(c, 1005, 862, 88)
    c.path(
        "M800 760V640Q820 520 930 520Q1050 530 1090 600L1060 620Q1000 580 930 590Q860 620 860 760Z",
        darker("#d9694f", 0.35),
    )
    c.stroke("M1098 600L1060 800", "#56666a", 6)
    passenger(c)
    c.path("M800 742H1010Q1072 746 1092 820L1076 866H842Q806 846 800 742Z", c.lit(body, 0.2))
    c.path("M806 764H1040L1058 784H808Z", trim)
    c.path("M846 812q24-22 48 0t48 0t48 0", "none", stroke=CREAM, stroke_width=7, stroke_linecap="round")
    c.path("M772 640Q766 730 806 790L828 786Q800 720 806 640Z", c.lit("#c8503c", 0.2))
    c.path(
        "M768 652Q764 470 920 462Q1072 466 1116 598Q1010 540 904 556Q826 580 812 656Z",
        c.across(lighter("#e07a5f", 0.3), "#e07a5f", darker("#e07a5f", 0.2)),
    )
    c.stroke(
        "M792 640Q806 520 908 480M836 596Q870 526 944 474M916 552Q950 510 984 482M1000 552Q1020 530 1034 506",
        "#fbe3c0",
        5,
        opacity=0.8,
    )
    wheel(c, 955, 872, 92)
    c.rect(1078, 812, 34, 14, c.lit("#cdd6d4", 0.2), 6)
    wheel(c, 555, 866, 96)
    frame = "#2e4a52"
    for a, b in (
        ((555, 866), (660, 850)),
        ((660, 850), (620, 690)),
        ((555, 866), (622, 700)),
        ((660, 850), (800, 760)),
        ((630, 720), (800, 700)),
        ((800, 690), (836, 866)),
    ):
        c.line(a, b, frame, 11)
    c.path("M586 690Q620 674 660 688Q650 704 610 702Z", "#272f33")
    c.circle(660, 852, 26, "none", stroke="#8d9a98", stroke_width=7)
    c.stroke("M745 640Q774 632 792 650", "#cdd6d4", 9)
    driver = p.Look(skin=p.SKINS[2], top="#f2b84b", bottom="#2f4d5a", head="caping", lower="shorts")
    ride = p.Pose(view="side", hip=(0, -46), lean=16, hands=((32, -58), (31, -57)), feet=((15, -9), (8, -1)), nod=-8)
    with c.group():
        p.figure(c, 618, 886, 430, driver, ride)
    c.line((660, 852), (652, 884), "#8d9a98", 7)


def passenger(c: Canvas) -> None:
    look = replace(p.MOTHER, head_color="#e8c98f", top="#7a5b86", bottom="#5a4069")
    p.figure(
        c, 905, 912, 400, look, replace(p.SIT, hip=(-8, -33), hands=((12, -38), (10, -36)), feet=((24, -6), (22, -5)))
    )
    t.basket(c, 985, 752, 110, goods="#7fb069")


def ojek(c: Canvas) -> None:
    """A motorcycle taxi on the coast road."""
    n.sky(c, "gold", 480)
    n.sun(c, 300, 300, 62)
    n.clouds(c, (820, 150, 460), (1350, 210, 380), (520, 100, 300))
    n.ridge(c, 900, 1720, 482, 150, "#8fae98", peak=0.6)
    n.sea(c, "gold", 480, ripples=120)
    n.glitter(c, 300, 482, depth=200)
    with c.reflected(556, opacity=0.3):
        t.jolloro(c, 640, 554, 170, band=CORAL, canopy=CREAM)
    n.beach(c, [(-20, 640), (400, 622), (900, 628), (1640, 610)])
    for x, y, h, lean in ((90, 730, 620, 0.12), (1480, 720, 560, -0.12), (1330, 700, 420, -0.1)):
        n.palm(c, x, y, h, lean=lean)
    for x, w in ((200, 260), (1540, 300), (1180, 200)):
        n.bush(c, x, 742, w)
    t.street(c, 770)
    for i in range(8):
        x = 60 + i * 220
        c.rect(x, 700, 22, 66, c.lit(CREAM, 0.2), 3)
        c.rect(x, 716, 22, 14, CORAL)
    c.shadow(810, 996, 860, 0.4, 34)
    motorcycle(c)


def motorcycle(c: Canvas) -> None:
    c.light = -1
    wheel(c, 610, 910, 88, spokes=10)
    wheel(c, 1010, 910, 88, spokes=10)
    c.path("M560 902H690L720 880L560 886Z", c.lit("#9aa7a5", 0.3))
    rider = p.Pose(view="side", hip=(-4, -40), lean=8, hands=((29, -54), (28, -53)), feet=((17, -10), (13, -9)))
    woman = replace(p.STAFF_F, head="helmet", head_color="#3f7f9c", top="#e8a07d", bottom="#5a4069")
    p.figure(
        c,
        660,
        975,
        440,
        woman,
        replace(rider, hip=(-4, -46), lean=4, hands=((22, -56), (20, -54)), feet=((16, -14), (11, -13))),
    )
    c.path("M700 888L760 800L900 812L944 860L900 900Z", c.lit("#4a5a60", 0.3))
    c.circle(820, 870, 40, c.lit("#5c6b70", 0.35))
    c.circle(820, 870, 18, "#2b3439")
    c.path("M530 800Q600 770 700 782L800 790Q812 822 770 834L640 836Q570 842 530 800Z", "#272f33")
    c.path("M520 822Q600 842 700 834L760 846L720 888Q640 876 560 862Z", c.lit("#c8402f", 0.22))
    p.figure(c, 790, 975, 450, p.RIDER, rider)
    c.path("M860 800Q900 838 968 812L990 716Q960 706 934 722Q910 790 850 790Z", c.lit("#c8402f", 0.22))
    c.path("M938 720Q972 700 1000 724L1008 764Q980 770 950 760Z", c.lit("#c8402f", 0.22))
    c.ellipse(1000, 744, 17, 20, "#fff3cf")
    c.line((980, 770), (1010, 910), "#8d9a98", 12)
    c.path("M930 872Q1010 788 1096 872Q1010 828 930 872Z", c.lit("#c8402f", 0.25))
    c.stroke("M958 722Q930 706 912 730", "#56666a", 9)
    c.line((952, 714), (934, 668), "#56666a", 5)
    c.ellipse(930, 656, 18, 13, "#2b3439")
    c.rect(508, 806, 20, 22, "#ff8a6b", 5)


def kebun_kelapa(c: Canvas) -> None:
    """Husking coconuts and drying copra in the palm garden."""
    c.rect(0, 0, WIDTH, 700, c.down("#bfe0cf", "#e6ecc4", "#fbe6ac"))
    n.sun(c, 1180, 190, 66, "#fff6d6", "#ffe39a")
    n.ridge(c, -60, 900, 600, 170, "#a9c9a8", peak=0.4)
    n.ridge(c, 700, 1700, 600, 120, "#bcd2a4", peak=0.5)
    for i in range(13):
        n.palm(
            c,
            40 + i * 128 + c.random.uniform(-30, 30),
            636,
            c.random.uniform(330, 430),
            lean=c.random.uniform(-0.12, 0.12),
            color="#7fae86",
            bark="#a58e6c",
            nuts=False,
        )
    c.rect(0, 615, WIDTH, 460, c.down("#b9c97c", "#86a95c", "#5f8a4c"))
    c.path("M0 640Q400 600 800 640T1600 630V700H0Z", "#c9d48a", opacity=0.5)
    for x, y, h, lean in ((330, 730, 660, 0.06), (1010, 700, 600, -0.07), (1420, 760, 700, -0.1), (70, 780, 720, 0.1)):
        c.shadow(x - 60, y + 4, 340, 0.22)
        n.palm(c, x, y, h, lean=lean)
    n.rays(c, 1180, 190, spread=(60, 150), opacity=0.09, color="#fff0b8")
    n.grass(c, 690, "#4f7c46", 90)
    copra_rack(c)
    c.shadow(480, 985, 520, 0.35)
    for row, count in ((0, 9), (1, 7), (2, 5), (3, 3)):
        for k in range(count):
            t.coconut(
                c,
                310 + (k - (count - 1) / 2) * 62 + row * 2,
                960 - row * 46,
                34,
                mix("#8a6239", "#8f9a4a", c.random.random() * 0.7),
            )
    c.line((660, 1000), (676, 850), "#6b7579", 12)
    c.shadow(760, 1000, 240)
    husk = p.Pose(view="side", lean=26, hands=((19, -45), (17, -41)), feet=((10, -1), (-8, 0)), nod=10)
    p.figure(c, 768, 1000, 450, replace(p.FISHER, top="#d98c3f", head="cap", head_color="#3d8b8b"), husk, flip=True)
    t.coconut(c, 678, 826, 38, "#9a8a45")
    c.shadow(960, 1030, 220)
    p.figure(
        c,
        985,
        1030,
        440,
        replace(p.FARMER, head="caping", top="#b3574f", skin=p.SKINS[2]),
        replace(p.SQUAT, hands=((22, -16), (20, -13))),
    )
    for x, y in ((1110, 1000), (1150, 1022), (1075, 1030)):
        c.circle(x, y, 34, "#7a5636")
        c.ellipse(x, y - 8, 30, 22, "#fbf6e6")
        c.ellipse(x, y - 6, 18, 12, "#e3e2cf")


def copra_rack(c: Canvas) -> None:
    c.shadow(1290, 905, 560, 0.3)
    for leg in (1070, 1180, 1290, 1400, 1510):
        c.line((leg, 770), (leg, 900), darker(WOOD, 0.15), 10)
    c.poly([(1050, 780), (1530, 780), (1500, 720), (1080, 720)], c.down("#c9a06a", "#a87d4b"))
    for row, count in ((0, 15), (1, 16)):
        for i in range(count):
            x, y = 1092 + i * (26.5 + row * 1.4) - row * 14, 736 + row * 26
            c.ellipse(x, y, 14, 9, "#6d4b30")
            c.ellipse(x, y - 3, 12, 7, "#fbf4de")


def room(c: Canvas, wall: str, floor: str, y: float) -> None:
    """A room with its floor from y downwards."""
    c.rect(0, 0, WIDTH, y, c.across(lighter(wall, 0.35), wall, darker(wall, 0.12)))
    c.rect(0, y - 18, WIDTH, 18, darker(wall, 0.25))
    c.rect(0, y, WIDTH, HEIGHT - y, c.down(lighter(floor, 0.18), floor, darker(floor, 0.2)))


def sunbeam(c: Canvas, x: float, y: float, width: float, height: float, floor: float, shift: float = 260) -> None:
    """The light that falls from a window at (x, y) on the floor."""
    c.poly(
        [(x, y), (x + width, y), (x + width + shift, floor + 220), (x + shift - 40, floor + 220)],
        "#fff1c4",
        opacity=0.13,
    )
    c.poly(
        [
            (x + shift * 0.86, floor + 40),
            (x + width + shift * 0.86, floor + 40),
            (x + width + shift * 1.1, floor + 210),
            (x + shift, floor + 210),
        ],
        "#fff1c4",
        opacity=0.32,
    )


def penjahit(c: Canvas) -> None:
    """A tailor at her machine."""
    room(c, "#e9cfa4", "#a9744e", 800)
    t.window(c, 130, 170, 430, 380, view=lambda: garden_view(c))
    sunbeam(c, 130, 170, 430, 380, 800)
    c.rect(650, 150, 420, 16, darker(WOOD, 0.1))
    c.rect(650, 330, 420, 16, darker(WOOD, 0.1))
    for row, y in enumerate((150, 330)):
        for i in range(7):
            tone = ("#e07a5f", "#3f8f86", "#f2b84b", "#7a5b86", "#4f8fa0", "#c95d63", "#8fb573")[(i + row * 3) % 7]
            h = 78 + (i * 37 + row * 20) % 46
            c.rect(664 + i * 57, y - h, 48, h, c.lit(tone, 0.22), 10)
            c.ellipse(688 + i * 57, y - h + 6, 22, 9, lighter(tone, 0.35))
    mannequin(c, 1350, 860)
    c.path("M1120 170h110v26h-110Z", darker(WOOD, 0.1))
    for i, tone in enumerate(("#c95d63", "#f2b84b", "#3f8f86", "#4f8fa0")):
        c.rect(1128 + i * 26, 138, 16, 32, c.lit(tone, 0.2), 3)
    c.shadow(760, 960, 1150, 0.3, 46)
    t.chair(c, 395, 975, 330, "#8f5f3d")
    sew = p.Pose(view="side", hip=(-6, -34), lean=20, hands=((40, -50), (37, -49)), feet=((24, -2), (20, 0)), nod=8)
    p.figure(c, 430, 970, 580, replace(p.TRADER, top="#3f8f86", bottom="#5a4069", head_color="#e8b08a"), sew)
    sewing_table(c)
    t.pot_plant(c, 1530, 900, 250)
    t.basket(c, 1130, 1010, 190)
    for x, tone in ((1070, "#e07a5f"), (1120, "#f2b84b"), (1180, "#4f8fa0")):
        c.path(f"M{x - 40} 936Q{x - 30} 880 {x + 10} 900Q{x + 52} 880 {x + 46} 936Z", c.lit(tone, 0.25))


def garden_view(c: Canvas) -> None:
    t.sea_view(c, 400, 130, 560)()
    n.palm(c, 220, 560, 330, lean=0.1)
    n.bush(c, 460, 560, 240)


def mannequin(c: Canvas, x: float, y: float) -> None:
    c.shadow(x, y, 260)
    c.line((x, y - 10), (x, y - 260), darker(WOOD, 0.2), 12)
    c.stroke(f"M{x - 80} {y}Q{x} {y - 60} {x + 80} {y}", darker(WOOD, 0.2), 12)
    kebaya = f"M{x - 30} {y - 560}Q{x - 110} {y - 550} {x - 100} {y - 470}Q{x - 64} {y - 400} {x - 74} {y - 360}L{x - 110} {y - 220}Q{x} {y - 190} {x + 110} {y - 220}L{x + 74} {y - 360}Q{x + 64} {y - 400} {x + 100} {y - 470}Q{x + 110} {y - 550} {x + 30} {y - 560}Z"
    c.path(kebaya, c.lit("#c95d63", 0.25))
    with c.group(transform="scale(1)"), c.clipped(kebaya):
        for i in range(60):
            px, py = x - 120 + i * 53 % 240, y - 560 + i * 37 % 360
            c.circle(px, py, 5, "#f6d7a0", opacity=0.55)
    c.path(f"M{x - 14} {y - 590}h28v40h-28Z", c.lit("#d9b48a", 0.2))
    c.ellipse(x, y - 592, 18, 8, WOOD)
    c.stroke(f"M{x} {y - 552}L{x - 6} {y - 210}", "#8f3a44", 4)
    c.stroke(f"M{x - 70} {y - 520}Q{x} {y - 430} {x + 76} {y - 540}", "#f2d16b", 9)


def sewing_table(c: Canvas) -> None:
    iron = "#2b3439"
    for x in (590, 1000):
        c.stroke(f"M{x} 724L{x - 26} 960M{x} 724L{x + 26} 960M{x - 18} 880H{x + 18}", iron, 10)
    c.circle(800, 850, 74, "none", stroke=iron, stroke_width=11)
    c.stroke("M800 776V924M726 850H874", iron, 5)
    c.rect(590, 926, 420, 12, iron)
    c.path("M680 940h150l-16-24h-118Z", lighter(iron, 0.2))
    c.rect(540, 704, 560, 26, c.lit("#a06c43", 0.25), 5)
    c.path(
        "M560 704Q650 664 740 690Q860 676 900 704L930 800Q900 826 880 800L850 724H600Q560 740 560 704Z",
        c.lit("#f2b84b", 0.22),
    )
    body = "M680 704H980V676H740V620Q742 590 780 590H880Q900 590 900 620V676H980V560Q978 520 930 520H760Q690 520 690 580V640H664V660H694V690H680Z"
    c.path(body, c.lit("#27414d", 0.3))
    c.path("M960 548H1000V600H960Z", c.lit("#27414d", 0.3))
    c.circle(1010, 574, 46, "none", stroke="#3b5a66", stroke_width=13)
    c.circle(1010, 574, 10, "#cdd6d4")
    c.stroke("M720 536H900", GOLD, 5)
    c.rect(820, 492, 26, 30, CORAL, 3)
    c.stroke("M833 492Q760 470 700 540L678 650", CREAM, 2)
    c.line((676, 650), (676, 702), "#cdd6d4", 6)


def pekerja_bangunan(c: Canvas) -> None:
    """Builders on a house in the making."""
    n.sky(c, "day", 700)
    n.sun(c, 1360, 170, 56, "#fff4d2", "#ffe9b0")
    n.clouds(c, (260, 140, 460), (760, 90, 380), (1090, 240, 360), color="#ffffff", opacity=0.85)
    n.ridge(c, -80, 800, 640, 190, "#8fbcae", peak=0.4)
    n.ridge(c, 600, 1700, 640, 130, "#a6cbb4", peak=0.6)
    for x, h, lean in ((1500, 440, -0.1), (1390, 360, 0.1), (60, 400, 0.1)):
        n.palm(c, x, 660, h, lean=lean, color="#5c9473")
    c.rect(0, 630, WIDTH, 440, c.down("#d9c08f", "#c4a271", "#a3835a"))
    n.bush(c, 1480, 672, 320, "#5c9463")
    frame_of_house(c)
    c.path(
        "".join(
            lens(c.random.uniform(0, WIDTH), c.random.uniform(860, HEIGHT), c.random.uniform(50, 160), 4)
            for _ in range(24)
        ),
        "#7d6040",
        opacity=0.3,
    )
    site_people(c)


def frame_of_house(c: Canvas) -> None:
    grey, brick = "#b9bab0", "#c06a4a"
    c.rect(330, 250, 800, 26, c.lit(grey, 0.15))
    for x in (330, 590, 850, 1100):
        c.rect(x, 250, 34, 600, c.lit(grey, 0.18))
    c.rect(320, 520, 820, 28, c.lit(grey, 0.15))
    for px in (350, 610, 870, 1108):
        for k in range(3):
            c.line((px + k * 8, 250), (px + k * 8, 206), "#7a5a4a", 3)
    c.poly([(330, 250), (730, 90), (1134, 250), (1110, 250), (730, 112), (356, 250)], c.lit("#a9764a", 0.2))
    for x in (480, 605, 730, 855, 980):
        c.line((x, 250), (x, 250 - (400 - abs(x - 730)) * 0.38), "#a9764a", 10)
    for x0, y0, width, height in ((364, 640, 226, 210), (884, 548, 216, 302), (624, 740, 226, 110)):
        c.rect(x0, y0, width, height, c.lit(brick, 0.16))
        rows = int(height / 24)
        for r in range(rows + 1):
            c.line((x0, y0 + r * 24), (x0 + width, y0 + r * 24), "#e3b594", 2.5, opacity=0.75)
            for k in range(int(width / 52) + 1):
                bx = x0 + k * 52 + (26 if r % 2 else 0)
                if bx < x0 + width and r < rows:
                    c.line((bx, y0 + r * 24), (bx, y0 + r * 24 + 24), "#e3b594", 2, opacity=0.6)
    for x in (250, 1210):
        c.line((x, 870), (x, 190), "#b58a52", 14)
    c.line((430, 880), (430, 420), "#b58a52", 12)
    for y in (420, 640):
        c.line((230, y), (1240, y), "#c79a5f", 11)
    c.rect(225, 404, 440, 14, c.lit("#d9b27c", 0.2), 3)
    c.line((250, 640), (430, 420), "#b58a52", 9)
    c.line((1210, 640), (1110, 420), "#b58a52", 9)


def site_people(c: Canvas) -> None:
    p.figure(
        c, 400, 404, 290, p.BUILDER, p.Pose(view="side", lean=6, hands=((24, -62), (22, -54)), feet=((9, -1), (-7, 0)))
    )
    p.figure(
        c,
        560,
        404,
        285,
        replace(p.BUILDER, head_color="#f4f1e4", skin=p.SKINS[0]),
        p.Pose(view="three", hands=((12, -48), (14, -72)), nod=-6),
        flip=True,
    )
    c.shadow(760, 880, 240)
    p.figure(
        c,
        790,
        900,
        430,
        replace(p.BUILDER, top="#c9a15a", vest="#f0d33d", skin=p.SKINS[1]),
        p.Pose(view="side", lean=18, hands=((24, -52), (20, -44)), feet=((12, -1), (-8, 0)), nod=6),
    )
    c.rect(884, 690, 60, 24, c.lit("#c06a4a", 0.3), 2)
    c.path("M868 712l46 0l-8 12h-30Z", "#9aa7a5")
    c.shadow(330, 1010, 520, 0.35)
    p.figure(
        c,
        200,
        1000,
        460,
        replace(p.BUILDER, head_color="#3d8bb0"),
        p.Pose(view="side", lean=10, hands=((22, -38), (20, -37)), feet=((13, -2), (-12, 0))),
    )
    c.line((290, 826), (480, 880), "#5c6b70", 10)
    c.path("M400 820H640L580 930H450Z", c.lit("#3f8f86", 0.25))
    c.path("M410 822Q500 740 630 822Z", c.lit("#d8c3a0", 0.25))
    c.line((480, 930), (440, 990), "#5c6b70", 9)
    c.circle(590, 962, 40, "#2b3439")
    c.circle(590, 962, 17, "#9aa7a5")
    c.shadow(1330, 1010, 520, 0.35)
    for row in range(5):
        for k in range(6 - row):
            c.rect(
                1130 + k * 76 + row * 38,
                956 - row * 38,
                72,
                35,
                c.lit(mix("#c06a4a", "#d98c62", (k + row) % 3 * 0.3), 0.2),
                2,
            )
    c.path("M1120 1006Q1100 960 1160 950L1190 1006Z", c.lit("#e0cfa8", 0.25))
    p.figure(
        c,
        1480,
        1010,
        450,
        replace(p.STAFF, head="hardhat", head_color="#f4f1e4", top="#4f8fa0", sleeves="long"),
        p.Pose(view="three", hands=((20, -60), (14, -55)), far_hand_in_front=True, nod=6),
        flip=True,
    )
    c.poly([(1360, 740), (1450, 716), (1462, 772), (1372, 798)], "#eaf4f2")
    c.stroke("M1380 752L1440 736M1386 770L1446 754M1420 744l8 30", "#4f8fa0", 3)


SCENES: dict[str, Callable[[Canvas], None]] = {
    "pasar-benteng": pasar_benteng,
    "becak": becak,
    "ojek": ojek,
    "kebun-kelapa": kebun_kelapa,
    "penjahit": penjahit,
    "pekerja-bangunan": pekerja_bangunan,
}
