"""LoRA on a small causal language model with torch and peft. All is float32: without hardware for it, bfloat16 is slower by far.

The loss is taken on the answer's tokens alone, and only for these is the vocabulary reckoned: embeddings and the rest stay as they are.
"""

import os
from collections.abc import Sequence
from typing import Any

from ffai.environment import Environment
from ffai.errors import Missing, UsageError
from ffai.translate.model.local.wording import END, prompt
from ffai_evals.finetune.base import found
from ffai_evals.finetune.loop import Example
from ffai_evals.finetune.options import Options

_LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


class Lora:
    """A Learner over Examples."""

    def __init__(self, options: Options, env: Environment) -> None:
        try:
            import peft
            import torch
            from transformers import AutoModelForCausalLM, AutoTokenizer
        except ImportError as problem:
            raise Missing(f"training needs {problem.name}", "install the extra: pip install 'ffai[local-train]'") from None
        folder, file = self._folder, self._file = found(options.base, env)
        named = {"gguf_file": file} if file else {}
        try:
            self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, **named)
            model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, dtype=torch.float32, **named)
        except (OSError, ValueError, KeyError) as problem:
            said = (str(problem).splitlines() or [type(problem).__name__])[0]
            raise UsageError(f"{folder} holds no model: {said}", "name a folder of weights with --base, or smollm2") from None
        torch.manual_seed(options.seed)
        if options.threads:
            torch.set_num_threads(options.threads)
        config = peft.LoraConfig(
            r=options.rank, lora_alpha=options.alpha, target_modules=_LAYERS, lora_dropout=0.0, task_type="CAUSAL_LM",
            layers_to_transform=list(range(model.config.num_hidden_layers))[-options.layers :] if options.layers else None,
        )  # fmt: skip
        self.torch, self.model = torch, peft.get_peft_model(model, config)
        self._split = _Split(torch, self.model.base_model.model.model, options.layers)
        self._parameters = [p for p in self.model.parameters() if p.requires_grad]
        self._optimizer = torch.optim.AdamW(self._parameters, lr=options.learning_rate, weight_decay=0.0)

    def example(self, said: str, answer: str) -> Example:
        before = self._tokens(prompt(said))
        return Example((*before, *self._tokens(answer + END)), len(before))

    def _tokens(self, text: str) -> list[int]:
        return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def step(self, examples: Sequence[Example], rate: float) -> float:
        self.model.train()
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        total, count = self._sum(examples)
        loss = total / count
        loss.backward()
        self.torch.nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad()
        return float(loss.item())

    def loss(self, examples: Sequence[Example]) -> tuple[float, int]:
        self.model.eval()
        with self.torch.no_grad():
            total, count = self._sum(examples)
        return float(total.item()), count

    def _sum(self, examples: Sequence[Example]) -> tuple[Any, int]:
        torch = self.torch
        hidden, tokens = self._split.hidden(examples)
        places = [(n, at) for n, x in enumerate(examples) for at in range(x.before, len(x.tokens))]
        row = torch.tensor([n for n, _ in places])
        column = torch.tensor([at for _, at in places])
        said = self.model.base_model.model.lm_head(hidden[row, column - 1])
        return torch.nn.functional.cross_entropy(said, tokens[row, column], reduction="sum"), len(places)

    def _weights(self) -> dict[str, Any]:
        self._split.whole()  # else layers have other names
        return {name: p.detach() for name, p in self.model.named_parameters() if p.requires_grad}

    def keep(self, path: str, state: dict[str, Any]) -> None:
        self._save(path, {"state": state, "weights": self._weights(), "optimizer": self._optimizer.state_dict()})

    def keep_best(self, path: str) -> None:
        self._save(path, self._weights())

    def _save(self, path: str, what: Any) -> None:
        self.torch.save(what, path + ".new")
        os.replace(path + ".new", path)

    def back(self, path: str) -> dict[str, Any]:
        try:
            kept = self.torch.load(path, weights_only=True)
            self._put(kept["weights"])
            self._optimizer.load_state_dict(kept["optimizer"])
            return dict(kept["state"])
        except (OSError, RuntimeError, KeyError, ValueError) as problem:
            raise UsageError(f"{path} is damaged: {problem}"[:200], "train anew in another --out") from None

    def _put(self, weights: dict[str, Any]) -> None:
        """Raises KeyError for weights that are not those of this model."""
        self._split.whole()
        mine = {name: p for name, p in self.model.named_parameters() if p.requires_grad}
        with self.torch.no_grad():
            for name in mine.keys() | weights.keys():
                mine[name].copy_(weights[name])

    def finished(self, out: str) -> str:
        """The best weights worked into the base, as a GGUF file; of a base in a folder the merged folder stays, too."""
        from ffai_evals.finetune.gguf_file import write_folder, write_like

        best, made = os.path.join(out, "best"), os.path.join(out, "model.gguf")
        if os.path.exists(best):
            self._put(self.torch.load(best, weights_only=True))
        self._split.whole()
        merged = self.model.merge_and_unload()
        if self._file:
            write_like(os.path.join(self._folder, self._file), merged.state_dict(), made)
        else:
            merged.save_pretrained(os.path.join(out, "merged"))
            self.tokenizer.save_pretrained(os.path.join(out, "merged"))
            write_folder(os.path.join(out, "merged"), merged.state_dict(), made)
        return made


class _Split:
    """A decoder whose lower layers learn nothing: what comes out of these is the same each time, so it is reckoned once an example.

    `upper` 0: all learn, and nothing is kept.
    """

    def __init__(self, torch: Any, decoder: Any, upper: int) -> None:
        self._torch, self._decoder = torch, decoder
        self._layers, self._norm = decoder.layers, decoder.norm
        self._cut = len(self._layers) - upper if upper else 0
        self._kept: dict[Example, Any] = {}

    def hidden(self, examples: Sequence[Example]) -> tuple[Any, Any]:
        """What comes out of the decoder, and the tokens: padded at the end. No token sees what is after it, so no mask is needed."""
        torch = self._torch
        tokens = self._padded([torch.tensor(x.tokens) for x in examples])
        if self._cut <= 0:
            return self._decoder(input_ids=tokens, use_cache=False).last_hidden_state, tokens
        if any(x not in self._kept for x in examples):
            self._decoder.layers, self._decoder.norm = self._layers[: self._cut], torch.nn.Identity()
            with torch.no_grad():
                below = self._decoder(input_ids=tokens, use_cache=False).last_hidden_state
            self._kept.update({x: row[: len(x.tokens)].clone() for x, row in zip(examples, below, strict=True)})
        self._decoder.layers, self._decoder.norm = self._layers[self._cut :], self._norm
        below = self._padded([self._kept[x] for x in examples])
        return self._decoder(inputs_embeds=below, use_cache=False).last_hidden_state, tokens

    def _padded(self, rows: list[Any]) -> Any:
        return self._torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)

    def whole(self) -> None:
        self._decoder.layers, self._decoder.norm = self._layers, self._norm
