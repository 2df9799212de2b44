# I do not set up an equation: I try. The result grows evenly with the coefficient, so two trials,
# with 0 and with 1 in the gap, tell by how much, and then I know how many steps are missing.

# %% given
operation = ...
place = ...
lost = ...
value = ...

# %% coefficient
results = []
for trial in (0, 1):
    weights = [line[:] for line in known]
    weights[lost[0]][lost[1]] = trial
    total = 0
    for u in range(3):
        for v in range(3):
            if operation == "correlate":
                y, x = place[0] + u - 1, place[1] + v - 1
            else:
                y, x = place[0] - u + 1, place[1] - v + 1
            if 0 <= y < 4 and 0 <= x < 4:
                total += weights[u][v] * image[y][x]
    results.append(total)

coefficient = (value - results[0]) / (results[1] - results[0])
