"""A project that several people work on: through git, by record and by field."""
