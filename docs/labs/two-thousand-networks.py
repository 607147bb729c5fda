# %% [markdown]
# # Two thousand networks
#
# In this lab you train 2000 networks at once, keep the one with the best validation accuracy,
# and are disappointed by its test accuracy. After it you can say how large the disappointment
# is on average, what it depends on, and what to do with many networks instead. It takes about
# 45 minutes; the minutes of an exercise stand in its title. (They are estimated, not timed.)
#
# [Download the notebook](two-thousand-networks.ipynb) to work in it. At home it needs no
# graphics card. Install what it needs with `pip install notebook torch matplotlib scikit-learn`
# and open it with `jupyter notebook two-thousand-networks.ipynb`. Every exercise has a cell
# to write in, which runs as it stands and says what is still wrong, and a solution, which
# passes the same check; look at it last. The short answer is
# [Best of 20, best of 2000](../../generalization/05-best-of-many/).

# %%
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)  # a product of this size gains little from more

# %% [markdown]
# ## 1. Skill plus luck
#
# The validation accuracy of a network is its **skill**, the accuracy on infinitely many images,
# plus its **luck** on these few. On the test images luck is drawn anew, and is zero on average.
# So the test accuracy to expect is the skill. **Selection gap** is the name of validation
# minus test accuracy of the network that was chosen.
#
# ### Exercise 1: by hand (5 min)
#
# John tries networks A to C, Sally A to F. Each keeps the best validation accuracy. Which one
# does each keep, and how large a gap is to be expected?
#
# | network | A | B | C | D | E | F |
# | --- | ---: | ---: | ---: | ---: | ---: | ---: |
# | skill | 88 | 90 | 87 | 91 | 89 | 90 |
# | luck | +1 | −2 | +3 | 0 | +4 | +1 |

# %% tags=["check"] jupyter={"source_hidden": true}
skill = dict(zip("ABCDEF", [88, 90, 87, 91, 89, 90]))
luck = dict(zip("ABCDEF", [1, -2, 3, 0, 4, 1]))


def check_by_hand(answers):
    for who, tried in ("John", "ABC"), ("Sally", "ABCDEF"):
        kept, gap = answers[who]
        score = {name: skill[name] + luck[name] for name in tried}
        if kept not in score:
            return f"{who} did not try {kept!r}"
        if score[kept] < max(score.values()):
            return f"{who} sees better validation accuracies than {score[kept]}"
        if gap != luck[kept]:
            expected = f"{score[kept]}, of which {skill[kept]} is skill"
            return f"{who}: the gap is not {gap}. {kept} has {expected}"
    return "right"


# %%
# Your turn
answers = {"John": ("?", 0), "Sally": ("?", 0)}  # network and gap

print(check_by_hand(answers))

# %% tags=["solution"] jupyter={"source_hidden": true}
# The gap is the luck of the winner. D is the most skilled, and nobody keeps it.
answers["John"] = "C", 3
answers["Sally"] = "E", 4
assert check_by_hand(answers) == "right"

# %% [markdown]
# Sally's gap is the larger one, and her network is the better one: skill 89 against 87.
#
# Now let all networks have the same skill, and their luck a normal distribution with standard
# deviation 1. Then the expected gap is the luck of the luckiest of $n$.
#
# ### Exercise 2: the luckiest of n (5 min)
#
# Draw the luck of $n$ networks 4000 times. What is the mean luck of the luckiest?


# %% tags=["check"] jupyter={"source_hidden": true}
def check_luckiest(luckiest):
    # Expected largest of n standard normal numbers, by integration.
    for n, right in (1, 0.0), (2, 0.564), (20, 1.867), (2000, 3.435):
        given = float(luckiest(n))
        if abs(given - right) > 0.07:
            return f"n = {n}: about {right:.2f}, not {given:.2f}"
    return "right"


# %%
# Your turn


def luckiest(n):
    generator = torch.Generator().manual_seed(0)
    luck = torch.randn(4000, n, generator=generator)
    return luck.mean()  # replace


print(check_luckiest(luckiest))

# %% tags=["solution"] jupyter={"source_hidden": true}
# First the luckiest of every row, then the mean of the 4000.


def luckiest(n):
    generator = torch.Generator().manual_seed(0)
    luck = torch.randn(4000, n, generator=generator)
    return luck.max(dim=1).values.mean()


assert check_luckiest(luckiest) == "right"

# %% [markdown]
# From 20 to 2000 networks, the luck does not even double. But it goes on growing, and only
# more validation images make luck itself smaller.
#
# ## 2. Train them in one pass
#
# Training 2000 networks in a loop takes minutes, most of them spent on calls and not on
# numbers. So stack the weights: what is a matrix $[64, 8]$ for one network is a tensor
# $[n, 64, 8]$ for $n$ networks, and `torch.baddbmm` multiplies all of them in one call and
# adds the biases.


# %%
def new_pool(n, seed):
    """Weights and biases of n networks 64-8-10, as large as nn.Linear's."""
    generator = torch.Generator().manual_seed(seed)
    shapes = [(64, 8, 64), (1, 8, 64), (8, 10, 8), (1, 10, 8)]
    pool = []
    for rows, columns, inputs in shapes:
        uniform = torch.rand(n, rows, columns, generator=generator)
        pool.append(((2 * uniform - 1) / inputs**0.5).requires_grad_())
    return pool


def logits_of(pool, inputs):
    """Logits [n, images, 10] of inputs [images, 64]."""
    w1, b1, w2, b2 = pool
    same_for_all = inputs.expand(len(w1), -1, -1)
    hidden = torch.baddbmm(b1, same_for_all, w1).relu()
    return torch.baddbmm(b2, hidden, w2)


# %% [markdown]
# Every network also has its own learning rate, but an optimizer has one for all. The way out:
# plain SGD with `lr=1`, and the rate of each network multiplied into its loss. A gradient is
# linear, so the update is the same.
#
# ### Exercise 3: one loss for all (5 min)
#
# `backward()` needs a single number. Make it from the losses of all networks on all images,
# so that each network gets exactly the gradient it would get alone, times its rate. (Alone, its
# loss is the mean over the images of the batch.)


# %% tags=["check"] jupyter={"source_hidden": true}
def check_pool_loss(pool_loss):
    losses = torch.rand(
        4, 5, generator=torch.Generator().manual_seed(0)
    ).requires_grad_()
    rates = torch.tensor([0.1, 0.2, 0.4, 0.8])
    loss = pool_loss(losses, rates)
    if loss.shape != ():
        return f"one number, not the shape {list(loss.shape)}"
    (given,) = torch.autograd.grad(loss, losses, allow_unused=True)
    alone = [rate * losses[i].mean() for i, rate in enumerate(rates)]
    right = torch.autograd.grad(sum(alone), losses)[0]
    if given is None or given.count_nonzero() == 0:
        return "no gradient reaches the networks"
    factors = (given / right).mean(dim=1)
    if not torch.allclose(factors, torch.ones(4)):
        return (
            "4 networks, 5 images, rates 0.1 0.2 0.4 0.8: the gradients\n"
            f"are {[round(f, 2) for f in factors.tolist()]} times what they should be"
        )
    return "right"


# %%
# Your turn


def pool_loss(losses, rates):
    """Of losses [n, images] and rates [n]: one number."""
    return losses.mean()  # replace


print(check_pool_loss(pool_loss))

# %% tags=["solution"] jupyter={"source_hidden": true}
# Mean over images, sum over networks. A mean over both divides every rate by n.


def pool_loss(losses, rates):
    return (rates * losses.mean(dim=1)).sum()


assert check_pool_loss(pool_loss) == "right"

# %% [markdown]
# With this loss the training loop is the usual one. The data are digits, 8 × 8 pixels each:
# 200 images to train on, the others to validate and to test.

# %%
digits = load_digits()
images = torch.tensor(digits.data, dtype=torch.float32) / 16
labels = torch.tensor(digits.target)


def batches(split_seed, epochs):
    """The rows of every batch of 25 training images, and the held-out rows."""
    generator = torch.Generator().manual_seed(split_seed)
    order = torch.randperm(len(images), generator=generator)
    train, held_out = order[:200], order[200:]
    shuffled = [
        train[torch.randperm(200, generator=generator)] for _ in range(epochs)
    ]
    return torch.cat(shuffled).split(25), held_out


def train_pool(rates, split_seed, seed, epochs=20):
    """Probabilities [n, held-out images, 10], and the labels [held-out images]."""
    pool = new_pool(len(rates), seed)
    optimizer = torch.optim.SGD(pool, lr=1)
    rows, held_out = batches(split_seed, epochs)
    for batch in rows:
        logits = logits_of(pool, images[batch])
        actual = labels[batch].repeat(len(rates))
        losses = F.cross_entropy(
            logits.flatten(0, 1), actual, reduction="none"
        )
        losses = losses.view(len(rates), len(batch))
        (rates * losses.mean(dim=1)).sum().backward()
        optimizer.step()
        optimizer.zero_grad()
    with torch.no_grad():
        logits = logits_of(pool, images[held_out])
    return logits.softmax(dim=2), labels[held_out]


# %% [markdown]
# Do not believe it before it has passed a test: the third of five networks, trained alone in
# plain PyTorch, has to give the same probabilities.

# %%
rates = torch.tensor([0.1, 0.2, 0.3, 0.4, 0.5])
probabilities, actual = train_pool(rates, split_seed=0, seed=0)

alone = nn.Sequential(nn.Linear(64, 8), nn.ReLU(), nn.Linear(8, 10))
with torch.no_grad():
    for own, stacked in zip(alone.parameters(), new_pool(5, seed=0)):
        own.copy_(stacked[2].T.squeeze())
optimizer = torch.optim.SGD(alone.parameters(), lr=rates[2].item())
rows, held_out = batches(split_seed=0, epochs=20)
for batch in rows:
    F.cross_entropy(alone(images[batch]), labels[batch]).backward()
    optimizer.step()
    optimizer.zero_grad()
with torch.no_grad():
    expected = alone(images[held_out]).softmax(dim=1)
torch.testing.assert_close(probabilities[2], expected, atol=1e-3, rtol=0)

# %% [markdown]
# ## 3. The best of 2000
#
# Now 2000 networks with learning rates from 0.1 to 1, drawn evenly on a logarithmic scale.
# What counts from here on is which network is right on which held-out image. Three
# repeats, each with its own split, rates and initial weights: 6000 networks.


# %%
def search(seed):
    """Which of 2000 networks is right on which image, [2000, 1597]."""
    generator = torch.Generator().manual_seed(seed)
    rates = 0.1 * 10 ** torch.rand(2000, generator=generator)
    right = []
    for part, some in enumerate(rates.split(250)):  # small enough for a cache
        own_seed = 8 * seed + part
        probabilities, actual = train_pool(some, seed, own_seed)
        right.append(probabilities.argmax(dim=2) == actual)
    return torch.cat(right)


pools = [search(seed) for seed in range(3)]
for right in pools:
    accuracy = right.float().mean(dim=1)
    print(f"median {accuracy.median():.3f}, best {accuracy.max():.3f}")

# %% [markdown]
# ### Exercise 4: choose, then test (8 min)
#
# Write one experiment. Draw $n$ networks, 200 images to validate, and take all other images
# to test. Choose the network that is right on most validation images, and give its validation
# accuracy and its test accuracy.


# %% tags=["check"] jupyter={"source_hidden": true}
def check_experiment(experiment):
    generator = torch.Generator().manual_seed(0)
    # Coins: every network is right on half of the images, by luck alone.
    coins = torch.rand(500, 600, generator=generator) < 0.5
    drawn = [experiment(coins, 500, generator) for _ in range(40)]
    validation, test = torch.tensor(drawn).mean(dim=0).tolist()
    if not 0.59 < validation < 0.62:
        return (
            "the best of 500 coins is right on 60 % of 200 validation images,\n"
            f"not on {validation:.0%}: is it the best of these 200?"
        )
    if not 0.49 < test < 0.51:
        return (
            "the test accuracy of a coin is 50 % on average, whoever chose it,\n"
            f"not {test:.0%}: is each test image one that did not choose?"
        )
    few = [experiment(coins, 1, generator)[0] for _ in range(200)]
    if torch.tensor(few).mean() > 0.52 or len(set(few)) < 5:
        return "n = 1: one network, drawn anew each time, and no choice"
    return "right"


# %%
# Your turn


def experiment(right, n, generator):
    """Validation and test accuracy of the chosen one of n networks."""
    networks = torch.randperm(len(right), generator=generator)[:n]
    shuffled = torch.randperm(right.shape[1], generator=generator)
    tried = right[networks].float()
    accuracy = tried.mean(dim=1)  # on all images: correct this
    best = accuracy.argmax()
    return accuracy[best].item(), accuracy[best].item()


print(check_experiment(experiment))

# %% tags=["solution"] jupyter={"source_hidden": true}
# The images that choose and the images that report have none in common.


def experiment(right, n, generator):
    networks = torch.randperm(len(right), generator=generator)[:n]
    shuffled = torch.randperm(right.shape[1], generator=generator)
    tried = right[networks].float()
    validation = tried[:, shuffled[:200]].mean(dim=1)
    test = tried[:, shuffled[200:]].mean(dim=1)
    best = validation.argmax()
    return validation[best].item(), test[best].item()


assert check_experiment(experiment) == "right"

# %% [markdown]
# A single experiment says little, because luck decides in it. Take the mean of 40, for each of
# the three repeats.


# %%
right = check_experiment(experiment) == "right"
assert right, "first run a right solution of exercise 4"


def mean_of_40(right, n):
    generator = torch.Generator().manual_seed(n)
    drawn = [experiment(right, n, generator) for _ in range(40)]
    return torch.tensor(drawn).mean(dim=0)


numbers = [1, 5, 20, 200, 2000]
results = torch.stack([
    torch.stack([mean_of_40(right, n) for n in numbers]) for right in pools
])  # [repeat, number of networks, validation or test]
for n, line in zip(numbers, 100 * results.mean(dim=0)):
    print(f"best of {n:4}: validation {line[0]:.1f}, test {line[1]:.1f}")

gap = results[:, :, 0] - results[:, :, 1]
john, sally = numbers.index(20), numbers.index(2000)
assert (gap[:, sally] > gap[:, john] + 0.002).all()
assert (results[:, sally, 1] > results[:, john, 1]).all()

# %% [markdown]
# The gap grows with the number of networks, in every repeat. And the test accuracy grows, too:
# Sally's network is better than John's. What is worse is only her estimate of it. Draw both.
# (The next cell only sets the figure's colors and lines.)

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

# %% alt="Accuracy of the chosen network against the number of networks to choose from, logarithmic. Validation and test accuracy start together at one network and rise; from 20 networks on the validation accuracy rises faster, and the gap between them widens up to 2000." caption="Mean of three repeats of 40 experiments."
fig, ax = plt.subplots()
validation, test = 100 * results.mean(dim=0).T
ax.plot(numbers, validation, "o-C0", label="validation")
ax.plot(numbers, test, "s--C1", label="test")
ax.set(xscale="log", xlabel="networks to choose from")
ax.set_xticks(numbers, [str(n) for n in numbers])
ax.minorticks_off()
ax.set_ylabel("accuracy of the chosen (%)")
ax.set_title("Choosing from more widens the gap")
fig.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %% [markdown]
# ## 4. Use them all
#
# Whoever has trained 20 networks can do something else than choose. An **ensemble** averages
# the probabilities of all networks, and then takes the most probable digit.
#
# ### Exercise 5: an ensemble (5 min)
#
# Compute the accuracy of an ensemble, from the probabilities of its networks and the labels.


# %% tags=["check"] jupyter={"source_hidden": true}
def check_ensemble(ensemble_accuracy):
    # Two images of the classes 0 and 1. Two networks are nearly undecided.
    unsure = torch.tensor([[0.45, 0.55], [0.55, 0.45]])
    sure = torch.tensor([[0.9, 0.1], [0.1, 0.9]])
    one_wrong = torch.tensor([[0.9, 0.1], [0.9, 0.1]])
    actual = torch.tensor([0, 1])
    cases = [
        ([sure], 1.0, "it is right on both images"),
        ([one_wrong], 0.5, "it is right on one of two images"),
        ([unsure, unsure, sure], 1.0, "one sure network outweighs two unsure"),
        ([sure, one_wrong, sure], 1.0, "two outweigh the one that is wrong"),
    ]
    for networks, right, reason in cases:
        given = float(ensemble_accuracy(torch.stack(networks), actual))
        if abs(given - right) > 1e-6:
            return f"{len(networks)} networks: {right}, not {given:.2f}:\n{reason}"
    return "right"


# %%
# Your turn


def ensemble_accuracy(probabilities, actual):
    """Of probabilities [n, images, 10] and labels [images]: one number."""
    return 0.0


print(check_ensemble(ensemble_accuracy))

# %% tags=["solution"] jupyter={"source_hidden": true}
# Average first, over the networks, then decide. A vote would forget who is sure.


def ensemble_accuracy(probabilities, actual):
    predicted = probabilities.mean(dim=0).argmax(dim=1)
    return (predicted == actual).float().mean()


assert check_ensemble(ensemble_accuracy) == "right"

# %% [markdown]
# Now 20 networks that differ only in the seed, ten times for each of three splits. One person
# chooses the best seed on 200 validation images, the other makes an ensemble. Both are tested
# on the same other images.


# %%
def seed_or_ensemble(split_seed):
    """Mean test accuracy of one seed, of the best seed, of the ensemble."""
    rates = torch.full((200,), 0.5)
    probabilities, actual = train_pool(rates, split_seed, 100, epochs=40)
    validation, test = slice(0, 200), slice(200, None)
    rows = []
    for some in probabilities.split(20):
        right = (some.argmax(dim=2) == actual).float()
        best = right[:, validation].mean(dim=1).argmax()
        together = some.mean(dim=0).argmax(dim=1) == actual
        rows.append([
            right[:, test].mean(),
            right[best, test].mean(),
            together[test].float().mean(),
        ])
    return 100 * torch.tensor(rows).mean(dim=0)


compared = torch.stack([seed_or_ensemble(seed) for seed in range(3)])
for name, column in zip(("one seed", "best seed", "ensemble"), compared.T):
    print(f"{name:9}", [f"{accuracy:.1f}" for accuracy in column])
one, best, together = compared.T
assert (best > one).all() and (together > best).all()

# %% [markdown]
# On average the ensemble is better than the best seed, in each of the three splits, and
# nothing had to be chosen for it. It has its price: each answer costs 20 networks. With other
# networks its lead may be smaller; the seeds here differ a lot, since the networks are tiny.
#
# ## What to take with you
#
# - A validation accuracy is skill plus luck. Who chooses the highest chooses both, and keeps
#   only the skill.
# - The gap grows with the number of networks, slowly, and shrinks with more validation images.
# - The best of more networks is not worse; its validation accuracy is just less honest. Report
#   the test accuracy, of the one network chosen, once.
# - Networks of one size can be trained together: stack the weights, and *add* their losses.
# - Many seeds can be worth more as an ensemble than as a choice.
