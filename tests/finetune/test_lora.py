"""LoRA on a toy of the Llama kind, made on the spot: trained, merged, written as GGUF, and asked through llama.cpp.

Needs the extra `local-train`, which is too heavy for every check: where it is not installed this is skipped, and test_local.py's toy
model from nothing goes the same road.
"""

import importlib.util
import json
import subprocess

import pytest
from cli.world import World
from finetune.test_local import PAIRS

NEEDED = ("torch", "transformers", "peft", "gguf", "xllamacpp")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs the extra local-train: {', '.join(MISSING)}")


def _toy(folder):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    marks = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    texts = [p["request"] for p in PAIRS] + [p["commands"][0] for p in PAIRS] + ["user assistant"]
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=400, special_tokens=marks, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))  # fmt: skip
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>", bos_token="<|endoftext|>").save_pretrained(folder)
    size = tokenizer.get_vocab_size()
    config = LlamaConfig(vocab_size=size, hidden_size=64, intermediate_size=128, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=512, bos_token_id=0, eos_token_id=2, tie_word_embeddings=True)  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)


def test_lora_on_a_folder_of_weights_becomes_a_model_that_is_asked(tmp_path):
    world = World(tmp_path)
    (world.work / "pairs.jsonl").write_text("".join(json.dumps(p) + "\n" for p in PAIRS))
    _toy(world.work / "toy")
    more = ["--model", "toy", "--every", "5", "--rank", "8", "--learning-rate", "0.01", "--layers", "2", "--threads", "1", "--out", "tuned", "--steps"]  # fmt: skip
    for steps in ("5", "10"):  # the second goes on with what the first has left
        done = subprocess.run(world.command("finetune", "local", "--pairs", "pairs.jsonl", *more, steps), cwd=world.work, env=world.variables, capture_output=True, text=True, timeout=600, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (world.work / "tuned" / "losses.jsonl").read_text().splitlines()]
    assert [r["step"] for r in rows] == list(range(11))
    assert rows[10]["validation"] < rows[5]["validation"] < rows[0]["validation"]
    assert (world.work / "tuned" / "model.gguf").read_bytes()[:4] == b"GGUF"
    script = "import json, sys; from ffai.environment import process_environment; from ffai.translate.model.local import kept, llama; print(json.dumps(llama.complete(kept.find('tuned', process_environment()), sys.argv[1], 8)._asdict()))"
    asked = subprocess.run([world.command()[0], "-c", script, PAIRS[0]["request"]], cwd=world.work, env=world.variables, capture_output=True, text=True, timeout=300, check=False)  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout.splitlines()[-1])
    assert answer["tokens_out"] > 0
    assert answer["text"] == _by_torch(world.work / "tuned" / "merged", PAIRS[0]["request"])


def _by_torch(folder, request):
    """What the merged weights answer when torch runs them: the GGUF file has to say the same."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from ffai.translate.model.local.wording import prompt

    tokenizer = AutoTokenizer.from_pretrained(folder)
    given = tokenizer(prompt(request), return_tensors="pt", add_special_tokens=False)
    found = AutoModelForCausalLM.from_pretrained(folder).generate(**given, max_new_tokens=8, do_sample=False)
    return tokenizer.decode(found[0, given["input_ids"].shape[1] :], skip_special_tokens=True)
