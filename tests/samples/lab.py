# %% [markdown]
# # A lab about w
#
# w

# %%
import time

w = 1
print("one", flush=True); time.sleep(0.2); print("two")

# %%
w

# %% [markdown]
# Text.

# %% tags=["solution"]
import matplotlib.pyplot as plt
plt.plot([1, 2])

# %%
w
