# The picture I keep in mind is a multiplication table: the column stands at its left side, the row on
# top of it, and every field is the product of what stands at its side and on top.

# %% kernel
kernel = []
for left in column:
    line = []
    for top in row:
        line.append(left * top)
    kernel.append(line)

# %% total
# Brute force, to be sure that the shortcut with the two sums is no trick.
total = 0
for line in kernel:
    for cell in line:
        total += cell
