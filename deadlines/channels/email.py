"""E-mail. May be repeated: the Message-ID stays the same, by which mailboxes recognise a repeat."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from deadlines import messages
from deadlines.channels.base import ChannelError, Refused
from deadlines.models import Delivery

repeatable = True


def is_open() -> bool:
    return bool(settings.EMAIL_URL)


def send(delivery: Delivery) -> None:
    digest = delivery.digest
    if not digest.person.email:
        raise Refused("收件人没有登记电子邮箱。")
    message = EmailMessage(
        subject=messages.subject(digest),
        body=messages.body(digest),
        to=[digest.person.email],
        headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except SMTPRecipientsRefused:
        raise Refused("邮件服务器不接受收件人的邮箱地址。") from None
    except SMTPResponseException as answer:
        raise ChannelError(f"邮件服务器返回 {answer.smtp_code}。") from None
    except (SMTPException, OSError):
        raise ChannelError("邮件服务器连接不上或没有应答。") from None


def message_id(delivery: Delivery) -> str:
    return f"<reminder-{delivery.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
