from django.db import migrations

from changqian.platform.ledgerkit.duties.watching import watched


class Migration(migrations.Migration):
    """What is owed hangs on a firm's safety organisations."""

    dependencies = [
        ("organisation", "0001_initial"),
        ("ledgerkit", "0005_judged"),
    ]

    operations = [
        watched("organisation_safetyorganisation"),
    ]
