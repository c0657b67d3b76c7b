"""Ways to run the task, by name: offline, a profile, a run config of a project, a model; and `echo`, which gives the request back.

A method is plain values, so that it can be sent to another process: the settings that are in force for it, without any key.
"""

from typing import Any, NamedTuple

from ffai.config import PROFILE, Settings
from ffai.environment import Environment
from ffai.errors import UsageError
from ffai_evals.project.tree import Record

OFFLINE, ECHO = "offline", "echo"
_ANSWERS = frozenset(PROFILE - {"timeout", "key_variable"})  # the settings that an answer depends on


class Method(NamedTuple):
    """A way to run the task. `settings` are those that differ from what the user has chosen."""

    name: str = OFFLINE
    model: str = OFFLINE
    settings: tuple[tuple[str, Any], ...] = ()
    about: str = ""

    @property
    def asks(self) -> bool:
        """Whether a model is asked."""
        return self.model not in (OFFLINE, ECHO)

    def over(self, settings: Settings) -> Settings:
        """The settings with the method's over them."""
        return settings._replace(**dict(self.settings), model=self.model)

    def said(self, settings: Settings) -> dict[str, Any]:
        """What an answer depends on, as it is in force."""
        if not self.asks:
            return {"model": self.model}
        return {name: value for name, value in self.over(settings)._asdict().items() if name in _ANSWERS}


def named(name: str, env: Environment, task: Record | None = None, *, api_base: str = "") -> Method:
    """The method of that name: @PROFILE, a run config of the task (by name or id), a profile, else a model. Raises UsageError."""
    from ffai import config

    more = (("api_base", api_base),) if api_base else ()
    if name in (OFFLINE, ECHO):
        return Method(name, name)
    if name.startswith("@"):
        return _profile(name, config.in_profile(env, name[1:], config.load(env)), more)
    found = task.find("task_run_config", name) if task is not None else None
    if found is not None and task is not None:
        return of_record(found, task, api_base=api_base)
    if name in config.profiles(env):
        return _profile(name, config.in_profile(env, name, config.load(env)), more)
    return Method(name, name, more)


def _profile(name: str, settings: Settings, more: tuple[tuple[str, Any], ...]) -> Method:
    chosen = tuple((key, value) for key, value in settings._asdict().items() if key in PROFILE and key != "model")
    return Method(name, settings.model or OFFLINE, (*chosen, *more))


PROVIDERS = {
    "openai": "openai", "anthropic": "anthropic", "gemini_api": "gemini", "ollama": "ollama", "groq": "groq", "openrouter": "openrouter", "fireworks_ai": "fireworks_ai",
    "together_ai": "together_ai", "cerebras": "cerebras", "openai_compatible": "openai", "amazon_bedrock": "bedrock", "azure_openai": "azure", "vertex": "vertex_ai", "huggingface": "huggingface",
}  # fmt: skip
"""Kiln's providers, and what they are called here and by litellm."""
_KILN = {
    **{ours: kiln for kiln, ours in PROVIDERS.items() if kiln != "openai_compatible"}, "ollama_chat": "ollama", "lm_studio": "openai_compatible", "hosted_vllm": "openai_compatible",
    "llamafile": "openai_compatible",
}  # fmt: skip
FORMS = {
    "default": "auto", "unknown": "auto", "json_schema": "schema", "function_calling": "tool", "function_calling_weak": "tool", "json_mode": "json", "json_instruction_and_object": "json",
    "json_instructions": "text", "json_custom_instructions": "text",
}  # fmt: skip
_MODES = {
    "auto": "default",
    "schema": "json_schema",
    "tool": "function_calling",
    "json": "json_mode",
    "text": "json_instructions",
}


def of_record(record: Record, task: Record, *, api_base: str = "") -> Method:
    """A run config of a project. Raises UsageError for one that cannot be run here."""
    said = record.data.get("run_config_properties")
    said = said if isinstance(said, dict) else {}
    model, provider = str(said.get("model_name") or ""), str(said.get("model_provider_name") or "")
    if model in (OFFLINE, ECHO) and provider == "openai_compatible":
        return Method(record.name, model)
    if provider == "kiln_custom_registry":
        provider, _, model = model.partition("::")
    if provider == "kiln_fine_tune":
        provider, model = _tuned(record, task, model)
    if provider not in PROVIDERS or not model:
        raise UsageError(
            f"the run config {record.name!r} cannot be run here: its provider is {provider or 'not said'!r}",
            "providers: " + ", ".join(sorted(PROVIDERS)),
        )
    chosen = {
        "prompt": _prompt(record, task, str(said.get("prompt_id") or "")),
        "temperature": _number(said.get("temperature"), 1.0), "top_p": _number(said.get("top_p"), 1.0),
        "structured": FORMS.get(str(said.get("structured_output_mode") or ""), "auto"),
    }  # fmt: skip
    if api_base:
        chosen["api_base"] = api_base
    return Method(record.name, f"{PROVIDERS[provider]}/{model}", tuple(chosen.items()))


def _tuned(record: Record, task: Record, model: str) -> tuple[str, str]:
    tuned = task.find("finetune", model.rpartition("::")[2])
    made = str(tuned.data.get("fine_tune_model_id") or "") if tuned else ""
    if tuned is None or not made:
        raise UsageError(f"the fine-tune of the run config {record.name!r} is not there, or not done", "ffai project check")
    return str(tuned.data.get("provider") or ""), made


def _number(value: Any, default: float) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default


def _prompt(record: Record, task: Record, prompt_id: str) -> str:
    """The name of a prompt that ships with ffai, else the text itself; "" for the default one. Raises UsageError."""
    from ffai.translate.model import prompting

    text = ""
    if prompt_id.startswith("id::"):
        found = task.find("prompt", prompt_id.removeprefix("id::"))
        if found is None:
            raise UsageError(f"the prompt of the run config {record.name!r} is not in the project", "ffai project check")
        text = str(found.data.get("prompt") or "")
    elif isinstance(record.data.get("prompt"), dict):
        text = str(record.data["prompt"].get("prompt") or "")
    elif prompt_id != "simple_prompt_builder":
        raise UsageError(
            f"the prompt of the run config {record.name!r} is {prompt_id!r}, which Kiln makes anew for each run",
            "freeze it in the Kiln app, or choose another prompt",
        )
    for name in prompting.names():
        if text.strip() == prompting.text_of(name):
            return name
    return text.strip()


def properties_of(method: Method, settings: Settings, task: Record, mode: str = "") -> dict[str, Any]:
    """The method as the properties of a Kiln run config."""
    from ffai.translate.model import prompting

    in_force = method.over(settings)
    provider, slash, model = method.model.partition("/")
    kiln = _KILN.get(provider, "openai_compatible") if slash else "openai_compatible"
    name = (in_force.prompt or prompting.DEFAULT) if method.asks else ""
    prompt = next((p for p in task.of("prompt") if p.name == name or str(p.data.get("prompt") or "").strip() == name), None)
    return {
        "model_name": model if slash and kiln != "openai_compatible" else method.model if not slash else model, "model_provider_name": kiln,
        "prompt_id": f"id::{prompt.id}" if prompt else "simple_prompt_builder",
        "top_p": in_force.top_p if method.asks else 1.0, "temperature": in_force.temperature if method.asks else 0.0,
        "structured_output_mode": mode or (_MODES.get(in_force.structured, "default") if method.asks else "default"),
    }  # fmt: skip
