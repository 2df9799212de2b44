# First I find out what the printed program does: I let each suspect compute `photo` under `weights`.

# %% given
printed = ...


# %% effect
def suspect(kind):
    h, w, m, n = 4, 5, 3, 5
    rows = []
    for i in range(h):
        line = []
        for j in range(w):
            total = 0
            for u in range(m - 1 if kind == "last_row" else m):
                for v in range(n):
                    y, x = i + u - 1, j + v - (1 if kind == "one_radius" else 2)
                    least = 1 if kind == "edge_lost" else 0
                    inside = least <= y < h and least <= x < w
                    if kind == "wrapped":
                        inside = y < h and x < w
                    if not inside:
                        continue
                    if kind == "turned":
                        total += photo[y][x] * weights[m - 1 - u][n - 1 - v]
                    elif kind == "mirrored":
                        total += photo[y][x] * weights[m - 1 - u][v]
                    else:
                        total += photo[y][x] * weights[u][v]
            line.append(total)
        rows.append(line)
    return rows


for kind in ("turned", "mirrored", "one_radius", "last_row", "wrapped", "edge_lost"):
    if suspect(kind) == printed:
        effect = kind


# %% correlate2d
def correlate2d(image, kernel):
    h, w = len(image), len(image[0])
    m, n = len(kernel), len(kernel[0])
    a, b = m // 2, n // 2
    out = []
    for i in range(h):
        line = []
        for j in range(w):
            total = 0
            for u in range(m):
                for v in range(n):
                    y, x = i + u - a, j + v - b
                    if 0 <= y < h and 0 <= x < w:
                        total += image[y][x] * kernel[u][v]
            line.append(total)
        out.append(line)
    return out
