"""A trained model as a GGUF file that llama.cpp runs, written with the `gguf` package: no compiler, no script of another project.

A base that came as GGUF is the pattern: its facts and its vocabulary are taken over, its tensors are put in anew. A folder of weights of
the Llama architecture with a byte-level vocabulary has its facts read from config.json and tokenizer.json.
"""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

from ffai.errors import UsageError


def write_like(pattern: str, weights: Mapping[str, Any], path: str) -> None:
    """Writes the weights (by their Hugging Face names, as torch tensors) with all else as in the GGUF file `pattern`."""
    import gguf

    reader = gguf.GGUFReader(pattern)
    fields = {name: field for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    arch = str(fields["general.architecture"].contents())
    writer = gguf.GGUFWriter(path + ".new", arch)
    for name, field in fields.items():
        if name not in ("general.architecture", "general.file_type", "general.quantization_version"):
            kind = field.types[0]
            writer.add_key_value(name, field.contents(), kind, field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None)
    heads = int(fields[f"{arch}.attention.head_count"].contents())
    kv = int(fields[f"{arch}.attention.head_count_kv"].contents())
    blocks = int(fields[f"{arch}.block_count"].contents())
    _put(writer, {t.name for t in reader.tensors}, weights, arch, blocks, heads, kv)
    os.replace(path + ".new", path)


def write_folder(folder: str, weights: Mapping[str, Any], path: str) -> None:
    """The same for a base that is a folder of Hugging Face files. Raises UsageError for an architecture that is not Llama's."""
    import gguf

    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    with open(os.path.join(folder, "tokenizer.json"), encoding="utf-8") as file:
        tokenizer = json.load(file)
    if config.get("model_type") != "llama" or tokenizer["model"]["type"] != "BPE":
        raise UsageError(
            f"a model of the kind {config.get('model_type')!r} is not written as GGUF here",
            "its merged weights stand in the folder `merged`; llama.cpp's own script converts those",
        )
    writer = gguf.GGUFWriter(path + ".new", "llama")
    heads = config["num_attention_heads"]
    kv = config.get("num_key_value_heads") or heads
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv)
    writer.add_rope_dimension_count(config.get("head_dim") or config["hidden_size"] // heads)
    writer.add_rope_freq_base(float((config.get("rope_parameters") or config).get("rope_theta") or 10_000.0))
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    _vocabulary(writer, tokenizer, config)
    names = {f"blk.{n}.{part}.weight" for n in range(config["num_hidden_layers"]) for part in _PARTS}
    names |= {"token_embd.weight", "output_norm.weight"}
    if not config.get("tie_word_embeddings"):
        names.add("output.weight")
    _put(writer, names, weights, "llama", config["num_hidden_layers"], heads, kv)
    os.replace(path + ".new", path)


_PARTS = "attn_norm attn_q attn_k attn_v attn_output ffn_norm ffn_gate ffn_up ffn_down".split()


def _vocabulary(writer: Any, tokenizer: dict[str, Any], config: dict[str, Any]) -> None:
    import gguf

    model = tokenizer["model"]
    size = int(config["vocab_size"])
    tokens = [f"[PAD{n}]" for n in range(size)]
    kinds = [int(gguf.TokenType.UNUSED)] * size
    for text, number in model["vocab"].items():
        tokens[number], kinds[number] = text, int(gguf.TokenType.NORMAL)
    for added in tokenizer.get("added_tokens", ()):
        tokens[added["id"]] = added["content"]
        kinds[added["id"]] = int(gguf.TokenType.CONTROL if added.get("special") else gguf.TokenType.USER_DEFINED)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(_cut(tokenizer))
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in model["merges"]])
    for name, add in (("bos_token_id", writer.add_bos_token_id), ("eos_token_id", writer.add_eos_token_id)):
        value = config.get(name)
        if value is not None:
            add(value[0] if isinstance(value, list) else value)


def _cut(tokenizer: dict[str, Any]) -> str:
    """llama.cpp's name for how a text is cut before pairs are merged."""
    said = json.dumps(tokenizer.get("pre_tokenizer") or {})
    if '"Digits"' in said:
        return "smollm"
    return "llama-bpe" if "{1,3}" in said else "qwen2" if "\\\\p{N}|" in said else "gpt-2"


def _put(writer: Any, wanted: set[str], weights: Mapping[str, Any], arch: str, blocks: int, heads: int, kv: int) -> None:
    import gguf
    from gguf.quants import quantize

    names = gguf.get_tensor_name_map(next(a for a, n in gguf.MODEL_ARCH_NAMES.items() if n == arch), blocks)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    kinds: dict[str, tuple[Any, Any]] = {}
    for name, weight in _named(weights, names):
        if name in wanted:
            array = weight.detach().float().numpy()
            if name.endswith(("attn_q.weight", "attn_k.weight")) and arch == "llama":
                array = _paired(array, heads if name.endswith("q.weight") else kv)
            kind = (
                gguf.GGMLQuantizationType.Q8_0 if array.ndim > 1 and array.shape[-1] % 32 == 0 else gguf.GGMLQuantizationType.F32
            )
            kinds[name] = (quantize(array, kind), kind)
    missing = wanted - set(kinds)
    if missing:
        raise UsageError(f"the model lacks {', '.join(sorted(missing)[:3])}", "is its folder whole?")
    for name, (array, kind) in kinds.items():
        writer.add_tensor(name, array, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _named(weights: Mapping[str, Any], names: Any) -> Iterator[tuple[str, Any]]:
    for name, weight in weights.items():
        found = names.get_name(name, try_suffixes=(".weight", ".bias"))
        if found:
            yield found, weight


def _paired(array: Any, heads: int) -> Any:
    """Rows of queries and keys in the order of llama.cpp's rotation: neighbours are turned together, not halves."""
    rows, columns = array.shape
    return array.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)
