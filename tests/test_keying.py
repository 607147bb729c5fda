import torch
from torch import nn

from answers_lib.keying import key_of
from memo_fixtures import lines

SAME_KEY = """
import numpy as np, torch
from torch import nn
from answers_lib.data import digits
from answers_lib.keying import key_of
from answers_lib.training import train

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.drop = nn.Linear(3, 2), nn.Dropout(0.5)

torch.manual_seed(0)
values = [
    torch.arange(3), torch.ones(2, dtype=torch.bfloat16), torch.tensor(1j).conj(), torch.eye(2).T,
    torch.eye(3).to_sparse(), nn.Parameter(torch.ones(2)), Net(), torch.Generator().manual_seed(1),
    torch.optim.Adam(Net().parameters()), torch.float16, np.arange(4.0)[::2], np.array(["a", None]),
    np.random.default_rng(1), np.float32(1), np.add, digits(40, 40), digits(40, 40).train,
    {"a", "b", Net, ("c", None)}, {1: "x", "y": 2, Net: 3}, frozenset("abc"), int | None,
]
def looks(x): return x in {"alpha", "beta", "gamma"}
for value in [*values, looks, train]:
    print(key_of(lambda v: v, {"v": value})[0])
"""


def test_the_key_of_a_value_is_the_same_in_every_process():
    first, second = (lines(SAME_KEY, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first == second
    assert len(set(first)) == len(first) == 23


def key(value):
    return key_of(len, {"value": value})[0]


def test_equal_values_have_one_key_shared_or_not():
    part = [1, "a" * 3]
    assert key([part, part]) == key([[1, "aaa"], [1, "a" + "aa"]])
    assert key([[1, 2], 3]) != key([1, [2, 3]])
    around: list = []
    around.append(around)
    assert key(around) == key(around) != key([[]])


def test_a_network_is_its_weights_its_mode_and_its_gradients():
    torch.manual_seed(0)
    network = nn.Linear(2, 1)
    seen = {key(network)}
    seen.add(key(network.eval()))
    network(torch.ones(1, 2)).sum().backward()
    seen.add(key(network))
    with torch.no_grad():
        network.weight += 1
    seen.add(key(network))
    assert len(seen) == 4


def test_pickling_an_object_leaves_the_key_of_its_class():
    class Pair:
        def __init__(self):
            self.values = [1, 2]

    before = key_of(len, {"pair": Pair})
    Pair().__reduce_ex__(4)
    assert "__slotnames__" in vars(Pair)
    assert key_of(len, {"pair": Pair}) == before
