"""The ways out of the house, by name. Each is a module with `is_open()`, `send(delivery)` and `repeatable`."""

from types import ModuleType

from deadlines.channels import dingtalk, email, sms, wecom
from deadlines.choices import Channel

SENDERS: dict[str, ModuleType] = {
    Channel.EMAIL: email,
    Channel.WECOM: wecom,
    Channel.DINGTALK: dingtalk,
    Channel.SMS: sms,
}


def opened() -> list[str]:
    """The channels that this installation has settings for."""
    return [channel for channel, sender in SENDERS.items() if sender.is_open()]
