"""Addresses of reminders; deadlines/urls.py takes them in."""

from django.urls import path

from deadlines.views import reminders, robots

reminder_patterns = [
    path("reminders/mine/", reminders.digest_list, name="digest_list"),
    path("reminders/mine/<int:pk>/", reminders.digest_detail, name="digest_detail"),
    path("reminders/mine/<int:pk>/read/", reminders.digest_read, name="digest_read"),
    path("reminders/rules/", reminders.rule_list, name="rule_list"),
    path("reminders/rules/new/", reminders.RuleCreate.as_view(), name="rule_create"),
    path("reminders/sent/", reminders.DeliveryList.as_view(), name="delivery_list"),
    path("reminders/sent/<int:pk>/", reminders.delivery_detail, name="delivery_detail"),
    path("reminders/sent/<int:pk>/again/", reminders.delivery_resend, name="delivery_resend"),
    path("reminders/reading/", reminders.ReadingList.as_view(), name="reading_list"),
    path("reminders/robots/", robots.robot_list, name="robot_list"),
    path("reminders/robots/new/", robots.RobotCreate.as_view(), name="robot_create"),
    path("reminders/robots/<int:pk>/", robots.RobotEdit.as_view(), name="robot_edit"),
    path("reminders/robots/<int:pk>/remove/", robots.robot_remove, name="robot_remove"),
]
