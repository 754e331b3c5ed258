"""A kernel compiled yesterday must not be used with today's constants."""

from __future__ import annotations

import hashlib
from pathlib import Path

from wijkbv_sim.model import columns, kernels, philox


def test_the_kernels_are_compiled_anew_when_what_they_import_changes():
    texts = [Path(module.__file__).read_bytes().replace(b"\r\n", b"\n") for module in (philox, columns)]
    digest = hashlib.blake2b(b"".join(texts), digest_size=8).hexdigest()
    assert digest == kernels.MADE_WITH, f"set MADE_WITH in wijkbv_sim/model/kernels.py to {digest!r}"
