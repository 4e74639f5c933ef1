"""People: one skeleton with bending limbs, dressed in many ways. Faces are kept to a few quiet lines.

A figure is drawn in units of a hundredth of its height, feet at (0, 0), the crown of the head at (0, −100), facing
right. Hands and feet are given where they shall be; elbows and knees follow.
"""

import math
from dataclasses import dataclass, replace

from .brush import CREAM, INK, Canvas, Point, darker, lighter, mix, number, taper

SKINS = ("#c68a5e", "#a86b45", "#8b5436", "#d7a077", "#70432c")
KHAKI = "#b89f6d"
UPPER_ARM, FOREARM, THIGH, SHANK, SPINE = 15.0, 14.5, 25.0, 25.0, 33.0


@dataclass(frozen=True, kw_only=True)
class Look:
    """What somebody wears. `head`: hair, long, bun, peci, songkok, caping, cap, hijab, helmet, hardhat."""

    skin: str = SKINS[0]
    top: str = "#d9694f"
    bottom: str = "#33505c"
    head: str = "hair"
    head_color: str = "#231c1a"
    sleeves: str = "short"  # short, long, none
    lower: str = "trousers"  # trousers, shorts, sarong, dress
    pattern: str = ""  # batik, plaid, uniform
    vest: str = ""
    shoes: str = ""


@dataclass(frozen=True, kw_only=True)
class Pose:
    """Where the body is. The first hand and foot are the far ones, the second the near ones."""

    hip: Point = (0, -50)
    lean: float = 0  # degrees, forwards
    view: str = "three"  # front, three, side, back
    hands: tuple[Point, Point] = ((11.5, -45), (-12.5, -45))
    feet: tuple[Point, Point] = ((5, -1), (-5, 0))
    nod: float = 0
    far_hand_in_front: bool = False
    knees: int = 1


STAND = Pose()
FRONT = Pose(view="front", hands=((13, -46), (-13, -46)), feet=((5.5, 0), (-5.5, 0)))
BACK = replace(FRONT, view="back")
WALK = Pose(view="side", lean=3, hands=((10, -50), (-10, -48)), feet=((11, -2), (-11, 0)))
SIT = Pose(view="side", hip=(-8, -27), hands=((12, -34), (10, -32)), feet=((14, -1), (12, 0)))
SQUAT = Pose(view="side", hip=(-10, -13), lean=24, hands=((16, -14), (14, -12)), feet=((5, -1), (1, 0)), nod=8)
ROW_OF_BACKS = Pose(view="back", hip=(0, -24), hands=((8, -30), (-8, -30)), feet=((6, 0), (-6, 0)))


def bend(a: Point, b: Point, first: float, second: float, prefer: Point) -> tuple[Point, Point]:
    """The joint between two bones from `a` towards `b`, on the preferred side, and where the end really lands."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    distance = math.hypot(dx, dy) or 0.01
    reach = min(distance, first + second - 0.2)
    reach = max(reach, abs(first - second) + 0.5)
    ux, uy = dx / distance, dy / distance
    along = (first**2 - second**2 + reach**2) / (2 * reach)
    aside = math.sqrt(max(0, first**2 - along**2))
    joints = [(a[0] + ux * along + s * -uy * aside, a[1] + uy * along + s * ux * aside) for s in (1, -1)]
    joint = max(joints, key=lambda p: p[0] * prefer[0] + p[1] * prefer[1])
    return joint, (a[0] + ux * reach, a[1] + uy * reach)


def figure(c: Canvas, x: float, y: float, height: float, look: Look, pose: Pose = STAND, *, flip: bool = False) -> None:
    """One person standing with the feet at (x, y); `flip` faces left."""
    with c.at(x, y, height / 100, flip=flip):
        Body(c, look, pose, detailed=height > 230).draw()


class Body:
    """The parts of one figure, painted from the far side to the near one."""

    def __init__(self, c: Canvas, look: Look, pose: Pose, *, detailed: bool) -> None:
        self.c, self.look, self.pose, self.detailed = c, look, pose, detailed
        lean = math.radians(pose.lean)
        self.up, self.forth = (math.sin(lean), -math.cos(lean)), (math.cos(lean), math.sin(lean))
        self.neck = self.on_spine(0, SPINE)
        flat = pose.view in ("front", "back")
        wide = {"front": 8.8, "back": 8.8, "three": 7.1, "side": 2.0}[pose.view]
        self.shoulders = self.on_spine(wide, SPINE - 5), self.on_spine(-wide, SPINE - 5)
        hips = 4.2 if flat else 3.2 if pose.view == "three" else 1.4
        self.hips = self.on_spine(hips, 0), self.on_spine(-hips, 0)
        self.standing = pose.hip[1] < -38

    def on_spine(self, across: float, up: float) -> Point:
        """The point `up` units along the spine from the hip and `across` in front of it."""
        hx, hy = self.pose.hip
        return hx + self.up[0] * up + self.forth[0] * across, hy + self.up[1] * up + self.forth[1] * across

    def draw(self) -> None:
        back = self.pose.view == "back"
        if back:
            self.head()
        if not self.pose.far_hand_in_front and self.pose.view not in ("front", "back"):
            self.arm(0)
        self.legs()
        self.torso()
        if self.pose.view in ("front", "back") or self.pose.far_hand_in_front:
            self.arm(0)
        if not back:
            self.head()
        self.arm(1)
        if back:
            self.head()

    # Limbs

    def arm(self, i: int) -> None:
        look, shoulder = self.look, self.shoulders[i]
        outward = 0.8 if i == 0 and self.pose.view in ("front", "back") else -0.8
        elbow, hand = bend(shoulder, self.pose.hands[i], UPPER_ARM, FOREARM, (outward, 1))
        far = i == 0 and self.pose.view in ("three", "side")
        skin = darker(look.skin, 0.14) if far else look.skin
        cloth = darker(look.top, 0.2 if far else 0.07)
        along = math.degrees(math.atan2(hand[1] - elbow[1], hand[0] - elbow[0]))
        with self.c.group(transform=f"translate({hand[0]:.2f} {hand[1]:.2f}) rotate({along:.0f})"):
            self.c.ellipse(1.2, 0, 3.3, 2.3, skin)
            self.c.ellipse(1.5, -1.6, 2.1, 1, skin, transform="rotate(-24)")
        self.c.path(taper(elbow, hand, 2.7, 1.9) + taper(shoulder, elbow, 3.2, 2.7), skin)
        if look.sleeves == "long":
            wrist = (elbow[0] + (hand[0] - elbow[0]) * 0.88, elbow[1] + (hand[1] - elbow[1]) * 0.88)
            self.c.path(taper(elbow, wrist, 3.3, 2.7) + taper(shoulder, elbow, 4, 3.3), cloth)
        elif look.sleeves == "short":
            end = (shoulder[0] + (elbow[0] - shoulder[0]) * 0.72, shoulder[1] + (elbow[1] - shoulder[1]) * 0.72)
            self.c.path(taper(shoulder, end, 4, 3.9), cloth)

    def legs(self) -> None:
        for i in (0, 1):
            if self.pose.view in ("front", "back"):
                prefer: Point = (0.6 if i == 0 else -0.6, -0.2)
            else:
                prefer = (self.pose.knees, -0.25)
            knee, ankle = bend(self.hips[i], self.pose.feet[i], THIGH, SHANK, prefer)
            if self.pose.view in ("front", "back") and not self.standing:
                knee, ankle = (
                    (self.hips[i][0] * 1.7, self.hips[i][1] + 3),
                    self.pose.feet[i],
                )  # thighs seen from the end
            self.leg(i, knee, ankle)
        if self.look.lower in ("sarong", "dress") and self.standing:
            self.skirt()

    def leg(self, i: int, knee: Point, ankle: Point) -> None:
        look, hip = self.look, self.hips[i]
        far = i == 0 and self.pose.view in ("three", "side")
        skin = darker(look.skin, 0.14) if far else look.skin
        cloth = darker(look.bottom, 0.22 if far else 0.03)
        self.foot(ankle, darker(look.shoes, 0.1) if look.shoes else skin)
        self.c.path(taper(knee, ankle, 3.2, 2), skin)
        if look.lower == "shorts":
            end = (hip[0] + (knee[0] - hip[0]) * 0.85, hip[1] + (knee[1] - hip[1]) * 0.85)
            self.c.path(taper(knee, hip, 3.3, 4), skin)
            self.c.path(taper(hip, end, 5.4, 4.9), cloth)
            return
        share = 0.93 if look.lower == "trousers" else 0.8
        end = (knee[0] + (ankle[0] - knee[0]) * share, knee[1] + (ankle[1] - knee[1]) * share)
        loose = 1.0 if look.lower == "trousers" else 1.25
        self.c.path(taper(hip, knee, 5.3, 4 * loose) + taper(knee, end, 4 * loose, 3.1 * loose), cloth)

    def foot(self, ankle: Point, color: str) -> None:
        x, y = ankle
        if self.pose.view in ("front", "back"):
            self.c.ellipse(x, y - 0.6, 2.9, 1.9, color)
        else:
            self.c.path(f"M{x - 2.3:.2f} {y - 2.6:.2f}h4q4.6 1.2 5 3.2h-9Z", color)

    def skirt(self) -> None:
        hem = -5 if self.look.lower == "dress" else -11
        xs = [p[0] for p in self.pose.feet]
        left, right = min([*xs, -4]) - 4, max([*xs, 4]) + 4
        hx, hy = self.pose.hip
        d = (
            f"M{hx - 7:.1f} {hy - 8:.1f}Q{hx - 9:.1f} {hy + 6:.1f} {left:.1f} {hem}"
            f"Q{(left + right) / 2:.1f} {hem + 3} {right:.1f} {hem}Q{hx + 9:.1f} {hy + 6:.1f} {hx + 7:.1f} {hy - 8:.1f}Z"
        )
        self.c.path(d, self.c.lit(self.look.bottom, 0.2))
        if self.look.lower == "sarong":
            self.c.path(d, plaid(self.c, self.look.bottom))
        fold = darker(self.look.bottom, 0.3)
        self.c.stroke(
            f"M{hx + 2:.1f} {hy + 4:.1f}Q{hx + 4:.1f} {hem - 14} {hx + 3:.1f} {hem}M{hx - 3:.1f} {hy + 8:.1f}Q{hx - 4:.1f} {hem - 12} {hx - 5:.1f} {hem}",
            fold,
            0.7,
            opacity=0.5,
        )

    # Trunk

    def outline(self, hem: float, ease: float = 0) -> str:
        top, waist, low = {
            "front": (11.6, 8, 8.6),
            "back": (11.6, 8, 8.6),
            "three": (10, 7.4, 8),
            "side": (6.6, 6.2, 7),
        }[self.pose.view]
        spots = [
            (-3, SPINE + 1),
            (-top, SPINE - 2.2),
            (-top + 0.4, SPINE - 12),
            (-waist - ease, 10),
            (-low - ease, hem),
            (low + ease, hem),
            (waist + ease, 10),
            (top - 0.4, SPINE - 12),
            (top, SPINE - 2.2),
            (3, SPINE + 1),
        ]
        p = [f"{number(x)} {number(y)}" for x, y in (self.on_spine(*spot) for spot in spots)]
        return f"M{p[0]}Q{p[1]} {p[2]}Q{p[3]} {p[4]}L{p[5]}Q{p[6]} {p[7]}Q{p[8]} {p[9]}Z"

    def torso(self) -> None:
        look, c = self.look, self.c
        self.c.path(
            taper(self.on_spine(0, SPINE - 2), self.on_spine(0.6, SPINE + 5), 3.4, 2.9), darker(look.skin, 0.12)
        )
        loose = look.lower == "dress" or (look.head == "hijab" and look.lower != "sarong")
        d = self.outline(-9 if loose and self.standing else -3, 1.3 if loose else 0)
        c.path(d, c.lit(look.top, 0.2))
        if look.pattern == "batik":
            c.path(d, batik(c, look.top))
        elif look.pattern == "plaid":
            c.path(d, plaid(c, look.top))
        if self.pose.view == "back":
            return
        front = {"front": 0, "three": 2.6, "side": 5}[self.pose.view]
        self.placket(front)
        if look.vest:
            self.vest(d)

    def placket(self, front: float) -> None:
        """Neckline, button line and, on a uniform, the pocket and a plain badge."""
        c, look = self.c, self.look
        if self.pose.view != "side":
            a, b, tip = (
                self.on_spine(front - 3.4, SPINE + 0.6),
                self.on_spine(front + 2.6, SPINE + 0.6),
                self.on_spine(front, SPINE - 5),
            )
            c.poly([a, b, tip], darker(look.skin, 0.1))
        if look.head == "hijab" and look.pattern != "uniform":
            return
        low, high = self.on_spine(front, -2), self.on_spine(front, SPINE - 5)
        c.line(low, high, darker(look.top, 0.28), 0.6)
        if look.pattern == "uniform":
            for across in (front - 5.6, front + 2):
                px, py = self.on_spine(across, SPINE - 11)
                c.rect(px, py, 3.8, 4.2, darker(look.top, 0.12), 0.5)
            bx, by = self.on_spine(front + 2.2, SPINE - 8.8)
            c.rect(bx, by, 3.2, 1, CREAM)
            ax, ay = self.on_spine(-6.5, 0.2)
            if self.standing:
                c.rect(ax, ay - 1, 13.5, 2.2, INK)

    def vest(self, torso: str) -> None:
        c, color = self.c, self.look.vest
        with c.clipped(torso):
            for side in (-1, 1):
                corners = [
                    self.on_spine(side * 13, SPINE + 2),
                    self.on_spine(side * 2.6, SPINE + 2),
                    self.on_spine(side * 2.2, -4),
                    self.on_spine(side * 13, -4),
                ]
                c.poly(corners, c.lit(color, 0.15))
            a, b = self.on_spine(-13, 11), self.on_spine(13, 11)
            c.line(a, b, "#f7f2c4", 2.2)

    # Head

    def head(self) -> None:
        nod = math.radians(self.pose.lean * 0.55 + self.pose.nod)
        base = self.on_spine(0.4, SPINE + 1.5)
        hx, hy = base[0] + 8.6 * math.sin(nod), base[1] - 8.6 * math.cos(nod)
        with self.c.group(transform=f"translate({hx:.2f} {hy:.2f}) rotate({math.degrees(nod):.0f}) scale(1.06)"):
            Head(self.c, self.look, self.pose.view, detailed=self.detailed).draw()


FACE = "M-5.5-2C-5.6-9.2 5.6-9.2 5.5-2C5.4 3.4 2.9 7 .4 7.2C-2.6 7-5.4 3.4-5.5-2Z"
PROFILE = "M-5.4-2C-5.6-9.2 4.4-9.4 5-3.4L6.5.4Q6.6 1.2 5.4 1.2L5.3 3.6Q4.8 6.6 2 6.9C-2.6 7-5.3 3.4-5.4-2Z"


class Head:
    """Face, hair and head-dress around (0, 0), about 15 units high."""

    def __init__(self, c: Canvas, look: Look, view: str, *, detailed: bool) -> None:
        self.c, self.look, self.view, self.detailed = c, look, view, detailed
        self.shift = {"front": 0.0, "three": 1.5, "side": 2.6, "back": 0.0}[view]

    def draw(self) -> None:
        if self.look.head == "hijab":
            self.hijab()
            return
        if self.view == "back":
            self.nape()
        else:
            self.face(1)
            self.hair()
        dress = getattr(self, f"wear_{self.look.head}", None)
        if dress:
            dress()

    def face(self, scale: float) -> None:
        c, skin, s = self.c, self.look.skin, self.shift
        paint = c.lit(skin, 0.14)
        c.path(PROFILE if self.view == "side" else FACE, paint)
        if self.view != "side":
            c.ellipse(-5.3 + s * 0.4, 0.4, 1.1, 1.8, darker(skin, 0.1))
        if not self.detailed:
            return
        line = darker(skin, 0.62)
        eyes = (3.4,) if self.view == "side" else (-2.2 + s, 2.3 + s * 0.85)
        for ex in eyes:
            c.ellipse(ex, -0.6, 0.62, 0.78, line)
            c.stroke(f"M{ex - 1.1:.1f} -2.5q1.1-.8 2.2-.1", line, 0.55)
        if self.view == "side":
            c.stroke("M3.2 4q1 .7 1.9.1", line, 0.5)
            return
        c.stroke(f"M{s * 1.15:.1f} -.3q.9 1.7 .5 2.2q-.4.3-1 .2", darker(skin, 0.3), 0.55)
        c.stroke(f"M{-1.5 + s:.1f} 3.9q1.6 1.3 3.2 0", line, 0.6)

    def hair(self) -> None:
        c, color = self.c, self.look.head_color if self.look.head in ("hair", "long", "bun") else "#231c1a"
        if self.look.head == "long":
            c.path("M-5.8-3C-8.6 3-7 9-6 12L-2.6 10C-4.6 6-4.6 2-4.4-2Z", color)
        if self.look.head == "bun":
            c.circle(-6.2, -4.6, 2.8, color)
        if self.view == "side":
            c.path(
                "M-4.6 3.4C-8-5 -5-9.8 .6-9.6C4-9.4 5.6-7 5.2-4.2C3.6-5.6 1-5.6-.4-4.8C-.2-2-1 .6-1.4 1.4C-2.6 1-3 2.6-2.6 3.6Z",
                color,
            )
        else:
            c.path(
                "M-5.8 1C-7.8-10.4 7.4-11.4 6-2.2C5-3.8 4.4-4.6 2.4-4.8C-.6-3.6-3-3.4-4.2-2.8C-4.8-1.6-4.9-.2-4.9 1.6Z",
                color,
            )
        c.stroke("M-3.4-7.2Q-.4-8.9 2.8-7.6", lighter(color, 0.3), 0.7, opacity=0.6)

    def nape(self) -> None:
        c, look = self.c, self.look
        color = look.head_color if look.head in ("hair", "long", "bun") else "#231c1a"
        c.path(FACE, c.lit(darker(look.skin, 0.06), 0.14))
        c.ellipse(-5.6, 0.4, 1.1, 1.8, look.skin)
        c.ellipse(5.6, 0.4, 1.1, 1.8, look.skin)
        c.path("M-5.7 1C-7.6-10.6 7.6-10.6 5.7 1C5 4.6 3 5.4 0 5.2C-3 5.4-5 4.6-5.7 1Z", c.lit(color, 0.16))
        if look.head == "long":
            c.path("M-6-2C-7.6 4-6.6 10-5.4 13Q0 15 5.4 13C6.6 10 7.6 4 6-2Z", color)
        if look.head == "bun":
            c.circle(0, -1, 3.4, lighter(color, 0.12))

    def hijab(self) -> None:
        c, color, s = self.c, self.look.head_color, self.shift
        paint, fold = c.lit(color, 0.16), darker(color, 0.3)
        c.path(
            "M.2-9.8C-7.8-9.8-8-3-7.4 2C-7.2 7-9.6 10-11 14.5C-5 19.5 6 19.5 11 14.5C9.8 10 7 7 7.2 2C7.9-3 7.6-9.8 .2-9.8Z",
            paint,
        )
        c.stroke("M-6 6Q-4 12 3 16.6M5.6 6.6Q3 12-4 17", fold, 0.6, opacity=0.55)
        if self.view == "back":
            c.stroke("M0-6Q-1.4 2 0 12", fold, 0.6, opacity=0.4)
            return
        x = s * 0.9
        c.ellipse(x, 0.1, 5.2, 6.9, darker(color, 0.22))
        opening = f"M{x - 4.6:.2f} .3a4.6 6.2 0 1 1 9.2 0a4.6 6.2 0 1 1-9.2 0Z"
        with c.clipped(opening):
            c.path(opening, c.lit(self.look.skin, 0.14))
            if self.detailed:
                with c.group(transform=f"translate({s * 0.15:.2f} .3)"):
                    self.features_only()
        if self.view == "side":
            c.path(f"M{x + 3.9:.1f} -2.4L{x + 5.4:.1f} .6Q{x + 5.4:.1f} 1.5 {x + 4.2:.1f} 1.6Z", self.look.skin)

    def features_only(self) -> None:
        c, skin, s = self.c, self.look.skin, self.shift
        line = darker(skin, 0.62)
        for ex in (3.6 + s * 0.4,) if self.view == "side" else (-1.9 + s, 2 + s * 0.85):
            c.ellipse(ex, -0.6, 0.6, 0.76, line)
            c.stroke(f"M{ex - 1:.1f} -2.4q1-.8 2-.1", line, 0.5)
        c.stroke(f"M{-1.3 + s * 1.1:.1f} 3.8q1.4 1.2 2.8 0", line, 0.55)
        if self.view != "side":
            c.stroke(f"M{s * 1.1:.1f} -.3q.8 1.6 .4 2.1", darker(skin, 0.3), 0.5)

    def wear_peci(self) -> None:
        c = self.c
        c.path("M-6.3-3.2L-5.5-10.4Q0-12.4 5.7-10.4L6.4-3.6Q0-5.6-6.3-3.2Z", c.lit("#1d2226", 0.16))

    def wear_songkok(self) -> None:
        """The woven cap of the Bugis and Makassar, with its gold band."""
        c = self.c
        c.path("M-6.3-3.2L-5.7-9.8Q0-12 5.8-9.8L6.4-3.6Q0-5.6-6.3-3.2Z", c.lit("#4b3323", 0.16))
        c.path("M-6.3-3.2L-6-6.2Q0-8.4 6.1-6.4L6.4-3.6Q0-5.6-6.3-3.2Z", "#d6a740")

    def wear_caping(self) -> None:
        c, color = self.c, self.look.head_color if self.look.head_color != "#231c1a" else "#d9b36b"
        c.ellipse(0.4, -3.4, 13.6, 2.9, darker(color, 0.45))
        c.path("M-13.4-3.8Q-4-8.6 .2-14.6Q4.8-8.6 14-3.8Q.4-.6-13.4-3.8Z", c.lit(color, 0.22))
        c.stroke("M.2-14Q-4-7-6.4-3M.2-14Q1-7 1-2.2M.2-14Q4.6-7 7.6-2.9", darker(color, 0.25), 0.45, opacity=0.6)

    def wear_cap(self) -> None:
        c, color = self.c, self.look.head_color if self.look.head_color != "#231c1a" else "#2f6d7a"
        if self.view != "back":
            c.path("M3-5Q9-5.6 11.4-3.2Q8-2.4 3.6-3.2Z", darker(color, 0.3))
        c.path("M-6.4-2.8C-7.4-12.4 7.4-12.4 6.6-3.6Q0-5.8-6.4-2.8Z", c.lit(color, 0.2))

    def wear_helmet(self) -> None:
        c, color = self.c, self.look.head_color
        c.path("M-7.8 3C-10.4-13.6 9.6-13.8 8.2-3.4Q4-5 .6-4.4Q-2.6-3.4-3.4 4.4Q-6 5-7.8 3Z", c.lit(color, 0.22))
        c.stroke("M-7.4-4Q0-7.4 7.8-4.6", CREAM, 1.1)
        c.path("M1-4.6Q5-5.4 8.4-3.8L8.8 1.4Q5 2.4 2 1.8Z", "#bfe3e2", opacity=0.45)
        c.stroke("M-4 4Q-2 7.6 1 7.4", darker(color, 0.5), 0.8)

    def wear_hardhat(self) -> None:
        c, color = self.c, self.look.head_color if self.look.head_color != "#231c1a" else "#f2b33d"
        c.path("M-6.8-3C-7.6-13 7.6-13 7-3.6Q0-5.4-6.8-3Z", c.lit(color, 0.2))
        c.path("M-7.8-2.6Q0-5.8 7-4.4Q10-3.8 10.4-2.6Q2-3.8-7.8-2.6Z", darker(color, 0.2))
        c.stroke("M-.4-10.4Q1.4-7.6 1.4-4.6", lighter(color, 0.5), 0.9)


def batik(c: Canvas, ground: str) -> str:
    """A quiet pattern of waves and grains in two tones of the cloth."""
    bright, dark = lighter(ground, 0.5), darker(ground, 0.4)
    return c.define(
        '<pattern id="@" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(38)">'
        f'<path d="M0 3.5Q1.75 1.4 3.5 3.5T7 3.5" fill="none" stroke="{bright}" stroke-width=".8"/>'
        f'<circle cx="1.75" cy="5.6" r=".7" fill="{dark}"/><circle cx="5.25" cy="1.2" r=".7" fill="{bright}"/></pattern>'
    )


def plaid(c: Canvas, ground: str) -> str:
    bright, dark = mix(ground, "#ffffff", 0.45), darker(ground, 0.4)
    return c.define(
        '<pattern id="@" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 1.5H6M1.5 0V6" stroke="{dark}" stroke-width="1.1" opacity=".5"/>'
        f'<path d="M0 4.4H6M4.4 0V6" stroke="{bright}" stroke-width=".5" opacity=".7"/></pattern>'
    )


# The cast: the same people are met again in several pictures.
FISHER = Look(skin=SKINS[2], top="#e07a5f", bottom="#2f5d6b", head="caping", lower="shorts")
FISHER_SON = Look(skin=SKINS[1], top="#2f8f8b", bottom="#27414d", head="cap", lower="shorts", head_color="#c8503c")
FARMER = Look(
    skin=SKINS[1], top="#3f8f86", bottom="#7b4b5e", head="hijab", head_color="#f0c987", sleeves="long", lower="sarong"
)
TRADER = Look(
    skin=SKINS[0], top="#c95d63", bottom="#5b3a5e", head="hijab", head_color="#3d8b8b", sleeves="long", lower="dress"
)
MOTHER = Look(
    skin=SKINS[3], top="#d98c5f", bottom="#a35d4d", head="hijab", head_color="#7fb7a4", sleeves="long", lower="dress"
)
FATHER = Look(skin=SKINS[1], top="#e9dcc0", bottom="#4f6d8a", head="songkok", lower="sarong")
CHILD = Look(skin=SKINS[0], top="#f2b84b", bottom="#3c6e7a", head="hair", lower="shorts")
GIRL = Look(skin=SKINS[3], top="#e88a7d", bottom="#d97566", head="long", lower="dress")
ELDER = Look(skin=SKINS[2], top="#f4ead3", bottom="#6a8f71", head="peci", lower="sarong", sleeves="long")
OFFICER = Look(skin=SKINS[0], top=KHAKI, bottom="#8f7a50", head="peci", pattern="uniform", shoes="#2a2624")
OFFICER_F = Look(
    skin=SKINS[3],
    top=KHAKI,
    bottom="#8f7a50",
    head="hijab",
    head_color="#e6cf9c",
    sleeves="long",
    pattern="uniform",
    shoes="#2a2624",
)
STAFF = Look(skin=SKINS[1], top="#eef0ea", bottom="#27333c", head="hair", sleeves="long", shoes="#1f2326")
STAFF_F = Look(
    skin=SKINS[0], top="#e9efe9", bottom="#27333c", head="hijab", head_color="#27505c", sleeves="long", shoes="#1f2326"
)
BATIK_M = Look(
    skin=SKINS[1], top="#7a3b2e", bottom="#22303a", head="peci", pattern="batik", sleeves="long", shoes="#1f2326"
)
BATIK_F = Look(
    skin=SKINS[3],
    top="#2e6c6a",
    bottom="#27424b",
    head="hijab",
    head_color="#e3b8a0",
    pattern="batik",
    sleeves="long",
    lower="dress",
    shoes="#2a2624",
)
NURSE = Look(
    skin=SKINS[0], top="#f2f6f2", bottom="#eaf0ec", head="hijab", head_color="#8fd0c0", sleeves="long", shoes="#f5f5f0"
)
BUILDER = Look(skin=SKINS[2], top="#3e7f8c", bottom="#4a4f57", head="hardhat", vest="#f0873c", shoes="#3a2d26")
RIDER = Look(
    skin=SKINS[1], top="#2f8576", bottom="#2b3942", head="helmet", head_color="#d9573f", sleeves="long", shoes="#2a2624"
)
