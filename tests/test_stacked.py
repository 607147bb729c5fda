import pytest
import torch
from torch.nn import functional as F

from answers_lib.networks import mlp
from answers_lib.optimizers import adam, adamw, sgd
from answers_lib.stacked import StackedMLP, StackedOptimizer, losses


def test_stacked_logits_losses_and_gradients_are_those_of_each_network():
    network, seeds = mlp(3, 4, 2, activation="tanh"), [5, 6]
    stack = StackedMLP(network, seeds, torch.float64)
    draw = torch.Generator().manual_seed(0)
    x = torch.randn(2, 7, 3, dtype=torch.float64, generator=draw)
    y = torch.randint(2, (2, 7), generator=draw)
    each = losses(stack(x), y)
    each.sum().backward()
    for i, seed in enumerate(seeds):
        alone = network.build(seed=seed).double()
        loss = F.cross_entropy(alone(x[i]), y[i])
        loss.backward()
        torch.testing.assert_close(each[i], loss)
        for stacked, parameter in zip(stack.parameters(), alone.parameters(), strict=True):
            torch.testing.assert_close(stacked.grad[i], parameter.grad)


def test_one_batch_shared_by_all_is_that_batch_for_each():
    stack = StackedMLP(mlp(3, 4, 2), [5, 6], torch.float32)
    x, y = torch.randn(1, 7, 3), torch.tensor([[0, 1, 1, 0, 0, 1, 0]])
    for_each = losses(stack(x.repeat(2, 1, 1)), y.repeat(2, 1))
    torch.testing.assert_close(losses(stack(x), y), for_each)
    assert for_each.shape == (2,)


@pytest.mark.parametrize(
    "settings",
    [
        [sgd(0.1), sgd(0.2, momentum=0.9, weight_decay=0.1)],
        [adam(0.1), adam(0.2, weight_decay=0.1)],
        [adamw(0.1), adamw(0.2, weight_decay=0)],
    ],
    ids=["sgd", "adam", "adamw"],
)
def test_stacked_steps_are_pytorchs(settings):
    gradients = torch.randn(6, 2, 3, 4, dtype=torch.float64)
    start = torch.randn(2, 3, 4, dtype=torch.float64)
    together = start.clone().requires_grad_()
    stacked = StackedOptimizer([together], settings)
    alone = [start[i].clone().requires_grad_() for i in range(2)]
    single = [s.build([p]) for s, p in zip(settings, alone, strict=True)]
    for gradient in gradients:
        together.grad = gradient.clone()
        stacked.step()
        assert together.grad is None
        for i, (parameter, optimizer) in enumerate(zip(alone, single, strict=True)):
            parameter.grad = gradient[i].clone()
            optimizer.step()
    torch.testing.assert_close(together, torch.stack(alone), rtol=1e-13, atol=1e-13)
