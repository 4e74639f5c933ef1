"""What the ground does beside its requests."""

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.tasks import task
from django.urls import reverse

from selayar_site.models import User
from selayar_site.models.accounts import normal_email


@task(queue_name="mail")
def mail_password_link(email: str) -> bool:
    """Send the link for a new password to whoever has that address, if there is an open account; answers whether.

    Looked up here, not in the request: how long an answer takes must not tell who has an account.
    """
    user = User.objects.filter(email=normal_email(email), is_active=True).first()
    if user is None:
        return False
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    context = {"password_reset_url": settings.PUBLIC_ORIGIN + path}
    get_adapter().render_mail("account/email/password_reset_key", user.email, context).send()
    return True
