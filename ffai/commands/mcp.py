"""`ffai mcp`: the tools of ffai for agents, over standard input and output."""

import os
import signal

import click

from ffai.environment import Environment
from ffai.errors import ExitStatus, Missing, UsageError


@click.command()
@click.argument("folders", nargs=-1, metavar="[FOLDER]...")
@click.pass_obj
def mcp(env: Environment, /, folders: tuple[str, ...]) -> int:
    """A Model Context Protocol server: plan, check, explain, probe and run as tools, the guard in front.

    It works in the folders that are named here; with none, in those that the client names as its roots. What is outside is neither
    looked at nor touched. Needs the extra: pip install 'ffai[mcp]'.
    """
    named = [os.path.join(env.cwd, folder) for folder in folders]
    for folder in named:
        if not os.path.isdir(folder):
            raise UsageError(f"{folder} is no folder", "name the folders that the client may work in")
    try:
        from ffai.mcp.server import make_server
    except ModuleNotFoundError as problem:
        raise Missing(f"the Model Context Protocol's SDK is not installed ({problem.name})", "pip install 'ffai[mcp]'") from None
    if env.stdin.isatty():
        env.stderr.write(
            "ffai mcp speaks to a program, not to people: name it as a server in your agent's settings. Ctrl-C ends it.\n"
        )
    # a thread waits for standard input and would hold up a quiet end; whatever runs has a process of its own, which gets Ctrl-C as well
    signal.signal(signal.SIGINT, lambda *_: os._exit(int(ExitStatus.INTERRUPTED)))
    make_server(named).run("stdio")
    return 0
