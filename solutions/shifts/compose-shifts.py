# I really filter a bright pixel twice, and see where it ends.

# %% given
first_operation = ...
second_operation = ...
operation = ...

# %% move


def filtered(picture, weights, how):
    """Same size, zeros outside."""
    n = len(picture)
    result = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            for u in (-1, 0, 1):
                for v in (-1, 0, 1):
                    y, x = (i + u, j + v) if how == "correlate" else (i - u, j - v)
                    if 0 <= y < n and 0 <= x < n:
                        result[i][j] += weights[u + 1][v + 1] * picture[y][x]
    return result


dark = [[0] * 9 for _ in range(9)]
dark[4][4] = 1
end = filtered(filtered(dark, first, first_operation), second, second_operation)
for i in range(9):
    for j in range(9):
        if end[i][j] == 1:
            move = (i - 4, j - 4)

# %% kernel
# What a convolution leaves of a bright pixel is the kernel itself, so I can copy it from around the
# middle. A cross-correlation leaves it turned by 180 degrees.
kernel = [row[2:7] for row in end[2:7]]
if operation == "correlate":
    kernel = [row[::-1] for row in kernel[::-1]]
