"""A kernel compiled yesterday must not be used with today's constants."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from wijkbv_sim.model import actor_kernels, chance_kernels, columns, job_kernels, kernels, observer_kernels, philox


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        (kernels, (philox, columns)),
        (job_kernels, (philox, columns, kernels)),
        (chance_kernels, (columns,)),
        (actor_kernels, (philox,)),
        (observer_kernels, (columns,)),
    ],
)
def test_the_kernels_are_compiled_anew_when_what_they_import_changes(module, imported):
    texts = [Path(other.__file__).read_bytes().replace(b"\r\n", b"\n") for other in imported]
    digest = hashlib.blake2b(b"".join(texts), digest_size=8).hexdigest()
    assert digest == module.MADE_WITH, f"set MADE_WITH in {module.__name__} to {digest!r}"
