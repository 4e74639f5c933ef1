"""Social-protection programmes, by topic."""

from .catalogue import Agency, Area, Occupation, Payer, Program
from .civil_servants import CivilServant, FormerNip, Placement, Treasurer
from .parts import ProgramContact, ProgramDocument
from .people import NumberCheck, Person
from .tariffs import Benefit, NoTariff, Tariff, TariffTable
from .workers import PossibleDouble, Worker

__all__ = [
    "Agency",
    "Area",
    "Benefit",
    "CivilServant",
    "FormerNip",
    "NoTariff",
    "NumberCheck",
    "Occupation",
    "Payer",
    "Person",
    "Placement",
    "PossibleDouble",
    "Program",
    "ProgramContact",
    "ProgramDocument",
    "Tariff",
    "TariffTable",
    "Treasurer",
    "Worker",
]
