# Two cells only, so I do not filter the whole image. I write the image with a frame of zeros around
# it: then nothing hangs over the edge any more, and the window of the cell (row, column) begins at
# (row, column) of the framed image.

# %% given
operation = ...
corner = ...
inside = ...

# %% a
framed = [[0] * 6]
for line in image:
    framed.append([0, *line, 0])
framed.append([0] * 6)

weights = kernel
if operation == "convolve":
    weights = [line[::-1] for line in kernel[::-1]]

a = 0
for u in range(3):
    for v in range(3):
        a += weights[u][v] * framed[corner[0] + u][corner[1] + v]

# %% b
b = 0
for u in range(3):
    for v in range(3):
        b += weights[u][v] * framed[inside[0] + u][inside[1] + v]
