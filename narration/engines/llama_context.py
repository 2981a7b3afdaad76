"""llama.cpp's context with the few verbs the engine needs.

One thread at a time may use a context; `abort` alone may be called from any.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from narration.engines.llama_library import NativeFailure, flag_is_set, last_words, library
from narration.engines.llama_model import LlamaModel
from narration.prompt import Prompt

MICRO_BATCH = 256
"""Tokens evaluated in one pass: large enough for matrix speed, small enough to be left within 200 ms."""
TOP_P, MIN_P, TOP_K = 0.95, 0.05, 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A token to evaluate."""

    token: int
    position: int
    sequence: int
    output: bool
    """A next token will be asked for after this one."""


class Aborted(Exception):
    """`abort` was called while tokens were evaluated; part of them may stand in the memory."""


class LlamaContext:
    """A memory for tokens of one model, cut into sequences that share one pool of `size` cells."""

    def __init__(
        self, model: LlamaModel, *, size: int, batch: int, sequences: int, threads: int, outputs: int = 1
    ) -> None:
        """`outputs`: tokens of one sequence after which a next one may be asked for in one `evaluate`."""
        self._llama = library()
        self._flag = ctypes.create_string_buffer(2)
        self.model = model
        self._context = self._open(size, batch, sequences, threads, outputs)
        self._memory = self._llama.llama_get_memory(self._context)
        self._batch = self._llama.llama_batch_init(batch, 0, 1)
        self.size = int(self._llama.llama_n_ctx(self._context))
        self.batch = batch

    def _open(self, size: int, batch: int, sequences: int, threads: int, outputs: int) -> Any:
        parameters = self._llama.llama_context_default_params()
        parameters.n_ctx = size
        parameters.n_batch = batch
        parameters.n_ubatch = min(batch, MICRO_BATCH)
        parameters.n_seq_max = sequences
        parameters.n_outputs_max_per_seq = outputs
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.kv_unified = True
        context = self._llama.llama_init_from_model(self.model.pointer, parameters)
        if not context:
            raise NativeFailure(last_words())
        self._llama.llama_set_abort_callback(context, flag_is_set(), ctypes.addressof(self._flag))
        return context

    def close(self) -> None:
        """Give back its memory; nothing else may be called afterwards. The model stays."""
        self._llama.llama_batch_free(self._batch)
        self._llama.llama_free(self._context)

    def evaluate(self, entries: Sequence[Entry]) -> None:
        """Evaluate up to `batch` tokens in one go.

        Raises `Aborted`, or `NativeFailure` after which the sequences named are in doubt and must be removed.
        """
        self._fill(entries)
        result = self._llama.llama_decode(self._context, self._batch)
        if result == 2:
            raise Aborted
        if result:
            raise NativeFailure("its memory is full" if result == 1 else f"evaluation failed ({result})")

    def _fill(self, entries: Sequence[Entry]) -> None:
        batch = self._batch
        batch.n_tokens = len(entries)
        for index, entry in enumerate(entries):
            batch.token[index] = entry.token
            batch.pos[index] = entry.position
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = entry.sequence
            batch.logits[index] = entry.output

    def abort(self, value: bool = True) -> None:
        """Make a running `evaluate` raise `Aborted` within a few milliseconds; False lets the next one run."""
        self._flag[0] = b"\1" if value else b"\0"

    def copy(self, source: int, target: int, length: int) -> None:
        """Let the first `length` positions of a sequence be seen by another; nothing is computed."""
        self._llama.llama_memory_seq_cp(self._memory, source, target, 0, length)

    def remove(self, sequence: int, start: int = 0) -> None:
        """Forget a sequence from position `start` on."""
        self._llama.llama_memory_seq_rm(self._memory, sequence, start, -1)

    def length(self, sequence: int) -> int:
        """Positions that a sequence holds."""
        return int(self._llama.llama_memory_seq_pos_max(self._memory, sequence)) + 1

    def state(self, sequence: int) -> bytes:
        """All that the memory holds of a sequence, for `restore` in a context of the same model and parameters."""
        size = self._llama.llama_state_seq_get_size(self._context, sequence)
        room = (ctypes.c_uint8 * size)()
        return ctypes.string_at(room, self._llama.llama_state_seq_get_data(self._context, room, size, sequence))

    def restore(self, sequence: int, state: bytes, length: int) -> bool:
        """Fill an empty sequence with a `state` of `length` positions; where that fails it stays empty."""
        room = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        read = self._llama.llama_state_seq_set_data(self._context, room, len(state), sequence)
        if read and self.length(sequence) == length:
            return True
        self.remove(sequence)
        return False

    @property
    def version(self) -> str:
        """What a saved state depends on beside the weights: llama.cpp, its kernels, the memory's layout."""
        features = self._llama.llama_print_system_info().decode("utf-8", "replace")
        return f"{self._llama.__version__} {features} unified f16 flash-auto"

    def sampler(self, prompt: Prompt) -> Any:
        """How the next token is chosen: the likeliest at temperature 0, else drawn with the prompt's seed."""
        llama = self._llama
        chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        if prompt.temperature <= 0:
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_greedy())
            return chain
        for part in (
            llama.llama_sampler_init_top_k(TOP_K),
            llama.llama_sampler_init_top_p(TOP_P, 1),
            llama.llama_sampler_init_min_p(MIN_P, 1),
            llama.llama_sampler_init_temp(prompt.temperature),
            llama.llama_sampler_init_dist(prompt.seed & 0xFFFFFFFF),
        ):
            llama.llama_sampler_chain_add(chain, part)
        return chain

    def adapt(self, adapter: Any) -> None:
        """Evaluate with an adapter of the model from now on; other contexts of it are not touched.

        Raises `NativeFailure`.
        """
        adapters = (self._llama.llama_adapter_lora_p_ctypes * 1)(adapter)
        if self._llama.llama_set_adapters_lora(self._context, adapters, 1, (ctypes.c_float * 1)(1.0)):
            raise NativeFailure(last_words())

    def logits(self, index: int, tokens: Sequence[int]) -> list[float]:
        """The logits of some tokens as the one that follows entry `index` of the last `evaluate`."""
        found = self._llama.llama_get_logits_ith(self._context, index)
        return [float(found[token]) for token in tokens]

    def sample(self, sampler: Any, index: int) -> int:
        """The token that follows entry `index` of the last `evaluate`."""
        return int(self._llama.llama_sampler_sample(sampler, self._context, index))

    def free(self, sampler: Any) -> None:
        """Give back a sampler."""
        self._llama.llama_sampler_free(sampler)
