# %% given
height = ...
width = ...
first = ...
second = ...
mode_a = ...
mode_b = ...

# %% holds
# One dimension is enough for me to find counterexamples, and zeros around the signal do the cutting.


def combined(f, g, rotate):
    """Mode full, as {place: value}; convolution where `rotate` is 1, correlation where it is -1."""
    total = {}
    for i, one in f.items():
        for k, other in g.items():
            total[i + rotate * k] = total.get(i + rotate * k, 0) + one * other
    return total


def filtered(f, g, rotate, mode, inside):
    """Everything; or what is inside; or what lies under no window that reaches beyond."""
    everything = combined(f, g, rotate)
    if mode == "full":
        return everything, inside
    reach = max(g) if mode == "valid" else 0
    inside = [i for i in inside if inside[0] + reach <= i <= inside[-1] - reach]
    return {i: everything[i] for i in inside}, inside


def agree(mode, outer, inner):
    f = {i: value for i, value in enumerate([3, 1, 4, 1, 5, 9, 2, 6, 5])}
    g = {-1: 2, 0: 7, 1: -1}
    h = {-1: 8, 0: -2, 1: 1}
    inside = list(f)
    step, rest = filtered(f, g, outer, mode, inside)
    twice, _ = filtered(step, h, outer, mode, rest)
    # combined() of two kernels counts places from their centers as well.
    once, _ = filtered(f, combined(g, h, inner), outer, mode, inside)
    return all(twice.get(i, 0) == once.get(i, 0) for i in {*twice, *once})


holds = ["order"]  # nothing is cut off in mode full, and there a convolution commutes
if agree(mode_a, 1, 1):
    holds.append("convolution")
if agree(mode_b, -1, 1):
    holds.append("correlation_of_a_convolution")
if agree("full", -1, -1):
    holds.append("correlation")

# %% border
# I mark the cells from which the second kernel reaches over the edge.
arm = second // 2
border = 0
for i in range(height):
    for j in range(width):
        if i - arm < 0 or j - arm < 0 or i + arm >= height or j + arm >= width:
            border += 1
