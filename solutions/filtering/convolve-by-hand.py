# Convolution is "rotate the kernel, then do what you do in a cross-correlation". I take the two
# steps one after the other, because doing both at once in the indices is where one gets lost.

# %% rotated
# Half a turn: the last row comes first, and every row is read from right to left.
rotated = []
for row in reversed(kernel):
    rotated.append(list(reversed(row)))

# %% out
# The kernel has to lie inside the image, so its top-left corner can only stand in
# 4 - 3 + 1 = 2 rows and 2 columns.
out = []
for top in range(len(image) - len(kernel) + 1):
    out_row = []
    for left in range(len(image[0]) - len(kernel[0]) + 1):
        total = 0
        for u in range(len(kernel)):
            for v in range(len(kernel[0])):
                total = total + rotated[u][v] * image[top + u][left + v]
        out_row.append(total)
    out.append(out_row)
