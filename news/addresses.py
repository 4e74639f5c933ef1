"""E-mail addresses as subscriptions know them: one spelling, a blind index, and a name for limits."""

from django.core.exceptions import ValidationError

from selayar_site.sealed import blind_index

# Everything of these providers before "+" and without dots is one mailbox.
DOTLESS = ("gmail.com", "googlemail.com")


def tidy(address: str) -> str:
    """The address as mail is sent to it: the domain in small ASCII letters. Raises ValidationError.

    Whether it looks like an address at all is the form field's question.
    """
    local, _, domain = address.strip().rpartition("@")
    try:
        domain = domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        raise ValidationError("Bagian alamat sesudah @ tidak sah.") from None
    if not local.isascii():
        raise ValidationError("Bagian alamat sebelum @ hanya dapat memuat huruf Latin, angka, dan tanda baca.")
    return f"{local}@{domain}"


def index_of(address: str) -> str:
    """By which a tidy address is found; capital letters make no other mailbox."""
    return blind_index(address.lower(), purpose="news.subscription.address")


def proof_of(address: str) -> str:
    """What is kept of an address to answer whether its owner once agreed."""
    return blind_index(address.lower(), purpose="news.consent.address")


def mailbox_of(address: str) -> str:
    """The mailbox that a tidy address leads to, for limits: nobody's is flooded as a+1@, a+2@ …"""
    local, _, domain = address.lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in DOTLESS:
        local, domain = local.replace(".", ""), DOTLESS[0]
    return f"{local}@{domain}"


def mask_address(address: str) -> str:
    """ "b•••@g•••.com": enough to recognise one's own, too little for anybody else."""
    local, _, domain = address.rpartition("@")
    name, dot, ending = domain.rpartition(".")
    return f"{local[:1]}•••@{name[:1]}•••{dot}{ending}"
