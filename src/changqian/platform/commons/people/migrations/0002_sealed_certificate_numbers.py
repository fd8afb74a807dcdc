from django.db import migrations, models

from changqian.platform.kernel.sealed import SealedField, blind, sealer

BOUND = "people_certificate.number"
CHUNK = 2000


def seal_numbers(apps, schema_editor):
    """The number of a 特种作业操作证 is T and the identity number: plain until here."""
    rows, after = apps.get_model("people", "Certificate").objects.order_by("pk"), 0
    while chunk := list(rows.filter(pk__gt=after)[:CHUNK]):
        for row in chunk:
            row.number_index, row.number = blind(row.number), sealer().seal(row.number, bound=BOUND)
        rows.bulk_update(chunk, ["number", "number_index"])
        after = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("certificate", "certificate_number_once"),
        migrations.AddField(
            "certificate", "number_index", models.CharField(default="", editable=False, max_length=64), preserve_default=False
        ),
        migrations.AlterField("certificate", "number", models.TextField(verbose_name="证书编号")),
        migrations.RunPython(seal_numbers),
        migrations.AlterField("certificate", "number", SealedField(verbose_name="证书编号")),
        migrations.AddIndex("certificate", models.Index(fields=["number_index"], name="certificate_number")),
        migrations.AddConstraint(
            "certificate",
            models.UniqueConstraint(
                name="certificate_number_once",
                fields=["enterprise", "kind", "category", "number_index"],
                condition=models.Q(ended_at__isnull=True),
                violation_error_message="该证书已登记",
            ),
        ),
    ]
