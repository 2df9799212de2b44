# With a calculator there is only one exponential to take: g(1). Then g(2) = g(1) ** 4, for the exponent
# has 2² = 4 in it.

# %% given
sigma = ...
row = ...
column = ...

# %% fall
e = 2.718281828459045
fall = e ** (-1 / (2 * sigma * sigma))

# %% weights
samples = [fall**4, fall, 1, fall, fall**4]
total = 0
for sample in samples:
    total += sample
weights = [1 / total, fall / total, fall**4 / total]

# %% cell
# In all of the kernel, the samples of the rows times those of the columns add up to total * total.
cell = samples[row] * samples[column] / total**2
