"""The guide's own quantised weights in torch, LoRA on them, and the adapter as llama.cpp reads it."""

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from gguf import GGUFReader, GGUFWriter, ReaderTensor
from gguf.quants import dequantize
from torch.nn import functional
from transformers import Qwen2Config
from transformers.models.qwen2.modeling_qwen2 import Qwen2Model, Qwen2RotaryEmbedding

ATTENTION = {
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
}  # fmt: skip
MLP = {"ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}
NAMES = ATTENTION | MLP | {"attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"}
WHOLE = {"token_embd.weight": "embed_tokens.weight", "output_norm.weight": "norm.weight"}
OUTPUT = "output.weight"
SCALE = 2.0
ALPHA = 32.0
"""llama.cpp multiplies by alpha / rank, with one alpha a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A Qwen2 model without its head, and what its head would have told yes from no by."""

    model: Qwen2Model
    direction: torch.Tensor
    """The output's row for yes less that for no, (width,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lora:
    """A matrix's low-rank change: y = Wx + SCALE * b(a(dropout(x)))."""

    a: torch.Tensor
    """(rank, in)"""
    b: torch.Tensor
    """(out, rank)"""
    dropout: float

    def __call__(self, linear: torch.nn.Module, given: tuple[torch.Tensor], out: torch.Tensor) -> torch.Tensor:
        """What a forward hook returns."""
        x = functional.dropout(given[0], self.dropout, linear.training)
        low = functional.linear(x, self.a.to(x.dtype))
        return out + functional.linear(low, self.b.to(x.dtype)) * SCALE


def opened(path: Path, yes: int, no: int, device: str) -> Weights:
    """The weights of a Qwen2 GGUF, dequantised; bfloat16 on a GPU, else float32."""
    reader = GGUFReader(path)
    dtype = torch.float32 if device == "cpu" else torch.bfloat16
    head = next(one for one in reader.tensors if one.name == OUTPUT)
    answers = torch.tensor(dequantize(head.data[[yes, no]], head.tensor_type))

    def tensor(one: ReaderTensor) -> tuple[str, torch.Tensor]:
        return name_of(one.name), torch.tensor(dequantize(one.data, one.tensor_type)).to(dtype).to(device)

    with ThreadPoolExecutor() as pool:
        state = dict(pool.map(tensor, (one for one in reader.tensors if one.name != OUTPUT)))
    made = config(reader)
    with torch.device("meta"):
        model = Qwen2Model(made)
    model.load_state_dict(state, strict=True, assign=True)
    model.rotary_emb = Qwen2RotaryEmbedding(config=made).to(device)
    model.requires_grad_(False)
    return Weights(model=model, direction=(answers[0] - answers[1]).float().to(device))


def config(reader: GGUFReader) -> Qwen2Config:
    """The shape of the model, from the file's own fields."""

    def field(name: str) -> float:
        return float(reader.get_field(f"qwen2.{name}").contents())

    vocabulary = next(one for one in reader.tensors if one.name == "token_embd.weight").shape[1]
    base = field("rope.freq_base")
    return Qwen2Config(
        vocab_size=int(vocabulary), hidden_size=int(field("embedding_length")),
        intermediate_size=int(field("feed_forward_length")), num_hidden_layers=int(field("block_count")),
        num_attention_heads=int(field("attention.head_count")),
        num_key_value_heads=int(field("attention.head_count_kv")),
        max_position_embeddings=int(field("context_length")), rms_norm_eps=field("attention.layer_norm_rms_epsilon"),
        rope_parameters={"rope_type": "default", "rope_theta": base}, use_cache=False, tie_word_embeddings=False,
        use_sliding_window=False, attn_implementation="sdpa",
    )  # fmt: skip


def name_of(tensor: str) -> str:
    """What transformers calls a tensor of a GGUF."""
    if tensor in WHOLE:
        return WHOLE[tensor]
    _, layer, kind, end = tensor.split(".")
    return f"layers.{layer}.{NAMES[kind]}.{end}"


def adapt(model: Qwen2Model, rank: int, mlp_rank: int, dropout: float) -> dict[str, Lora]:
    """Hang fresh LoRA on every layer's matrices, by their names in a GGUF; rank 0 leaves them as they are."""
    found = {}
    for at in range(len(model.layers)):
        for kind, name in (ATTENTION | MLP).items():
            size = rank if kind in ATTENTION else mlp_rank
            if size:
                linear = model.get_submodule(f"layers.{at}.{name}")
                found[f"blk.{at}.{kind}.weight"] = fresh = lora(linear.weight, size, dropout)
                linear.register_forward_hook(fresh)
    return found


def lora(weight: torch.Tensor, rank: int, dropout: float) -> Lora:
    """A change that changes nothing yet, in float32."""
    out, into = weight.shape
    a = torch.empty(rank, into, dtype=torch.float32, device=weight.device)
    b = torch.zeros(out, rank, dtype=torch.float32, device=weight.device)
    torch.nn.init.kaiming_uniform_(a, a=math.sqrt(5))
    return Lora(a=a.requires_grad_(), b=b.requires_grad_(), dropout=dropout)


def write(layers: Mapping[str, Lora], path: Path) -> None:
    """An adapter for llama.cpp, in half precision; b makes up for alpha."""
    writer = GGUFWriter(path, "qwen2")
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", ALPHA)
    writer.add_string("general.name", "Caravanserai reader of claims")
    writer.add_string("general.license", "apache-2.0")
    for name, layer in layers.items():
        rank = layer.a.shape[0]
        writer.add_tensor(f"{name}.lora_a", half(layer.a))
        writer.add_tensor(f"{name}.lora_b", half(layer.b * (SCALE * rank / ALPHA)))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def half(tensor: torch.Tensor) -> np.typing.NDArray[np.float16]:
    """Numbers as an adapter keeps them."""
    return np.asarray(tensor.detach().cpu().numpy(), dtype=np.float16)
