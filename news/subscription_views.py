"""Subscribing by mail, for everyone: the form, the button in the mail, and the page behind the link of each mail.

No page here knows a cookie. The form is kept and has no CSRF token: a stranger's site could only ask for a mail
that its owner ignores, so the answer is the double opt-in, the limits of `sign_up()`, and where browsers say
which site a form was sent from, that it was this one. The other forms carry their secret in the address.
"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from news import subscriptions
from news.access_views import secret_page
from news.addresses import mask_address
from news.models import Category, ConsentText, SignUp, Subscription
from news.models.access import digest
from news.subscription_forms import SignUpForm, WishForm
from news.subscriptions import TooMany
from programs.models import Program
from selayar_site.pagestore import kept

STARTED_FROM = ("kategori", "program")


@kept("news", "programs", "site", params=STARTED_FROM)
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; an address may name a category or a programme to begin with."""
    asked = {name: request.GET.getlist(name) for name in STARTED_FROM}  # one at most: the page store sees to it
    known = {
        "kategori": Category.objects.filter(slug__in=asked["kategori"]),
        "program": Program.objects.listed().filter(slug__in=asked["program"]),
    }
    if any(len(known[name]) != len(slugs) for name, slugs in asked.items()):
        raise Http404
    text = ConsentText.current()
    initial = {"categories": asked["kategori"], "programs": asked["program"]}
    return _form(request, SignUpForm(text=text, initial=initial) if text else None)


def _form(request: HttpRequest, form: SignUpForm | None, *, sentence: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "sentence": sentence, "erased_days": subscriptions.ERASED_AFTER.days}
    return render(request, "news/subscribe.html", context, status=status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """The same answer for every address, whoever it belongs to and whatever is known of it."""
    if request.method != "POST":  # a phone that restores the tab of a refused form
        return redirect("subscribe")
    response = _sign_up(request)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _sign_up(request: HttpRequest) -> HttpResponse:
    text = ConsentText.current()
    if text is None:
        raise Http404
    form = SignUpForm(request.POST, text=text)
    if not _is_from_here(request):
        sentence = "Formulir ini tidak dikirim dari situs kami. Periksa isinya, lalu kirim dari halaman ini."
        return _form(request, form if form.is_valid() else SignUpForm(text=text), sentence=sentence, status=403)
    if not form.is_valid():
        return _form(request, form, status=400)
    network = subscriptions.network_of(get_adapter(request).get_client_ip(request))
    try:
        subscriptions.sign_up(form.cleaned_data["email"], wish=form.wish, text=text, network=network)
    except TooMany:
        sentence = "Terlalu banyak pendaftaran dari jaringan ini dalam satu jam. Isian Anda masih ada; coba lagi nanti."
        return _form(request, form, sentence=sentence, status=429)
    return HttpResponse(status=303, headers={"Location": reverse("sign_up_sent")})


def _is_from_here(request: HttpRequest) -> bool:
    """What the browser says of it; one that says nothing is too old to be asked."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin in {f"{request.scheme}://{request.get_host()}", settings.PUBLIC_ORIGIN}


@kept("site")
def sign_up_sent(request: HttpRequest) -> HttpResponse:
    """“Look into your mail”: the same page for everybody."""
    return render(request, "news/subscribe_sent.html", {"days": subscriptions.SIGN_UP_LIFE.days})


@secret_page
def confirm_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Programs that look through mail open every link; only the button subscribes."""
    asked = SignUp.objects.filter(secret_hash=digest(token)).first()
    if asked is None or not asked.is_open():
        return _confirmed_before(request, token)
    if request.method != "POST":
        return render(request, "news/subscribe_confirm.html", {"sign_up": asked, "subjects": asked.subjects()})
    try:
        subscription = subscriptions.confirm(asked)
    except SignUp.DoesNotExist:
        return _confirmed_before(request, token)
    assert subscription.secret
    return _to_confirmed(subscription.secret.reveal())


def _confirmed_before(request: HttpRequest, token: str) -> HttpResponse:
    """A link that was used made a subscription with the same secret, unless the address had one already."""
    return _to_confirmed(token) if _bearing(token) else _unknown(request)


def _to_confirmed(token: str) -> HttpResponse:
    """Away from the address that is good for one time: the tab may be opened again."""
    return HttpResponse(status=303, headers={"Location": reverse("subscription_confirmed", kwargs={"token": token})})


@secret_page
def subscription_confirmed(request: HttpRequest, token: str) -> HttpResponse:
    subscription = _bearing(token)
    return _manage(request, subscription, token, done="confirmed") if subscription else _unknown(request)


@secret_page
def manage_subscription(request: HttpRequest, token: str) -> HttpResponse:
    subscription = _bearing(token)
    if subscription is None:
        return _unknown(request)
    if request.method != "POST":
        return _manage(request, subscription, token)
    form = WishForm(request.POST)
    if not form.is_valid():
        return _manage(request, subscription, token, form=form)
    try:
        subscriptions.change(subscription, wish=form.wish)
    except ValidationError:  # ended in another window
        return _manage(request, subscription, token)
    return _manage(request, subscription, token, done="changed")


@secret_page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One click of a mail program (RFC 8058: POST, without cookie or login), or the button of the page."""
    subscription = _bearing(token)
    if subscription is None:
        return _unknown(request)
    if request.method != "POST" and subscription.ended_at is None:
        return render(request, "news/subscription_leave.html", {"token": token})
    subscriptions.end(subscription)
    return _manage(request, subscription, token)


@secret_page
def resume_subscription(request: HttpRequest, token: str) -> HttpResponse:
    subscription, text = _bearing(token), ConsentText.current()
    if subscription is None or text is None:
        return _unknown(request)
    if request.method != "POST":
        return _manage(request, subscription, token)
    try:
        subscriptions.resume(subscription, text=text)
    except Subscription.DoesNotExist:
        return _unknown(request)
    return _manage(request, subscription, token, done="resumed")


@secret_page
def erase_subscription(request: HttpRequest, token: str) -> HttpResponse:
    subscription = _bearing(token)
    if subscription is None:
        return _unknown(request)
    if request.method != "POST":
        return _manage(request, subscription, token)
    subscriptions.erase(subscription)
    return render(request, "news/subscription_erased.html")


def _bearing(token: str) -> Subscription | None:
    return Subscription.objects.filter(secret_hash=digest(token)).first()


def _manage(
    request: HttpRequest, subscription: Subscription, token: str, *, form: WishForm | None = None, done: str = ""
) -> HttpResponse:
    """How it stands, and the form for it; `form` holds one to be mended."""
    subscription.refresh_from_db()
    assert subscription.address
    context = {
        "subscription": subscription,
        "masked": mask_address(subscription.address.reveal()),
        "token": token,
        "done": done,
        "form": form or WishForm(initial=WishForm.initial_of(subscription)),
        "subjects": subscription.subjects(),
        "text": ConsentText.current(),
    }
    template = "news/subscription_ended.html" if subscription.ended_at else "news/subscription_manage.html"
    return render(request, template, context, status=400 if form else 200)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "news/subscription_unknown.html", status=404)
