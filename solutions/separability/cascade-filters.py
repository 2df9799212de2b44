# For the Gaussians I use the one thing I remember: variances add up. For the boxes I do not trust my
# memory and build the kernel.

# %% given
sigma_1 = ...
sigma_2 = ...
wanted = ...
width = ...
times = ...

# %% sigma
sigma = (sigma_1**2 + sigma_2**2) ** 0.5

# %% missing
missing = (wanted**2 - sigma_1**2) ** 0.5

# %% size
kernel = [1]
for _ in range(times):
    longer = [0] * (len(kernel) + width - 1)
    for n in range(len(kernel)):
        for m in range(width):
            longer[n + m] += kernel[n]
    kernel = longer
size = len(kernel)

# %% variance
# Mean of the squared distance from the middle, weighted.
middle = (size - 1) / 2
total, spread = 0, 0
for n in range(size):
    total += kernel[n]
    spread += kernel[n] * (n - middle) ** 2
variance = spread / total
