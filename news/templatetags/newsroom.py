"""The newsroom's block on the first page of the admin."""

from typing import Any

from django import template
from django.template import Context

from news.desk import desk_for

register = template.Library()


@register.inclusion_tag("admin/news/_desk.html", takes_context=True)
def newsroom_desk(context: Context) -> dict[str, Any]:
    """“Yang menunggu Anda”: nothing at all for who has nothing to do with releases."""
    user = context["request"].user
    return {"parts": desk_for(user), "may_write": user.has_perm("news.add_edition")}
