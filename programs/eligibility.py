"""Who may be covered by whom: named rules, each with its answer, its reason and what it was decided from.

Ages are those of the scheme (BPJS Ketenagakerjaan, BPU: under 65 at entry; the regency's own schemes: from 18).
Reasons and inputs are stored and read by officers: they hold no number of a person.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from programs.models import CivilServant, EligibilityAnswer, NumberCheck, Payer, Worker
from selayar_site.months import first_day, last_day, month_names

YOUNGEST, OLDEST = 18, 64

Result = EligibilityAnswer.Result


@dataclass(frozen=True)
class Case:
    """One worker, one civil servant, and the months that are asked about (both included)."""

    civil_servant: CivilServant
    worker: Worker
    first_month: int
    last_month: int
    # Months of these that the ledger has from another payer.
    taken: dict[int, str] = field(default_factory=dict)

    @property
    def starts_on(self) -> date:
        return first_day(self.first_month)

    @property
    def ends_on(self) -> date:
        return last_day(self.last_month)


@dataclass(frozen=True)
class Answer:
    result: str
    reason: str
    inputs: dict[str, Any] = field(default_factory=dict)


def ask(case: Case) -> dict[str, Answer]:
    """What every rule says, in the order of `RULES`. No query."""
    return {name: rule(case) for name, rule in RULES.items()}


def _age(case: Case) -> Answer:
    age = case.worker.age_on(case.starts_on)
    told = {"usia": age, "mulai": case.starts_on.isoformat()}
    if age < YOUNGEST:
        return Answer(Result.FAIL, f"Berusia {age} tahun saat mulai; paling muda {YOUNGEST} tahun.", told)
    if age <= OLDEST:
        return Answer(Result.PASS, f"Berusia {age} tahun saat mulai.", told)
    if case.worker.kpj:
        return Answer(
            Result.WARN,
            f"Berusia {age} tahun. Sudah memiliki KPJ: peserta lama boleh melanjutkan.",
            told | {"kpj": True},
        )
    return Answer(Result.FAIL, f"Berusia {age} tahun saat mulai; peserta baru harus di bawah 65 tahun.", told)


def _alive(case: Case) -> Answer:
    died = case.worker.death_date
    if died is None:
        return Answer(Result.PASS, "Tidak ada catatan kematian.")
    return Answer(Result.FAIL, "Tercatat meninggal.", {"meninggal": died.isoformat()})


def _resident(case: Case) -> Answer:
    moved = case.worker.moved_on
    told = {"desa": case.worker.village_id}
    if moved is None:
        return Answer(Result.PASS, "Tinggal di kabupaten ini.", told)
    if moved > case.ends_on:
        return Answer(Result.WARN, "Akan pindah ke luar kabupaten.", told | {"pindah": moved.isoformat()})
    return Answer(Result.FAIL, "Pindah ke luar kabupaten.", told | {"pindah": moved.isoformat()})


def _informal(case: Case) -> Answer:
    since = case.worker.formal_since
    told = {"pekerjaan": case.worker.occupation.name}
    if since is not None and since <= case.ends_on:
        return Answer(
            Result.FAIL, "Menjadi pekerja formal: pemberi kerjanya yang membayar.", told | {"sejak": since.isoformat()}
        )
    if not case.worker.occupation.is_active:
        return Answer(Result.WARN, "Jenis pekerjaannya tidak dipakai lagi. Pilih yang sesuai.", told)
    return Answer(Result.PASS, "Bekerja bukan sebagai penerima upah.", told)


def _somebody_else(case: Case) -> Answer:
    one, other = case.civil_servant.nik, case.worker.nik
    if one is not None and other is not None and one.reveal() == other.reveal():
        return Answer(Result.FAIL, "Pekerja ini ASN itu sendiri.", {"nik": "sama"})
    if case.civil_servant.name_key == case.worker.name_key and case.civil_servant.birth_date == case.worker.birth_date:
        return Answer(
            Result.WARN, "Nama dan tanggal lahirnya sama dengan ASN. Pastikan dua orang berbeda.", {"nama": "sama"}
        )
    if one is None:
        return Answer(Result.WARN, "NIK ASN belum tercatat, jadi belum dapat dibandingkan.", {"nik": "belum ada"})
    return Answer(Result.PASS, "Orang yang berbeda.", {"nik": "berbeda"})


def _other_family(case: Case) -> Answer:
    one, other = case.civil_servant.kk, case.worker.kk
    if one is None or other is None:
        whose = "ASN" if one is None else "pekerja"
        return Answer(
            Result.WARN, f"Nomor KK {whose} belum tercatat, jadi belum dapat dibandingkan.", {"kk": "belum ada"}
        )
    if one.reveal() == other.reveal():
        return Answer(Result.FAIL, "Satu kartu keluarga dengan ASN.", {"kk": "sama"})
    return Answer(Result.PASS, "Kartu keluarganya berbeda.", {"kk": "berbeda"})


def _one_payer(case: Case) -> Answer:
    if not case.taken:
        return Answer(Result.PASS, "Tidak ada pembayar lain pada bulan-bulan itu.")
    payers = sorted({str(Payer(payer).label) for payer in case.taken.values()})
    told = {"bulan": sorted(case.taken), "pembayar": sorted(set(case.taken.values()))}
    return Answer(Result.FAIL, f"Sudah ditanggung {', '.join(payers)}: {month_names(sorted(case.taken))}."[:250], told)


def _in_service(case: Case) -> Answer:
    person = case.civil_servant
    if not person.is_serving(case.starts_on):
        return Answer(Result.FAIL, "ASN ini tidak lagi bertugas saat mulai.", {"berhenti": str(person.left_on)})
    retires = person.retires_on()
    if retires <= case.ends_on:
        return Answer(
            Result.WARN,
            "ASN ini diperkirakan pensiun sebelum masa yang dipilih berakhir.",
            {"pensiun": retires.isoformat()},
        )
    return Answer(Result.PASS, "Bertugas sepanjang masa yang dipilih.", {"pensiun": retires.isoformat()})


def _numbers(case: Case) -> Answer:
    waiting = NumberCheck.PENDING in (case.worker.number_check, case.civil_servant.number_check)
    if waiting:
        return Answer(Result.WARN, "Tanggal lahir atau jenis kelamin berbeda dengan nomornya, dan belum diputuskan.")
    return Answer(Result.PASS, "Nomor dan data lahir sesuai atau sudah diputuskan.")


RULES: dict[str, Callable[[Case], Answer]] = {
    "alive": _alive,
    "age": _age,
    "resident": _resident,
    "informal": _informal,
    "somebody_else": _somebody_else,
    "other_family": _other_family,
    "one_payer": _one_payer,
    "in_service": _in_service,
    "numbers": _numbers,
}
TITLES = {
    "alive": "Masih hidup",
    "age": "Usia saat mulai",
    "resident": "Tinggal di kabupaten ini",
    "informal": "Pekerja informal",
    "somebody_else": "Bukan ASN itu sendiri",
    "other_family": "Bukan keluarga sekartu",
    "one_payer": "Tidak ada pembayar lain",
    "in_service": "ASN bertugas",
    "numbers": "Nomor dan data lahir",
}
# What the ledger decides and no officer: two payers for one month cannot be.
BEYOND_DECISION = {"one_payer"}
