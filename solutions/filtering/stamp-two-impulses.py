# Almost every pixel is black and adds nothing, so I let the two bright ones write.
# A convolution writes the kernel around each of them. A cross-correlation reads with the kernel, so
# what a pixel leaves is read from the other side: the kernel rotated by 180 degrees.

# %% given
operation = ...

# %% out
size = len(image)
out = [[0] * size for _ in range(size)]
for row in range(size):
    for column in range(size):
        if image[row][column] == 0:
            continue
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                y, x = row + down, column + right
                if y < 0 or x < 0 or y >= size or x >= size:
                    continue
                if operation == "convolve":
                    weight = kernel[1 + down][1 + right]
                else:
                    weight = kernel[1 - down][1 - right]
                out[y][x] += image[row][column] * weight
