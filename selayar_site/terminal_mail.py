"""Mail of the demo: printed as a mail program shows it, sent to nobody."""

from django.core.mail import EmailMessage
from django.core.mail.backends import console

LINE = "─" * 72


class EmailBackend(console.EmailBackend):
    """Django's own prints what travels: lines cut at 76 signs, so that no link in them can be followed."""

    def write_message(self, message: EmailMessage) -> None:
        head = f"Surel kepada {', '.join(message.to)}\nPerihal: {message.subject}"
        self.stream.write(f"\n{LINE}\n{head}\n\n{str(message.body).strip()}\n{LINE}\n")
