"""llama.cpp's model and context with the few verbs the engine needs; every call into native code is here.

One thread at a time may use a context; `abort` alone may be called from any.
"""

import ctypes
import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narration.prompt import Prompt

MICRO_BATCH = 256
"""Tokens evaluated in one pass: large enough for matrix speed, small enough to be left within 200 ms."""
SPIN = "2000"
"""Turns of OpenMP's waiting loop, some microseconds."""
TOP_P, MIN_P, TOP_K = 0.95, 0.05, 40

_log: deque[str] = deque(maxlen=20)
_process: dict[str, Any] = {}


class NativeFailure(RuntimeError):
    """llama.cpp refused; the text is its own last words."""


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
    """A model and its memory, cut into sequences that share one pool of `size` cells."""

    def __init__(self, path: Path, *, size: int, batch: int, sequences: int, threads: int, outputs: int = 1) -> None:
        """`outputs`: tokens of one sequence after which a next one may be asked for in one `evaluate`."""
        self._llama = _library()
        self._flag = ctypes.create_string_buffer(2)
        self._model = self._load(path)
        try:
            self._context = self._open(size, batch, sequences, threads, outputs)
        except NativeFailure:
            self._llama.llama_model_free(self._model)
            raise
        self._memory = self._llama.llama_get_memory(self._context)
        self._vocab = self._llama.llama_model_get_vocab(self._model)
        self._batch = self._llama.llama_batch_init(batch, 0, 1)
        self.size = int(self._llama.llama_n_ctx(self._context))
        self.batch = batch
        self.bos = int(self._llama.llama_vocab_bos(self._vocab))
        self.adds_bos = bool(self._llama.llama_vocab_get_add_bos(self._vocab))

    def _load(self, path: Path) -> Any:
        parameters = self._llama.llama_model_default_params()
        parameters.load_mode = self._llama.LLAMA_LOAD_MODE_MMAP
        parameters.n_gpu_layers = -1 if self._llama.llama_supports_gpu_offload() else 0
        # GCC before 12.4 and 13.3 drops the stores that configure AMX's tiles (its bug 114098), and a llama.cpp built
        # with it dies on the first prompt. A build's compiler cannot be asked, so AMX kernels are never chosen.
        parameters.use_extra_bufts = b"AMX_INT8 = 1" not in self._llama.llama_print_system_info()
        _log.clear()
        model = self._llama.llama_model_load_from_file(os.fsencode(path), parameters)
        if not model:
            raise NativeFailure(_last_words())
        return model

    def _open(self, size: int, batch: int, sequences: int, threads: int, outputs: int) -> Any:
        parameters = self._llama.llama_context_default_params()
        parameters.n_ctx = size
        parameters.n_batch = batch
        parameters.n_ubatch = min(batch, MICRO_BATCH)
        parameters.n_seq_max = sequences
        parameters.n_outputs_max_per_seq = outputs
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.kv_unified = True
        context = self._llama.llama_init_from_model(self._model, parameters)
        if not context:
            raise NativeFailure(_last_words())
        callback = ctypes.cast(_process["flag_is_set"], self._llama.ggml_abort_callback)
        self._llama.llama_set_abort_callback(context, callback, ctypes.addressof(self._flag))
        return context

    def close(self) -> None:
        """Give back all memory; nothing else may be called afterwards."""
        self._llama.llama_batch_free(self._batch)
        self._llama.llama_free(self._context)
        self._llama.llama_model_free(self._model)

    @property
    def chat_template(self) -> str | None:
        """Jinja source from the model's file."""
        source = self._llama.llama_model_chat_template(self._model, None)
        return source.decode("utf-8", "replace") if source else None

    def text(self, token: int) -> str:
        """A token's own name, e.g. `<|im_end|>`; empty for none."""
        name = self._llama.llama_vocab_get_text(self._vocab, token) if token >= 0 else None
        return name.decode("utf-8", "replace") if name else ""

    @property
    def eos(self) -> int:
        """The token that ends a text."""
        return int(self._llama.llama_vocab_eos(self._vocab))

    def tokenize(self, text: str, *, markup: bool) -> list[int]:
        """Tokens of `text`; only in markup do names of control tokens become these tokens."""
        data = text.encode("utf-8", "replace")
        room = (self._llama.llama_token * (len(data) + 8))()
        count = self._llama.llama_tokenize(self._vocab, data, len(data), room, len(room), False, markup)
        if count < 0:
            raise NativeFailure("text could not be cut into tokens")
        return list(room[:count])

    def piece(self, token: int) -> bytes:
        """The bytes a token adds to a text; may be part of a character."""
        room = ctypes.create_string_buffer(256)
        count = self._llama.llama_token_to_piece(self._vocab, token, room, len(room), 0, False)
        return room.raw[: max(count, 0)]

    def ends(self, token: int) -> bool:
        """Whether a token ends the reply."""
        return bool(self._llama.llama_vocab_is_eog(self._vocab, token))

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

    def sample(self, sampler: Any, index: int) -> int:
        """The token that follows entry `index` of the last `evaluate`."""
        return int(self._llama.llama_sampler_sample(sampler, self._context, index))

    def free(self, sampler: Any) -> None:
        """Give back a sampler."""
        self._llama.llama_sampler_free(sampler)


def _library() -> Any:
    """llama_cpp, set up once a process: its log kept instead of printed, its backend ready."""
    # OpenMP's threads spin while they wait for each other. Whenever anything else wants a core (a voice, say) they burn
    # the very time the other one needs: 12 tokens a second fell to 0.4. A short spin keeps 4 of them there.
    os.environ.setdefault("GOMP_SPINCOUNT", SPIN)
    import llama_cpp

    if not _process:
        _process["log"] = llama_cpp.llama_log_callback(_keep)
        llama_cpp.llama_log_set(_process["log"], None)
        # llama.cpp asks a C function after every node of its graph whether to stop. A Python one would wait for the
        # interpreter's lock each time; strlen of our two-byte flag is 0 or 1 and needs no lock.
        libc = ctypes.cdll.msvcrt if os.name == "nt" else ctypes.CDLL(None)
        _process["flag_is_set"] = libc.strlen
        llama_cpp.llama_backend_init()
    return llama_cpp


def _keep(level: int, text: bytes, _data: object) -> None:
    if level in (2, 3):
        _log.append(text.decode("utf-8", "replace").strip())


def _last_words() -> str:
    return next((line for line in reversed(_log) if line), "no reason given")
