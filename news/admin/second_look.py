"""What one person approved alone, for the second pair of eyes that comes afterwards."""

from dataclasses import dataclass

from django.utils import timezone

from news.models import Edition
from selayar_site.models import Audit, User

from .steps import STEPS, Offer, is_offered, offer


@dataclass(frozen=True)
class SecondLook:
    """`reason`: why there was no second person. `offer`: the button, for who may press it."""

    edition: Edition
    reason: str
    offer: Offer | None


def second_look_of(edition: Edition, user: User) -> SecondLook | None:
    """None where four eyes approved the edition, or nobody did yet. One query, else none."""
    if not edition.four_eyes_waived:
        return None
    step = STEPS["look_again"]
    approval = Audit.objects.about(edition).filter(action="approve").select_related("reason").first()
    return SecondLook(
        edition,
        approval.reason.text if approval and hasattr(approval, "reason") else "",
        offer(step, edition, user) if is_offered(step, edition, user, timezone.now()) else None,
    )
