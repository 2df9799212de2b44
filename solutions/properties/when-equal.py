# A kernel is good if out[i][j] uses the same weight at (u, v) and at (-u, -v): then it does not
# matter whether the window is read forwards or backwards.

# %% equal
equal = []
for name, h in [
    ("h1", h1),
    ("h2", h2),
    ("h3", h3),
    ("h4", h4),
    ("h5", h5),
    ("h6", h6),
    ("h7", h7),
]:
    good = True
    for u in (-1, 0, 1):
        for v in (-1, 0, 1):
            if h[1 + u][1 + v] != h[1 - u][1 - v]:
                good = False
    if good:
        equal.append(name)
