# I look for the one cell of the kernel that does anything, and follow one pixel through the formula
# of the slides.

# %% given
operation = ...

# %% move
size = len(kernel)
center = size // 2
for u in range(size):
    for v in range(size):
        if kernel[u][v] == 1:
            below, beside = u - center, v - center

# Correlation: out[i][j] = image[i + below][j + beside]. So the pixel (100, 100) turns up in the row i
# with i + below = 100, and in the column j with j + beside = 100.
# Convolution: out[i][j] = image[i - below][j - beside].
start = 100
if operation == "correlate":
    i = start - below
    j = start - beside
else:
    i = start + below
    j = start + beside
move = (i - start, j - start)
