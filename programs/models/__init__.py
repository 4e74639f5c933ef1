"""Social-protection programmes, by topic."""

from .catalogue import Agency, Area, Occupation, Program

__all__ = ["Agency", "Area", "Occupation", "Program"]
