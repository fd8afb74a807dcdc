from django.db import migrations

from changqian.platform.ledgerkit.duties.watching import watched


class Migration(migrations.Migration):
    """What is owed hangs on who works where."""

    dependencies = [
        ("people", "0002_sealed_certificate_numbers"),
        ("ledgerkit", "0005_judged"),
    ]

    operations = [
        watched("people_person"),
    ]
