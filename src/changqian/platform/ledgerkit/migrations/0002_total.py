import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO ledgerkit_total (ledger, region_id, month, dimension, measure, value)
SELECT ledger, region_id, month, dimension, measure, SUM(value) FROM ledgerkit_fact
GROUP BY ledger, region_id, month, dimension, measure
"""


class Migration(migrations.Migration):
    """Until the first write after it the numbers stay as they are: totals are the sums of the facts that are there."""

    dependencies = [
        ("ledgerkit", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Total",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ledger", models.CharField(max_length=40)),
                ("month", models.DateField()),
                ("dimension", models.CharField(max_length=40)),
                ("measure", models.CharField(max_length=40)),
                ("value", models.BigIntegerField()),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ledger", "month", "region", "dimension", "measure"), name="total_grain"
                    )
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
