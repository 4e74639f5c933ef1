"""Government, service and recognition: offices, counters, meetings, awards, and the things of membership."""

import math
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
    INK,
    RED,
    SHALLOW,
    TEAL,
    WIDTH,
    WOOD,
    Canvas,
    darker,
    lens,
    lighter,
    mix,
    taper,
)
from .work_scenes import room, sunbeam

GIVE = p.Pose(view="three", hands=((24, -56), (18, -54)), far_hand_in_front=True)


def kantor_bupati(c: Canvas) -> None:
    """A government office in the morning: any office, with the red and white flag before it."""
    n.sky(c, "day", 700)
    n.sun(c, 210, 190, 56, "#fff4d2", "#ffe9b0")
    n.clouds(c, (560, 150, 420), (1100, 110, 480), (1460, 250, 320), color="#ffffff", opacity=0.85)
    n.ridge(c, -60, 700, 660, 190, "#8fbfae", peak=0.4)
    n.ridge(c, 800, 1700, 660, 150, "#9fc9b2", peak=0.6)
    for x, h, lean in ((100, 420, 0.1), (1500, 460, -0.1), (1400, 380, 0.12)):
        n.palm(c, x, 690, h, lean=lean, color="#5c9473")
    c.rect(0, 668, WIDTH, 400, c.down("#a9c77a", "#7fae62", "#5c9152"))
    office(c)
    c.path("M640 716H960L1240 1080H300Z", c.down("#efe2c4", "#d9c6a0"))
    for k in range(1, 6):
        y = 716 + k * k * 13
        c.line((640 - (y - 716) * 0.93, y), (960 + (y - 716) * 0.77, y), "#c4ae84", 2.5, opacity=0.7)
    for x, w in ((180, 300), (430, 180), (1150, 180), (1420, 300)):
        n.bush(c, x, 742, w, "#4f9460")
        for _ in range(int(w / 22)):
            c.circle(
                x + c.random.uniform(-0.4, 0.4) * w,
                722 + c.random.uniform(-18, 8),
                6,
                c.random.choice((CORAL, GOLD, CREAM)),
            )
    c.path("M392 880L412 838H508L528 880Z", c.lit("#efe6d0", 0.15))
    c.path("M420 840L432 812H488L500 840Z", c.lit("#f7efdc", 0.15))
    t.flag(c, 460, 816, 640, width=190)
    walkers = (
        (760, 830, 260, p.OFFICER, False),
        (850, 840, 250, p.OFFICER_F, True),
        (1050, 960, 330, p.STAFF, True),
        (640, 985, 330, p.BATIK_F, False),
    )
    for x, y, h, look, flip in walkers:
        c.shadow(x, y, h * 0.5)
        p.figure(c, x, y, h, look, replace(p.WALK, view="three"), flip=flip)
    n.birds(c, (900, 150, 20), (960, 180, 16))


def office(c: Canvas) -> None:
    wall, roof, trim = "#f4ead2", "#b0573f", "#2f7f86"
    for x, width in ((230, 420), (950, 420)):
        c.rect(x, 470, width, 240, c.lit(wall, 0.16))
        c.poly(
            [(x - 26, 474), (x + width + 26, 474), (x + width - 30, 392), (x + 30, 392)],
            c.down(lighter(roof, 0.15), darker(roof, 0.2)),
        )
        for row in (498, 610):
            for i in range(5):
                if 600 < x + 34 + i * 76 + 46 < 990:
                    continue
                c.rect(x + 34 + i * 76, row, 46, 70, "#21505c", 3)
                c.path(f"M{x + 34 + i * 76} {row}h46l-46 46Z", "#8fcfd0", opacity=0.6)
                c.rect(x + 28 + i * 76, row + 70, 58, 7, lighter(wall, 0.6))
        c.rect(x, 584, width, 10, trim)
    c.rect(600, 420, 400, 296, c.lit(lighter(wall, 0.25), 0.14))
    c.poly([(540, 430), (800, 250), (1060, 430)], c.down(lighter(roof, 0.2), darker(roof, 0.2)))
    c.poly([(620, 422), (800, 298), (980, 422)], c.lit("#f7ecd0", 0.12))
    c.stroke("M690 398H910M730 370H870M768 344H832", darker(roof, 0.05), 6)
    c.stroke("M534 434L800 248L1066 434", lighter(roof, 0.3), 11)
    c.stroke("M800 250L784 218M800 250L816 218", GOLD, 6)
    c.rect(580, 424, 440, 18, c.lit(trim, 0.15))
    c.rect(706, 560, 188, 152, "#1d4653")
    c.rect(794, 560, 12, 152, trim)
    c.rect(640, 470, 320, 60, "#21505c", 4)
    c.path("M640 470h120l-70 60h-50Z", "#8fcfd0", opacity=0.5)
    for x in (604, 676, 896, 968):
        c.rect(x, 440, 28, 274, c.lit(CREAM, 0.2))
        c.rect(x - 6, 440, 40, 14, lighter(CREAM, 0.4))
        c.rect(x - 6, 698, 40, 18, darker(CREAM, 0.12))
    for i in range(3):
        c.rect(590 - i * 16, 710 + i * 11, 420 + i * 32, 12, c.lit(mix("#efe2c4", "#c9b58c", i * 0.25), 0.1))


def loket_layanan(c: Canvas) -> None:
    """A service counter: one officer, one citizen, time to explain."""
    room(c, "#d5e6dc", "#c9b08a", 780)
    t.window(c, 90, 150, 340, 360, view=t.sea_view(c, 380, 90, 430))
    sunbeam(c, 90, 150, 340, 360, 780)
    c.rect(1120, 130, 400, 250, c.lit("#f7f2e2", 0.08), 10)
    for i, tone in enumerate((CORAL, TEAL, GOLD)):
        t.shield(c, 1196 + i * 124, 230, 92, tone) if i != 1 else t.heart(c, 1320, 230, 88, tone)
        c.rect(1156 + i * 124, 300, 80, 10, "#b9c9c2", 5)
        c.rect(1166 + i * 124, 322, 60, 10, "#cfdad4", 5)
    c.circle(800, 190, 62, c.lit("#f7f2e2", 0.1))
    c.circle(800, 190, 62, "none", stroke="#2f7f86", stroke_width=9)
    c.stroke("M800 190V148M800 190L830 206", INK, 6)
    waiting(c)
    p.figure(
        c,
        1130,
        930,
        620,
        p.OFFICER_F,
        replace(p.FRONT, view="three", hands=((25, -46), (10, -44)), far_hand_in_front=True),
        flip=True,
    )
    c.path("M700 660H1620V700H690Z", c.lit("#a06c43", 0.16))
    c.path("M720 700H1620V1000H750Z", c.lit("#2f7f86", 0.18))
    c.path(
        "M780 820q40-34 80 0t80 0t80 0t80 0t80 0t80 0t80 0t80 0t80 0t80 0",
        "none",
        stroke="#e9f3ea",
        stroke_width=7,
        opacity=0.5,
    )
    c.rect(740, 1000, 900, 24, darker("#2f7f86", 0.4))
    c.path("M1290 660V640H1350V660Z", "#56666a")
    c.rect(1206, 494, 232, 150, c.lit("#2b3a40", 0.3), 10)
    c.rect(1436, 630, 110, 30, "#f7f2e2", 3)
    t.pot_plant(c, 1500, 662, 150)
    c.poly([(900, 650), (1010, 650), (1030, 666), (884, 666)], "#fbf8ec")
    c.stroke("M920 657h70", "#9fb3ae", 3)
    c.shadow(620, 1020, 330)
    t.chair(c, 560, 1020, 360, CORAL)
    p.figure(
        c,
        590,
        1020,
        590,
        replace(p.FATHER, head="peci", top="#4f8fa0"),
        replace(p.SIT, hip=(-6, -31), lean=5, hands=((31, -57), (27, -52)), feet=((18, -1), (14, 0))),
    )


def waiting(c: Canvas) -> None:
    for i, (x, look) in enumerate(((180, p.ELDER), (330, p.MOTHER), (480, replace(p.TRADER, head_color="#e8c98f")))):
        t.chair(c, x - 16, 880, 230, (TEAL, GOLD, TEAL)[i])
        p.figure(
            c, x, 880, 380, look, replace(p.SIT, hip=(-6, -31), hands=((9, -34), (7, -33)), feet=((16, -1), (13, 0)))
        )


def sosialisasi_desa(c: Canvas) -> None:
    """A meeting in the village about the programmes, in the shade of the great tree."""
    n.sky(c, "day", 560)
    n.sun(c, 1420, 150, 52, "#fff4d2", "#ffe9b0")
    n.clouds(c, (330, 130, 440), (1080, 110, 380), color="#ffffff", opacity=0.85)
    n.ridge(c, -60, 900, 540, 150, "#8fbfae", peak=0.4)
    n.sea(c, "day", 520, ripples=60)
    c.path("M0 600Q400 560 800 572T1600 560V1080H0Z", c.down("#c9cf8a", "#a9b86c", "#83995a"))
    n.palm(c, 1530, 640, 430, lean=-0.12)
    t.stilt_house(c, 1400, 650, 340, wall="#c08a5b")
    t.stilt_house(c, 120, 640, 300, wall="#b57a4c", roof="#5f6f6a")
    n.broad_tree(c, 560, 700, 760, "#3f8058")
    c.ellipse(800, 850, 860, 150, "#5f7a48", opacity=0.3)
    c.line((860, 740), (840, 470), darker(WOOD, 0.1), 9)
    c.line((1040, 740), (1060, 470), darker(WOOD, 0.1), 9)
    c.rect(820, 400, 260, 250, c.lit("#fbf8ec", 0.06), 6)
    c.rect(812, 392, 276, 16, darker(WOOD, 0.1), 4)
    t.shield(c, 890, 490, 90, TEAL)
    p.figure(c, 1010, 540, 110, p.FISHER, p.STAND)
    c.stroke("M866 590h168M866 618h120", "#9fb3ae", 8)
    c.shadow(720, 780, 190)
    p.figure(c, 720, 780, 400, p.OFFICER_F, p.Pose(view="three", hands=((22, -74), (-6, -52))))
    c.shadow(1165, 780, 180)
    p.figure(
        c,
        1180,
        780,
        400,
        p.BATIK_M,
        replace(p.FRONT, view="three", hands=((9, -48), (-8, -47)), far_hand_in_front=True),
        flip=True,
    )
    rows = (
        (
            870,
            330,
            (140, 350, 570, 800, 1030, 1260, 1470),
            (p.ELDER, p.FARMER, p.FISHER, p.TRADER, p.FATHER, p.MOTHER, p.FISHER_SON),
        ),
        (
            1040,
            420,
            (60, 300, 560, 820, 1080, 1330, 1560),
            (
                p.MOTHER,
                replace(p.BATIK_M, top="#3f6f8a"),
                replace(p.FARMER, head="caping", top="#d98c5f"),
                replace(p.FATHER, head="peci", top="#7fa36b"),
                replace(p.TRADER, head_color="#e8b08a"),
                replace(p.FISHER, head="hair", top="#f2b84b"),
                replace(p.TRADER, top="#4f8fa0", head_color="#d9c7e0"),
            ),
        ),
    )
    for y, height, places, looks in rows:
        for i, (x, look) in enumerate(zip(places, looks, strict=True)):
            p.figure(c, x, y + height * 0.06, height, look, p.ROW_OF_BACKS)
            t.bench_back(c, x, y + height * 0.06, height * 0.34, height * 0.38, (CORAL, TEAL)[i % 2])


def puskesmas(c: Canvas) -> None:
    """At the clinic: a check of blood pressure on the veranda."""
    room(c, "#dcebe2", "#bfd0c2", 800)
    for i in range(19):
        c.line((i * 90 - (i - 9) * 20, 800), (i * 90 + (i - 9) * 60, HEIGHT), "#9fb8a9", 2.5, opacity=0.6)
    for y in (850, 930, 1020):
        c.line((0, y), (WIDTH, y), "#9fb8a9", 2.5, opacity=0.6)
    t.window(c, 120, 140, 460, 380, view=lambda: clinic_view(c))
    sunbeam(c, 120, 140, 460, 380, 800)
    c.circle(800, 220, 74, c.lit("#3f9c86", 0.2))
    c.path("M782 176h36v26h26v36h-26v26h-36v-26h-26v-36h26Z", CREAM)
    c.rect(1080, 120, 380, 330, c.lit("#f7f4e6", 0.1), 10)
    c.rect(1080, 276, 380, 12, "#b9cfc2")
    for i in range(7):
        for row, base in enumerate((276, 440)):
            h = 66 + (i * 31 + row * 17) % 54
            c.rect(1104 + i * 49, base - h, 34, h, c.lit((CORAL, TEAL, "#e9efe4", GOLD)[(i + row) % 4], 0.2), 7)
            c.rect(1110 + i * 49, base - h - 10, 22, 12, darker(CREAM, 0.25), 3)
    c.shadow(780, 990, 820, 0.25, 40)
    t.chair(c, 415, 1000, 350, GOLD)
    p.figure(
        c,
        450,
        1000,
        570,
        replace(p.ELDER, head_color="#8d8d88"),
        replace(p.SIT, hip=(-6, -31), hands=((14, -38), (36, -49)), feet=((18, -1), (14, 0))),
    )
    t.chair(c, 1075, 1000, 340, "#e9efe4", flip=True)
    p.figure(
        c,
        1040,
        1000,
        570,
        p.NURSE,
        replace(p.SIT, hip=(-6, -31), lean=8, hands=((40, -58), (36, -52)), feet=((18, -1), (14, 0)), nod=6),
        flip=True,
    )
    t.table(c, 730, 1000, 380, 262, "#f1ead6", 20)
    c.rect(800, 650, 90, 88, c.lit("#2f7f86", 0.25), 8)
    c.circle(845, 690, 30, CREAM)
    c.stroke("M845 690L860 674", RED, 5)
    c.rect(566, 706, 54, 44, c.lit("#34505c", 0.3), 12, transform="rotate(-6 590 728)")
    c.stroke("M618 726Q720 770 800 716", "#34505c", 6)
    p.figure(
        c,
        1330,
        1000,
        540,
        replace(p.MOTHER, top="#c95d63", head_color="#f0c987"),
        p.Pose(view="three", hands=((12, -60), (16, -56)), far_hand_in_front=True),
        flip=True,
    )
    baby(c, 1280, 690)
    t.pot_plant(c, 1530, 980, 260)


def baby(c: Canvas, x: float, y: float) -> None:
    c.path(
        f"M{x - 70} {y - 10}Q{x - 76} {y - 56} {x - 26} {y - 60}L{x + 70} {y - 16}Q{x + 84} {y + 30} {x + 30} {y + 34}Q{x - 40} {y + 40} {x - 70} {y - 10}Z",
        c.lit("#f6d7a0", 0.2),
    )
    c.circle(x - 36, y - 34, 30, c.lit(p.SKINS[3], 0.15))
    c.path(f"M{x - 64} {y - 44}A30 30 0 0 1 {x - 10} {y - 50}Q{x - 36} {y - 62} {x - 64} {y - 44}Z", "#2b211d")
    c.stroke(f"M{x - 48} {y - 30}q4 3 8 0M{x - 32} {y - 30}q4 3 8 0M{x - 40} {y - 20}q5 3 9 0", "#5f3a26", 2.2)


def clinic_view(c: Canvas) -> None:
    t.sea_view(c, 360, 120, 580)()
    n.palm(c, 480, 540, 340, lean=-0.1)
    n.bush(c, 250, 530, 260)


def stage(c: Canvas, curtain: str, floor: float) -> None:
    """A stage: curtains, a plain backdrop with rays, the boards."""
    c.rect(
        0,
        0,
        WIDTH,
        floor,
        c.gradient(
            "radialGradient", 'cx=".5" cy=".55" r=".7"', (lighter(curtain, 0.55), curtain, darker(curtain, 0.4))
        ),
    )
    for i in range(24):
        a, b = math.radians(i * 15), math.radians(i * 15 + 6)
        c.poly(
            [
                (800, 430),
                (800 + 1200 * math.cos(a), 430 + 1200 * math.sin(a)),
                (800 + 1200 * math.cos(b), 430 + 1200 * math.sin(b)),
            ],
            CREAM,
            opacity=0.06,
        )
    c.rect(0, floor, WIDTH, HEIGHT - floor, c.down("#b07a4b", "#8a5a38", "#5f3d2c"))
    for i in range(9):
        c.line((800 + (i - 4) * 210, floor), (800 + (i - 4) * 330, HEIGHT), "#5f3d2c", 3, opacity=0.5)
    for side in (-1, 1):
        for k in range(5):
            x = 800 + side * (790 - k * 52)
            tone = mix("#a83a32", "#d9694f", (k % 2) * 0.5)
            c.path(
                f"M{x - 34} 0H{x + 34}Q{x + 26} {floor * 0.5:.0f} {x + 34} {floor + 20}Q{x} {floor + 36} {x - 34} {floor + 20}Q{x - 26} {floor * 0.5:.0f} {x - 34} 0Z",
                c.across(darker(tone, 0.3), tone, darker(tone, 0.3)),
            )
    d = "".join(f"M{i * 160 - 20} 0H{i * 160 + 180}V70Q{i * 160 + 80} 150 {i * 160 - 20} 70Z" for i in range(10))
    c.path(d, c.down("#c8503c", "#8f2f2c"))
    c.stroke("".join(f"M{i * 160 - 20} 74Q{i * 160 + 80} 152 {i * 160 + 180} 74" for i in range(10)), GOLD, 6)
    for x in (420, 1180):
        c.poly(
            [
                (x - 30, -20),
                (x + 30, -20),
                (800 + (x - 800) * 0.4 + 240, floor + 160),
                (800 + (x - 800) * 0.4 - 240, floor + 160),
            ],
            c.down((0, "#fff3c9", 0.5), (1, "#fff3c9", 0)),
        )


def piagam_paritrana(c: Canvas) -> None:
    """A framed award is handed over on a stage."""
    stage(c, "#1f6f7c", 780)
    c.ellipse(800, 905, 560, 70, "#ffeab8", opacity=0.28)
    for x, look, flip in ((390, p.BATIK_F, False), (1220, replace(p.BATIK_M, top="#5a4a86"), True)):
        c.shadow(x, 880, 220)
        p.figure(c, x, 880, 500, look, clap(), flip=flip)
    c.shadow(640, 930, 260)
    c.shadow(970, 930, 260)
    p.figure(c, 632, 930, 590, replace(p.STAFF, head="peci", top="#2f4d5a", bottom="#22303a"), GIVE)
    p.figure(c, 976, 930, 580, replace(p.BATIK_F, top="#a8553f", head_color="#f0d9a6"), GIVE, flip=True)
    framed(c, 804, 596, 220, 168)
    for x, w in ((220, 420), (800, 520), (1390, 420)):
        t.bouquet(c, x, 1060, w)


def clap() -> p.Pose:
    return p.Pose(view="three", hands=((19, -68), (17, -65)), far_hand_in_front=True)


def framed(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    c.rect(
        x - width / 2,
        y - height / 2,
        width,
        height,
        c.gradient("linearGradient", 'x2="1" y2="1"', ("#f8dc8a", "#d19a35", "#f2cf76")),
        6,
    )
    c.rect(x - width / 2 + 16, y - height / 2 + 16, width - 32, height - 32, c.down("#fdf8e8", "#f1e6c8"))
    t.shield(c, x, y - height * 0.1, height * 0.38, TEAL)
    for i, share in enumerate((0.5, 0.34)):
        c.rect(x - width * share / 2, y + height * (0.17 + i * 0.09), width * share, 6, "#c4ae84", 3)


def piagam_uhc(c: Canvas) -> None:
    """A health award on its plinth, the hall behind."""
    stage(c, "#2f7f74", 690)
    with c.blurred(5):
        for row, (y, h) in enumerate(((700, 250), (770, 300))):
            for i in range(11):
                look = (p.BATIK_M, p.STAFF_F, p.OFFICER, p.TRADER, p.ELDER, p.OFFICER_F)[(i + row * 2) % 6]
                p.figure(c, 60 + i * 148 + row * 70, y + 70, h, look, clap(), flip=i > 5)
    c.path("M560 860H1040L1080 1080H520Z", c.across("#8a5a38", "#c08a55", "#7a4d30"))
    c.path("M540 836H1060V872H540Z", c.across("#a8754a", "#dcb07a", "#8a5a38"))
    trophy(c)
    for x, w in ((250, 460), (1350, 460)):
        t.bouquet(c, x, 1050, w)
    for x, y, r in ((230, 200, 26), (360, 320, 16), (1260, 210, 22), (1390, 330, 28), (1130, 130, 14), (470, 160, 14)):
        c.circle(x, y, r * 2.2, c.glow("#ffeab8", 0.6))


def trophy(c: Canvas) -> None:
    c.circle(800, 520, 470, c.glow("#fff0c4", 0.75))
    c.path("M690 836L712 786H888L910 836Z", c.across("#16323c", "#3a5a63", "#0f2830"))
    glass = "M706 788Q716 470 880 316Q1010 560 896 788Z"
    c.path(
        glass, c.gradient("linearGradient", 'x2="1" y2="1"', ("#eefcf6", "#9fdcd6", "#4fa9ac", "#c4efe6")), opacity=0.95
    )
    c.path("M706 788Q716 470 880 316Q770 500 760 788Z", "#ffffff", opacity=0.45)
    c.path("M880 316Q1010 560 896 788H866Q960 560 880 316Z", "#14707a", opacity=0.35)
    c.stroke("M724 736q26-20 52 0t52 0t52 0t26-8", "#ffffff", 6, opacity=0.6)
    t.heart(c, 838, 580, 170, c.lit(CORAL, 0.25))
    c.path("M826 536h24v26h26v24h-26v26h-24v-26h-26v-24h26Z", CREAM)
    for side in (-1, 1):
        for i in range(6):
            a = math.radians(208 - i * 17)
            x, y = 812 + side * 236 * math.cos(a), 580 - 236 * math.sin(a)
            turn = side * (60 - i * 17)
            c.ellipse(x, y, 14, 34, c.lit("#e0b04a", 0.3), transform=f"rotate({turn} {x:.0f} {y:.0f})")


def kartu_peserta(c: Canvas) -> None:
    """A hand holds up a member's card before the harbour."""
    with c.group(transform="translate(-40 -27) scale(1.05)"), c.blurred(5):
        n.sky(c, "dawn", 560)
        n.sun(c, 330, 330, 70)
        n.clouds(c, (900, 140, 460), (1350, 260, 380))
        n.ridge(c, 600, 1700, 562, 170, "#86aeb0", peak=0.6)
        n.sea(c, "dawn", 560, ripples=120)
        n.glitter(c, 330, 562)
        with c.reflected(680):
            t.jolloro(c, 330, 676, 420, canopy="#f0c987")
        with c.reflected(640):
            t.jolloro(c, 1330, 638, 300, band=CORAL, flip=True)
    hand_with_card(c)


def hand_with_card(c: Canvas) -> None:
    skin = "#a86b45"
    dim, bright = darker(skin, 0.2), lighter(skin, 0.2)
    c.path(taper((1120, 1110), (1085, 850), 120, 128), c.across(skin, dim))
    c.path("M850 1030Q1060 960 1290 1030L1340 1110H800Z", c.lit("#2f8576", 0.25))
    c.path("M850 1030Q1060 960 1290 1030L1296 1048Q1060 980 846 1050Z", "#e9c46a")
    for i, (x, y) in enumerate(((1138, 520), (1160, 600), (1156, 682), (1130, 760))):
        c.path(taper((x - 130, y + 30), (x, y), 44, 35), mix(dim, skin, i * 0.18))
    card(c)
    thumb = taper((1072, 900), (962, 752), 92, 54) + taper((962, 752), (846, 652), 54, 36)
    c.path(thumb, darker(skin, 0.35), opacity=0.35, transform="translate(8 12)")
    c.path(thumb, c.across(bright, skin, skin, mix(skin, dim, 0.7)))
    c.path("M818 634Q826 612 856 626Q884 644 884 668Q850 664 818 634Z", lighter(skin, 0.55), opacity=0.85)
    c.stroke("M930 764q26-6 44-30M948 786q24-8 42-30", darker(skin, 0.3), 4, opacity=0.5)


def card(c: Canvas) -> None:
    with c.group(transform="translate(700 560) rotate(-7)"):
        c.rect(-372, -216, 760, 480, "#08303c", 38, opacity=0.22)
        c.rect(
            -380, -240, 760, 480, c.gradient("linearGradient", 'x2="1" y2="1"', ("#fdf6e4", "#e6f3ea", "#c4e6dc")), 36
        )
        with c.clipped(
            "M-344-240H344Q380-240 380-204V204Q380 240 344 240H-344Q-380 240-380 204V-204Q-380-240-344-240Z"
        ):
            c.rect(-380, -240, 760, 122, c.across("#14707a", "#2fa3a3", SHALLOW))
            c.path("M-380 190Q-290 150-190 190T0 190T190 190T380 190V250H-380Z", "#7fd3c6", opacity=0.6)
            c.path("M-380 214Q-290 180-190 214T0 214T190 214T380 214V250H-380Z", "#2fa3a3", opacity=0.7)
        t.shield(c, -300, -178, 84, CREAM, TEAL)
        c.rect(-236, -200, 250, 18, CREAM, 9)
        c.rect(-236, -168, 170, 14, "#bfe6df", 7)
        c.rect(-330, -84, 190, 230, c.down("#bfe3dc", "#8fcbc4"), 16)
        with c.clipped("M-330-84h190v230h-190Z"):
            p.figure(c, -235, 430, 500, replace(p.FISHER, head="cap", head_color="#c8503c"), p.FRONT)
        for y, w in ((-66, 300), (-14, 240), (38, 270), (90, 180)):
            c.rect(-96, y, w, 20, "#9fbfb6", 10, opacity=0.9)
        c.rect(250, 20, 88, 68, c.lit(GOLD, 0.3), 10)
        c.stroke("M250 44h88M250 64h88M280 20v68M308 20v68", darker(GOLD, 0.3), 2.5)


def iuran_koin(c: Canvas) -> None:
    """A month's contribution: calendar, coins, a calculator on the table by the window."""
    room(c, "#e9d3ab", "#a9744e", 640)
    t.window(c, 980, 70, 480, 420, view=t.sea_view(c, 330, 980, 1460))
    c.light = 1
    c.poly([(980, 500), (1460, 500), (1200, 1066), (560, 1066)], "#fff1c4", opacity=0.2)
    for i in range(6):
        c.line((0, 690 + i * i * 16), (WIDTH, 690 + i * i * 16), darker("#a9744e", 0.3), 2.5, opacity=0.35)
    calendar(c, 420, 800)
    calculator(c)
    coins = ((770, 850, 4), (900, 870, 6), (1040, 850, 9), (1180, 880, 12))
    for x, y, count in coins:
        c.shadow(x - 20, y + 6, 190, 0.35, 22)
        for k in range(count):
            coin(c, x + math.sin(k * 1.7) * 4, y - k * 20)
    for x, y in ((690, 970), (1100, 990), (1330, 1000)):
        c.shadow(x, y + 8, 150, 0.3, 18)
        coin(c, x, y)
    t.shield(c, 1370, 690, 190, c.lit(TEAL, 0.25))
    c.rect(1300, 786, 140, 22, c.lit(WOOD, 0.2), 8)
    t.pot_plant(c, 130, 700, 250)


def coin(c: Canvas, x: float, y: float) -> None:
    c.path(
        f"M{x - 58} {y - 12}V{y + 4}A58 20 0 0 0 {x + 58} {y + 4}V{y - 12}Z", c.across("#a9772a", "#e0ac47", "#f7d888")
    )
    c.stroke(
        "".join(f"M{x - 48 + i * 12} {y + 4 + 8 * math.cos((i - 4) / 3):.0f}v10" for i in range(9)),
        "#a9772a",
        2,
        opacity=0.5,
    )
    c.ellipse(x, y - 12, 58, 20, c.across("#d9a440", "#f6d889", "#fdf0c4"))
    c.ellipse(x, y - 12, 44, 14, "none", stroke="#c48f33", stroke_width=3)
    c.path(lens(x, y - 12, 40, 10), "#c48f33", opacity=0.6)


def calendar(c: Canvas, x: float, y: float) -> None:
    c.shadow(x, y + 30, 560, 0.35, 40)
    c.poly([(x - 250, y + 30), (x + 250, y + 30), (x + 214, y - 10), (x - 214, y - 10)], darker(WOOD, 0.25))
    c.rect(x - 230, y - 440, 460, 450, c.lit("#fdf8ea", 0.08), 12)
    c.path(
        f"M{x - 230} {y - 330}V{y - 428}Q{x - 230} {y - 440} {x - 218} {y - 440}H{x + 218}Q{x + 230} {y - 440} {x + 230} {y - 428}V{y - 330}Z",
        c.lit(CORAL, 0.2),
    )
    c.path(
        f"M{x - 200} {y - 350}q30-26 60 0t60 0t60 0t60 0t60 0t60 0", "none", stroke=CREAM, stroke_width=6, opacity=0.7
    )
    for i in range(9):
        c.rect(x - 190 + i * 46, y - 462, 10, 44, "#8d9a98", 5)
    for row in range(5):
        for col in range(7):
            px, py = x - 196 + col * 60, y - 304 + row * 60
            paid = row * 7 + col
            tone = "#e6ddc4" if paid > 24 else "#bfe3d6"
            c.rect(px, py, 44, 44, tone, 9)
            if paid in (4, 11, 18):
                c.stroke(f"M{px + 10} {py + 22}l10 11l16-20", "#2f8576", 6)
    c.circle(x + 6, y - 102, 34, "none", stroke=CORAL, stroke_width=7)


def calculator(c: Canvas) -> None:
    with c.group(transform="translate(330 985) rotate(-5)"):
        c.ellipse(10, 30, 230, 40, c.glow("#08303c", 0.6))
        c.poly([(-170, -90), (170, -90), (215, 50), (-215, 50)], c.lit("#34505c", 0.25))
        c.poly([(-215, 50), (215, 50), (212, 68), (-212, 68)], "#1b2f38")
        c.poly([(-150, -80), (150, -80), (160, -48), (-160, -48)], "#bfe3c6")
        c.stroke("M60-64h70", "#3f6f5c", 7)
        for row in range(3):
            for col in range(5):
                spread = 64 + row * 5
                c.rect(-32 + (col - 2) * spread, -36 + row * 27, 54, 20, CORAL if col == 4 else "#e6efe6", 6)


def rapat_opd(c: Canvas) -> None:
    """Agencies around one table, the figures on the wall."""
    room(c, "#dfe6d6", "#a58a66", 720)
    t.window(c, 60, 150, 330, 330, view=t.sea_view(c, 350, 60, 390))
    t.window(c, 1210, 150, 330, 330, view=lambda: garden(c))
    sunbeam(c, 60, 150, 330, 330, 720)
    c.rect(500, 110, 600, 350, "#34505c", 10)
    c.rect(514, 124, 572, 322, c.down("#fbfaf0", "#eef4ec"))
    for i, (h, tone) in enumerate(((70, SHALLOW), (104, SHALLOW), (128, "#2fa3a3"), (170, "#2fa3a3"), (214, TEAL))):
        c.rect(570 + i * 72, 410 - h, 44, h, tone, 5)
    c.stroke("M590 320L664 286L736 258L808 216L880 168", CORAL, 7)
    c.stroke("M550 410H940", "#8d9a98", 4)
    c.circle(1010, 220, 46, "none", stroke="#cfe3da", stroke_width=22)
    c.path("M1010 174A46 46 0 1 1 966 234", "none", stroke=CORAL, stroke_width=22)
    for y in (300, 330, 360):
        c.rect(966, y, 90, 10, "#b9c9c2", 5)
    t.flag(c, 446, 720, 470, width=70)
    far = ((500, p.OFFICER), (650, p.OFFICER_F), (800, p.BATIK_M), (950, p.STAFF_F))
    for i, (x, look) in enumerate(far):
        p.figure(
            c,
            x,
            860,
            470,
            look,
            replace(p.FRONT, view="three", hands=((13, -44), (-6, -42)), far_hand_in_front=True),
            flip=i > 1,
        )
    p.figure(
        c,
        1240,
        800,
        540,
        replace(p.STAFF, head="peci", top="#2f4d5a"),
        p.Pose(view="three", hands=((30, -66), (-8, -52))),
        flip=True,
    )
    c.path("M330 690H1270L1480 900H120Z", c.down("#c79a68", "#a06c43"))
    c.path("M120 900H1480V950H120Z", c.lit("#7a4d30", 0.2))
    c.path("M190 950H1410L1370 1066H230Z", darker("#7a4d30", 0.35))
    table_things(c)
    for x, look in (
        (270, p.BATIK_F),
        (580, p.OFFICER),
        (1020, replace(p.BATIK_M, top="#3f6f8a", head="hair")),
        (1330, replace(p.STAFF_F, head_color="#c98f7a")),
    ):
        p.figure(c, x, 1170, 620, look, replace(p.ROW_OF_BACKS, hip=(0, -30)))
        t.bench_back(c, x, 1190, 250, 300, "#34505c")


def garden(c: Canvas) -> None:
    c.rect(1210, 360, 330, 140, c.down("#a9cf8a", "#7fae62"))
    n.ridge(c, 1180, 1560, 364, 90, "#8fbfae")
    n.palm(c, 1400, 500, 330, lean=-0.1)
    n.bush(c, 1290, 490, 200)


def table_things(c: Canvas) -> None:
    for x, y, k in ((560, 730, 0.8), (880, 730, 0.8), (1060, 730, 0.8), (400, 840, 1.1), (1160, 840, 1.1)):
        c.poly([(x - 50 * k, y), (x + 44 * k, y), (x + 56 * k, y + 34 * k), (x - 60 * k, y + 34 * k)], "#fbf8ec")
        c.stroke(
            f"M{x - 34 * k:.0f} {y + 12 * k:.0f}h{64 * k:.0f}M{x - 38 * k:.0f} {y + 22 * k:.0f}h{50 * k:.0f}",
            "#b9c2b4",
            3,
        )
    for x, y in ((680, 750), (980, 760), (500, 820), (1260, 800), (740, 850)):
        c.path(f"M{x - 13} {y - 40}H{x + 13}L{x + 10} {y}H{x - 10}Z", c.lit("#cfe9e4", 0.25), opacity=0.9)
        c.ellipse(x, y - 40, 13, 4, "#f3fbf7")
    t.bouquet(c, 810, 800, 190)


def penyerahan_simbolis(c: Canvas) -> None:
    """A membership is handed over to workers: the person first, the board second."""
    n.sky(c, "day", 640)
    n.sun(c, 200, 150, 52, "#fff4d2", "#ffe9b0")
    n.clouds(c, (560, 120, 380), (1280, 110, 420), color="#ffffff", opacity=0.85)
    n.sea(c, "day", 560, ripples=60)
    n.ridge(c, 1000, 1700, 562, 120, "#8fbfae", peak=0.6)
    c.path("M0 640Q400 610 800 620T1600 610V1080H0Z", c.down("#e0cda0", "#cdb583", "#b1976a"))
    for x, h, lean in ((90, 560, 0.1), (1520, 580, -0.1)):
        n.palm(c, x, 720, h, lean=lean)
    for x in (300, 1300):
        c.rect(x - 9, 170, 18, 590, c.lit(WOOD, 0.2))
    c.path("M280 190H1320V520H280Z", c.lit("#14707a", 0.14))
    c.path("M280 430q65-44 130 0t130 0t130 0t130 0t130 0t130 0t130 0t130 0V520H280Z", "#2fa3a3", opacity=0.7)
    c.path("M280 468q65-44 130 0t130 0t130 0t130 0t130 0t130 0t130 0t130 0V520H280Z", "#7fd3c6", opacity=0.6)
    t.shield(c, 800, 312, 170, GOLD, TEAL)
    c.rect(420, 284, 250, 18, CREAM, 9, opacity=0.75)
    c.rect(460, 318, 170, 14, CREAM, 7, opacity=0.55)
    c.rect(930, 284, 250, 18, CREAM, 9, opacity=0.75)
    c.rect(970, 318, 170, 14, CREAM, 7, opacity=0.55)
    t.garland(c, 300, 1300, 170, (RED, CREAM))
    side = (
        (270, 900, 480, p.FARMER, clap(), False),
        (420, 880, 500, replace(p.FISHER, head="cap", head_color="#3d8b8b"), clap(), False),
        (1180, 880, 490, p.OFFICER_F, clap(), True),
        (1330, 905, 480, replace(p.RIDER, head="cap", head_color="#c8503c"), clap(), True),
        (1460, 890, 470, p.TRADER, clap(), True),
    )
    for x, y, h, look, pose, flip in side:
        c.shadow(x, y, h * 0.5)
        p.figure(c, x, y, h, look, pose, flip=flip)
    for x in (628, 980):
        c.shadow(x, 985, 300)
    hold = p.Pose(view="three", hands=((25, -58), (17, -48)), far_hand_in_front=True)
    p.figure(c, 618, 985, 610, replace(p.BATIK_M, top="#2e6c6a"), hold)
    p.figure(c, 990, 985, 590, p.FISHER, hold, flip=True)
    big_card(c, 806, 655)


def big_card(c: Canvas, x: float, y: float) -> None:
    with c.group(transform=f"translate({x} {y}) rotate(-3)"):
        c.rect(-146, -96, 300, 200, "#08303c", 16, opacity=0.25)
        c.rect(-150, -100, 300, 200, c.gradient("linearGradient", 'x2="1" y2="1"', ("#fdf6e4", "#d9efe4")), 16)
        c.path("M-150-50V-84Q-150-100-134-100H134Q150-100 150-84V-50Z", c.across("#14707a", "#57c4bd"))
        t.shield(c, -112, -74, 36, CREAM, TEAL)
        c.rect(-80, -80, 110, 10, CREAM, 5)
        c.rect(-128, -32, 80, 96, "#9fd3ca", 8)
        c.circle(-88, -2, 20, p.SKINS[2])
        c.path("M-124 64Q-118 26-88 26Q-58 26-52 64Z", CORAL)
        c.path("M-118-10Q-96-24-88-40Q-80-24-58-10Z", "#d9b36b")
        for dy, w in ((-26, 140), (0, 110), (26, 128), (52, 80)):
            c.rect(-26, dy, w, 11, "#9fbfb6", 5)


SCENES: dict[str, Callable[[Canvas], None]] = {
    "kantor-bupati": kantor_bupati,
    "loket-layanan": loket_layanan,
    "sosialisasi-desa": sosialisasi_desa,
    "puskesmas": puskesmas,
    "piagam-paritrana": piagam_paritrana,
    "piagam-uhc": piagam_uhc,
    "kartu-peserta": kartu_peserta,
    "iuran-koin": iuran_koin,
    "rapat-opd": rapat_opd,
    "penyerahan-simbolis": penyerahan_simbolis,
}
