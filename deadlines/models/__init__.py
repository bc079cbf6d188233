from deadlines.models.deadlines import Deadline
from deadlines.models.deliveries import ChannelRest, Delivery, Robot
from deadlines.models.feeds import Feed
from deadlines.models.reminders import Digest, Reminder, ReminderRule, ReminderRun

__all__ = [
    "ChannelRest",
    "Deadline",
    "Delivery",
    "Digest",
    "Feed",
    "Reminder",
    "ReminderRule",
    "ReminderRun",
    "Robot",
]
