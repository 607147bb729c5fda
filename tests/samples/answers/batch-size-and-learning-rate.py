# %% 1: [6, 2, 0, -4], B = 2: 4.333, not 6.500
def noise(gradients, B):
    full = sum(gradients) / len(gradients)
    batches = list(itertools.product(gradients, repeat=B))
    return sum((sum(b) / B - full) ** 2 for b in batches) / len(batches)

# %% 1: [6, 2, 0, -4], B = 1: 13.000, not 3.000
def noise(gradients, B):
    full = sum(gradients) / len(gradients)
    batches = list(itertools.combinations(gradients, B))
    return sum(abs(sum(b) / B - full) for b in batches) / len(batches)

# %% 1: [6, 2, 0, -4], B = 2: 4.333, not 18.333
def noise(gradients, B):
    full = sum(gradients) / len(gradients)
    batches = list(itertools.combinations(gradients, B))
    return sum((sum(b) - full) ** 2 for b in batches) / len(batches)

# %% 2: variance 13, squared length 1, N = 4: 13 is no batch size from 1 to 4
def smallest_batch(variance, length, N): return math.ceil(variance / length)

# %% 2: variance 4.45, squared length 0.055, N = 1000: 81 is too large, 80 would do
def smallest_batch(variance, length, N): return min(N, math.ceil(variance / length))

# %% 2: variance 4.45, squared length 0.055, N = 1000: B = 19 has the noise 0.23
def smallest_batch(variance, length, N):
    for B in range(1, N + 1):
        if variance / B * (N - B) / (N - 1) < length**0.5:
            return B

# %% 3: 1000 images, batches of 64, 2 epochs, drop_last=False: 32 updates, not 31
def updates(n, B, epochs, drop_last): return epochs * n // B

# %% 3: 1000 images, batches of 64, 2 epochs, drop_last=True: 30 updates, not 31
def updates(n, B, epochs, drop_last):
    exact = epochs * n / B  # rounds once, after the last epoch
    return math.floor(exact) if drop_last else math.ceil(exact)

# %% 3: 1000 images, batches of 64, 2 epochs, drop_last=False: 32 updates, not 30
def updates(n, B, epochs, drop_last): return epochs * (n // B)

# %% 3: 1000 images, batches of 1, 2 epochs, drop_last=False: 2000 updates, not 2002
def updates(n, B, epochs, drop_last): return epochs * (n // B + (not drop_last))

# %% 4: equal updates, B = 10, an update takes 1 + 0·B ms: 5 epochs, not 50000
def equal_updates(B): return 500 * 1000 / B
def equal_time(B, a, b): return 5

# %% 4: equal time, B = 50, an update takes 1 + 0·B ms: 25 epochs, not 5
def equal_updates(B): return 5 * B / 10
def equal_time(B, a, b): return 5 * (a + 10 * b) / (a + B * b)

# %% 4: right
def equal_updates(B): return 5 * B / 10
def equal_time(B, a, b): return 500 * (a + 10 * b) / (a + B * b) / (1000 / B)

# %% 5: [[2, 2], [1, 1], [nan, nan]]: the rate 0.1, not 1.0: the last rate diverged
def best_rate(losses, rates): return rates[losses.mean(dim=1).argmin()]

# %% 5: [[2, 2], [1, 1], [nan, nan]]: the rate 0.1, not 1.0: the last rate diverged
def best_rate(losses, rates): return rates[losses.nanmean(dim=1).argmin()]

# %% 5: [[0.9, 3], [1, 1], [3, 3]]: the rate 0.1, not 0.01: one lucky seed is no mean
def best_rate(losses, rates): return rates[losses.min(dim=1).values.argmin()]

# %% 5: [[2, 2], [1, 1], [0.1, nan]]: the rate 0.1, not 1.0: one seed diverged at the last
def best_rate(losses, rates): return rates[losses.nanmean(dim=1).nan_to_num(math.inf).argmin()]

# %% 6: Ada: 0.3 is not one of the rates [0.05, 0.1, 0.2, 0.5, 1.0, 2.0]
adas_rate, bens_rate = 0.3, 1.0

# %% 6: Ben: at 0.5 B = 250 wins clearly in 0 of 4
adas_rate, bens_rate = 0.1, 0.5

# %% 6: Ada: at 2.0 B = 10 wins clearly in 0 of 4
adas_rate, bens_rate = 2.0, 1.0

# %% 6: right
adas_rate, bens_rate = 0.05, 1.0

