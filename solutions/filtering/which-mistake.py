# I write the right program first, with the kernel and the border as things that can be exchanged.
# Then I make each mistake on purpose and look which one prints what was printed.

# %% mistake
size = len(image)


def correlate(weights, outside_is_edge=False):
    result = []
    for row in range(size):
        line = []
        for column in range(size):
            total = 0
            for u in range(3):
                for v in range(3):
                    y, x = row + u - 1, column + v - 1
                    if outside_is_edge:
                        y, x = min(max(y, 0), size - 1), min(max(x, 0), size - 1)
                    if 0 <= y < size and 0 <= x < size:
                        total += weights[u][v] * image[y][x]
            line.append(total)
        result.append(line)
    return result


wanted = correlate(kernel)
upside_down = kernel[::-1]
mirrored = [line[::-1] for line in kernel]
columns = [[kernel[u][v] for u in range(3)] for v in range(3)]

no_border = [[0] * size for _ in range(size)]
no_negatives = [[0] * size for _ in range(size)]
for row in range(size):
    for column in range(size):
        if 0 < row < size - 1 and 0 < column < size - 1:
            no_border[row][column] = wanted[row][column]
        if wanted[row][column] > 0:
            no_negatives[row][column] = wanted[row][column]

printed = {
    "convolve": correlate([line[::-1] for line in upside_down]),
    "flip_rows": correlate(upside_down),
    "flip_columns": correlate(mirrored),
    "transpose_kernel": correlate(columns),
    "rotate_output": [line[::-1] for line in wanted[::-1]],
    "zero_border": no_border,
    "replicate_border": correlate(kernel, outside_is_edge=True),
    "clip_negatives": no_negatives,
}
for name in printed:
    if printed[name] == shown:
        mistake = name
