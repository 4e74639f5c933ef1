"""The pictures of the sample content and the programs that draw them: `python -m selayar_site.sample.pictures.draw`."""
