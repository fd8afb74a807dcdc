import django.contrib.postgres.fields
from django.db import migrations, models

FAR = "UPDATE checks_inspection SET doubts = '{far}' WHERE far"
"What was known of inspections before: how far away they were."


class Migration(migrations.Migration):

    dependencies = [
        ('checks', '0002_looks_without_a_level'),
    ]

    operations = [
        migrations.AddField(
            model_name='inspection',
            name='seconds',
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name='用时(秒)'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='photographed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='最早照片拍摄时间'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='doubts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('far', '离现场太远'), ('vague', '定位不准'), ('quick', '检查太快'), ('reused', '照片以前用过'), ('old_photo', '照片早于检查')], max_length=10), blank=True, default=list, editable=False, size=None, verbose_name='存疑'),
        ),
        migrations.RunSQL(FAR, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(condition=models.Q(('doubts', []), _negated=True), fields=['region', 'checked_on'], name='inspection_doubted'),
        ),
    ]
