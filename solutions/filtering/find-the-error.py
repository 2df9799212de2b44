# There is no clever way: I compute the right result, and look where it differs from the sheet.

# %% given
operation = ...

# %% cell


def products_at(row, column, rotated):
    found = []
    for u in range(3):
        for v in range(3):
            weight = kernel[2 - u][2 - v] if rotated else kernel[u][v]
            y, x = row + u - 1, column + v - 1
            if weight != 0 and 0 <= y < 3 and 0 <= x < 4:
                found.append(weight * image[y][x])
    return found


rotated = operation == "convolve"
for row in range(3):
    for column in range(4):
        value = sum(products_at(row, column, rotated))
        if value != shown[row][column]:
            cell = (row, column, value)

# %% cause
# What is printed there minus what should be: the slip has to explain exactly that.
row, column, value = cell
difference = shown[row][column] - value
products = products_at(row, column, rotated)

if -difference in products:
    cause = "dropped"
elif difference in products:
    cause = "twice"
elif -difference in [2 * product for product in products]:
    cause = "sign"
elif shown[row][column] == sum(products_at(row, column, not rotated)):
    cause = "other"
else:
    cause = "beside"
