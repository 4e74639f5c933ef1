"""Structured data of programmes: each tag gives the inside of a script element of the type `application/ld+json`."""

from django import template
from django.utils.safestring import SafeString

from programs import structured
from programs.models import Program
from selayar_site.models import SiteIdentity
from selayar_site.structured import as_json

register = template.Library()


@register.simple_tag
def program_data(program: Program, site: SiteIdentity, origin: str) -> SafeString:
    return as_json(structured.government_service(program, site=site, origin=origin))


@register.simple_tag
def questions_data(program: Program) -> SafeString:
    return as_json(structured.questions(program))
