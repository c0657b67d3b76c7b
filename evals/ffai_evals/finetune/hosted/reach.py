"""The providers by name: where they are, what they need to know, which forms of file they take."""

from collections.abc import Callable
from typing import NamedTuple

from ffai.environment import Environment
from ffai.errors import Missing, ModelFailed, UsageError
from ffai.translate.model.providers import from_keyring
from ffai_evals.finetune.hosted.http import Http
from ffai_evals.finetune.hosted.values import Provider


class Where(NamedTuple):
    """What the command line adds to the variables."""

    api_base: str = ""
    account: str = ""
    project: str = ""
    location: str = ""
    bucket: str = ""


class Row(NamedTuple):
    title: str
    base: str
    bases: tuple[str, ...]
    keys: tuple[str, ...]
    forms: tuple[str, ...]
    kiln: str  # the provider's name in a Kiln project
    rate: str  # what --learning-rate is


PROVIDERS = {
    "openai": Row("OpenAI", "https://api.openai.com/v1", ("OPENAI_BASE_URL", "OPENAI_API_BASE"), ("OPENAI_API_KEY",), ("openai_chat_jsonl", "openai_chat_json_schema_jsonl", "openai_chat_toolcall_jsonl"), "openai", "multiplier"),
    "together": Row("Together AI", "https://api.together.xyz/v1", ("TOGETHER_BASE_URL",), ("TOGETHER_API_KEY", "TOGETHERAI_API_KEY"), ("together_chat_jsonl", "openai_chat_jsonl"), "together_ai", "rate"),
    "fireworks": Row("Fireworks AI", "https://api.fireworks.ai/v1", ("FIREWORKS_BASE_URL",), ("FIREWORKS_API_KEY", "FIREWORKS_AI_API_KEY"), ("fireworks_chat_jsonl", "openai_chat_jsonl"), "fireworks_ai", "rate"),
    "vertex": Row("Vertex AI", "", ("VERTEX_BASE_URL",), ("VERTEX_ACCESS_TOKEN",), ("vertex_gemini",), "vertex", "multiplier"),
}  # fmt: skip


def row_of(name: str) -> Row:
    if name not in PROVIDERS:
        raise UsageError(f"there is no provider {name!r} to train at", "one of: " + ", ".join(PROVIDERS))
    return PROVIDERS[name]


def reach(name: str, env: Environment, where: Where, wait: Callable[[float], None] | None = None) -> Provider:
    """The provider, ready to be asked. Raises ModelFailed without a key, UsageError without what it needs to know."""
    row = row_of(name)
    base = where.api_base or next((env.variables[v] for v in row.bases if env.variables.get(v)), "") or row.base
    if name == "vertex":
        location = where.location or env.variables.get("VERTEXAI_LOCATION") or "us-central1"
        project = where.project or env.variables.get("VERTEXAI_PROJECT") or env.variables.get("GOOGLE_CLOUD_PROJECT") or ""
        if not project or not where.bucket:
            lacks = (
                "no Google Cloud project is named" if not project else "Vertex reads its files from a bucket, and none is named"
            )
            raise UsageError(lacks, "--project-id NAME (or VERTEXAI_PROJECT) and --bucket gs://NAME are needed")
        base = base or f"https://{location}-aiplatform.googleapis.com"
        from ffai_evals.finetune.hosted.vertex import Vertex

        http = _http(row, f"{base.rstrip('/')}/v1/", _token(env), wait)
        storage = env.variables.get("STORAGE_EMULATOR_HOST") or "https://storage.googleapis.com"
        return Vertex(http, f"projects/{project}/locations/{location}", where.bucket, storage)
    http = _http(row, base.rstrip("/") + "/", _key(row, env, where, base), wait)
    if name == "openai":
        from ffai_evals.finetune.hosted.openai import OpenAI

        return OpenAI(http)
    if name == "together":
        from ffai_evals.finetune.hosted.together import Together

        return Together(http)
    from ffai_evals.finetune.hosted.fireworks import Fireworks

    account = where.account or env.variables.get("FIREWORKS_ACCOUNT_ID") or ""
    if not account:
        raise UsageError(
            "Fireworks files everything under an account, and none is named", "--account NAME, or set FIREWORKS_ACCOUNT_ID"
        )
    return Fireworks(http, account)


def _http(row: Row, base: str, key: str, wait: Callable[[float], None] | None) -> Http:
    more = {"wait": wait} if wait is not None else {}
    return Http(row.title, base, {"Authorization": f"Bearer {key}"}, " or ".join(row.keys), **more)


def _key(row: Row, env: Environment, where: Where, base: str) -> str:
    for name in row.keys:
        if found := env.variables.get(name, "").strip():
            return found
    if found := from_keyring(row.kiln):
        return found
    if base != row.base:
        return "none"
    raise ModelFailed(f"there is no key for {row.title}: {' or '.join(row.keys)} is not set", f"export {row.keys[0]}=...")


def _token(env: Environment) -> str:
    if found := env.variables.get("VERTEX_ACCESS_TOKEN", "").strip():
        return found
    try:
        import google.auth  # type: ignore[import-not-found, import-untyped, unused-ignore]
        import google.auth.transport.requests  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        raise Missing(
            "Vertex wants Google credentials: VERTEX_ACCESS_TOKEN is not set, and google-auth is not installed",
            "export VERTEX_ACCESS_TOKEN=$(gcloud auth print-access-token), or pip install google-auth requests",
        ) from None
    try:
        credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
        credentials.refresh(google.auth.transport.requests.Request())
    except Exception as problem:  # noqa: BLE001 - google.auth raises what its transports raise
        raise ModelFailed(
            f"Google gives no credentials: {str(problem).splitlines()[0]}", "gcloud auth application-default login"
        ) from None
    return str(credentials.token)
