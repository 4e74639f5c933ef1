"""Why a file is not taken."""

SAVE_AS = (
    "Buka di Excel atau LibreOffice, pilih Simpan Sebagai → Excel Workbook (.xlsx) atau CSV, lalu unggah hasilnya."
)


class SheetRefused(Exception):
    """A file that is not taken; its text is for the person who sent it: what is wrong, and a way out."""
