# I cut each window out and compare it with the template as two plain lists of numbers.

# %% ncc_map
def without_mean(numbers):
    mean = sum(numbers) / len(numbers)
    return [number - mean for number in numbers]


def similarity(window, pattern):
    # A window of equal pixels: asked of the pixels, as differences from the mean may miss zero.
    if min(window) == max(window):
        return 0
    ours, theirs = without_mean(window), without_mean(pattern)
    above = sum(a * b for a, b in zip(ours, theirs))
    below = sum(a * a for a in ours) * sum(b * b for b in theirs)
    return above / below**0.5


def ncc_map(image, template):
    rows, columns = len(template), len(template[0])
    pattern = [pixel for line in template for pixel in line]
    out = []
    for i in range(len(image) - rows + 1):
        out_line = []
        for j in range(len(image[0]) - columns + 1):
            window = [image[i + u][j + v] for u in range(rows) for v in range(columns)]
            out_line.append(similarity(window, pattern))
        out.append(out_line)
    return out


# %% locate
def locate(image, template):
    best = [0, 0]
    scores = ncc_map(image, template)
    for i in range(len(scores)):
        for j in range(len(scores[0])):
            if scores[i][j] > scores[best[0]][best[1]]:
                best = [i, j]
    return best
