"""A line of text from the user, edited in place. prompt_toolkit is imported when somebody wants to edit, not before."""

from ffai.environment import Environment


def ask_line(env: Environment, label: str, default: str = "") -> str | None:
    """What the user typed, or None when it was given up (Ctrl-C, Ctrl-D, Esc). `default` stands there to be edited."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.input import create_input
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import create_output

    bindings = KeyBindings()

    @bindings.add("escape", eager=False)
    def _give_up(event: KeyPressEvent) -> None:
        """Esc gives up, as it does everywhere else."""
        event.app.exit(exception=EOFError)

    session: PromptSession[str] = PromptSession(
        input=create_input(env.stdin),
        output=create_output(env.stderr),
        key_bindings=bindings,
        enable_history_search=False,
    )
    session.app.ttimeoutlen = 0.05
    session.app.timeoutlen = 0.3
    try:
        return session.prompt(label, default=default)
    except (EOFError, KeyboardInterrupt):
        return None
