# A 3 x 3 window with its center on the cell; what is not in the image is zero.

# %% given
operation = ...
place = ...

# %% steps
pixels = []
for row in range(place[0] - 1, place[0] + 2):
    line = []
    for column in range(place[1] - 1, place[1] + 2):
        inside = 0 <= row < 4 and 0 <= column < 4
        line.append(image[row][column] if inside else 0)
    pixels.append(line)

coefficients = [line[:] for line in kernel]
if operation == "convolve":
    for u in range(3):
        for v in range(3):
            coefficients[u][v] = kernel[2 - u][2 - v]

products = []
total = 0
for u in range(3):
    products.append([])
    for v in range(3):
        products[u].append(pixels[u][v] * coefficients[u][v])
        total += products[u][v]

steps = [pixels, coefficients, products, total]
