"""Prepare the demo and print how to sign in; send its mail. Called by `make run` and `make codes`."""

import hashlib
import os
import time
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from allauth.mfa import app_settings as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, transaction
from django.utils import timezone

from news import mailing
from selayar_site import roles
from selayar_site.models import SiteIdentity, User
from selayar_site.pagestore import purge
from selayar_site.sample.load import load_basics, load_figures, load_people, load_releases, load_snapshots
from selayar_site.sample.population import CIVIL_SERVANTS, WORKERS, load_population
from selayar_site.sample.registers import load_cover, load_waiting

# Somebody who tries the site looks for the mail at once; the timer of a real one comes every minute.
POST_SECONDS = 10

# Anyone may know these: the command refuses to run outside the demo.
PASSWORD = "selayar-contoh-2026"
SECRET = "ONSWYYLZMFZC2Y3PNZ2G62BNGIYDENRB"
ACCOUNTS = {
    roles.WRITER: ("penulis@selayar.example", "Penulis Contoh"),
    roles.EDITOR: ("penyunting@selayar.example", "Penyunting Contoh"),
    roles.PROGRAM_OFFICER: ("program@selayar.example", "Petugas Contoh"),
    roles.VERIFIER: ("verifikator@selayar.example", "Verifikator Contoh"),
    roles.BPJS_LIAISON: ("bpjs@selayar.example", "Penghubung Contoh"),
    roles.TREASURER: ("bendahara@selayar.example", "Bendahara Contoh"),
    roles.AUDITOR: ("auditor@selayar.example", "Auditor Contoh"),
    roles.ADMINISTRATOR: ("admin@selayar.example", "Administrator Contoh"),
}


class Command(BaseCommand):
    help = "Menyiapkan situs contoh dan mencetak cara masuknya. Hanya untuk SELAYAR_DEMO=1."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--codes", action="store_true", help="cetak kode langkah kedua saja")
        parser.add_argument("--workers", type=int, default=WORKERS, help="sebanyak ini pekerja buatan")
        parser.add_argument("--civil-servants", type=int, default=CIVIL_SERVANTS, help="sebanyak ini ASN buatan")
        parser.add_argument("--post-while", type=int, metavar="PID", help="cetak surel selama proses induk ini hidup")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Perintah ini hanya untuk situs contoh (SELAYAR_DEMO=1).")
        if options["codes"]:
            self.stdout.write(code_line())
            return
        if options["post_while"]:
            post_while(options["post_while"])
            return
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        with ThreadPoolExecutor(max_workers=1) as beside:  # the encoders of both work without Python's lock
            static = beside.submit(collect_static)
            load_basics()
            confirm_security_address()
            accounts = make_accounts()
            load_people(by=accounts[roles.PROGRAM_OFFICER])
            for progress in load_population(options["workers"], options["civil_servants"]):
                self.stdout.write(f"  {progress}")
            load_cover(by=accounts[roles.PROGRAM_OFFICER])
            load_waiting(by=accounts[roles.PROGRAM_OFFICER])
            load_snapshots(by=accounts[roles.PROGRAM_OFFICER], approver=accounts[roles.VERIFIER])
            load_figures(by=accounts[roles.PROGRAM_OFFICER], approver=accounts[roles.VERIFIER])
            for slug in load_releases(writer=accounts[roles.WRITER], editor=accounts[roles.EDITOR]):
                self.stdout.write(f"  /berita/{slug}/")
            static.result()
        self.stdout.write(sign_ins())


def post_while(server: int) -> None:
    """Send the mail that is due, to the terminal, for as long as `server`, our parent, lives.

    Of what `tick` does only this: the sample releases name real sites, which a demo leaves in peace.
    """
    while os.getppid() == server:
        close_old_connections()
        mailing.post()
        for _ in range(POST_SECONDS):
            if os.getppid() == server:
                time.sleep(1)


def collect_static() -> None:
    """Collect and compress the static files, but only when one of them changed: it takes seconds."""
    stamp, state = settings.DATA_DIR / "static.stamp", static_state()
    if stamp.exists() and stamp.read_text() == state and settings.STATIC_ROOT.exists():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def confirm_security_address() -> None:
    """So that security.txt can be seen; an installation of its own confirms its own address by hand."""
    if SiteIdentity.objects.filter(security_confirmed_on=None).update(security_confirmed_on=timezone.localdate()):
        purge("site")


def static_state() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()


@transaction.atomic
def make_accounts() -> dict[str, User]:
    """One artificial account for each role, the same after every run; open sessions stay open."""
    accounts = {}
    password = make_password(PASSWORD, salt="contoh")  # once for all: it takes 0.3 s
    for role, (email, name) in ACCOUNTS.items():
        user, _ = User.objects.update_or_create(
            email=email,
            defaults={"full_name": name, "position": role, "password": password, "is_staff": True, "is_active": True},
        )
        user.groups.set([Group.objects.get(name=role)])
        factors = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
        if not any(decrypt(factor.data["secret"]) == SECRET for factor in factors):
            factors.delete()
            TOTP.activate(user, SECRET)
        accounts[role] = user
    return accounts


def code_line() -> str:
    """The code of this moment and of the next: all demo accounts share one secret."""
    counter, left = divmod(int(time.time()), mfa.TOTP_PERIOD)
    now, then = (format_hotp_value(hotp_value(SECRET, number)) for number in (counter, counter + 1))
    return f"Kode langkah kedua: {now} ({mfa.TOTP_PERIOD - left} detik lagi), lalu {then}. Satu kode sekali pakai."


def sign_ins() -> str:
    origin = settings.PUBLIC_ORIGIN
    wide = max(len(role) for role in ACCOUNTS)
    rows = [f"  {role:<{wide}}  {email}" for role, (email, _) in ACCOUNTS.items()]
    return "\n".join(
        [
            "",
            f"Situs        {origin}/",
            f"Ruang kerja  {origin}/admin/",
            "",
            "Akun contoh (orangnya tidak ada):",
            *rows,
            "",
            f"Kata sandi semua akun: {PASSWORD}",
            code_line(),
            "Kode berikutnya: make codes    Berhenti: Ctrl-C",
            "Surel tidak dikirim ke mana pun: langganan, konfirmasi, dan pemberitahuan tercetak di sini.",
            "",
        ]
    )
