# %% [markdown]
# # Overfitting and early stopping
#
# In this lab you overfit a network on purpose and stop it in time. After it you can name what
# a pair of curves shows, place the early stop by validation, read the test images once, and
# choose a remedy. It takes about 45 minutes; the minutes of an exercise stand in its title.
# (They are estimated, not timed.)
#
# [Download the notebook](overfitting-and-early-stopping.ipynb) to work in it. At home it
# needs no graphics card. Install what it needs with
# `pip install notebook torch matplotlib scikit-learn` and open it with
# `jupyter notebook overfitting-and-early-stopping.ipynb`. Every exercise has a cell to write
# in, which runs as it stands and says what is still wrong, and a solution, which passes the
# same check; look at it last. The short answer is
# [Training curves and overfitting](../../training/06-training-curves/).

# %%
import copy
import math

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)  # these networks are too small for more

# %% [markdown]
# ## 1. Two curves
#
# The data are handwritten digits, 8 × 8 pixels each. A bad camera adds Gaussian noise to
# every pixel: `grain` is its standard deviation. The split has three parts, and each has one
# task: training images make the gradients, validation images choose, test images report.

# %%
digits = load_digits()
images = torch.tensor(digits.data, dtype=torch.float32) / 16
labels = torch.tensor(digits.target)


def split(n=100, grain=0.4, seed=0):
    """n images to train on, 400 to validate, 397 to test."""
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(images), generator=generator)
    noise = torch.randn(images.shape, generator=generator)
    seen = images + grain * noise
    parts = order[:n], order[1000:1400], order[1400:]
    return [TensorDataset(seen[rows], labels[rows]) for rows in parts]


# %% [markdown]
# `set_up` makes what a run needs, and `train_epoch` makes one pass over the training images.
# `loss_on` measures in evaluation mode, after the epoch and on all images of a part. Only so
# can two curves be compared.


# %%
def set_up(training, hidden=64, lr=0.01, weight_decay=0.0, seed=0):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10)
    )
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=lr, weight_decay=weight_decay
    )
    rng = torch.Generator().manual_seed(seed)
    loader = DataLoader(training, batch_size=20, shuffle=True, generator=rng)
    return model, optimizer, loader


def train_epoch(model, optimizer, loader):
    model.train()
    for data, actual in loader:
        F.cross_entropy(model(data), actual).backward()
        optimizer.step()
        optimizer.zero_grad()


def loss_on(model, part):
    model.eval()
    inputs, actual = part.tensors
    with torch.no_grad():
        return F.cross_entropy(model(inputs), actual).item()


def curves(parts, epochs=40, **settings):
    """Train on the first part; the loss on every part, [part, epoch]."""
    run = set_up(parts[0], **settings)
    losses = []
    for epoch in range(epochs):
        train_epoch(*run)
        losses.append([loss_on(run[0], part) for part in parts])
    return torch.tensor(losses).T


# %% [markdown]
# Four runs differ in one or two settings each. (The next cell only sets the figures' colors
# and lines.)

# %%
ink, muted = "#21201d", "#64615a"
plt.rcParams.update({
    "figure.figsize": (6.4, 3.6),
    "figure.constrained_layout.use": True,
    "font.size": 12,
    "axes.titlesize": 13,
    "figure.facecolor": "#fdfcf9",  # opaque, for dark notebooks
    "axes.facecolor": "none",
    "axes.prop_cycle": plt.cycler(color=["#346dd4", "#913814", "#088074"]),
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

# %% alt="Four panels, A to D, of training and validation loss over 30 epochs. A: both fall a little, close together, and are then level far above zero. B: the training loss falls to zero, the validation loss falls, turns and rises. C: both fall steeply and are then level near zero, the validation loss slightly higher. D: both fall close together, and still fall at the end." caption="Four runs, A to D."
plenty = split(n=1000, grain=0)
runs = {
    "A": curves(plenty[:2], epochs=30, hidden=2),
    "B": curves(split()[:2], epochs=30),
    "C": curves(plenty[:2], epochs=30, lr=0.002),
    "D": curves(plenty[:2], epochs=30, lr=0.0001),
}

fig, axes = plt.subplots(1, 4, sharey=True)
for ax, (name, losses) in zip(axes, runs.items()):
    ax.plot(range(1, 31), losses[0], "-C0", label="training")
    ax.plot(range(1, 31), losses[1], "--C1", label="validation")
    ax.set(title=name, xlabel="epoch", ylim=(0, 2.5))
axes[0].set_ylabel("loss (nats)")
lines = ax.get_legend_handles_labels()
fig.legend(*lines, loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %% [markdown]
# ### Exercise 1: name the curves (6 min)
#
# Four names, one for each run: *underfitting* (both losses have come to rest, far from zero),
# *overfitting* (the training loss falls, the validation loss rises), *still learning* (both
# fall when the run ends), *good fit* (both have come to rest, low). A is done for you.


# %% tags=["check"] jupyter={"source_hidden": true}
def shape_of(training_loss, validation_loss):
    half = len(validation_loss) // 2
    if validation_loss[-1] > 1.15 * validation_loss.min():
        return "overfitting", "its validation loss has passed a minimum"
    if validation_loss[half] - validation_loss[-1] > 0.3:
        return "still learning", "see what both curves do at the last epochs"
    if training_loss[-1] > 1:
        return "underfitting", "compare its training loss with that of C"
    return "good fit", "both curves are level: is there anything to gain?"


def check_names(names):
    for run, losses in runs.items():
        right, hint = shape_of(*losses)
        if names.get(run) != right:
            return f"{run} is not {names.get(run)!r}: {hint}"
    return "right"


# %%
# Your turn
names = {"A": "underfitting", "B": "?", "C": "?", "D": "?"}

print(check_names(names))

# %% tags=["solution"] jupyter={"source_hidden": true}
# A has two hidden units, B few noisy images, D a hundredth of B's learning rate.
names["B"] = "overfitting"
names["C"] = "good fit"
names["D"] = "still learning"
assert check_names(names) == "right"

# %% [markdown]
# ## 2. Stop in time
#
# Run B is the one to stop. But a validation curve is not smooth: it may rise for an epoch
# and then fall further. So you wait. **Patience** is the number of epochs in a row that may
# bring no new lowest validation loss; then you stop, and keep the weights of the lowest.
#
# ### Exercise 2: place the stop (8 min)
#
# Write the rule. It gets the validation losses of epochs 1, 2, 3, …, and gives two epochs:
# the one whose weights are kept, and the one after which training stops. If patience never
# runs out, training stops after the last epoch.


# %% tags=["check"] jupyter={"source_hidden": true}
def stops_by_hand(losses, patience):
    for stop in range(1, len(losses) + 1):
        best = 1 + min(range(stop), key=losses.__getitem__)
        if stop - best >= patience:
            return best, stop
    return best, stop


def check_rule(rule):
    cases = [
        ([5, 4, 3, 4, 5, 6, 7], 2, "the loss rises from epoch 4 on"),
        ([5, 4, 5, 3, 4, 5, 6], 2, "epoch 3 is forgiven, since 4 improved"),
        ([5, 3, 4, 3.5, 3.2, 1], 3, "3.5 and 3.2 fall, but beat no minimum"),
        ([5, 3, 4, 3, 4, 5], 2, "a loss that is equal is no new lowest"),
        ([5, 4, 3], 2, "patience never runs out"),
    ]
    for losses, patience, remark in cases:
        right, given = stops_by_hand(losses, patience), rule(losses, patience)
        if given != right:
            return f"{losses}, patience {patience}: not {given}:\n{remark}"
    return "right"


# %%
# Your turn


def early_stop(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        pass  # is it the lowest so far? has patience run out?
    return best, len(losses)


print(check_rule(early_stop))

# %% tags=["solution"] jupyter={"source_hidden": true}
# Count from the best epoch: every new lowest loss starts the count anew.


def early_stop(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(losses)


assert check_rule(early_stop) == "right"

# %% [markdown]
# ## 3. Read the test images once
#
# The validation loss of the kept epoch is the lowest of many, so it is a little
# [too good](../../generalization/05-best-of-many/). An honest number comes from images that
# chose nothing. `Sealed` counts how often they are looked at.


# %%
class Sealed:
    def __init__(self, part):
        self.part, self.opened = part, 0

    def open(self):
        self.opened += 1
        return self.part


# %% [markdown]
# ### Exercise 3: keep, choose, report (7 min)
#
# The loop below reports the test loss of the last epoch, and throws the better weights away.
# Let it keep those of the lowest validation loss, go back to them, and then open the test
# images. `model.state_dict()` gives the weights, `model.load_state_dict(…)` takes them.


# %% tags=["check"] jupyter={"source_hidden": true}
def check_report(report):
    parts = split(seed=1)
    validation_loss, test_loss = curves(parts, seed=1)[1:]
    sealed = Sealed(parts[2])
    model, reported = report(parts[0], parts[1], sealed, seed=1)
    if sealed.opened != 1:
        return f"the test images were opened {sealed.opened} times, not once"
    loss = loss_on(model, parts[1])
    if math.isclose(loss, validation_loss[-1], rel_tol=1e-4):
        return (
            "the model has the weights of the last epoch. (Do you go back?\n"
            "state_dict() holds the model's own tensors: copy.deepcopy)"
        )
    if not math.isclose(loss, validation_loss.min(), rel_tol=1e-4):
        return "the model has not the lowest validation loss: which epoch is it?"
    if not math.isclose(reported, loss_on(model, parts[2]), rel_tol=1e-4):
        return "the loss is not that of the kept weights on the test images"
    return "right"


# %%
# Your turn


def report(training, validation, sealed, seed):
    model, optimizer, loader = set_up(training, seed=seed)
    lowest, kept = math.inf, None
    for epoch in range(40):
        train_epoch(model, optimizer, loader)
        loss = loss_on(model, validation)
        # keep the weights if this loss is the lowest so far
    # go back to the weights that you kept
    return model, loss_on(model, sealed.open())


print(check_report(report))

# %% tags=["solution"] jupyter={"source_hidden": true}
# Without deepcopy the kept tensors would go on changing with the model.


def report(training, validation, sealed, seed):
    model, optimizer, loader = set_up(training, seed=seed)
    lowest, kept = math.inf, None
    for epoch in range(40):
        train_epoch(model, optimizer, loader)
        loss = loss_on(model, validation)
        if loss < lowest:
            lowest, kept = loss, copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return model, loss_on(model, sealed.open())


assert check_report(report) == "right"

# %% [markdown]
# Does it pay? One run could be luck, so here are six, each with its own split and initial
# weights. (To judge the method, this cell looks at the test loss of every epoch. The method
# itself does not.)


# %%
def repeated(n=100, **settings):
    """Losses of six runs, [run, part, epoch]."""
    runs = [
        curves(split(n=n, seed=seed), seed=seed, **settings)
        for seed in range(6)
    ]
    return torch.stack(runs)


def at_best(losses):
    """Losses at the lowest validation loss, [run, part]."""
    best = losses[:, 1].argmin(dim=1)
    return losses[range(len(losses)), :, best]


usual = repeated()
stopped, last = at_best(usual), usual[:, :, -1]
print("test loss, stopped:", stopped[:, 2])
print("test loss, last:   ", last[:, 2])
assert (stopped[:, 2] < last[:, 2]).all()

# %% [markdown]
# ## 4. What the gap means
#
# The gap is the validation loss minus the training loss. At the best epoch it is not small,
# and stopping there was right all the same:

# %%
gap = stopped[:, 1] - stopped[:, 0]
print("gap at the best epoch:", gap)
assert (gap > 0.5).all()

# %% [markdown]
# ### Exercise 4: read four results (7 min)
#
# No code, only numbers. Four networks were trained on the same images:
#
# | network | training loss | validation loss | lowest validation loss |
# | --- | ---: | ---: | ---: |
# | P | 0.02 | 0.31 | 0.31 |
# | Q | 0.28 | 0.35 | 0.35 |
# | R | 1.61 | 1.62 | 1.62 |
# | S | 0.01 | 0.44 | 0.29 |
#
# Which one is best as it is now? Which one has the smallest gap? Which one would be best if
# each had been stopped in time?

# %% tags=["check"] jupyter={"source_hidden": true}
table = {  # training, validation, lowest validation loss
    "P": (0.02, 0.31, 0.31),
    "Q": (0.28, 0.35, 0.35),
    "R": (1.61, 1.62, 1.62),
    "S": (0.01, 0.44, 0.29),
}


def check_reading(answers):
    rules = {
        "best now": (lambda t, v, m: v, "only the loss on new images counts"),
        "smallest gap": (lambda t, v, m: v - t, "subtract the columns"),
        "best if stopped": (lambda t, v, m: m, "see the last column"),
    }
    for question, (rule, hint) in rules.items():
        right = min(table, key=lambda name: rule(*table[name]))
        if answers.get(question) != right:
            return f"{question} is not {answers.get(question)!r}: {hint}"
    return "right"


# %%
# Your turn
answers = {
    "best now": "?",
    "smallest gap": "?",
    "best if stopped": "?",
}

print(check_reading(answers))

# %% tags=["solution"] jupyter={"source_hidden": true}
# The best network has a gap. R has none to speak of, because it underfits.
answers["best now"] = "P"
answers["smallest gap"] = "R"
answers["best if stopped"] = "S"
assert check_reading(answers) == "right"

# %% [markdown]
# So a small gap is no goal, and a gap alone does no harm. It says how much worse the network
# is on new images than on those that it has seen. The turn says when to stop.
#
# ## 5. Two remedies
#
# Four times as many images, or **weight decay**, which pulls every weight toward zero at
# every update. Before you run the next cell, predict for each remedy: does the *minimum* of
# the validation loss go down? Does the *rise* after it become smaller?

# %%
remedies = {
    "none": usual,
    "weight decay": repeated(weight_decay=3.0),
    "more images": repeated(n=400),
}

# %% alt="Validation loss against epoch, mean of six runs. Without a remedy it falls, turns and rises steadily. With weight decay it falls to about the same minimum and then stays nearly level. With four times the images it falls much lower, turns and rises steeply." caption="Mean validation loss of six runs."
fig, ax = plt.subplots()
for (name, losses), style in zip(remedies.items(), ["-C0", "--C1", "-.C2"]):
    ax.plot(range(1, 41), losses[:, 1].mean(dim=0), style, label=name)
ax.set(xlabel="epoch", ylabel="validation loss (nats)", ylim=(0, None))
ax.set_title("One remedy lowers the minimum, the other the rise")
fig.legend(loc="outside lower center", ncols=3, frameon=False)
plt.show()

# %% [markdown]
# ### Exercise 5: judge the remedies (6 min)
#
# A curve that looks lower is no evidence yet. For each of the six runs, compute the lowest
# validation loss, and how far the last one lies above it. A remedy helps if it helps in
# every run.


# %% tags=["check"] jupyter={"source_hidden": true}
def check_minimum_and_rise(minimum_and_rise):
    one = torch.tensor([[[9.0, 8, 7], [5, 2, 4]], [[1, 1, 1], [6, 5, 9]]])
    given = minimum_and_rise(one)
    right = torch.tensor([2.0, 5]), torch.tensor([2.0, 4])
    for name, got, expected in zip(("minimum", "rise"), given, right):
        got = torch.as_tensor(got)
        if got.shape != expected.shape:
            return f"{name}: one number for each run, not shape {list(got.shape)}"
        if not torch.equal(got, expected):
            return (
                f"{name}: validation losses [5, 2, 4] and [6, 5, 9] give\n"
                f"{expected.tolist()}, not {got.tolist()}"
            )
    return "right"


# %%
# Your turn


def minimum_and_rise(losses):
    """Of losses [run, part, epoch]: two tensors [run]."""
    validation_loss = losses[:, 1]
    minimum = torch.zeros(len(losses))  # replace
    rise = torch.zeros(len(losses))  # replace
    return minimum, rise


print(check_minimum_and_rise(minimum_and_rise))

# %% tags=["solution"] jupyter={"source_hidden": true}
# Along the last axis only: every run has its own minimum.


def minimum_and_rise(losses):
    validation_loss = losses[:, 1]
    minimum = validation_loss.min(dim=1).values
    rise = validation_loss[:, -1] - minimum
    return minimum, rise


assert check_minimum_and_rise(minimum_and_rise) == "right"

# %% [markdown]
# What do the two remedies do, on average and in every run?

# %%
right = check_minimum_and_rise(minimum_and_rise) == "right"
assert right, "first run a right solution of exercise 5"

for name, losses in remedies.items():
    minimum, rise = minimum_and_rise(losses)
    print(f"{name:12}  minimum {minimum.mean():.2f}  rise {rise.mean():.2f}")

minimum, rise = minimum_and_rise(usual)
lower, still_rises = minimum_and_rise(remedies["more images"])
assert (lower < minimum - 0.1).all() and (still_rises > 0.2).all()
no_lower, level = minimum_and_rise(remedies["weight decay"])
assert (no_lower > minimum - 0.05).all() and (level < rise - 0.1).all()

# %% [markdown]
# In every run more images lower the minimum, but not the rise: that training must be stopped,
# too. (Its epochs also have four times the updates.) In every run weight decay makes the rise
# smaller, but not the minimum lower: early stopping had that minimum already. This holds for these images and this network; weight
# decay of another strength, or a smaller network, may do otherwise. Measure it.
#
# ## What to take with you
#
# - Overfitting shows as a turn of the validation loss; underfitting as two losses that rest
#   far from zero. The training loss alone shows neither.
# - Early stopping keeps the weights of the lowest validation loss: copy them, and go back.
# - The validation images chose the epoch, so the test images report, once.
# - A gap is no harm by itself. Compare networks by their loss on new images.
# - Judge a remedy over several runs, and by the minimum: the rise can be stopped for nothing.
