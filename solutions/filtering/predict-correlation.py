# The kernel is laid down as it is printed, so there is nothing to rotate. The only trap is the
# border: where the kernel hangs over the edge of the image there are zeros, and a product with
# zero adds nothing, so these places can simply be left out.

# %% out
rows = len(image)
columns = len(image[0])

out = []
for row in range(rows):
    out_row = []
    for column in range(columns):
        total = 0
        for u in range(3):
            for v in range(3):
                # The center of the kernel, (1, 1), lies on (row, column).
                y = row + u - 1
                x = column + v - 1
                if 0 <= y < rows and 0 <= x < columns:
                    total = total + kernel[u][v] * image[y][x]
        out_row.append(total)
    out.append(out_row)
