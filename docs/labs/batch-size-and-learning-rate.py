# %% [markdown]
# # Batch size and learning rate
#
# In this lab you measure what a batch size changes, and find out why two people who compare
# batch sizes can both be right and disagree. After it you can count updates, compute the noise
# of a gradient, and name what a comparison holds equal. It takes about 45 minutes; the minutes
# of an exercise stand in its title. (They are estimated, not timed.)
#
# [Download the notebook](batch-size-and-learning-rate.ipynb) to work in it. At home it
# needs no graphics card. Install what it needs with
# `pip install notebook torch matplotlib scikit-learn` and open it with
# `jupyter notebook batch-size-and-learning-rate.ipynb`. Every exercise has a cell to write
# in, which runs as it stands and says what is still wrong, and a solution, which passes the
# same check; look at it last. The short answer is
# [Batch size: too small, too large](../../training/05-batch-size/).

# %%
import itertools
import math

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.func import functional_call, grad, vmap
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)  # these networks are too small for more

# %% [markdown]
# ## 1. How noisy is a batch?
#
# A model has one weight, and four training examples. Their gradients are 6, 2, 0 and −4. The
# **full gradient** is the mean of all four, 1. A batch of $B$ examples gives the mean of its
# $B$ gradients instead, and how far that lies from 1 depends on which examples it drew.
#
# ### Exercise 1: all batches (6 min)
#
# Compute the noise of a batch size: the squared distance between batch gradient and full
# gradient, averaged over all batches of $B$ different examples.
# `itertools.combinations(gradients, B)` lists them. Do $B = 1$ on paper first.


# %% tags=["check"] jupyter={"source_hidden": true}
def check_noise(noise):
    for gradients in ([6, 2, 0, -4], [1, 2, 3, 4, 10]):
        values = torch.tensor(gradients, dtype=torch.float64)
        variance, N = values.var(correction=0).item(), len(gradients)
        for B in range(1, N + 1):
            # The variance of a mean, for draws without replacement.
            right = variance / B * (N - B) / (N - 1)
            given = float(noise(gradients, B))
            if not math.isclose(given, right, abs_tol=1e-9):
                return f"{gradients}, B = {B}: {right:.3f}, not {given:.3f}"
    return "right"


# %%
# Your turn


def noise(gradients, B):
    full = sum(gradients) / len(gradients)
    errors = []
    for batch in itertools.combinations(gradients, B):
        pass  # append the squared distance of this batch's gradient
    return sum(errors) / len(errors) if errors else 0


print(check_noise(noise))

# %% tags=["solution"] jupyter={"source_hidden": true}
# For B = 1: (5² + 1² + 1² + 5²) / 4 = 13. For B = 4 there is one batch, and no noise.


def noise(gradients, B):
    full = sum(gradients) / len(gradients)
    errors = []
    for batch in itertools.combinations(gradients, B):
        errors.append((sum(batch) / B - full) ** 2)
    return sum(errors) / len(errors)


assert check_noise(noise) == "right"
print([round(noise([6, 2, 0, -4], B), 2) for B in (1, 2, 3, 4)])

# %% [markdown]
# Nobody lists all batches of a real training set, and nobody needs to. With the variance
# $\sigma^2$ of the $N$ single gradients, the noise of batches without repetition is
#
# $$
# \frac{\sigma^2}{B}\cdot\frac{N-B}{N-1} \;\approx\; \frac{\sigma^2}{B}
# \quad\text{for } B \ll N.
# $$
#
# Try it on a network. Its training data are 1000 handwritten digits, 8 × 8 pixels each.

# %%
digits = load_digits()
images = torch.tensor(digits.data, dtype=torch.float32) / 16
labels = torch.tensor(digits.target)

generator = torch.Generator().manual_seed(0)
order = torch.randperm(len(images), generator=generator)
x, y = images[order[:1000]], labels[order[:1000]]
validation_x, validation_y = images[order[1000:]], labels[order[1000:]]
N = len(x)


def new_model(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


# %% [markdown]
# `grad` differentiates the loss of one example with respect to all weights, and `vmap` does
# so for every example. What comes out is a matrix: a row for each example, a column for each
# weight.

# %%
model = new_model()
weights = {name: w.detach() for name, w in model.named_parameters()}


def loss_of_one(weights, image, label):
    out = functional_call(model, weights, (image[None],))
    return F.cross_entropy(out, label[None])


rows = vmap(grad(loss_of_one), in_dims=(None, 0, 0))(weights, x, y)
single = torch.cat([part.flatten(1) for part in rows.values()], dim=1)
full = single.mean(dim=0)
variance = ((single - full) ** 2).sum(dim=1).mean()
print("gradients:", list(single.shape))

sizes = [1, 4, 16, 64, 256]
generator = torch.Generator().manual_seed(0)
for B in sizes:
    drawn = [torch.randperm(N, generator=generator)[:B] for _ in range(500)]
    means = torch.stack([single[batch].mean(dim=0) for batch in drawn])
    measured = ((means - full) ** 2).sum(dim=1).mean()
    formula = variance / B * (N - B) / (N - 1)
    print(f"B {B:3}: measured {measured:.4f}, formula {formula:.4f}")
    assert abs(measured / formula - 1) < 0.2
squared_length = full.square().sum()
print(f"squared length of the full gradient: {squared_length:.4f}")

# %% [markdown]
# Four times the batch has a quarter of the noise, but costs four times the computation.
#
# ### Exercise 2: more gradient than noise (6 min)
#
# A batch gradient that is mostly noise points almost anywhere. Write the smallest batch size
# whose noise, by the exact formula, is at most the squared length of the full gradient.


# %% tags=["check"] jupyter={"source_hidden": true}
def check_smallest(smallest_batch):
    def noise_of(variance, B, N):
        return variance / B * (N - B) / (N - 1)

    for variance, length, N in (
        (13, 1, 4), (9, 1, 1000), (4.45, 0.055, 1000), (1, 2, 100),
    ):
        B = smallest_batch(variance, length, N)
        task = f"variance {variance}, squared length {length}, N = {N}"
        if B not in range(1, N + 1):
            return f"{task}:\n{B} is no batch size from 1 to {N}"
        if noise_of(variance, B, N) > length:
            return f"{task}:\nB = {B} has the noise {noise_of(variance, B, N):.3g}"
        if B > 1 and noise_of(variance, B - 1, N) <= length:
            return f"{task}:\n{B} is too large, {B - 1} would do"
    return "right"


# %%
# Your turn


def smallest_batch(variance, squared_length, N):
    for B in range(1, N + 1):
        return B  # which condition is missing?


print(check_smallest(smallest_batch))

# %% tags=["solution"] jupyter={"source_hidden": true}
# The loop ends at B = N at the latest: the full batch has no noise.


def smallest_batch(variance, squared_length, N):
    for B in range(1, N + 1):
        noise_of_size = variance / B * (N - B) / (N - 1)
        if noise_of_size <= squared_length:
            return B


assert check_smallest(smallest_batch) == "right"
print(smallest_batch(variance, squared_length, N), "of", N, "images")

# %% [markdown]
# ## 2. Count updates
#
# An epoch shows every image once, in batches of $B$; the last batch takes what is left. With
# `drop_last=True` a short last batch is left out.
#
# ### Exercise 3: updates of a run (5 min)
#
# How many updates does a run make? The check counts the batches of a `DataLoader`.


# %% tags=["check"] jupyter={"source_hidden": true}
def batches_of(n, B, drop_last):
    return len(DataLoader(range(n), batch_size=B, drop_last=drop_last))


def check_updates(updates):
    cases = itertools.product((1000, 1024, 50), (1, 10, 64, 100), (2, 5))
    for n, B, epochs in cases:
        for drop_last in (False, True):
            right = epochs * batches_of(n, B, drop_last)
            given = updates(n, B, epochs, drop_last)
            if given != right:
                return (
                    f"{n} images, batches of {B}, {epochs} epochs, "
                    f"drop_last={drop_last}:\n{right} updates, not {given}"
                )
    return "right"


# %%
# Your turn


def updates(n, B, epochs, drop_last):
    return 0  # n images in batches of B


print(check_updates(updates))

# %% tags=["solution"] jupyter={"source_hidden": true}
# The last batch of *every* epoch may be short: round first, then multiply.


def updates(n, B, epochs, drop_last):
    batches = n // B if drop_last else math.ceil(n / B)
    return epochs * batches


assert check_updates(updates) == "right"

# %% [markdown]
# ## 3. Equal what?
#
# Ada trains with batches of 10 images, Ben with batches of 250. Both use the same learning
# rate, the same initial weights, plain SGD.


# %%
def train(B, epochs, lr, seed):
    """The validation loss before training and after every epoch."""
    model = new_model(seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    rng = torch.Generator().manual_seed(seed)
    losses = [validation_loss(model)]
    for epoch in range(epochs):
        for batch in torch.randperm(N, generator=rng).split(B):
            F.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
            optimizer.zero_grad()
        losses.append(validation_loss(model))
    return torch.tensor(losses)


def validation_loss(model):
    model.eval()
    with torch.no_grad():
        return F.cross_entropy(model(validation_x), validation_y).item()


seeds = range(4)


def final(B, epochs, lr):
    """The last validation loss for every seed."""
    return torch.stack([train(B, epochs, lr, seed)[-1] for seed in seeds])


ada, ben = final(10, epochs=5, lr=0.1), final(250, epochs=5, lr=0.1)
print("after 5 epochs, Ada:", ada)
print("after 5 epochs, Ben:", ben)
assert (ada < ben - 1).all()

# %% [markdown]
# “Large batches are bad,” says Ada. “You had more updates,” says Ben, “and my epochs took less
# time.” Time differs from machine to machine, so take a simple one: an update with $B$ images
# takes $a + bB$ milliseconds. The $a$ is spent whatever the batch, the $b$ for every image. On
# a slow processor $b$ counts; a graphics card works on many images at once, and $a$ counts.
#
# ### Exercise 4: three budgets (7 min)
#
# Ada's run of 5 epochs is the budget. How many epochs, fractions allowed, has a run with
# batches of $B$ for the same number of updates, and how many for the same time? (1000 images;
# $B$ divides 1000.)


# %% tags=["check"] jupyter={"source_hidden": true}
def check_budgets(equal_updates, equal_time):
    for B in (10, 50, 250, 1000):
        for a, b in ((1, 0), (0, 1), (1, 0.02)):
            per_epoch = 1000 // B
            ways = {
                "equal updates": (equal_updates(B), 500 / per_epoch),
                "equal time": (
                    equal_time(B, a, b),
                    500 * (a + 10 * b) / (per_epoch * (a + B * b)),
                ),
            }
            for way, (given, right) in ways.items():
                if not math.isclose(given, right):
                    return (
                        f"{way}, B = {B}, an update takes {a} + {b}·B ms:\n"
                        f"{right:g} epochs, not {given:g}"
                    )
    return "right"


# %%
# Your turn


def equal_updates(B):
    return 5  # epochs


def equal_time(B, a, b):
    return 5  # epochs


print(check_budgets(equal_updates, equal_time))

# %% tags=["solution"] jupyter={"source_hidden": true}
# Ada makes 500 updates. An epoch of batches of B has 1000 / B.


def equal_updates(B):
    return 500 / (1000 / B)


def equal_time(B, a, b):
    milliseconds = 500 * (a + 10 * b)
    return milliseconds / (1000 / B * (a + B * b))


assert check_budgets(equal_updates, equal_time) == "right"

# %% [markdown]
# For Ben that is 125 epochs at equal updates. At equal time it is 25 on a slow processor
# ($1 + B/50$ ms), and 101 on a graphics card ($1 + B/1000$ ms). Predict who
# wins each comparison before you run the cell.

# %%
budgets = {
    "equal epochs": 5,
    "equal updates": 125,
    "equal time, 1 + B/50 ms": 25,
    "equal time, 1 + B/1000 ms": 101,
}
bens = {name: final(250, epochs, 0.1) for name, epochs in budgets.items()}

print(f"{'Ada':31} {ada.mean():.2f}")
for name, losses in bens.items():
    print(f"{'Ben, ' + name:31} {losses.mean():.2f}")
assert (bens["equal time, 1 + B/50 ms"] > ada + 0.5).all()
assert ((bens["equal updates"] - ada).abs() < 0.1).all()

# %% [markdown]
# At equal updates Ada has no lead: her gradients are noisier, and at this rate noise does
# little harm. But Ben has looked at 25 times as many images. Which budget is the right one
# depends on what you pay for: images, updates or time. Whoever reports a comparison says which.
#
# ## 4. The best rate for each
#
# All of this was at the learning rate 0.1. Train both with six rates, ten epochs each.

# %%
rates = [0.05, 0.1, 0.2, 0.5, 1.0, 2.0]
sweep = {
    B: torch.stack([final(B, epochs=10, lr=lr) for lr in rates])
    for B in (10, 250)
}  # [rate, seed] for each batch size

# %% [markdown]
# Draw them. (The next cell only sets the figure's colors and lines.)

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

# %% alt="Validation loss against learning rate, a curve for batches of 10 and one for batches of 250. The curve of 10 is low from 0.1 to 0.5 and jumps up at 1. The curve of 250 falls until 1 and jumps up at 2. They cross between 0.5 and 1." caption="Ten epochs each. Lines: mean of four seeds; dots: single seeds."
fig, ax = plt.subplots()
for (B, losses), color, line in zip(sweep.items(), ["C0", "C1"], "os"):
    ax.plot(rates, losses, line, color=color, ms=4)
    ax.plot(rates, losses.mean(dim=1), color=color, label=f"B = {B}")
ax.set(xscale="log", xlabel="learning rate", ylim=(0, None))
ax.set_xticks(rates, [f"{lr:g}" for lr in rates])
ax.minorticks_off()
ax.set_ylabel("validation loss (nats)")
ax.set_title("Which batch size is better depends on the rate")
fig.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %% [markdown]
# ### Exercise 5: choose a rate (5 min)
#
# Write the choice: from the validation losses [rate, seed], give the rate with the lowest mean.
# A run that diverges has the loss NaN (not a number). A rate at which any seed diverged is no
# good choice.


# %% tags=["check"] jupyter={"source_hidden": true}
def check_choice(best_rate):
    nan = math.nan
    cases = [
        ([[2.0, 2], [1, 1], [3, 3]], 0.1, "it has the lowest mean"),
        ([[0.9, 3], [1, 1], [3, 3]], 0.1, "one lucky seed is no mean"),
        ([[2, 2], [1, 1], [nan, nan]], 0.1, "the last rate diverged"),
        ([[2, 2], [1, 1], [0.1, nan]], 0.1, "one seed diverged at the last"),
    ]
    for losses, right, reason in cases:
        given = best_rate(torch.tensor(losses), [0.01, 0.1, 1.0])
        if given != right:
            return f"{losses}:\nthe rate {right}, not {given}: {reason}"
    return "right"


# %%
# Your turn


def best_rate(losses, rates):
    return rates[0]


print(check_choice(best_rate))

# %% tags=["solution"] jupyter={"source_hidden": true}
# torch takes NaN for the smallest of all numbers, so put infinity in its place.


def best_rate(losses, rates):
    means = losses.mean(dim=1).nan_to_num(nan=math.inf)
    return rates[means.argmin()]


assert check_choice(best_rate) == "right"

# %%
right = check_choice(best_rate) == "right"
assert right, "first run a right solution of exercise 5"

for B, losses in sweep.items():
    rate = best_rate(losses, rates)
    print(f"B {B:3}: rate {rate}, loss {losses.mean(dim=1).min():.2f}")
assert best_rate(sweep[10], rates) < best_rate(sweep[250], rates)

# %% [markdown]
# The larger batch has the higher best rate: its gradients are less noisy, and it has fewer
# updates in which to get anywhere.
#
# ### Exercise 6: prove what you like (5 min)
#
# Ada wants to show that small batches are better, Ben that large ones are. Both keep one rate
# fixed, ten epochs, and report all four seeds truthfully. Which rate does each of them use?


# %% tags=["check"] jupyter={"source_hidden": true}
def check_claims(adas_rate, bens_rate):
    for name, rate, winner, loser in (
        ("Ada", adas_rate, 10, 250),
        ("Ben", bens_rate, 250, 10),
    ):
        if rate not in rates:
            return f"{name}: {rate} is not one of the rates {rates}"
        i = rates.index(rate)
        won = (sweep[winner][i] < sweep[loser][i] - 0.3).sum().item()
        if won < 4:
            return f"{name}: at {rate} B = {winner} wins clearly in {won} of 4"
    return "right"


# %%
# Your turn
adas_rate, bens_rate = None, None

print(check_claims(adas_rate, bens_rate))

# %% tags=["solution"] jupyter={"source_hidden": true}
# Each takes a rate that suits the own batch size and ruins the other.
adas_rate = 0.1
bens_rate = 1.0
assert check_claims(adas_rate, bens_rate) == "right"

# %% [markdown]
# Neither lies, and neither compares batch sizes: with one rate for both they compare how well
# that rate suits each size. In a fair comparison each size has its own best rate, chosen on
# validation images, from a range that has a worse rate at both ends.

# %%
tuned = {B: losses.mean(dim=1).min() for B, losses in sweep.items()}
at_adas = (sweep[250] - sweep[10]).mean(dim=1)[rates.index(0.1)]
print(f"Ada's lead at her rate:        {at_adas:.2f}")
print(f"Ada's lead, both rates tuned:  {tuned[250] - tuned[10]:.2f}")
assert 0 < tuned[250] - tuned[10] < at_adas / 2

# %% [markdown]
# Most of Ada's lead was the rate. What is left comes from the budget: ten epochs are 1000
# updates for her, and 40 for Ben.
#
# ## What to take with you
#
# - For $B \ll N$ the noise of a batch gradient is $\sigma^2/B$: four times the batch, a quarter
#   of the noise.
# - An epoch has $\lceil N/B \rceil$ updates, or $\lfloor N/B \rfloor$ with `drop_last=True`.
# - Equal epochs favor small batches. At equal updates large batches are no worse here, but they
#   see more images. Equal time depends on the machine.
# - Tune the rate for each batch size before you compare. At one fixed rate you can
#   “prove” either.
