# I count the numbers of each matrix; for the last t I simply try one after the other.

# %% given
inputs = ...
outputs = ...
rank = ...

# %% full
full = 0
for row in range(outputs):
    full += inputs


# %% factored
def numbers(t):
    tall = [[0] * t for row in range(outputs)]
    flat = [[0] * inputs for row in range(t)]
    return sum(len(row) for row in tall) + sum(len(row) for row in flat)


factored = numbers(rank)

# %% limit
limit = 1
while numbers(limit + 1) < full:
    limit += 1

# %% training
# The matrix is another one after every step, so I would pay for the decomposition each time, and that
# costs more than the multiplication itself.
training = "slower"
