# I do not slide anything here. Every pixel leaves a copy of the kernel behind, multiplied by the
# pixel, and the copies are added up: that is the full convolution. The other modes cut it smaller.

# %% rotate_kernel
def rotate_kernel(kernel):
    rows, columns = len(kernel), len(kernel[0])
    turned = [[0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            turned[rows - 1 - i][columns - 1 - j] = kernel[i][j]
    return turned


# %% convolve2d
def convolve2d(image, kernel, mode):
    height, width = len(image), len(image[0])
    rows, columns = len(kernel), len(kernel[0])
    full = [[0] * (width + columns - 1) for _ in range(height + rows - 1)]
    for y in range(height):
        for x in range(width):
            for u in range(rows):
                for v in range(columns):
                    full[y + u][x + v] += image[y][x] * kernel[u][v]

    if mode == "full":
        return full
    if mode == "same":
        # The kernel has as many rows above its center as below.
        top, left = rows // 2, columns // 2
        return [line[left : left + width] for line in full[top : top + height]]
    # Valid: without the places where the kernel hung over an edge.
    return [line[columns - 1 : width] for line in full[rows - 1 : height]]
