from django.db import migrations

from changqian.platform.ledgerkit.duties.watching import watched


class Migration(migrations.Migration):
    """What is owed hangs on what the province knows of a firm."""

    dependencies = [
        ("province", "0003_personnel"),
        ("ledgerkit", "0005_judged"),
    ]

    operations = [
        watched("province_listedfirm"),
        watched("province_declaration"),
    ]
