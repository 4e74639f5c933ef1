"""What search engines read of a programme: schema.org's GovernmentService, and its questions."""

from typing import Any

from programs.models import Program
from selayar_site.models import SiteIdentity
from selayar_site.structured import CONTEXT, publisher, without_empty


def government_service(program: Program, *, site: SiteIdentity, origin: str) -> dict[str, Any]:
    return CONTEXT | without_empty(
        {
            "@type": "GovernmentService",
            "name": program.name,
            "alternateName": [str(name) for name in program.other_names],
            "description": program.summary,
            "url": origin + program.get_absolute_url(),
            "serviceType": program.get_kind_display(),
            "serviceOperator": publisher(site, origin),
            "areaServed": {"@type": "AdministrativeArea", "name": site.regency},
        }
    )


def questions(program: Program) -> dict[str, Any]:
    """The questions and answers that stand on the page; only for a programme that has some."""
    asked = [
        {
            "@type": "Question",
            "name": item["question"],
            "acceptedAnswer": {"@type": "Answer", "text": item["answer"]},
        }
        for item in program.faq
    ]
    return CONTEXT | {"@type": "FAQPage", "mainEntity": asked}
