# Instead of thinking about signs I try: 49 kernels have a single 1, and one of them does it.

# %% given
start = ...
target = ...
operation = ...

# %% kernel
# An image with one bright pixel at the start.
size = 9
before = [[0] * size for _ in range(size)]
before[start[0]][start[1]] = 1


def pixel(y, x):
    """Zeros outside."""
    return before[y][x] if 0 <= y < size and 0 <= x < size else 0


for a in range(7):
    for b in range(7):
        attempt = [[0] * 7 for _ in range(7)]
        attempt[a][b] = 1
        # The value that arrives at the target, by the definition of each operation.
        arrived = 0
        for u in range(7):
            for v in range(7):
                if operation == "correlate":
                    arrived += attempt[u][v] * pixel(target[0] + u - 3, target[1] + v - 3)
                else:
                    arrived += attempt[u][v] * pixel(target[0] - u + 3, target[1] - v + 3)
        if arrived == 1:
            kernel = attempt
