from django.db import migrations

# The trades that the first version brought along; others are put into a group by the office.
GROUPS = {
    "sea": ["Nelayan", "Petani rumput laut", "Awak kapal", "Tukang perahu"],
    "land": ["Petani", "Pekerja kopra", "Peternak"],
    "trade": ["Pedagang ikan", "Pedagang pasar", "Penjual makanan"],
    "transport": ["Pengemudi becak", "Pengemudi ojek", "Buruh angkut"],
    "craft": ["Pekerja bangunan", "Pekerja rumah tangga", "Penjahit dan perajin"],
}


def write_groups(apps, schema_editor):
    occupation = apps.get_model("programs", "Occupation")
    for group, names in GROUPS.items():
        occupation.objects.filter(name__in=names, group="other").update(group=group)


class Migration(migrations.Migration):
    dependencies = [("programs", "0011_trades_have_a_group")]
    operations = [migrations.RunPython(write_groups, migrations.RunPython.noop)]
