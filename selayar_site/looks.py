"""Whether two files show the same picture: a copy made smaller or of less quality, as messengers do, looks the same.

A difference hash: whether each field of a coarse grid is darker than the next. Its twenty lines are ours because the
packages for it bring NumPy and SciPy. No database, no storage.
"""

from PIL import Image

SIDE = 8
BITS = 2 * SIDE * SIDE
BANDS = 8
BAND_BITS = BITS // BANDS
# Copies of 220 px and of JPEG quality 20 differ in up to 7 bits, different pictures of the sample in 34 or more.
# One less than the bands: whatever differs so little has at least one band in common, so an index finds it.
MOST = BANDS - 1
# A plain ground, or one that grows evenly lighter, says too little to be told from another.
LEAST_TOLD = 8


def look(image: Image.Image) -> str:
    """32 hexadecimal digits; empty where the picture is too plain to be told from others."""
    grey = image.convert("L")
    rows = grey.resize((SIDE + 1, SIDE), Image.Resampling.BOX).tobytes()
    columns = grey.resize((SIDE, SIDE + 1), Image.Resampling.BOX).tobytes()
    across = [rows[at] < rows[at + 1] for at in range(len(rows)) if at % (SIDE + 1) < SIDE]
    down = [columns[at] < columns[at + SIDE] for at in range(SIDE * SIDE)]
    bits = sum(is_lighter << at for at, is_lighter in enumerate([*across, *down]))
    return f"{bits:0{BITS // 4}x}" if LEAST_TOLD <= bits.bit_count() <= BITS - LEAST_TOLD else ""


def bands(of: str) -> list[int]:
    """The parts of a look, each with its place: numbers under 2¹⁹. None of an empty look."""
    bits, mask = int(of or "0", 16), (1 << BAND_BITS) - 1
    return [place << BAND_BITS | bits >> place * BAND_BITS & mask for place in range(BANDS)] if of else []


def difference(one: str, other: str) -> int:
    """In how many bits they differ; the same picture in up to MOST."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
