# First find the bright pixel.

# %% given
operation = ...

# %% kernel
for row in range(6):
    for column in range(6):
        if image[row][column] != 0:
            center = (row, column)
height = image[center[0]][center[1]]

# The output at "center + offset" under a cross-correlation is the sum of H[offset'] times the pixel
# at "output + offset'". Only the bright pixel counts, so offset' = -offset. Under a convolution the
# sign of offset' changes, so offset' = offset.
sign = -1 if operation == "correlate" else 1
kernel = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
for down in (-1, 0, 1):
    for right in (-1, 0, 1):
        seen = filtered[center[0] + down][center[1] + right]
        kernel[1 + sign * down][1 + sign * right] = seen // height
