"""Social-protection programmes, by topic."""

from .awards import Award
from .catalogue import Agency, Area, Occupation, Payer, Program
from .civil_servants import CivilServant, FormerNip, Placement, Treasurer
from .cover import CoverMonth, Membership, Rate, RatePart, VoidReason
from .figures import Allocation, Domain, Figure, Indicator
from .imports import HeadingMap, ImportPart, ImportRow, RosterImport
from .parts import ProgramContact, ProgramDocument
from .people import NumberCheck, Person
from .snapshots import Snapshot, SnapshotCell
from .sponsorship import EligibilityAnswer, Sponsorship
from .tariffs import Benefit, NoTariff, Tariff, TariffTable
from .waiting import ConsentWording, WaitingEntry, WaitingPublication
from .workers import PossibleDouble, Worker

__all__ = [
    "Agency",
    "Allocation",
    "Area",
    "Award",
    "Benefit",
    "CivilServant",
    "ConsentWording",
    "CoverMonth",
    "Domain",
    "EligibilityAnswer",
    "Figure",
    "FormerNip",
    "HeadingMap",
    "ImportPart",
    "ImportRow",
    "Indicator",
    "Membership",
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
    "Rate",
    "RatePart",
    "RosterImport",
    "Snapshot",
    "SnapshotCell",
    "Sponsorship",
    "Tariff",
    "TariffTable",
    "Treasurer",
    "VoidReason",
    "WaitingEntry",
    "WaitingPublication",
    "Worker",
]
