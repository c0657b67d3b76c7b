"""In the shell: Ctrl-G in zsh, bash and fish, and the REPL."""
