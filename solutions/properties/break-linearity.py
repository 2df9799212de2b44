# I try signals until one works, as one does with a pencil.

# %% given
filter = ...
n = ...
pointwise = ...
level = ...


# %% additive
def filtered(line):
    result = []
    for i in range(len(line)):
        three = []
        for k in (i - 1, i, i + 1):
            three.append(line[k] if 0 <= k < len(line) else 0)
        three.sort()
        result.append(three[{"min": 0, "median": 1, "max": 2}[filter]])
    return result


additive = None
for first in range(n):
    for second in range(n):
        # All bright but for one entry each.
        f, g = [9] * n, [5] * n
        f[first] = 0
        g[second] = 0
        together = filtered([f[i] + g[i] for i in range(n)])
        apart = [filtered(f)[i] + filtered(g)[i] for i in range(n)]
        if together != apart:
            additive = [f, g]


# %% homogeneous
def changed(x):
    if pointwise == "clip":
        return min(x, level)
    if pointwise == "threshold":
        return 1 if x > level else 0
    return x + level


homogeneous = None
for x in range(1, 30):
    if changed(3 * x) != 3 * changed(x):
        homogeneous = [[x], 3]
