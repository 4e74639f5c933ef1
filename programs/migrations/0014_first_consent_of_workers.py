from django.db import migrations

FIRST = (
    "Saya bersedia dimasukkan ke dalam daftar tunggu agar iuran BPJS Ketenagakerjaan saya dapat ditanggung. Nama, NIK, "
    "nomor KK, tanggal lahir, alamat, pekerjaan, dan telepon saya disimpan oleh pemerintah kabupaten, dipakai hanya "
    "untuk itu, dan tidak diumumkan. Data itu ditunjukkan kepada ASN yang akan menanggung saya dan kepada BPJS "
    "Ketenagakerjaan. Saya dapat mencabut persetujuan ini kapan saja, tanpa alasan, dan data saya dihapus."
)


def write_text(apps, schema_editor):
    wording = apps.get_model("programs", "ConsentWording")
    wording.objects.get_or_create(purpose="waiting", number=1, defaults={"text": FIRST})


class Migration(migrations.Migration):
    dependencies = [("programs", "0013_waiting_list")]
    operations = [migrations.RunPython(write_text, migrations.RunPython.noop)]
