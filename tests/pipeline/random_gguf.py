"""Write a tiny Llama with random weights: `python random_gguf.py FILE`, by a Python that has `gguf` and `numpy`.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Its answers are gibberish, its protocol is real.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import numpy as np

WIDTH, LAYERS, HEADS, INNER, CONTEXT = 64, 2, 4, 128, 8192
BYTE, CONTROL, NORMAL = 6, 3, 1


def main(path: str) -> None:
    """Vocabulary of bytes and letters, and normally distributed weights."""
    gguf: Any = import_module("gguf")
    writer = gguf.GGUFWriter(path, "llama")
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{n:02X}>" for n in range(256)), "\u2581", *map(chr, range(33, 127))]
    kinds = [CONTROL] * 3 + [BYTE] * 256 + [NORMAL] * (len(tokens) - 259)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([-float(n) for n in range(len(tokens))])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    rng = np.random.default_rng(1)

    def weights(name: str, *shape: int) -> None:
        drawn = rng.normal(0, 0.3, shape) if len(shape) > 1 else np.ones(shape)
        writer.add_tensor(f"{name}.weight", drawn.astype(np.float32))

    weights("token_embd", len(tokens), WIDTH)
    weights("output", len(tokens), WIDTH)
    weights("output_norm", WIDTH)
    for layer in range(LAYERS):
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights(f"blk.{layer}.{part}", WIDTH, WIDTH)
        weights(f"blk.{layer}.attn_norm", WIDTH)
        weights(f"blk.{layer}.ffn_norm", WIDTH)
        weights(f"blk.{layer}.ffn_gate", INNER, WIDTH)
        weights(f"blk.{layer}.ffn_up", INNER, WIDTH)
        weights(f"blk.{layer}.ffn_down", WIDTH, INNER)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(sys.argv[1])
