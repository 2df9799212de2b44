# I take the definition literally: I put the column into the middle of enough zeros, and let the reversed
# row pass over it, place by place.

# %% kernel
padded = [[0, 0, entry, 0, 0] for entry in column]
reversed_row = row[::-1]
kernel = []
for line in padded:
    values = []
    for start in range(3):
        total = 0
        for k in range(3):
            total += reversed_row[k] * line[start + k]
        values.append(total)
    kernel.append(values)

# %% why
# Only one of the reasons turns two filters, one after the other, into one filter.
why = "associative"
