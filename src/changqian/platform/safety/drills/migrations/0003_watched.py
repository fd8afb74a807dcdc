from django.db import migrations

from changqian.platform.ledgerkit.duties.watching import watched


class Migration(migrations.Migration):
    """What is owed hangs on plans and on drills."""

    dependencies = [
        ("drills", "0002_revision"),
        ("ledgerkit", "0005_judged"),
    ]

    operations = [
        watched("drills_emergencyplan"),
        watched("drills_drill"),
    ]
