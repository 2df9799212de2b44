# I never remember which way it goes, so I do not try to: I filter an image with a single bright
# pixel and look where that pixel is afterwards.

# %% given
operation = ...

# %% move
size = 5
middle = 2
before = [[0] * size for _ in range(size)]
before[middle][middle] = 1

# Cross-correlation: the output reads the pixel that lies under each kernel cell.
# Convolution: the same with the kernel rotated by 180 degrees, that is, with both indices
# counted from the other end.
for row in range(size):
    for column in range(size):
        total = 0
        for u in range(3):
            for v in range(3):
                weight = kernel[u][v] if operation == "correlate" else kernel[2 - u][2 - v]
                y = row + u - 1
                x = column + v - 1
                if 0 <= y < size and 0 <= x < size:
                    total = total + weight * before[y][x]
        if total == 1:
            # Here it is now. Down and to the right are positive.
            move = (row - middle, column - middle)
