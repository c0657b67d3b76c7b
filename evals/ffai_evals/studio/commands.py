"""`ffai studio`."""

import os

import click

from ffai.environment import Environment
from ffai.errors import Missing, UsageError


@click.command()
@click.argument("folder", default=".")
@click.option("--rater", default="", metavar="NAME", help="Who rates; your name on this machine otherwise.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; a free one otherwise.")
@click.option("--no-open", is_flag=True, help="Print the address; open no browser.")
@click.pass_obj
def studio(env: Environment, /, folder: str, rater: str, port: int, *, no_open: bool) -> int:
    """Label and read a project in the browser, on this machine alone. Ctrl-C ends it.

    Needs the extra: pip install 'ffai[studio]'.
    """
    from ffai_evals.project.write import user
    from ffai_evals.studio.items import Desk

    try:
        from ffai_evals.studio.server import Studio
    except ModuleNotFoundError as problem:
        raise Missing(f"the studio's web server is not installed ({problem.name})", "pip install 'ffai[studio]'") from None

    desk = Desk(os.path.join(env.cwd, folder), rater or user(), env)
    try:
        server = Studio(desk, port)
    except OSError as problem:
        raise UsageError(f"port {port} cannot be had: {problem.strerror}", "leave --port out, or choose another") from None
    env.stdout.write(server.address + "\n")
    env.stdout.flush()
    if not no_open:
        import webbrowser

        webbrowser.open(server.address)
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    return 0
