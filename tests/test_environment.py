"""Versions and platform, beside what PyTorch itself says of the processor."""

import platform
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from answers_lib.fingerprint import environment


def test_the_environment_names_what_is_installed():
    found = environment()
    assert found["Python"] == ".".join(map(str, sys.version_info[:3]))
    assert found["numpy"] == np.__version__
    assert torch.__version__.startswith(found["torch"].split("+")[0])
    capability = torch.backends.cpu.get_cpu_capability()
    assert found["platform"] == f"{platform.system()} {platform.machine()} {capability}"
    assert list(found) == ["Python", "torch", "numpy", "matplotlib", "scikit-learn", "platform"]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("fma avx2", "AVX2"),
        ("fma avx2 avx512f avx512vl avx512bw avx512dq", "AVX512"),
        ("fma avx2 avx512f", "AVX2"),
        ("avx2", "a processor"),
        (None, "a processor"),
    ],
)
def test_the_vector_instructions(monkeypatch, flags, expected):
    def read(path, encoding):
        assert str(path) == "/proc/cpuinfo"
        if flags is None:
            raise FileNotFoundError
        return f"processor : 0\nflags : fpu {flags}\n"

    monkeypatch.setattr(Path, "read_text", read)
    monkeypatch.setattr(platform, "processor", lambda: "a processor")
    monkeypatch.setattr("answers_lib.fingerprint.version", lambda name: "1")
    monkeypatch.delenv("ATEN_CPU_CAPABILITY", raising=False)
    assert environment()["platform"].split(maxsplit=2)[2] == expected
    monkeypatch.setenv("ATEN_CPU_CAPABILITY", "avx2")
    assert environment()["platform"].split(maxsplit=2)[2] == "AVX2"
