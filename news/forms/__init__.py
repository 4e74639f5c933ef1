"""The newsroom's forms: what a release is made of, and what each step asks for."""

from .fields import CHANGE_KINDS, MOMENT, MomentField, TagsField
from .steps import (
    ApproveForm,
    CommentForm,
    Confirmation,
    CorrectForm,
    EndForm,
    GiveBackForm,
    MoveForm,
    RevisionForm,
    StepForm,
    WithdrawForm,
)
from .writing import AttachmentForm, EditionForm, EditionPhotoForm, EditionPhotoFormSet

__all__ = [
    "CHANGE_KINDS",
    "MOMENT",
    "ApproveForm",
    "AttachmentForm",
    "CommentForm",
    "Confirmation",
    "CorrectForm",
    "EditionForm",
    "EditionPhotoForm",
    "EditionPhotoFormSet",
    "EndForm",
    "GiveBackForm",
    "MomentField",
    "MoveForm",
    "RevisionForm",
    "StepForm",
    "TagsField",
    "WithdrawForm",
]
