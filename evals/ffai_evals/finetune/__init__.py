"""From verified pairs to a model: export in the providers' forms, and training here."""
