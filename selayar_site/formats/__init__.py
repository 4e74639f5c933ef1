"""How dates read where no template says otherwise: settings.FORMAT_MODULE_PATH."""
