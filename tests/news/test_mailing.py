"""Mail to subscribers, through a real mail server: who gets what and when, once, and what happens when it fails."""

import logging
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from news import actions, dispatches, mailing, subscriptions
from news.models import Bounce, Dispatch, Quota, Rhythm, Sending, SentArticle, Subscription
from selayar_site.models import Audit
from tests.factories import (
    make_approved,
    make_category,
    make_live_article,
    make_program,
    make_sign_up,
    make_subscription,
    make_user,
)
from tests.smtp import Postmaster, post_office

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
READER = "pembaca@contoh.example"


@pytest.fixture(scope="module")
def office():
    with post_office() as postmaster:
        yield postmaster


@pytest.fixture
def post(office: Postmaster, settings):
    """The mail server, empty and willing."""
    office.delivered.clear()
    office.refusals.clear()
    office.data, office.on_data = "", None
    settings.MAILERS = office.mailers
    settings.DEFAULT_FROM_EMAIL = "humas@selayar.example"
    settings.BOUNCE_ADDRESS = "kembali@selayar.example"
    return office


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026; the 23rd is a Monday."""
    return timezone.make_aware(datetime(2026, 11, day, hour, minute))


def run(at: datetime | None = None) -> int:
    return mailing.post(at)


def states() -> list[str]:
    return list(Sending.objects.order_by("pk").values_list("state", flat=True))


# At once


def test_release_goes_out_once_to_everyone_who_wants_it_at_once(post):
    make_subscription(address=READER)
    make_subscription(address="dua@contoh.example")
    article = make_live_article(title="Dermaga dibuka kembali", body_html="<p>Kapal berangkat pukul tujuh.</p>")
    assert run() == 2 and run() == 0 and run(timezone.now() + HOUR) == 0
    assert sorted(each.to for each in post.delivered) == ["dua@contoh.example", READER]
    message = post.delivered[0].message
    assert message["Subject"] == "Dermaga dibuka kembali"
    for part in ("plain", "html"):
        words = message.get_body((part,)).get_content()
        assert "Kapal berangkat pukul tujuh." in words and f"{article.get_absolute_url()}?lewat=surel" in words


def test_nothing_is_sent_of_what_is_not_public(post):
    make_subscription()
    make_approved(live_from=timezone.now() + HOUR)
    make_approved(live_from=timezone.now() - HOUR, expires_at=timezone.now() - MINUTE)
    article = make_live_article()
    actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.")
    assert run() == 0 and post.delivered == [] and Dispatch.objects.filter(article__isnull=False).count() == 0


def test_scheduled_release_goes_out_at_its_moment(post):
    make_subscription()
    moment = timezone.now() + HOUR
    make_approved(title="Besok pagi", live_from=moment)
    assert run(moment - MINUTE) == 0
    assert run(moment) == 1 and post.subjects == ["Besok pagi"]


def test_release_withdrawn_before_its_turn_is_not_sent(post):
    make_subscription()
    article = make_live_article()
    dispatches.prepare(timezone.now())
    actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.")
    assert run() == 0 and states() == ["dropped"]


def test_correction_before_its_turn_goes_out_with_the_mail(post):
    make_subscription()
    article = make_live_article()
    dispatches.prepare(timezone.now())
    article.corrections.create(
        kind="ralat", wrong="12 kapal", right="Yang benar 13 kapal.", at=timezone.now(), written_by=make_user()
    )
    assert run(timezone.now() + MINUTE) == 1
    assert "Yang benar 13 kapal." in post.delivered[0].message.get_body(("plain",)).get_content()


def test_who_subscribes_later_gets_nothing_of_before(post):
    make_live_article()
    make_subscription(at=timezone.now())
    assert run() == 0


def test_only_chosen_subjects_are_sent(post):
    fish, roads, program = make_category(), make_category(), make_program()
    make_subscription(address="ikan@contoh.example", categories=[fish])
    make_subscription(address="program@contoh.example", programs=[program])
    make_subscription(address="semua@contoh.example")
    make_live_article(category=fish)
    about = make_approved(category=roads)
    about.programs.add(program)
    assert run() == 4
    assert sorted(each.to.split("@")[0] for each in post.delivered) == ["ikan", "program", "semua", "semua"]


def test_new_edition_of_a_release_is_not_sent_again(post):
    make_subscription()
    article = make_live_article()
    assert run() == 1
    revision = actions.start_revision(article, by=make_user())
    revision.change_note, revision.body_html = "Ditambah jadwal.", "<p>Baru.</p>"
    revision.save()
    actions.submit(revision, by=revision.created_by, version=revision.version)
    actions.approve(revision, by=make_user(), version=revision.version)
    assert run(timezone.now() + MINUTE) == 0


# Digests


def test_daily_digest_comes_at_its_hour_with_the_releases_of_the_day_and_never_empty(post):
    make_subscription(rhythm=Rhythm.DAILY, at=local(11, 8))
    first = make_approved(title="Pertama", live_from=local(11, 9), at=local(11, 8)).article
    make_approved(title="Kedua", live_from=local(11, 15), at=local(11, 8))
    assert run(local(12, 6, 59)) == 0
    assert run(local(12, 7)) == 1 and run(local(12, 7, 1)) == 0
    assert post.subjects == ["2 siaran pers – Kamis, 12 November 2026"]
    words = post.delivered[0].message.get_body(("html",)).get_content()
    assert words.index("Kedua") < words.index("Pertama") and first.get_absolute_url() in words
    assert run(local(13, 7)) == 0 and run(local(20, 7)) == 0
    assert len(post.delivered) == 1
    assert [str(each) for each in Dispatch.objects.filter(rhythm=Rhythm.DAILY)] == ["Ringkasan harian 12 November 2026"]


def test_weekly_digest_comes_on_monday_and_is_made_up_for_after_a_pause_of_the_machine(post):
    make_subscription(rhythm=Rhythm.WEEKLY, at=local(15, 8))
    make_approved(title="Kabar", live_from=local(18, 9), at=local(18, 8))
    assert run(local(21, 12)) == 0
    assert run(local(24, 12)) == 1  # nobody was there on Monday morning
    assert run(local(25, 12)) == 0


def test_change_of_rhythm_loses_nothing_and_repeats_nothing(post):
    subscription = make_subscription(rhythm=Rhythm.WEEKLY, at=local(15, 8))
    make_approved(title="Selasa", live_from=local(17, 9), at=local(17, 8))
    run(local(17, 10))
    subscriptions.change(subscription, wish=subscriptions.Wish(Rhythm.AT_ONCE))
    make_approved(title="Rabu", live_from=local(18, 9), at=local(18, 8))
    assert run(local(18, 10)) == 1 and post.subjects == ["Rabu"]
    assert run(local(23, 7)) == 1
    words = post.delivered[1].message.get_body(("plain",)).get_content()
    assert "Selasa" in words and "Rabu" not in words
    assert run(local(30, 7)) == 0
    assert SentArticle.objects.filter(subscription=subscription).count() == 2


def test_digest_leaves_out_what_was_withdrawn_and_is_not_sent_when_nothing_is_left(post):
    make_subscription(rhythm=Rhythm.DAILY, at=local(10, 8))
    article = make_approved(live_from=local(11, 9), at=local(11, 8)).article
    dispatches.prepare(local(12, 7))
    actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.", at=local(12, 7))
    assert run(local(12, 7, 1)) == 0 and states() == ["dropped"]


# How a mail is made


def test_mail_carries_what_mail_programs_ask_of_lists(post):
    subscription = make_subscription(address=READER)
    make_live_article()
    run()
    delivery = post.delivered[0]
    message = delivery.message
    token = subscription.secret.reveal()
    assert message["List-Unsubscribe"] == f"<{settings.PUBLIC_ORIGIN}/langganan/kelola/{token}/berhenti/>"
    # As it travels: some programs read no header that is broken or encoded.
    assert (
        f"\r\nList-Unsubscribe: <{settings.PUBLIC_ORIGIN}/langganan/kelola/{token}/berhenti/>\r\n".encode()
        in delivery.raw
    )
    assert max(map(len, delivery.raw.split(b"\r\n"))) < 200
    assert "-- " in message.get_body(("plain",)).get_content().splitlines()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"].endswith("<siaran-pers.127.0.0.1>")
    assert (message["Precedence"], message["Auto-Submitted"]) == ("bulk", "auto-generated")
    assert "humas@selayar.example" in message["From"] and READER not in str(message["Subject"])
    assert delivery.sender.startswith("kembali+s") and delivery.sender.endswith("@selayar.example")
    assert message["Message-ID"].strip("<>").split("@")[0] == delivery.sender.split("+")[1].split("@")[0]
    html = message.get_body(("html",)).get_content()
    assert "<img" not in html and "http://fonts" not in html and READER not in html
    assert READER not in message.get_body(("plain",)).get_content()


def test_headline_cannot_write_headers(post):
    make_subscription()
    article = make_live_article(title="Judul")
    article.editions.update(title="Judul\nBcc: orang@contoh.example")
    assert run() == 1
    assert post.subjects == ["Judul Bcc: orang@contoh.example"] and len(post.delivered) == 1


def test_text_part_shows_signs_as_they_are(post):
    make_subscription()
    make_live_article(title="Ikan & rumput laut", body_html='<p>Harga "naik" &lt; dua kali.</p>')
    run()
    words = post.delivered[0].message.get_body(("plain",)).get_content()
    assert "Ikan & rumput laut" in words and 'Harga "naik" < dua kali.' in words and "&amp;" not in words


# When it fails


def test_full_mailbox_is_tried_again_with_growing_patience(post):
    make_subscription(address=READER)
    make_live_article()
    post.refusals[READER] = "452 4.2.2 Mailbox full"
    at = timezone.now()
    for _ in mailing.PATIENCE:
        assert run(at) == 0
        sending = Sending.objects.get()
        assert sending.state == "waiting" and sending.due_at > at
        assert READER not in sending.remark and "452" in sending.remark
        assert run(at + MINUTE / 2) == 0 and Sending.objects.get().attempts == sending.attempts
        at = sending.due_at
    post.refusals.clear()
    assert run(at) == 1 and states() == ["sent"] and len(post.delivered) == 1


def test_mail_that_cannot_be_written_holds_up_no_other(post, caplog):
    make_subscription(address=READER)
    broken = make_subscription()  # the newer one comes first
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_subscription SET secret = address WHERE id = %s", [broken.pk])
    make_live_article()
    assert run() == 1 and [each.to for each in post.delivered] == [READER]
    assert states() == ["waiting", "sent"] and "SealError" in caplog.text


def test_mail_that_is_never_taken_fails_at_last(post):
    make_subscription(address=READER)
    make_live_article()
    post.refusals[READER] = "452 4.2.2 Mailbox full"
    at = timezone.now()
    for _ in range(len(mailing.PATIENCE) + 1):
        run(at)
        at = Sending.objects.get().due_at
    assert states() == ["failed"] and run(at + DAY) == 0


def test_mailbox_that_is_never_ready_is_paused_after_three_days_of_refusals(post):
    subscription, other = make_subscription(address=READER, at=local(9, 9)), make_subscription(at=local(9, 9))
    post.refusals[READER] = "452 4.2.2 Mailbox full"
    for day in (10, 12, 14):
        subscription.refresh_from_db()
        assert subscription.paused_at is None, day
        assert refused_to_the_end(subscription, local(day, 9))
    subscription.refresh_from_db(), other.refresh_from_db()
    assert subscription.pause_reason == "soft_bounces" and other.paused_at is None
    assert Audit.objects.about(subscription).filter(action="pause_subscription").count() == 1
    assert len(post.delivered) == 3  # the other's
    assert dispatches.retry_failed(Dispatch.objects.latest("pk"), by=make_user()) == 1


def test_mailbox_behind_a_server_that_holds_ours_back_is_not_paused(post):
    subscription = make_subscription(address=READER, at=local(9, 9))
    post.refusals[READER] = "450 4.7.1 Try again later"
    assert refused_to_the_end(subscription, local(10, 9)) and Bounce.objects.count() == 0


def refused_to_the_end(subscription: Subscription, at: datetime) -> bool:
    """Publish a release at that moment and try its mail to a reader as often as mail is tried."""
    make_approved(live_from=at, at=at - HOUR)
    for _ in range(len(mailing.PATIENCE) + 1):
        run(at)
        sending = Sending.objects.filter(subscription=subscription).latest("pk")
        at = max(at, sending.due_at)
    return sending.state == "failed"


def test_reader_who_is_erased_between_claim_and_writing_gets_nothing_and_stops_nobody(post, caplog):
    gone, _ = make_subscription(), make_subscription(address=READER)
    make_live_article()
    dispatches.prepare(timezone.now())

    class Erasing(mailing.Run):
        def _claim(self, rows):
            claimed = super()._claim(rows)
            subscriptions.erase(gone) if Subscription.objects.filter(pk=gone.pk).exists() else None
            return claimed

    run = Erasing(timezone.now())
    assert run.sendings() == 1
    run.close()
    assert [each.to for each in post.delivered] == [READER] and "could not be written" not in caplog.text


def test_unknown_mailbox_pauses_its_subscription_and_no_other(post):
    gone, other = make_subscription(address=READER), make_subscription()
    make_live_article()
    post.refusals[READER] = "550 5.1.1 <pembaca@contoh.example>: User unknown"
    assert run() == 1
    gone.refresh_from_db(), other.refresh_from_db()
    assert gone.pause_reason == "hard_bounce" and other.paused_at is None
    assert sorted(states()) == ["failed", "sent"]
    assert not Sending.objects.filter(remark__contains=READER).exists()
    make_live_article()
    assert run(timezone.now() + MINUTE) == 1


def test_refusal_by_our_own_server_blames_nobody(post):
    make_subscription(address=READER)
    make_live_article()
    post.refusals[READER] = "554 5.7.1 Relay access denied"
    run()
    assert states() == ["waiting"] and Bounce.objects.count() == 0
    assert Subscription.objects.get().paused_at is None


def test_dead_mail_server_loses_nothing_and_names_nobody(post, settings, caplog):
    make_subscription(address=READER), make_subscription()
    make_live_article()
    working = settings.MAILERS
    settings.MAILERS = {"default": {**working["default"], "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 2}}}
    at = timezone.now()
    with caplog.at_level(logging.INFO):
        assert run(at) == 0
    assert "mail server" in caplog.text and "contoh.example" not in caplog.text
    assert Sending.objects.filter(attempts__gt=0).count() == 1, "one tried for all"
    settings.MAILERS = working
    assert run(at + 2 * MINUTE) == 2 and states() == ["sent", "sent"]


def test_mail_held_by_a_killed_process_comes_due_again(post):
    make_subscription()
    make_live_article()
    at = timezone.now()

    def killed():
        raise KeyboardInterrupt

    dispatches.prepare(at)
    runner = mailing.Run(at)
    runner._hand_over = lambda message: killed()
    with pytest.raises(KeyboardInterrupt):
        runner.sendings()
    assert run(at + MINUTE) == 0, "it might still be on its way"
    assert run(at + mailing.LEASE) == 1 and len(post.delivered) == 1


# Rate, pause, stop


def test_no_more_go_out_in_a_minute_than_the_rate_allows(post, settings):
    settings.MAIL_RATE = 2
    for _ in range(5):
        make_subscription()
    make_live_article()
    at = timezone.now().replace(second=0)
    assert [run(at), run(at + MINUTE / 3), run(at + MINUTE), run(at + 2 * MINUTE)] == [2, 0, 2, 1]


def test_paused_mail_waits_and_sign_ups_are_still_confirmed(post):
    make_subscription(address=READER)
    make_live_article()
    editor = make_user()
    dispatches.pause_mail(by=editor)
    make_sign_up(address="baru@contoh.example")
    assert run() == 1 and post.delivered[0].to == "baru@contoh.example"
    dispatches.resume_mail(by=editor)
    assert run(timezone.now() + MINUTE) == 1 and post.delivered[1].to == READER


def test_stopped_dispatch_sends_no_more(post, settings):
    settings.MAIL_RATE = 1
    make_subscription(), make_subscription()
    make_live_article()
    at = timezone.now()
    assert run(at) == 1
    assert dispatches.stop_dispatch(Dispatch.objects.get(article__isnull=False), by=make_user()) == 1
    assert run(at + MINUTE) == 0 and sorted(states()) == ["dropped", "sent"]


def test_ended_subscription_gets_nothing_that_was_waiting(post):
    subscription = make_subscription()
    make_live_article()
    dispatches.prepare(timezone.now())
    subscriptions.end(subscription)
    assert run() == 0 and states() == ["dropped"]


def test_failed_mails_can_be_tried_again_by_the_office(post):
    make_subscription(address=READER)
    make_live_article()
    post.data = "554 5.6.0 Not today"
    at = timezone.now()
    for _ in range(len(mailing.PATIENCE) + 1):
        run(at)
        at = Sending.objects.get().due_at
    post.data = ""
    assert dispatches.retry_failed(Dispatch.objects.get(article__isnull=False), by=make_user(), at=at) == 1
    assert run(at) == 1


def test_quota_gives_no_more_than_it_has():
    ends_at = timezone.now() + HOUR
    assert [Quota.take("kunci", most=2, ends_at=ends_at) for _ in range(3)] == [True, True, False]
