"""Which models could be asked: the one that is set, providers whose key is here, servers on this machine."""

from typing import Any

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import FfaiError

# addresses that local servers listen on by default: their documentation
LOCAL = (
    ("Ollama", "http://127.0.0.1:11434", "/api/tags", "ollama/"),
    ("llama.cpp or llamafile", "http://127.0.0.1:8080", "/v1/models", "llamafile/"),
    ("LM Studio", "http://127.0.0.1:1234", "/v1/models", "lm_studio/"),
    ("vLLM", "http://127.0.0.1:8000", "/v1/models", "hosted_vllm/"),
)
_SECONDS = 1.0


def model_lines(env: Environment, settings: Any, facts: dict[str, Any]) -> list[str]:
    """Lines for the doctor; what they say also goes into `facts["models"]`. No key is shown, and hosted providers are not contacted."""
    from ffai.translate.model import providers, wire

    found: dict[str, Any] = {"model": getattr(settings, "model", ""), "keys": [], "local": []}
    facts["models"] = found
    lines = []
    if isinstance(settings, Settings) and settings.model not in ("", "offline", "auto"):
        lines += _set_one(env, settings, found)
    else:
        lines.append("model: none is set; requests are translated by rules, without a network (ffai config model NAME sets one)")
    for name, provider in providers.PROVIDERS.items():
        have = next((variable for variable in provider.keys if env.variables.get(variable)), "")
        if have:
            found["keys"].append({"provider": name, "variable": have})
    if found["keys"]:
        lines.append("  keys for: " + ", ".join(f"{each['provider']} ({each['variable']})" for each in found["keys"]))
    for name, base, path, prefix in LOCAL:
        try:
            document = wire.get(wire.Place(base, "", env.variables), path, {}, _SECONDS)
            rows = document.get("models") or document.get("data") or []
            names = [str(row.get("name") or row.get("id")) for row in rows if isinstance(row, dict)]
        except (wire.Failure, AttributeError, TypeError):
            continue
        found["local"].append({"server": name, "address": base, "models": names})
        shown = ", ".join(f"{prefix}{each}" for each in names[:5]) or "no model is loaded"
        lines.append(f"  {name} answers at {base}: {shown}")
    return lines


def _set_one(env: Environment, settings: Settings, found: dict[str, Any]) -> list[str]:
    """The model that is set: whether it has its key, and whether a server on this machine answers."""
    from ffai.translate.model import costs, providers, wire
    from ffai.translate.model.dialects import DIALECTS

    try:
        if settings.model.startswith("@"):
            from ffai import config

            settings = config.in_profile(env, settings.model[1:], settings)
        target = providers.find(settings, env)
    except FfaiError as error:
        found["problem"] = error.message
        return [f"model: {settings.model}: {error.message}", f"  {error.next_step}"]
    if target.provider == "local":
        found["answers"] = True
        return [f"model: {settings.model}, run in this process (ffai finetune models)"]
    lines = [f"model: {settings.model}" + (f" at {target.base}" if target.base else ", through litellm")]
    if target.key_names:
        lines[0] += "; its key is here" if target.key else "; without a key"
    if costs.is_local(target.base):
        path = {"ollama": "/api/tags", "anthropic": "/v1/models"}.get(target.dialect, "/models")
        try:
            place = wire.Place(target.base, target.key, env.variables)
            wire.get(place, path, DIALECTS[target.dialect].headers(target.key), _SECONDS)
            found["answers"] = True
            lines.append("  its server answers")
        except wire.Failure as failure:
            found["answers"] = False
            lines.append(f"  its server does not answer: {failure.text}")
    else:
        lines.append(f"  ffai config model {settings.model} tries it")
    return lines
