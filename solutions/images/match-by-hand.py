# Window by window, with three sums for each.

# %% differences
windows = [signal[i : i + 3] for i in range(4)]
differences = [sum((a - b) ** 2 for a, b in zip(window, pattern)) for window in windows]

# %% products
products = [sum(a * b for a, b in zip(window, pattern)) for window in windows]

# %% measure
measure = []
for window in windows:
    of_window = sum(window) / 3
    of_pattern = sum(pattern) / 3
    above = sum((a - of_window) * (b - of_pattern) for a, b in zip(window, pattern))
    first = sum((a - of_window) ** 2 for a in window)
    second = sum((b - of_pattern) ** 2 for b in pattern)
    measure.append(round(above / (first * second) ** 0.5, 2))

# %% by_differences
by_differences = "ABCD"[differences.index(min(differences))]

# %% by_products
by_products = "ABCD"[products.index(max(products))]

# %% by_measure
by_measure = "ABCD"[measure.index(max(measure))]
