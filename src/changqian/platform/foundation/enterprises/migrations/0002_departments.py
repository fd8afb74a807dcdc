import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def authored(apps, schema_editor):
    """Departments that were there before are the platform's."""
    departments = apps.get_model("enterprises", "Department").objects.all()
    if departments.exists():
        platform = apps.get_model("accounts", "User").objects.get(is_system=True)
        departments.update(created_by=platform)


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('enterprises', '0001_initial'),
        ('regions', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='department',
            options={'default_permissions': (), 'ordering': ['-pk'], 'permissions': [('edit_departments', '维护部门')], 'verbose_name': '部门'},
        ),
        migrations.AlterField(
            model_name='department',
            name='name',
            field=models.CharField(max_length=50, verbose_name='部门名称'),
        ),
        migrations.AddField(
            model_name='department',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='版本'),
        ),
        migrations.AddField(
            model_name='department',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default='2026-01-01T00:00:00+08:00', verbose_name='登记时间'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='department',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.RunPython(authored, migrations.RunPython.noop),
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='department',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AddField(
            model_name='department',
            name='ended_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='终止时间'),
        ),
        migrations.AddField(
            model_name='department',
            name='ended_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='department',
            name='end_reason',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='终止原因'),
        ),
    ]
