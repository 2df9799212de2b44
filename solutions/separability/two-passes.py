# I do not reverse anything. In a convolution, entry 0 of the row takes the pixel that lies furthest to
# the right in the window, entry 1 the one before it, and so on: the indices add up to a constant.

# %% across
across = []
for line in image:
    across.append(
        [row[0] * line[n + 2] + row[1] * line[n + 1] + row[2] * line[n] for n in range(2)]
    )

# %% out
out = []
for top in range(2):
    out.append([])
    for n in range(2):
        total = 0
        for k in range(3):
            total += column[k] * across[top + 2 - k][n]
        out[top].append(total)
