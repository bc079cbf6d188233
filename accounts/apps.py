from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        from axes.signals import user_locked_out
        from django.contrib.auth import signals

        from accounts import sign_in_log

        signals.user_logged_in.connect(sign_in_log.signed_in)
        signals.user_logged_out.connect(sign_in_log.signed_out)
        signals.user_login_failed.connect(sign_in_log.failed)
        user_locked_out.connect(sign_in_log.locked_out)
