import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern

pytestmark = pytest.mark.django_db

SAMPLES = {"int": "1", "year": "2026", "month": "07", "path": "1-HUMAS-VII-2026", "str": "kunci", "slug": "nama"}
# Forms that a page without a cookie sends.
TAKE_POST = {
    "number_compare", "preview", "embargo", "sign_up", "confirm_subscription", "subscription_confirmed",
    "manage_subscription", "unsubscribe", "resume_subscription", "erase_subscription",
}  # fmt: skip


def public_routes() -> Iterator[tuple[str, str]]:
    """Name and an address of each route for everyone."""
    for route in get_resolver().url_patterns:
        if isinstance(route, URLPattern) and isinstance(route.pattern, RoutePattern):
            kinds = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], str(route.pattern))
            yield str(route.name), f"/{kinds}"


@pytest.mark.once
def test_public_pages_answer_405_and_say_what_they_take() -> None:
    """As a stranger asks: the guard against forged forms must not answer first, where there is no form."""
    client = Client(enforce_csrf_checks=True)
    routes = dict(public_routes())
    assert len(routes) > 50 and routes.keys() >= TAKE_POST
    for name, address in routes.items():
        for method in ("post", "put", "patch", "delete"):
            if method == "post" and name in TAKE_POST:
                continue
            response = getattr(client, method)(address)
            assert (response.status_code, "GET" in response.headers.get("Allow", "")) == (405, True), (method, address)


def test_form_that_is_opened_again_by_its_address_leads_to_the_form(client: Client) -> None:
    """A phone that restores the tab of a refused sign-up asks for its address."""
    response = client.get("/langganan/daftar/")
    assert (response.status_code, response.headers["Location"]) == (302, "/langganan/")
