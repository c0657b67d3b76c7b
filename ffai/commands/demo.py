"""`ffai demo`."""

import click

from ffai.environment import Environment


@click.command()
@click.pass_obj
def demo(env: Environment) -> int:
    """Make a clip in a fresh folder and walk through the main job on it."""
    from ffai.demo import demo as walk

    return walk(env)
