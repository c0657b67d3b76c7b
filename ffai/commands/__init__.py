"""The command line: the table of command names, the options of a request, and one module for each command."""
