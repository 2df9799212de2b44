# I filter a white image in mode full and count the black lines around it.

# %% given
height = ...
width = ...
operation = ...

# %% out_shape
size = len(kernel)
# The kernel starts with its last row on the first row of the image and ends with its first row on the
# last one.
rows = len(range(-(size - 1), height))
columns = len(range(-(size - 1), width))
out_shape = (rows, columns)

# %% margins
laid = kernel if operation == "correlate" else [line[::-1] for line in kernel[::-1]]
white = [[0] * columns for _ in range(rows)]
for i in range(rows):
    for j in range(columns):
        for u in range(size):
            for v in range(size):
                y, x = i - (size - 1) + u, j - (size - 1) + v
                if 0 <= y < height and 0 <= x < width:
                    white[i][j] += laid[u][v]

lit_rows = [i for i in range(rows) if sum(white[i]) > 0]
lit_columns = [j for j in range(columns) if sum(line[j] for line in white) > 0]
margins = [
    lit_rows[0],
    rows - 1 - lit_rows[-1],
    lit_columns[0],
    columns - 1 - lit_columns[-1],
]
