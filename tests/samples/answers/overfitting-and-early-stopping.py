# %% 1: A is not None: compare its training loss with that of C
names = {}

# %% 1: C is not 'overfitting': both curves are level: is there anything to gain?
names = dict(A='underfitting', B='overfitting', C='overfitting', D='good fit')

# %% 1: D is not 'underfitting': see what both curves do at the last epochs
names = dict(A='underfitting', B='overfitting', C='good fit', D='underfitting')

# %% 2: [5, 3, 4, 3.5, 3.2, 1], patience 3: not (6, 6): 3.5 and 3.2 fall, but beat no minimum
def early_stop(losses, patience):
    best, bad = 1, 0
    for epoch in range(2, len(losses) + 1):
        bad = bad + 1 if losses[epoch - 1] > losses[epoch - 2] else 0
        if losses[epoch - 1] < losses[best - 1]:
            best = epoch
        if bad >= patience:
            return best, epoch
    return best, len(losses)

# %% 2: [5, 4, 3, 4, 5, 6, 7], patience 2: not (2, 4): the loss rises from epoch 4 on
def early_stop(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(losses) - 1

# %% 2: [5, 3, 4, 3, 4, 5], patience 2: not (4, 6): a loss that is equal is no new lowest
def early_stop(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss <= losses[best - 1]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(losses)

# %% 3: the model has the weights of the last epoch. (Do you go back? state_dict() holds the model's own tensors: copy.deepcopy)
def report(training, validation, sealed, seed):
    model, optimizer, loader = set_up(training, seed=seed)
    lowest, kept = math.inf, None
    for epoch in range(40):
        train_epoch(model, optimizer, loader)
        loss = loss_on(model, validation)
        if loss < lowest:
            lowest, kept = loss, model.state_dict()
    model.load_state_dict(kept)
    return model, loss_on(model, sealed.open())

# %% 3: the test images were opened 40 times, not once
def report(training, validation, sealed, seed):
    model, optimizer, loader = set_up(training, seed=seed)
    lowest, kept = math.inf, None
    for epoch in range(40):
        train_epoch(model, optimizer, loader)
        loss = loss_on(model, sealed.open())
        if loss < lowest:
            lowest, kept = loss, copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return model, lowest

# %% 3: the loss is not that of the kept weights on the test images
def report(training, validation, sealed, seed):
    model, optimizer, loader = set_up(training, seed=seed)
    test, lowest = sealed.open(), math.inf
    for epoch in range(40):
        train_epoch(model, optimizer, loader)
        loss = loss_on(model, validation)
        if loss < lowest:
            lowest, kept = loss, copy.deepcopy(model)
    return kept, lowest

# %% 3: right
def report(training, validation, sealed, seed):
    model, optimizer, loader = set_up(training, seed=seed)
    lowest = math.inf
    for epoch in range(40):
        train_epoch(model, optimizer, loader)
        if loss_on(model, validation) < lowest:
            lowest, kept = loss_on(model, validation), copy.deepcopy(model)
    return kept, loss_on(kept, sealed.open())

# %% 4: best now is not 'R': only the loss on new images counts
answers = {'best now': 'R'}

# %% 4: smallest gap is not 'Q': subtract the columns
answers = {'best now': 'P', 'smallest gap': 'Q'}

# %% 4: best if stopped is not 'P': see the last column
answers = {'best now': 'P', 'smallest gap': 'R', 'best if stopped': 'P'}

# %% 5: minimum: one number for each run, not shape []
def minimum_and_rise(losses):
    validation_loss = losses[:, 1]
    return validation_loss.min(), validation_loss[:, -1] - validation_loss.min()

# %% 5: rise: validation losses [5, 2, 4] and [6, 5, 9] give [2.0, 4.0], not [3.0, 4.0]
def minimum_and_rise(losses):
    minimum = losses[:, 1].min(dim=1).values
    return minimum, losses[:, 1].max(dim=1).values - minimum

# %% 5: minimum: validation losses [5, 2, 4] and [6, 5, 9] give [2.0, 5.0], not [7.0, 1.0]
def minimum_and_rise(losses):
    minimum = losses[:, 0].min(dim=1).values
    return minimum, losses[:, 1, -1] - minimum

