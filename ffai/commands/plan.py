"""`ffai plan`: requests to commands, for programs. Nothing is run."""

from typing import Any

import click

from ffai.environment import Environment
from ffai.errors import UsageError


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--json", "as_json", is_flag=True, help="One JSON document (the same as ffai --json --dry-run).")
@click.option("--jsonl", is_flag=True, help='Many: {"id", "request", "cwd"?} a line in, a document with that id a line out.')
@click.option("-m", "--model", default="", metavar="NAME", help="Who translates.")
@click.option("--api-base", default="", metavar="URL", help="Address of an OpenAI-compatible server.")
@click.option("-o", "--output", default=None, metavar="PATH", help="Where the result goes.")
@click.option("--output-dir", default=None, metavar="DIR", help="The folder that results go to.")
@click.option("--no-log", is_flag=True, help="Leave no record of this request.")
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def plan(env: Environment, /, words: tuple[str, ...], *, as_json: bool, jsonl: bool, **options: Any) -> int:
    """Requests to commands, without running any.

    \b
    ffai plan --json "shrink this video for web"
    ffai plan --jsonl < requests.jsonl
    """  # noqa: D301 - click wants the character itself
    from ffai.commands.wish import parse
    from ffai.road import ask

    if jsonl:
        return _lines(env, **options)
    wish = parse(["--", *words], env.cwd)
    if wish is None or not wish.request:
        if env.stdin.isatty():
            raise UsageError("which request?", 'for example: ffai plan --json "shrink this video for web"')
        from ffai.commands.alone import read_request
        from ffai.commands.wish import Wish

        wish = Wish(request=read_request(env))
    return ask(wish._replace(dry_run=True, json=as_json, **options), env)


def _lines(env: Environment, **options: Any) -> int:
    from ffai.commands.lines import answer_lines
    from ffai.commands.wish import Wish
    from ffai.desk import make_plan, open_desk
    from ffai.documents import plan_document
    from ffai.tools.probe import Prober

    desk = open_desk(Wish(**{**options, "no_log": True}), env)

    def answer(place: Environment, line: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(line.get("request"), str):
            raise UsageError('a line needs "request", a text')
        here = desk._replace(env=place, prober=Prober(desk.tools, place.cwd))
        return plan_document(make_plan(line["request"], here))

    return answer_lines(env, answer)
