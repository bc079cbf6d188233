from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = "资金"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, pre_migrate

        from deadlines import kinds
        from funding import bell, due, guards, lists  # noqa: F401 - bell: what the top bar tells
        from funding import demo as play
        from funding.services import merging  # noqa: F401 - what becomes of merged streets and projects
        from projects import demo

        pre_migrate.connect(guards.lift, sender=self)
        post_migrate.connect(guards.install, sender=self)
        lists.register_all()
        for key, label in due.KINDS.items():
            kinds.register(key, label)
        demo.then(play.load)
