# %% [markdown]
# # The training loop by hand
#
# In this lab you write the training loop line by line: first with derivatives that you
# work out yourself, then as PyTorch is used every day. After it you can say what each line
# does and what goes wrong without it, and you can stop a run and resume it without changing
# a single bit of the result. It takes about 60 minutes, of which reading is half; the minutes of
# an exercise stand in its title. (They are estimated, not timed.)
#
# [Download the notebook](training-loop-by-hand.ipynb) to work in it. At home it needs no
# graphics card, and its first cell installs what it needs. Without Jupyter, begin with
# `pip install notebook` and `jupyter notebook training-loop-by-hand.ipynb`. Every exercise has a
# cell to write in, which runs as it stands, and a solution, which checks itself; look at it
# last. The short answer to the same question is
# [The training loop, line by line](../../training/10-the-training-loop/).

# %%
import copy
import os
import pickle
import shutil
import tempfile
import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)  # these networks are too small for more

# %% [markdown]
# ## 1. By hand, without autograd
#
# The smallest model that can be trained is a line, $\hat y = wx + b$. Its two weights are
# to fit 50 points that scatter around $y = 2x + 1$.

# %%
generator = torch.Generator().manual_seed(0)
x = torch.linspace(-1, 1, 50)
y = 2 * x + 1 + 0.1 * torch.randn(50, generator=generator)


def squared_error(w, b):
    return ((w * x + b - y) ** 2).mean()


# %% [markdown]
# The loss is the mean of the squared errors, $L = \frac1n \sum_i (wx_i + b - y_i)^2$. The
# chain rule gives its derivatives:
#
# $$
# \begin{aligned}
# \frac{\partial L}{\partial w} &= \frac2n \sum_i (wx_i + b - y_i)\, x_i \\
# \frac{\partial L}{\partial b} &= \frac2n \sum_i (wx_i + b - y_i)
# \end{aligned}
# $$


# %%
def gradient(w, b):
    error = w * x + b - y
    return 2 * (error * x).mean(), 2 * error.mean()


# %% [markdown]
# A derivative worked out by hand is easily wrong, so check it before you use it. Autograd
# computes the same derivatives from the loss alone: mark the weights with
# `requires_grad=True`, compute the loss, call `backward()`, and read `.grad`.

# %%
w = torch.tensor(0.5, requires_grad=True)
b = torch.tensor(-0.3, requires_grad=True)
squared_error(w, b).backward()

by_hand = torch.stack(gradient(w.detach(), b.detach()))
by_autograd = torch.stack([w.grad, b.grad])
torch.testing.assert_close(by_hand, by_autograd)
print("by hand: ", by_hand)
print("autograd:", by_autograd)

# %% [markdown]
# Now the loop. Each pass through its body is one **iteration**: compute the gradient, then move both weights
# a small way against it. The learning rate says how small.

# %%
w, b = torch.tensor(0.0), torch.tensor(0.0)
learning_rate = 0.3

for iteration in range(101):
    if iteration % 20 == 0:
        loss = squared_error(w, b)
        print(f"{iteration:3}: loss {loss:.4f}, w {w:.3f}, b {b:.3f}")
    dw, db = gradient(w, b)
    w = w - learning_rate * dw
    b = b - learning_rate * db

# %% [markdown]
# For a line the best weights can be computed directly, by least squares. The next cell finds
# the same two numbers as the loop. But the loop also works where no such formula exists.

# %%
columns = torch.stack([x, torch.ones_like(x)], dim=1)
best = torch.linalg.lstsq(columns, y[:, None]).solution.flatten()
torch.testing.assert_close(torch.stack([w, b]), best, rtol=1e-4, atol=1e-4)
print(f"least squares: w {best[0]:.3f}  b {best[1]:.3f}")

# %% [markdown]
# ### Exercise 1: one weight more (7 min)
#
# Give the model a quadratic term, $\hat y = ax^2 + wx + b$. Work out the three derivatives
# on paper, write them into `quadratic_gradient`, and let autograd check them.

# %%
# Your turn


def quadratic_error(a, w, b):
    return ((a * x**2 + w * x + b - y) ** 2).mean()


def quadratic_gradient(a, w, b):
    return torch.zeros(3)  # replace by the derivatives for a, w and b


weights = torch.tensor([0.7, 0.5, -0.3], requires_grad=True)
quadratic_error(*weights).backward()
right = torch.allclose(quadratic_gradient(*weights.detach()), weights.grad)
print("agrees with autograd:", right)

# %% tags=["solution"] jupyter={"source_hidden": true}
# The chain rule: twice the error, times what the weight multiplies.


def quadratic_gradient(a, w, b):
    error = a * x**2 + w * x + b - y
    return torch.stack([2 * (error * term).mean() for term in (x**2, x, 1)])


weights = torch.tensor([0.7, 0.5, -0.3], requires_grad=True)
quadratic_error(*weights).backward()
by_hand = quadratic_gradient(*weights.detach())
torch.testing.assert_close(by_hand, weights.grad)

# %% [markdown]
# ## 2. The same loop in PyTorch
#
# A network has too many weights to name one by one. Three objects take over what you did by
# hand: an `nn.Module` holds the weights, `backward()` computes the gradient, and an
# optimizer makes the step. The data are 1797 images of handwritten digits, 8 × 8 pixels each.

# %%
digits = load_digits()
images = torch.tensor(digits.data, dtype=torch.float32) / 16
labels = torch.tensor(digits.target)

generator = torch.Generator().manual_seed(0)
order = torch.randperm(len(images), generator=generator)
training = TensorDataset(images[order[:1000]], labels[order[:1000]])
validation = TensorDataset(images[order[1000:]], labels[order[1000:]])
print(len(training), "images to train on,", len(validation), "to validate")


# %% [markdown]
# Every source of chance gets a seed: one for the initial weights, one for the order of the
# images. The loader has a generator of its own, so that nothing else can disturb the order.


# %%
def new_model(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


def new_loader(seed=0):
    rng = torch.Generator().manual_seed(seed)
    return DataLoader(training, batch_size=50, shuffle=True, generator=rng)


# %% [markdown]
# This is the loop. Five lines do the work, and each does one thing:

# %%
model = new_model()
loader = new_loader()
optimizer = torch.optim.SGD(model.parameters(), lr=0.3)

for epoch in range(10):
    for data, actual in loader:
        out = model(data)                    # forward: predict
        loss = F.cross_entropy(out, actual)  # loss: measure the error
        loss.backward()                      # add the gradient to .grad
        optimizer.step()                     # move weights against .grad
        optimizer.zero_grad()                # empty .grad


# %% [markdown]
# Only images that it has not trained on can say what it has learned. `eval()` and
# `no_grad()` are explained where they are needed, in part 4. The second function puts all
# weights into one vector, so that two models can be compared.


# %%
def accuracy(model, dataset):
    model.eval()
    inputs, actual = dataset.tensors
    with torch.no_grad():
        predicted = model(inputs).argmax(dim=1)
    return (predicted == actual).float().mean().item()


def weights_of(model):
    return nn.utils.parameters_to_vector(model.parameters()).detach()


print(f"training accuracy   {accuracy(model, training):.3f}")
print(f"validation accuracy {accuracy(model, validation):.3f}")
assert accuracy(model, validation) > 0.85

# %% [markdown]
# ### Exercise 2: your own optimizer (10 min)
#
# `torch.optim.SGD` is no more than what you did in part 1, with momentum $\mu$ added. Write it:
# every weight $w$ with gradient $g$ has a velocity $v$, which starts at 0, and an update is
#
# $$v \leftarrow \mu v + g \qquad w \leftarrow w - \eta v$$
#
# with the learning rate $\eta$. Change weights inside `torch.no_grad()`: an update is not a
# part of the model, so autograd must not record it.


# %%
# Your turn


class HandMadeSGD:
    def __init__(self, parameters, lr, momentum):
        self.parameters = list(parameters)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def step(self):
        pass  # update the velocities, then the weights

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None


def trained(new_optimizer):
    model, loader = new_model(), new_loader()
    optimizer = new_optimizer(model.parameters(), lr=0.1, momentum=0.9)
    for data, actual in loader:
        F.cross_entropy(model(data), actual).backward()
        optimizer.step()
        optimizer.zero_grad()
    return weights_of(model)


distance = (trained(HandMadeSGD) - trained(torch.optim.SGD)).abs().max()
print("same weights after an epoch:", bool(distance < 1e-5))

# %% tags=["solution"] jupyter={"source_hidden": true}
# In-place operations, since the model holds these very tensors.


class Solution(HandMadeSGD):
    def step(self):
        with torch.no_grad():
            for p, v in zip(self.parameters, self.velocities):
                v.mul_(self.momentum).add_(p.grad)
                p.sub_(self.lr * v)


torch.testing.assert_close(trained(Solution), trained(torch.optim.SGD))

# %% [markdown]
# ## 3. Break it on purpose
#
# Before you run a cell of this part, predict what it does: is there an error, does the
# model learn worse, does it learn at all? To swap lines easily, the inside of the loop
# becomes a function.


# %%
def correct(model, optimizer, data, actual):
    loss = F.cross_entropy(model(data), actual)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def fit(iteration, lr=0.3, epochs=5):
    model, loader = new_model(), new_loader()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = [
        iteration(model, optimizer, data, actual)
        for epoch in range(epochs)
        for data, actual in loader
    ]
    return model, losses


model, losses = fit(correct)
print(f"validation accuracy {accuracy(model, validation):.3f}")


# %% [markdown]
# **Forget `zero_grad()`.** No error appears. Each `backward()` adds to what is already in
# `.grad`, so each step follows the sum of all gradients so far, most of them out of date.


# %%
def without_zero_grad(model, optimizer, data, actual):
    loss = F.cross_entropy(model(data), actual)
    loss.backward()
    optimizer.step()
    return loss.item()


model, losses_without = fit(without_zero_grad)
print(f"validation accuracy {accuracy(model, validation):.3f}")
assert sum(losses_without[-20:]) > 2 * sum(losses[-20:])


# %% [markdown]
# **Zero between `backward()` and `step()`.** The gradient is thrown away before it is used.
# No error again, and no learning: the weights are, bit for bit, the initial ones. (A network
# with initial weights guesses, here worse than one in ten.)


# %%
def zero_before_step(model, optimizer, data, actual):
    loss = F.cross_entropy(model(data), actual)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


model, losses_zeroed = fit(zero_before_step)
assert torch.equal(weights_of(model), weights_of(new_model()))
print(f"validation accuracy {accuracy(model, validation):.3f}")

# %% [markdown]
# Draw the losses of the three loops. (The next cell only sets the figures' colors and lines.)

# %%
ink, muted = "#21201d", "#64615a"
series = ["#346dd4", "#913814", "#088074", "#714390", "#9a6a00", "#383b40"]
plt.rcParams.update({
    "figure.figsize": (6.4, 3.6),
    "figure.constrained_layout.use": True,
    "font.size": 12,
    "axes.titlesize": 13,
    "figure.facecolor": "#fdfcf9",  # opaque, for dark notebooks
    "axes.facecolor": "none",
    "axes.prop_cycle": plt.cycler(color=series),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": muted,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlecolor": ink,
    "axes.labelcolor": ink,
    "text.color": ink,
    "xtick.color": muted,
    "ytick.color": muted,
})

# %% alt="Training loss against iteration for three loops: the correct one falls, the one without zero_grad falls at first and then swings ever more widely, the one that zeroes before the step stays level." caption="All three start from the same weights and see the same batches."
fig, ax = plt.subplots()
ax.plot(losses, "-C0", label="correct")
ax.plot(losses_without, "--C1", label="no zero_grad()")
ax.plot(losses_zeroed, ":C2", label="zero_grad() before step()")
ax.set(xlabel="iteration", ylabel="training loss (nats)", ylim=(0, None))
ax.set_title("Two loops are wrong, and neither raises an error")
fig.legend(loc="outside lower center", ncols=3, frameon=False)
plt.show()

# %% [markdown]
# **Step before `backward()`.** In the first iteration `.grad` is still empty, and nothing
# happens. In the second, `step()` moves the weights after the forward pass, and `backward()`
# needs them as they were then. This time PyTorch notices.


# %%
def step_before_backward(model, optimizer, data, actual):
    loss = F.cross_entropy(model(data), actual)
    optimizer.step()
    loss.backward()
    return loss.item()


try:
    fit(step_before_backward)
except RuntimeError as error:
    print(textwrap.fill(str(error).split(":")[0], 70))
else:
    raise AssertionError("this loop should have failed")


# %% [markdown]
# Add `zero_grad()` at the end, and the error is gone, though nothing is repaired: now every
# `step()` finds `.grad` empty. A loop that runs is not yet a loop that trains. Look at the loss.


# %%
def step_first_zero_last(model, optimizer, data, actual):
    loss = step_before_backward(model, optimizer, data, actual)
    optimizer.zero_grad()
    return loss


model, losses_step_first = fit(step_first_zero_last)
assert torch.equal(weights_of(model), weights_of(new_model()))
first, last = losses_step_first[0], losses_step_first[-1]
print(f"first loss {first:.3f}, last loss {last:.3f}: no error, and no learning")

# %% [markdown]
# ### Exercise 3: add on purpose (6 min)
#
# That `backward()` adds has its use: when a batch does not fit into memory, its gradient can
# be collected from parts. Below, a batch of 200 images is cut into four of 50, but the sum
# of the four gradients is not the gradient of the whole batch. Correct it.

# %%
# Your turn
inputs, actual = training[:200]


def gradient_of_whole(model):
    model.zero_grad()
    F.cross_entropy(model(inputs), actual).backward()
    return torch.cat([p.grad.flatten() for p in model.parameters()])


def gradient_in_parts(model):
    model.zero_grad()
    for data, target in zip(inputs.split(50), actual.split(50)):
        loss = F.cross_entropy(model(data), target)
        loss.backward()
    return torch.cat([p.grad.flatten() for p in model.parameters()])


model = new_model()
whole, parts = gradient_of_whole(model), gradient_in_parts(model)
print("same gradient:", torch.allclose(whole, parts, atol=1e-6))
print(f"ratio of their lengths: {parts.norm() / whole.norm():.2f}")

# %% tags=["solution"] jupyter={"source_hidden": true}
# The loss is a mean, so each part counts by its share of the batch.


def gradient_in_parts(model):
    model.zero_grad()
    for data, target in zip(inputs.split(50), actual.split(50)):
        share = len(data) / len(inputs)
        loss = share * F.cross_entropy(model(data), target)
        loss.backward()
    return torch.cat([p.grad.flatten() for p in model.parameters()])


torch.testing.assert_close(gradient_in_parts(model), whole)

# %% [markdown]
# ## 4. Evaluate in the wrong mode
#
# Some layers act differently in training. Dropout switches off units at random; batch norm
# uses the statistics of the batch at hand, and meanwhile keeps a running mean and variance
# for later. `model.train()` and `model.eval()` choose between the two modes.


# %%
def new_network(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(64, 32),
        nn.BatchNorm1d(32),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(32, 10),
    )


def train_epoch(model, loader, optimizer):
    model.train()
    total = 0.0
    for data, actual in loader:
        loss = F.cross_entropy(model(data), actual)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item()
    return total / len(loader)


network, loader = new_network(), new_loader()
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
for epoch in range(5):
    loss = train_epoch(network, loader, optimizer)
    print(f"epoch {epoch + 1}  training loss {loss:.3f}")


# %% [markdown]
# **Forget `eval()`.** Evaluate twice in each mode. In train mode the accuracy is lower, and
# another one each time, because dropout goes on drawing at random.


# %%
def accuracy_in_train_mode(model, dataset):
    model.train()
    inputs, actual = dataset.tensors
    with torch.no_grad():
        predicted = model(inputs).argmax(dim=1)
    return (predicted == actual).float().mean().item()


right = [accuracy(network, validation) for _ in range(2)]
wrong = [accuracy_in_train_mode(network, validation) for _ in range(2)]
print(f"train mode: {wrong[0]:.3f}, {wrong[1]:.3f}")
print(f"eval mode:  {right[0]:.3f}, {right[1]:.3f}")
assert wrong[0] != wrong[1] and max(wrong) < right[0] == right[1]

# %% [markdown]
# `no_grad()` does not help: it only says that no graph is recorded, which saves memory and
# time. The two are independent, and an evaluation needs both.
#
# ### Exercise 4: a test that cannot fail (5 min)
#
# In train mode an evaluation also changes the model: the running mean and variance of batch
# norm move with every batch that passes. The function below should find that out by
# comparing the model's state before and after. It reports that all is well, which is false.
# Find its mistake and correct it.


# %%
# Your turn


def leaves_model_unchanged(evaluate):
    model = new_network()
    before = model.state_dict()
    evaluate(model, validation)
    after = model.state_dict()
    return all(torch.equal(before[name], after[name]) for name in before)


for evaluate in accuracy, accuracy_in_train_mode:
    print(evaluate.__name__, "harmless:", leaves_model_unchanged(evaluate))

# %% tags=["solution"] jupyter={"source_hidden": true}
# state_dict() does not copy: `before` holds the model's own tensors.


def leaves_model_unchanged(evaluate):
    model = new_network()
    before = copy.deepcopy(model.state_dict())
    evaluate(model, validation)
    after = model.state_dict()
    return all(torch.equal(before[name], after[name]) for name in before)


assert leaves_model_unchanged(accuracy)
assert not leaves_model_unchanged(accuracy_in_train_mode)

# %% [markdown]
# ## 5. Checkpoint
#
# A run that takes days will be interrupted: by a crash, by a time limit, by you. A checkpoint
# is all that the run needs to go on as if nothing had happened, and that is more than the
# weights: Adam keeps two running means for each of them, dropout draws from PyTorch's
# generator, and the loader shuffles with its own.


# %%
def set_up(seed=0):
    model, loader = new_network(seed), new_loader(seed)
    return model, loader, torch.optim.Adam(model.parameters(), lr=0.01)


def state_of(model, loader, optimizer):
    return {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "dropout": torch.get_rng_state(),
        "shuffling": loader.generator.get_state(),
    }


def restore(state, model, loader, optimizer):
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["dropout"])
    loader.generator.set_state(state["shuffling"])


# %% [markdown]
# The machine may also go down while the file is being written. So write to another file,
# wait until it has reached the disk, and then rename it. Renaming is atomic, so the old
# checkpoint stays in place until the new one is complete.


# %%
def save(checkpoint, path):
    unfinished = path.with_suffix(".unfinished")
    with open(unfinished, "wb") as file:
        torch.save(checkpoint, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)


# %% [markdown]
# A training function that saves after each epoch, and that goes on from a checkpoint if there
# is one. To resume, you call it again.


# %%
def train(epochs, path, seed=0):
    model, loader, optimizer = set_up(seed)
    done, losses = 0, []
    if path.exists():
        checkpoint = torch.load(path, weights_only=True)
        done, losses = checkpoint["epoch"], checkpoint["losses"]
        restore(checkpoint, model, loader, optimizer)
    for epoch in range(done, epochs):
        losses.append(train_epoch(model, loader, optimizer))
        state = state_of(model, loader, optimizer)
        save({"epoch": epoch + 1, "losses": losses} | state, path)
    return losses


# %% [markdown]
# One run without interruption, and one that ends after 6 of 12 epochs. The second is resumed
# with another seed: whatever the checkpoint does not bring back would come out different.

# %%
folder = tempfile.TemporaryDirectory()
through = Path(folder.name, "through.pt")
halfway = Path(folder.name, "halfway.pt")
resumed = Path(folder.name, "resumed.pt")

losses = train(epochs=12, path=through)

train(epochs=6, path=halfway)
shutil.copy(halfway, resumed)
losses_resumed = train(epochs=12, path=resumed, seed=1)
assert losses_resumed == losses

# %% [markdown]
# Every loss is the same. So is every bit of the last two checkpoints, optimizer and
# generators included:


# %%
def same_bits(a, b):
    if isinstance(a, dict):
        return same_bits(list(a.items()), list(b.items()))
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same_bits, a, b))
    return torch.equal(a, b) if isinstance(a, torch.Tensor) else a == b


one = torch.load(through, weights_only=True)
two = torch.load(resumed, weights_only=True)
for part in one:
    print(f"{part:9} identical: {same_bits(one[part], two[part])}")
assert same_bits(one, two)

# %% [markdown]
# Bit for bit holds on the same machine with the same version of PyTorch. Elsewhere a sum may
# be computed in another order, and rounding differs.
#
# The other promise was that a checkpoint survives a failed save. Let one fail midway: a
# function without a name cannot be stored.

# %%
try:
    save({"epoch": 7, "hook": lambda: None}, halfway)
except pickle.PicklingError:
    print("the save failed")

survivor = torch.load(halfway, weights_only=True)
print("the checkpoint of epoch", survivor["epoch"], "is still there")
assert survivor["epoch"] == 6

# %% [markdown]
# And with the weights alone? They are enough for predictions. A training run goes on from
# them, too, but it is a different one. Here every other part is that of a fresh start.


# %%
def losses_after(replaced):
    """Losses of epochs 7 to 12, with parts of the checkpoint replaced."""
    model, loader, optimizer = set_up(seed=1)
    # Read anew: the optimizer works in the tensors it is given.
    checkpoint = torch.load(halfway, weights_only=True) | replaced
    restore(checkpoint, model, loader, optimizer)
    after = [train_epoch(model, loader, optimizer) for _ in range(6)]
    return torch.tensor(after)


fresh = state_of(*set_up(seed=1))
del fresh["model"]

reference = torch.tensor(losses[6:])
full_checkpoint = losses_after(replaced={})
weights_alone = losses_after(replaced=fresh)
assert torch.equal(full_checkpoint, reference)
assert not torch.equal(weights_alone, reference)

# %% alt="Difference in training loss from that of the uninterrupted run, epochs 7 to 12: zero throughout for the full checkpoint, changing from epoch to epoch for the weights alone." caption="Both go on from the checkpoint after epoch 6; zero is the run that was never stopped."
fig, ax = plt.subplots()
epochs = range(7, 13)
for name, losses_of, style in [
    ("weights alone", weights_alone, "s--C1"),
    ("full checkpoint", full_checkpoint, "o-C0"),
]:
    ax.plot(epochs, losses_of - reference, style, label=name)
ax.set(xlabel="epoch", ylabel="difference in training loss (nats)")
ax.set_title("Only a full checkpoint continues the same run")
fig.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %% [markdown]
# ### Exercise 5: which part is it? (5 min)
#
# Replace one part of the checkpoint at a time by that of the fresh start, and measure how far
# the losses move at most. Which parts could be left out?


# %%
# Your turn


def losses_without(part):
    return losses_after(replaced={})  # replace this part by the fresh one


for part in fresh:
    difference = (losses_without(part) - reference).abs().max()
    result = f"{difference:.4f}" if difference else "nothing replaced yet"
    print(f"without {part}: {result}")

# %% tags=["solution"] jupyter={"source_hidden": true}
# None: each part that is missing makes it a different run.


def losses_without(part):
    return losses_after(replaced={part: fresh[part]})


for part in fresh:
    difference = (losses_without(part) - reference).abs().max()
    print(f"without {part}: {difference:.4f}")
    assert difference > 1e-4

# %% [markdown]
# ### A checkpoint is somebody's program
#
# PyTorch's files are pickles, and a pickle may name any function to be called while it is
# loaded. `weights_only=True` admits tensors, numbers, strings, their containers and a few
# types of PyTorch's own. Without it, load only files that you wrote yourself.


# %%
class Trap:
    def __reduce__(self):
        return print, ("your files could be gone now",)


trap = Path(folder.name, "trap.pt")
torch.save({"model": Trap()}, trap)

torch.load(trap, weights_only=False)

try:
    torch.load(trap, weights_only=True)
except pickle.UnpicklingError:
    print("refused")
else:
    raise AssertionError("the trap should have been refused")

# %%
folder.cleanup()

# %% [markdown]
# ## What to take with you
#
# - `backward()` adds to `.grad`; `step()` changes the weights, from `.grad`; `zero_grad()`
#   empties `.grad`. Of the four loops that you broke, only one raised an error.
# - Check a derivative, an optimizer or a checkpoint against something that is known to be
#   right, and make the check fail once before you trust it.
# - An evaluation needs `eval()` and `no_grad()`, and the next epoch needs `train()`.
# - A checkpoint holds the model, the optimizer, the epoch and every random generator. It is
#   written beside the old one and renamed, and loaded with `weights_only=True`.
