# Only the pixels outside are new. For each of them I ask which pixel of the image stands for it, and
# rows and columns can be asked one after the other.

# %% given
rule = ...

# %% out


def inside(index, size):
    if rule == "wrap":
        return index % size
    if index < 0:
        return 0 if rule == "replicate" else 1
    if index >= size:
        return size - 1 if rule == "replicate" else size - 2
    return index


rows, columns = len(image), len(image[0])
out = []
for row in range(rows):
    line = []
    for column in range(columns):
        total = 0
        for u in (-1, 0, 1):
            for v in (-1, 0, 1):
                pixel = image[inside(row + u, rows)][inside(column + v, columns)]
                total += kernel[u + 1][v + 1] * pixel
        line.append(total)
    out.append(line)
