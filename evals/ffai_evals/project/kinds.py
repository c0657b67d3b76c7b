"""The kinds of records of a Kiln v1 project: their file, where they lie, and their fields in the order that Kiln writes them.

Source: the format as kiln-ai 0.19 and 1.2 read and write it, measured. A field's default is what Kiln fills in; REQUIRED has none.
"""

from typing import Any, NamedTuple


class _Required:
    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED = _Required()

PROVIDERS = frozenset(
    """openai groq amazon_bedrock ollama openrouter fireworks_ai kiln_fine_tune kiln_custom_registry openai_compatible anthropic gemini_api azure_openai huggingface vertex together_ai
    siliconflow_cn cerebras docker_model_runner featherless_ai typesafe""".split()
)
OUTPUT_MODES = frozenset(
    """default json_schema function_calling_weak function_calling json_mode json_instructions json_instruction_and_object json_custom_instructions unknown""".split()
)
PROMPT_BUILDERS = frozenset(
    """simple_prompt_builder multi_shot_prompt_builder few_shot_prompt_builder repairs_prompt_builder simple_chain_of_thought_prompt_builder few_shot_chain_of_thought_prompt_builder
    multi_shot_chain_of_thought_prompt_builder""".split()
)
RATING_RANGES = {"five_star": (1.0, 5.0), "pass_fail": (0.0, 1.0), "pass_fail_critical": (-1.0, 1.0)}


class Kind(NamedTuple):
    file: str  # the fixed name of its file
    fields: tuple[tuple[str, Any], ...]  # beside v, id, created_at, created_by and model_type
    children: tuple[tuple[str, str], ...] = ()  # folder below it, kind of what lies there


KINDS: dict[str, Kind] = {
    "project": Kind("project.kiln", (("name", REQUIRED), ("description", None)), (("tasks", "task"),)),
    "task": Kind(
        "task.kiln",
        (
            ("name", REQUIRED), ("description", None), ("instruction", REQUIRED), ("requirements", []), ("output_json_schema", None), ("input_json_schema", None),
            ("thinking_instruction", None),
        ),
        (
            ("runs", "task_run"), ("prompts", "prompt"), ("run_configs", "task_run_config"), ("dataset_splits", "dataset_split"), ("finetunes", "finetune"), ("evals", "eval"),
        ),
    ),
    "task_run": Kind(
        "task_run.kiln",
        (
            ("input", REQUIRED), ("input_source", None), ("output", REQUIRED), ("repair_instructions", None), ("repaired_output", None), ("intermediate_outputs", None), ("tags", []),
            ("usage", None),
        ),
    ),
    "prompt": Kind(
        "prompt.kiln",
        (("name", REQUIRED), ("description", None), ("generator_id", None), ("prompt", REQUIRED), ("chain_of_thought_instructions", None)),
    ),
    "task_run_config": Kind(
        "task_run_config.kiln", (("name", REQUIRED), ("description", None), ("run_config_properties", REQUIRED), ("prompt", None))
    ),
    "dataset_split": Kind(
        "dataset_split.kiln",
        (("name", REQUIRED), ("description", None), ("splits", REQUIRED), ("split_contents", REQUIRED), ("filter", None)),
    ),
    "finetune": Kind(
        "finetune.kiln",
        (
            ("name", REQUIRED), ("description", None), ("structured_output_mode", None), ("provider", REQUIRED), ("base_model_id", REQUIRED), ("provider_id", None),
            ("fine_tune_model_id", None), ("dataset_split_id", REQUIRED), ("train_split_name", "train"), ("validation_split_name", None), ("parameters", {}), ("system_message", REQUIRED),
            ("thinking_instructions", None), ("latest_status", "unknown"), ("properties", {}), ("data_strategy", "final_only"),
        ),
    ),
    "eval": Kind(
        "eval.kiln",
        (
            ("name", REQUIRED), ("description", None), ("template", None), ("current_config_id", None), ("eval_set_filter_id", None), ("eval_configs_filter_id", None),
            ("output_scores", REQUIRED), ("favourite", False), ("template_properties", {}), ("splits", {}),
        ),
        (("configs", "eval_config"),),
    ),
    "eval_config": Kind(
        "eval_config.kiln",
        (("name", REQUIRED), ("model_name", None), ("model_provider", None), ("config_type", "g_eval"), ("properties", REQUIRED)),
        (("runs", "eval_run"),),
    ),
    "eval_run": Kind(
        "eval_run.kiln",
        (
            ("dataset_id", None), ("task_run_config_id", None), ("eval_config_eval", False), ("input", None), ("output", None), ("intermediate_outputs", None), ("scores", REQUIRED),
            ("task_run_usage", None),
        ),
    ),
}  # fmt: skip
