# Both filters act on an image with one bright pixel, one after the other; then I read the kernel off.

# %% given
operation = ...

# %% combined
size = 11
middle = 5
picture = [[0] * size for _ in range(size)]
picture[middle][middle] = 1

for weights in (first, second):
    height, width = len(weights), len(weights[0])
    filtered = [[0] * size for _ in range(size)]
    for i in range(size):
        for j in range(size):
            for u in range(height):
                for v in range(width):
                    down, right = u - height // 2, v - width // 2
                    if operation == "convolve":
                        down, right = -down, -right
                    y, x = i + down, j + right
                    if 0 <= y < size and 0 <= x < size:
                        filtered[i][j] += weights[u][v] * picture[y][x]
    picture = filtered

# The kernel reaches one cell further than the first one where the second has three coefficients.
tall = len(first) + len(second) - 1
wide = len(first[0]) + len(second[0]) - 1
top = middle - tall // 2
left = middle - wide // 2
combined = [row[left : left + wide] for row in picture[top : top + tall]]
if operation == "correlate":
    # A bright pixel leaves a correlation kernel rotated.
    combined = [row[::-1] for row in combined[::-1]]
