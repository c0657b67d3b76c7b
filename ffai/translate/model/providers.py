"""Where models are: providers whose published API is spoken here, as a table; all others are reached through litellm.

Names are litellm's, so that "groq/NAME" means the same on both ways. Addresses and names of variables: the providers' documentation.
"""

from typing import NamedTuple

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import ModelFailed, UsageError
from ffai.translate.model.values import Target


class Provider(NamedTuple):
    dialect: str
    base: str
    keys: tuple[str, ...] = ()  # variables that hold the key; () when none is needed
    bases: tuple[str, ...] = ()  # variables that hold another address


PROVIDERS = {
    "openai": Provider("openai", "https://api.openai.com/v1", ("OPENAI_API_KEY",), ("OPENAI_BASE_URL", "OPENAI_API_BASE")),
    "anthropic": Provider("anthropic", "https://api.anthropic.com", ("ANTHROPIC_API_KEY",), ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_BASE")),
    "gemini": Provider("gemini", "https://generativelanguage.googleapis.com/v1beta", ("GEMINI_API_KEY", "GOOGLE_API_KEY"), ("GEMINI_API_BASE",)),
    "ollama": Provider("ollama", "http://127.0.0.1:11434", (), ("OLLAMA_API_BASE", "OLLAMA_HOST")),
    "ollama_chat": Provider("ollama", "http://127.0.0.1:11434", (), ("OLLAMA_API_BASE", "OLLAMA_HOST")),
    "lm_studio": Provider("openai", "http://127.0.0.1:1234/v1", (), ("LM_STUDIO_API_BASE",)),
    "hosted_vllm": Provider("openai", "http://127.0.0.1:8000/v1", (), ("HOSTED_VLLM_API_BASE",)),
    "llamafile": Provider("openai", "http://127.0.0.1:8080/v1", (), ("LLAMAFILE_API_BASE",)),
    "groq": Provider("openai", "https://api.groq.com/openai/v1", ("GROQ_API_KEY",)),
    "mistral": Provider("openai", "https://api.mistral.ai/v1", ("MISTRAL_API_KEY",), ("MISTRAL_API_BASE",)),
    "deepseek": Provider("openai", "https://api.deepseek.com/v1", ("DEEPSEEK_API_KEY",), ("DEEPSEEK_API_BASE",)),
    "openrouter": Provider("openai", "https://openrouter.ai/api/v1", ("OPENROUTER_API_KEY",), ("OPENROUTER_API_BASE",)),
    "together_ai": Provider("openai", "https://api.together.xyz/v1", ("TOGETHERAI_API_KEY", "TOGETHER_API_KEY")),
    "fireworks_ai": Provider("openai", "https://api.fireworks.ai/inference/v1", ("FIREWORKS_API_KEY", "FIREWORKS_AI_API_KEY")),
    "xai": Provider("openai", "https://api.x.ai/v1", ("XAI_API_KEY",), ("XAI_API_BASE",)),
    "cerebras": Provider("openai", "https://api.cerebras.ai/v1", ("CEREBRAS_API_KEY",), ("CEREBRAS_API_BASE",)),
}  # fmt: skip
# what a name without a provider means
_FAMILIES = (("gpt-", "openai"), ("chatgpt-", "openai"), ("o1", "openai"), ("o3", "openai"), ("o4", "openai"), ("claude-", "anthropic"), ("gemini-", "gemini"))  # fmt: skip


def provider_of(settings: Settings, env: Environment) -> tuple[str, str]:
    """(provider, the model's name there) of the settings' model; "litellm" for all that is reached through it."""
    name = settings.model
    provider, slash, rest = name.partition("/")
    if slash and (provider in PROVIDERS or provider in ("litellm", "local")):
        return provider, rest
    known = "openai" if settings.api_base else next((p for start, p in _FAMILIES if name.startswith(start) and not slash), "")
    if not known and not slash and env.variables.get("OPENAI_BASE_URL"):
        known = "openai"
    return known or "litellm", name


def find(settings: Settings, env: Environment) -> Target:
    """The model that the settings name. Raises UsageError for an address that is none, ModelFailed without the key it needs."""
    name = settings.model
    provider, rest = provider_of(settings, env)
    if provider == "local":
        from ffai.translate.model.local import kept

        kept.find(rest, env)
        return Target(name, rest, provider, "local", "")
    if provider == "litellm":
        return Target(name, rest, provider, "litellm", settings.api_base, _secret(env, (settings.key_variable,)))
    row = PROVIDERS[provider]
    base = settings.api_base or next((env.variables[v] for v in row.bases if env.variables.get(v)), "") or row.base
    base = _address(base)
    names = (settings.key_variable,) if settings.key_variable else row.keys
    key = _secret(env, names, provider)
    if not key and (settings.key_variable or (names and base == row.base)):
        raise ModelFailed(
            f"there is no key for {name}: {' or '.join(names)} is not set",
            f"export {names[0]}=..., or: ffai config model {name}",
        )
    return Target(name, rest, provider, row.dialect, base, key, names)


def _address(base: str) -> str:
    base = base.strip()
    if "://" not in base:
        base = f"http://{base}"  # OLLAMA_HOST is often a host and a port only
    scheme, _, rest = base.partition("://")
    rest = rest.rstrip("/")
    if scheme not in ("http", "https") or not rest or rest.startswith("/") or any(c.isspace() or c < " " for c in base):
        raise UsageError(f"{base!r} is no address of a server", "for example: --api-base http://127.0.0.1:8080/v1")
    return f"{scheme}://{rest}"


def _secret(env: Environment, names: tuple[str, ...], provider: str = "") -> str:
    """The key: the first variable that is set, else what the system's keyring holds for the provider."""
    for name in names:
        found = env.variables.get(name, "").strip() if name else ""
        if found:
            return found
    return from_keyring(provider) if provider and names else ""


SERVICE = "ffai"


def from_keyring(provider: str) -> str:
    """What the keyring holds for that provider; "" without the keyring package, or when it is locked."""
    if not has_keyring():
        return ""
    try:
        import keyring

        return keyring.get_password(SERVICE, provider) or ""
    except Exception:  # noqa: BLE001 - back ends raise errors of their own; without a key there is a message that says so
        return ""


def has_keyring() -> bool:
    """Whether the keyring package is installed."""
    from importlib.util import find_spec

    return find_spec("keyring") is not None


def to_keyring(provider: str, key: str) -> bool:
    """Keeps a key in the system's keyring; False where there is none."""
    if not has_keyring():
        return False
    try:
        import keyring

        keyring.set_password(SERVICE, provider, key)
    except Exception:  # noqa: BLE001 - as above
        return False
    return True
