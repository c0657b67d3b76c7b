"""The REPL: requests one after the other, each on the same road as a single one."""

import os

from ffai.ask import ask
from ffai.commands.start import guarded
from ffai.commands.wish import Wish
from ffai.environment import Environment

_HELP = """  say what should happen:  shrink talk.mov for web
  /files  media files here      /history  past requests      /undo  take back the last run
  /help   this                  /quit     leave (or Ctrl-D)
"""


def repl(wish: Wish, env: Environment) -> int:
    """Reads requests until Ctrl-D; the flags of the start hold for all of them."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import PathCompleter, ThreadedCompleter, WordCompleter, merge_completers
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        os.makedirs(env.state_dir, mode=0o700, exist_ok=True)
        history: FileHistory | InMemoryHistory = FileHistory(os.path.join(env.state_dir, "repl-history"))
    except OSError:
        history = InMemoryHistory()
    completer = merge_completers(
        [WordCompleter(["/files", "/history", "/undo", "/help", "/quit"], sentence=True), PathCompleter(expanduser=True)]
    )
    session: PromptSession[str] = PromptSession(
        history=history, completer=ThreadedCompleter(completer), complete_while_typing=False
    )
    env.stderr.write("ffai: say what should happen to your media; /help for more, Ctrl-D leaves\n")
    while True:
        try:
            line = session.prompt("ffai> ").strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return 0
        if line in ("/quit", "/exit", "quit", "exit"):
            return 0
        if line.startswith("/"):
            special(line, env)
        elif line:
            guarded(env, lambda line=line: ask(wish._replace(request=line), env))  # type: ignore[misc]


def special(line: str, env: Environment) -> None:
    """A word with a slash: about the session, not a request."""
    if line == "/files":
        from ffai.look import folder

        names = [entry.name for entry in folder.read(env.cwd).entries]
        env.stderr.write("".join(f"  {name}\n" for name in names) or "  no media files here\n")
    elif line in ("/history", "/undo"):
        from ffai.commands.start import start

        start([line[1:]])
    else:
        env.stderr.write(_HELP)
