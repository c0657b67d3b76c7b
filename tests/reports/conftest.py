import io

import pytest
from cli.world import Result, World


class Inside(World):
    """The same commands in this process, without a new interpreter for each."""

    def run(self, *arguments, text="", **variables):
        from ffai.commands import app
        from ffai.commands.start import guarded, wants_document
        from ffai.environment import Environment

        out, err = io.StringIO(), io.StringIO()
        known = {**self.variables, **variables}
        folders = (known[f"FFAI_{name}_DIR"] for name in ("CONFIG", "STATE", "CACHE"))
        env = Environment(io.StringIO(text), out, err, known, str(self.work), *folders)
        status = guarded(env, lambda: app.run(arguments, env), document=wants_document(arguments))
        return Result(int(status), out.getvalue(), err.getvalue())


@pytest.fixture
def world(tmp_path):
    return Inside(tmp_path)
