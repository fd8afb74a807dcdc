from django.apps import AppConfig


class LedgerkitConfig(AppConfig):
    name = "changqian.platform.ledgerkit"

    def ready(self) -> None:
        """Facts follow their sites: the foundation cannot know of facts, so it is told whom to tell."""
        from changqian.platform.foundation.enterprises.following import told_of_sites
        from changqian.platform.ledgerkit.moving import sites_changed

        if sites_changed not in told_of_sites:
            told_of_sites.append(sites_changed)
