# I know what each library does when it is not told otherwise, and compute that; then I look for it
# among the results. (The letters are copied from the prompt.)

# %% given
a = ...
b = ...
c = ...
d = ...
e = ...
f = ...
g = ...

# %% signal_convolve
results = {"a": a, "b": b, "c": c, "d": d, "e": e, "f": f, "g": g}


def letter_of(wanted):
    for letter, result in results.items():
        if [list(line) for line in result] == wanted:
            return "result " + letter
    return "?"


def filtered(weights, outside, reach):
    # `outside` says which pixel stands at a place beyond the edge, or None for a zero.
    output = []
    for row in range(-reach, 3 + reach):
        output.append([])
        for column in range(-reach, 3 + reach):
            total = 0
            for u in (-1, 0, 1):
                for v in (-1, 0, 1):
                    y, x = outside(row + u), outside(column + v)
                    if y is not None and x is not None:
                        total += weights[u + 1][v + 1] * image[y][x]
            output[-1].append(total)
    return output


def zero(place):
    return place if 0 <= place <= 2 else None


def edge_repeated(place):
    return min(max(place, 0), 2)


def edge_not_repeated(place):
    return 2 - abs(2 - abs(place))


turned = [[kernel[2 - u][2 - v] for v in range(3)] for u in range(3)]
# scipy.signal: zeros, and full unless a mode is asked for.
signal_convolve = letter_of(filtered(turned, zero, 1))

# %% signal_correlate
signal_correlate = letter_of(filtered(kernel, zero, 0))

# %% ndimage_convolve
# A mirror beside the edge: one pixel out it shows the edge again.
ndimage_convolve = letter_of(filtered(turned, edge_repeated, 0))

# %% filter_2d
# Correlation, and a mirror on the edge.
filter_2d = letter_of(filtered(kernel, edge_not_repeated, 0))
