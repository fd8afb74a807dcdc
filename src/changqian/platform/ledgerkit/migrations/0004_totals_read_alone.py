from django.db import migrations, models

TIDY = """
ALTER TABLE ledgerkit_total SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01)
"""
UNTIDY = """
ALTER TABLE ledgerkit_total RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)
"""


class Migration(migrations.Migration):
    """Totals are read from their index alone too: what stands is added up over all months since it stands."""

    dependencies = [("ledgerkit", "0003_read_alone")]

    operations = [
        migrations.RemoveConstraint("total", "total_grain"),
        migrations.AddConstraint(
            "total",
            models.UniqueConstraint(
                fields=["ledger", "measure", "month", "region", "dimension"], include=["value"], name="total_grain"
            ),
        ),
        migrations.RunSQL(TIDY, UNTIDY),
    ]
