"""The REPL's prompt: editing, history, completion, the toolbar, and what ended runs say above it."""

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from contextvars import Context as Variables
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, Self

from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session, run_in_terminal
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory, ThreadedAutoSuggest
from prompt_toolkit.completion import ThreadedCompleter
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition, has_completions, is_done
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output

from ffai import config
from ffai.errors import FfaiError
from ffai.look import folder
from ffai.show.command import command_text
from ffai.show.style import clean, cut, shortened, width_of
from ffai_shell import names
from ffai_shell.complete import RequestCompleter
from ffai_shell.jobs import RUNNING

if TYPE_CHECKING:
    from ffai_shell.repl import Repl


class Prompt:
    """Asks for a line. `announce` and `redraw` may be called from any thread."""

    def __init__(self, repl: "Repl") -> None:
        self.repl = repl
        self.env = repl.env
        self._pending: list[str] = []
        self._asking = False
        self._stack = ExitStack()
        self._files = (0.0, 0)
        self._variables: Variables | None = None

    def __enter__(self) -> Self:
        from ffai_shell.slash import COMMANDS

        session = create_app_session(input=create_input(self.env.stdin), output=create_output(self.env.stderr))
        self._stack.enter_context(session)
        commands = {name: command.text for name, command in COMMANDS.items()}
        self.session: PromptSession[str] = PromptSession(
            history=_history(os.path.join(self.env.state_dir, "repl-history")),
            completer=ThreadedCompleter(RequestCompleter(commands, _arguments(self), lambda: self.env.cwd)),
            auto_suggest=ThreadedAutoSuggest(AutoSuggestFromHistory()),
            complete_while_typing=False,
            enable_open_in_editor=False,
            multiline=True,
            key_bindings=_bindings(),
            editing_mode=EditingMode.VI if _wants_vi(self.env.variables.get("INPUTRC") or "~/.inputrc") else EditingMode.EMACS,
            bottom_toolbar=None if self._dumb else self._toolbar,
            prompt_continuation="  ",
            mouse_support=False,
        )
        self.session.app.ttimeoutlen = 0.05
        return self

    def __exit__(self, *_: object) -> None:
        self.flush()
        self._stack.close()

    @property
    def _dumb(self) -> bool:
        return self.env.variables.get("TERM") == "dumb"

    def ask(self) -> str | None:
        """The next line; None when the user leaves. Ctrl-C clears the line."""
        self.flush()
        while True:
            try:
                return self.session.prompt(self._label(), pre_run=self._begun)
            except KeyboardInterrupt:
                continue
            except EOFError:
                return None
            finally:
                self._asking = False

    def _begun(self) -> None:
        """The prompt stands: what runs say from now on goes above it, and what they said just before as well."""
        self._variables = copy_context()
        self._asking = True
        self._above()

    def announce(self, lines: list[str]) -> None:
        """Shows lines above the prompt, or before the next one when something else is on the screen."""
        self._pending += lines
        loop = self.session.app.loop
        if lines and self._asking and loop is not None:
            # the loop's own context: prompt_toolkit finds the prompt to draw above by it, and this is another thread
            loop.call_soon_threadsafe(self._above, context=self._variables)

    def _above(self) -> None:
        if self._pending:
            run_in_terminal(self.flush)

    def flush(self) -> None:
        """Shows what runs have said meanwhile."""
        from ffai.show.failure import say

        lines, self._pending = self._pending, []
        say(self.env, lines)

    def redraw(self) -> None:
        if self._asking:
            self.session.app.invalidate()

    def _label(self) -> str:
        home = self.env.variables.get("HOME", "")
        place = self.env.cwd
        if home and (place == home or place.startswith(home + "/")):
            place = "~" + place[len(home) :]
        chosen = f" {clean(self.repl.chosen)}" if self.repl.chosen else ""
        return f"{shortened(clean(place), 30)}{shortened(chosen, 30)} ffai> "

    def _toolbar(self) -> str:
        width = max(20, self.session.app.output.get_size().columns)
        parts = [self.model(), self._here()]
        running = [job for job in self.repl.jobs.open if job.status == RUNNING]
        waiting = len(self.repl.jobs.open) - len(running)
        parts = [*(f"▶ {job.text()}" for job in running), *([f"{waiting} waiting"] if waiting else []), *parts]
        lines = [" " + cut(" · ".join(parts), width - 2)]
        table = self._table()
        if table:
            lines.append(" " + (table if width_of(table) < width - 1 else cut(table, width - 3) + "…"))
        text = "\n".join(lines)
        encoding = (self.env.stderr.encoding or "ascii").lower()
        return text if encoding.startswith("utf") else text.encode("ascii", "replace").decode()

    def _table(self) -> str:
        """The plan on the table: its command, and what Enter would do."""
        plan = self.repl.plan
        if plan is None or not plan.reading.steps:
            return ""
        steps = plan.reading.steps
        more = f" (and {len(steps) - 1} more)" if len(steps) > 1 else ""
        state = "last" if self.repl.done else {"allow": "Enter decides", "confirm": "asks first", "deny": "refused"}[plan.level]
        return f"{state}: {clean(command_text(steps[0].argv))}{more}"

    def model(self) -> str:
        """Who translates, as the toolbar says it."""
        try:
            return self.repl.wish.model or config.load(self.env).model or "offline"
        except FfaiError:
            return "settings cannot be read"

    def _here(self) -> str:
        """How many media files are here, looked at again when the folder has changed."""
        try:
            changed = os.stat(self.env.cwd).st_mtime
        except OSError:
            return "this folder is gone"
        if self._files[0] != changed:
            self._files = (changed, len(folder.read(self.env.cwd).entries))
        count = self._files[1]
        return f"{count} media file{'' if count == 1 else 's'} here"


def _arguments(prompt: Prompt) -> dict[str, Callable[[], Iterable[str]]]:
    """What may follow a slash command, for completion."""
    return {
        "/model": lambda: names.models(prompt.env),
        "/profile": lambda: list(names.profiles(prompt.env)),
        "/set": lambda: [setting.name for setting in config.SETTINGS],
        "/cancel": lambda: [str(job.number) for job in prompt.repl.jobs.open],
    }


def _history(path: str) -> History:
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "ab"):
            return FileHistory(path)
    except OSError:
        return InMemoryHistory()


def _wants_vi(inputrc: str) -> bool:
    """Whether the user's readline settings ask for vi keys."""
    try:
        with open(os.path.expanduser(inputrc), encoding="utf-8", errors="replace") as file:
            return any(line.split()[:3] == ["set", "editing-mode", "vi"] for line in file)
    except OSError:
        return False


def _bindings() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("enter", filter=~has_completions | Condition(_nothing_chosen))
    def _submit(event: KeyPressEvent) -> None:
        """Enter ends the line; in the completion menu it takes what is chosen there."""
        event.current_buffer.validate_and_handle()

    @bindings.add("escape", "enter", filter=~is_done)
    def _new_line(event: KeyPressEvent) -> None:
        """Alt-Enter begins another line."""
        event.current_buffer.insert_text("\n")

    @bindings.add("enter", filter=has_completions & ~Condition(_nothing_chosen))
    def _take(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    return bindings


def _nothing_chosen() -> bool:
    from prompt_toolkit.application import get_app

    state: Any = get_app().current_buffer.complete_state
    return state is None or state.current_completion is None
