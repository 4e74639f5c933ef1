"""Villages, trades and agencies as lists spell them."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from programs.imports.cells import masked
from programs.imports.headings import normal
from programs.imports.values import choose
from programs.models import Agency, Area, Occupation

_village_words = re.compile(r"^(desa|kelurahan|kel|ds|kelurahan desa|desa kelurahan) ")
_district_words = re.compile(r"^(kecamatan|kec) ")
_code = re.compile(r"[0-9]{2}\.?[0-9]{2}\.?[0-9]{2}\.?[0-9]{4}")

# What lists call the trades of the usual catalogue, as normal() spells. A trade that an office took out stays out.
TRADES = {
    "Nelayan": "nelayan tangkap, nelayan tradisional, nelayan kecil, nelayan perikanan, nelayan perikanan tangkap, "
    "buruh nelayan, nelayan buruh",
    "Petani rumput laut": "pembudidaya rumput laut, budidaya rumput laut, rumput laut, petani rumput laut agar agar",
    "Awak kapal": "abk, anak buah kapal, kelasi, awak perahu, sawi",
    "Tukang perahu": "pembuat perahu, tukang kapal, pengrajin perahu, perajin perahu",
    "Pedagang ikan": "penjual ikan, pappalele, pengumpul ikan",
    "Petani": "petani pekebun, pekebun, buruh tani, tani, petani kebun, petani penggarap, buruh tani perkebunan, "
    "petani ladang",
    "Pekerja kopra": "buruh kopra, petani kopra, pembuat kopra, pengolah kopra",
    "Peternak": "peternak sapi, peternak kambing, peternak ayam, buruh peternakan, ternak",
    "Pedagang pasar": "pedagang, pedagang kecil, pedagang kaki lima, pkl, pedagang kelontong, penjual sayur",
    "Penjual makanan": "pedagang makanan, penjual kue, warung makan, penjual gorengan, penjual nasi",
    "Pengemudi becak": "becak, tukang becak, bentor, pengemudi bentor, tukang bentor",
    "Pengemudi ojek": "ojek, tukang ojek, ojol, ojek online",
    "Buruh angkut": "buruh pelabuhan, buruh bagasi, kuli angkut, tkbm, porter, buruh",
    "Pekerja bangunan": "tukang, tukang batu, tukang kayu, buruh bangunan, kuli bangunan, tukang bangunan",
    "Pekerja rumah tangga": "asisten rumah tangga, art, pembantu rumah tangga, prt",
    "Penjahit dan perajin": "penjahit, perajin, pengrajin, tukang jahit, penenun",
    "Lainnya": "lain lain, lainnya, wiraswasta, pekerjaan lainnya",
}


class Villages:
    """By name, with the district where two villages share one, or by the code of the ministry."""

    def __init__(self) -> None:
        rows = Area.objects.filter(kind__in=Area.VILLAGES).select_related("parent")
        self.by_code = {area.code.replace(".", ""): area for area in rows}
        self.by_name: defaultdict[str, list[Area]] = defaultdict(list)
        for area in rows:
            self.by_name[_bare(area.name)].append(area)
        self.names = [area.name for area in rows]

    def find(self, written: str, district: str = "") -> Area:
        """Raises ValidationError with a sentence."""
        if _code.fullmatch(written):
            return choose(written.replace(".", ""), self.by_code, what="Kode desa")
        name, _, rest = written.partition(",")
        if (bracket := re.fullmatch(r"(.+?)\s*\((.+)\)", written)) is not None:
            name, rest = bracket[1], bracket[2]
        key = _bare(name)
        found = (
            choose(key, self.by_name, what="Desa atau kelurahan", written=name.strip(), names=self.names) if key else []
        )
        if not found:
            raise ValidationError("Tuliskan nama desa atau kelurahan.", "required")
        above = _tight(_district_words.sub("", normal(district or rest)))
        there = [area for area in found if area.parent and _tight(area.parent.name) == above]
        if len(there) == 1:
            return there[0]
        if above and not there:
            places = " atau ".join(sorted(str(area.parent) for area in found))
            village, told = masked(name.strip()[:60]), masked((district or rest).strip()[:40])
            raise ValidationError(f"Desa “{village}” ada di {places}, bukan di “{told}”.", "district")
        if len(found) > 1:
            places = " dan ".join(sorted(str(area.parent) for area in found))
            raise ValidationError(f"Desa ini ada di {places}. Tambahkan kolom kecamatan.", "district")
        return found[0]


def _bare(name: str) -> str:
    """“Desa Bonto Haru” and “BONTOHARU” are one village."""
    return _tight(_village_words.sub("", normal(name)))


def _tight(name: str) -> str:
    """“Bonto Haru” and “Bontoharu” are one place."""
    return normal(name).replace(" ", "")


class Trades:
    """By their names and what else lists call them; `other` stands for those not known, where the person chose so."""

    def __init__(self, other: Occupation | None = None) -> None:
        self.other = other
        rows = list(Occupation.objects.filter(is_active=True))
        self.names = [row.name for row in rows]
        self.known = {normal(row.name): row for row in rows}
        for row in rows:
            for word in TRADES.get(row.name, "").split(", "):
                self.known.setdefault(word, row)

    def find(self, written: str) -> Occupation:
        key = normal(written)
        if self.other is not None:
            return self.known.get(key, self.other)
        return choose(key, self.known, what="Pekerjaan", written=written, names=self.names)


class Agencies:
    """By code, short or long name."""

    def __init__(self, rows: Iterable[Agency] | None = None) -> None:
        rows = list(Agency.objects.filter(is_active=True) if rows is None else rows)
        self.names = [row.name for row in rows]
        self.known: dict[str, Agency] = {}
        for row in rows:
            for name in (row.name, row.short_name, row.code):
                self.known.setdefault(normal(name), row)

    def find(self, written: str) -> Agency:
        return choose(normal(written), self.known, what="OPD", written=written, names=self.names)
