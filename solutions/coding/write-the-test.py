# Nine different coefficients, some of them negative, and an image without zeros. Then I work the result out.

# %% given
operation = ...
high = ...
wide = ...
most = ...

# %% test
image = []
for i in range(high):
    image.append([1 + (3 * i + 2 * j + i * j) % most for j in range(wide)])

# With `most` = 3 there are only seven numbers to choose from, so one of them stands twice.
kernel = [[-3, 2, 1], [3, -1, 2], [1, -2, -3]]

# What lies on the window: a convolution turns the kernel round first.
laid = kernel if operation == "correlate" else [row[::-1] for row in kernel[::-1]]

result = []
for i in range(high):
    line = []
    for j in range(wide):
        total = 0
        for u in range(3):
            for v in range(3):
                y, x = i + u - 1, j + v - 1
                if 0 <= y < high and 0 <= x < wide:
                    total += image[y][x] * laid[u][v]
        line.append(total)
    result.append(line)

test = [image, kernel, result]
