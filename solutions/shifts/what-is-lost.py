# I draw the image with a frame of one pixel around it, as the boundary rule fills it, and cut the
# output out of that drawing.

# %% given
operation = ...
rule = ...

# %% lost
# Where is the 1, seen from the center of the kernel?
for u in range(3):
    for v in range(3):
        if kernel[u][v] == 1:
            down, right = u - 1, v - 1
# Correlation reads the pixel there: the picture goes the other way.
if operation == "correlate":
    down, right = -down, -right

if rule == "wrap":
    lost = "nothing"
elif right == 1:
    lost = "last_column"
elif right == -1:
    lost = "first_column"
elif down == 1:
    lost = "last_row"
else:
    lost = "first_row"


# %% out
def framed(line):
    """One line with what comes before and after it."""
    line = list(line)
    if rule == "zero":
        return [0, *line, 0]
    if rule == "replicate":
        return [line[0], *line, line[-1]]
    if rule == "reflect":
        return [line[1], *line, line[-2]]
    return [line[-1], *line, line[0]]


out = [list(row) for row in image]
for i in range(4):
    row = framed(image[i])
    column = framed([image[k][i] for k in range(4)])
    for j in range(4):
        # The pixel j stands at j + 1 of the framed line; what moves by one came from one before.
        if right != 0:
            out[i][j] = row[j + 1 - right]
        else:
            out[j][i] = column[j + 1 - down]
