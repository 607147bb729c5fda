# %% 1: John sees better validation accuracies than 88
answers = {'John': ('B', -2), 'Sally': ('D', 0)}

# %% 1: Sally sees better validation accuracies than 91
answers = {'John': ('C', 3), 'Sally': ('D', 0)}

# %% 1: John: the gap is not 87. C has 90, of which 87 is skill
answers = {'John': ('C', 87), 'Sally': ('E', 4)}

# %% 1: John did not try 'E'
answers = {'John': ('E', 4), 'Sally': ('E', 4)}

# %% 2: n = 1: about 0.00, not 4.10
def luckiest(n):
    luck = torch.randn(4000, n, generator=torch.Generator().manual_seed(0))
    return luck.max()

# %% 2: n = 1: about 0.00, not 4.10
def luckiest(n):
    luck = torch.randn(4000, n, generator=torch.Generator().manual_seed(0))
    return luck.max(dim=0).values.mean()

# %% 2: n = 1: about 0.00, not 0.79
def luckiest(n):
    luck = torch.randn(4000, n, generator=torch.Generator().manual_seed(0))
    return luck.abs().max(dim=1).values.mean()

# %% 3: 4 networks, 5 images, rates 0.1 0.2 0.4 0.8: the gradients are [0.25, 0.25, 0.25, 0.25] times what they should be
def pool_loss(losses, rates): return (rates * losses.mean(dim=1)).mean()

# %% 3: 4 networks, 5 images, rates 0.1 0.2 0.4 0.8: the gradients are [5.0, 5.0, 5.0, 5.0] times what they should be
def pool_loss(losses, rates): return (rates[:, None] * losses).sum()

# %% 3: 4 networks, 5 images, rates 0.1 0.2 0.4 0.8: the gradients are [10.0, 5.0, 2.5, 1.25] times what they should be
def pool_loss(losses, rates): return losses.mean(dim=1).sum()

# %% 3: one number, not the shape [4]
def pool_loss(losses, rates): return rates * losses.mean(dim=1)

# %% 3: right
def pool_loss(losses, rates): return rates @ losses.mean(dim=1)

# %% 4: the test accuracy of a coin is 50 % on average, whoever chose it, not 54%: is each test image one that did not choose?
def experiment(right, n, generator):
    networks = torch.randperm(len(right), generator=generator)[:n]
    shuffled = torch.randperm(right.shape[1], generator=generator)
    tried = right[networks].float()
    validation = tried[:, shuffled[:200]].mean(dim=1)
    best = validation.argmax()
    return validation[best].item(), tried.mean(dim=1)[best].item()

# %% 4: the test accuracy of a coin is 50 % on average, whoever chose it, not 57%: is each test image one that did not choose?
def experiment(right, n, generator):
    networks = torch.randperm(len(right), generator=generator)[:n]
    shuffled = torch.randperm(right.shape[1], generator=generator)
    tried = right[networks].float()
    validation = tried[:, shuffled[:200]].mean(dim=1)
    test = tried[:, shuffled[200:]].mean(dim=1)
    return validation.max().item(), test.max().item()

# %% 4: n = 1: one network, drawn anew each time, and no choice
def experiment(right, n, generator):
    shuffled = torch.randperm(right.shape[1], generator=generator)
    validation = right[:, shuffled[:200]].float().mean(dim=1)
    test = right[:, shuffled[200:]].float().mean(dim=1)
    best = validation.argmax()
    return validation[best].item(), test[best].item()

# %% 5: 3 networks: 1.0, not 0.33: one sure network outweighs two unsure
def ensemble_accuracy(probabilities, actual):
    return (probabilities.argmax(dim=2) == actual).float().mean()

# %% 5: 3 networks: 1.0, not 0.00: one sure network outweighs two unsure
def ensemble_accuracy(probabilities, actual):
    votes = probabilities.argmax(dim=2)
    return (votes.mode(dim=0).values == actual).float().mean()

# %% 5: right
def ensemble_accuracy(probabilities, actual):
    predicted = probabilities.sum(dim=0).argmax(dim=-1)
    return (predicted == actual).sum() / len(actual)

