# I do not look at the kernels: I try each of them on three small pictures and look at what comes out.

# %% given
operation = ...
moves = ...
shown_a = ...
shown_b = ...
shown_c = ...
shown_d = ...
shown_e = ...
shown_f = ...
shown_g = ...

# %% sharpens
kernels = {
    "A": shown_a,
    "B": shown_b,
    "C": shown_c,
    "D": shown_d,
    "E": shown_e,
    "F": shown_f,
    "G": shown_g,
}


def response(kernel, picture, row, column):
    total = 0
    for u in (-1, 0, 1):
        for v in (-1, 0, 1):
            weight = kernel[1 + u][1 + v]
            if operation == "correlate":
                total += weight * picture[row + u][column + v]
            else:
                total += weight * picture[row - u][column - v]
    return total


flat = [[1] * 5 for _ in range(5)]
point = [[1 if (row, column) == (2, 2) else 0 for column in range(5)] for row in range(5)]
upright = [[0, 0, 0, 1, 1] for _ in range(5)]
level = [[0] * 5, [0] * 5, [0] * 5, [1] * 5, [1] * 5]

found = {}
for letter, kernel in kernels.items():
    keeps_flat = abs(response(kernel, flat, 2, 2) - 1) < 0.01
    sees_upright = abs(response(kernel, upright, 2, 2)) > 0.01
    sees_level = abs(response(kernel, level, 2, 2)) > 0.01
    at_point = response(kernel, point, 2, 2)
    if keeps_flat and at_point > 1:
        found["sharpens"] = letter
    elif keeps_flat and at_point > 0:
        found["smooths"] = letter
    elif keeps_flat:
        # The point has gone elsewhere.
        went_right = response(kernel, point, 2, 3) == 1
        if went_right == (moves == "right"):
            found["shifts"] = letter
    elif sees_upright and sees_level:
        found["edges_all"] = letter
    elif sees_upright:
        found["edges_vertical"] = letter
    else:
        found["edges_horizontal"] = letter
sharpens = "kernel " + found["sharpens"]

# %% edges_all
edges_all = "kernel " + found["edges_all"]

# %% edges_vertical
edges_vertical = "kernel " + found["edges_vertical"]

# %% edges_horizontal
edges_horizontal = "kernel " + found["edges_horizontal"]

# %% shifts
shifts = "kernel " + found["shifts"]

# %% smooths
smooths = "kernel " + found["smooths"]
