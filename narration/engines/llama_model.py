"""llama.cpp's model: weights and vocabulary, which any number of contexts may work with."""

import ctypes
import os
from pathlib import Path
from typing import Any

from narration.engines.llama_library import NativeFailure, forget_words, last_words, library


class LlamaModel:
    """Loaded weights; its verbs may be called from any thread.

    Raises `NativeFailure` when llama.cpp refuses the file.
    """

    def __init__(self, path: Path) -> None:
        self._llama = library()
        self.pointer = self._load(path)
        self._vocab = self._llama.llama_model_get_vocab(self.pointer)
        self.bos = int(self._llama.llama_vocab_bos(self._vocab))
        self.adds_bos = bool(self._llama.llama_vocab_get_add_bos(self._vocab))

    def _load(self, path: Path) -> Any:
        parameters = self._llama.llama_model_default_params()
        parameters.load_mode = self._llama.LLAMA_LOAD_MODE_MMAP
        parameters.n_gpu_layers = -1 if self._llama.llama_supports_gpu_offload() else 0
        # GCC before 12.4 and 13.3 drops the stores that configure AMX's tiles (its bug 114098), and a llama.cpp built
        # with it dies on the first prompt. A build's compiler cannot be asked, so AMX kernels are never chosen.
        parameters.use_extra_bufts = b"AMX_INT8 = 1" not in self._llama.llama_print_system_info()
        forget_words()
        model = self._llama.llama_model_load_from_file(os.fsencode(path), parameters)
        if not model:
            raise NativeFailure(last_words())
        return model

    def close(self) -> None:
        """Give back all memory; every context of it must be closed before."""
        self._llama.llama_model_free(self.pointer)

    def adapter(self, path: Path) -> Any:
        """A LoRA adapter for `LlamaContext.adapt`, freed with the model; load it before any context is opened.

        Raises `NativeFailure` when it is not for these weights.
        """
        forget_words()
        adapter = self._llama.llama_adapter_lora_init(self.pointer, os.fsencode(path))
        if not adapter:
            raise NativeFailure(last_words())
        return adapter

    @property
    def chat_template(self) -> str | None:
        """Jinja source from the model's file."""
        source = self._llama.llama_model_chat_template(self.pointer, None)
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
