"""What the user sees: the command, what each part of it does, the files, the verdict, progress and results."""
