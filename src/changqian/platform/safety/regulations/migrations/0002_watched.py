from django.db import migrations

from changqian.platform.ledgerkit.duties.watching import watched


class Migration(migrations.Migration):
    """What is owed hangs on regulations."""

    dependencies = [
        ("regulations", "0001_initial"),
        ("ledgerkit", "0005_judged"),
    ]

    operations = [
        watched("regulations_regulation"),
    ]
