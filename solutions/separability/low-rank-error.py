# A matrix with the singular values on its diagonal and zeros elsewhere has the same norms as the kernel,
# so I compute with that one and forget about rotations.

# %% given
singular = ...
t = ...
percent = ...

# %% error


def size(values):
    return sum(value * value for value in values) ** 0.5


error = size(singular[t:])

# %% relative
relative = 100 * size(singular[t:]) / size(singular)

# %% passes
passes = 0
for _ in range(t):
    passes += 1  # the column
    passes += 1  # the row

# %% least
least = 0
while size(singular[least:]) > percent / 100 * size(singular):
    least += 1
