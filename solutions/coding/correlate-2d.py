# The kernel is laid down as it is written, and moved. The three modes differ only in where its top
# left corner begins and ends: `valid` keeps it inside, `same` lets half of it hang over each edge,
# and `full` all of it but one row and one column.

# %% correlate2d
def correlate2d(image, kernel, mode):
    height, width = len(image), len(image[0])
    rows, columns = len(kernel), len(kernel[0])

    # How far the kernel may hang over an edge, in rows and in columns.
    if mode == "valid":
        over_rows, over_columns = 0, 0
    elif mode == "same":
        over_rows, over_columns = rows // 2, columns // 2
    else:
        over_rows, over_columns = rows - 1, columns - 1

    out = []
    for top in range(-over_rows, height - rows + over_rows + 1):
        out_row = []
        for left in range(-over_columns, width - columns + over_columns + 1):
            total = 0
            for u in range(rows):
                for v in range(columns):
                    y, x = top + u, left + v
                    # Outside the image everything is zero, and so is the product.
                    if 0 <= y < height and 0 <= x < width:
                        total = total + kernel[u][v] * image[y][x]
            out_row.append(total)
        out.append(out_row)
    return out
