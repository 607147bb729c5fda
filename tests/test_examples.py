import torch

from answers_lib.data import Data, Examples


def test_examples_show_their_size_and_not_their_values():
    part = Examples(torch.zeros(5, 3), torch.zeros(5, dtype=torch.int64))

    assert repr(part) == "Examples(5 × 3)"
    assert repr(Data(part, part, part)) == (
        "Data(train=Examples(5 × 3), validation=Examples(5 × 3), test=Examples(5 × 3))"
    )
