# I count in the types by hand: what fits into eight bits, and what happens to the rest.

# %% given
pixels = ...
quiet = ...

# %% wrapped
# A counter of eight bits: after 255 comes 0.
wrapped = 0
for pixel in (pixels[0], pixels[1], pixels[1], pixels[2]):
    for _ in range(pixel):
        wrapped = 0 if wrapped == 255 else wrapped + 1

# %% saturated
# A counter that stops when it is full.
saturated = 0
for pixel in (pixels[0], pixels[1], pixels[1], pixels[2]):
    for _ in range(pixel):
        saturated = 255 if saturated == 255 else saturated + 1

# %% truncated
total = quiet[0] + quiet[1] + quiet[1] + quiet[2]
truncated = 0
while 4 * (truncated + 1) <= total:
    truncated += 1

# %% rounded
# The nearer of the two neighbors.
below = total - 4 * truncated
above = 4 * (truncated + 1) - total
rounded = truncated if below < above else truncated + 1

# %% exact
exact = total * 0.25
