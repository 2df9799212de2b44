# To be sure of the sign I try the kernel on a ramp and turn it round if the answer is negative. So I
# never have to remember which operation rotates what.

# %% given
sigma = ...
vertical = ...
operation = ...
i = ...
j = ...

# %% plan
plan = "derive_down" if vertical else "derive_across"

# %% factors
e = 2.718281828459045
places = [-2, -1, 0, 1, 2]
samples = [e ** (-(t**2) / (2 * sigma**2)) for t in places]
smooth = [sample / sum(samples) for sample in samples]
slope = [t / sigma**2 * weight for t, weight in zip(places, smooth)]

ramp = [1, 2, 3, 4, 5]
response = 0
for n in range(5):
    if operation == "convolve":
        response += slope[4 - n] * ramp[n]
    else:
        response += slope[n] * ramp[n]
if response < 0:
    slope = [-weight for weight in slope]

factors = (slope, smooth) if vertical else (smooth, slope)

# %% cell
cell = factors[0][i] * factors[1][j]
