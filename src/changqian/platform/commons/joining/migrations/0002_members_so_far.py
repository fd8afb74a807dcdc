"""Who holds a firm's role when this version arrives is a member, since nobody knows when."""

from django.db import migrations

RANK = ("worker", "officer", "principal")


def write_down(apps, schema_editor):
    held = apps.get_model("accounts", "Assignment").objects.filter(enterprise__isnull=False, role__code__in=RANK)
    places = {}
    for user, firm, code in held.values_list("user_id", "enterprise_id", "role__code"):
        places[user, firm] = max(places.get((user, firm), code), code, key=RANK.index)
    if not places:
        return
    system = apps.get_model("accounts", "User").objects.get(is_system=True)
    membership = apps.get_model("joining", "Membership")
    membership.objects.bulk_create(
        membership(user_id=user, enterprise_id=firm, place=place, how="given", created_by=system)
        for (user, firm), place in sorted(places.items())
    )


class Migration(migrations.Migration):
    dependencies = [("joining", "0001_initial"), ("accounts", "0007_real_names")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
