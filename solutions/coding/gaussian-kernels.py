# I import nothing: e to the power of something is 2.718… ** something.

# %% gaussian
E = 2.718281828459045


def gaussian(sigma, radius):
    weights = []
    for x in range(-radius, radius + 1):
        weights.append(E ** (-x * x / (2 * sigma * sigma)))
    total = sum(weights)
    return [weight / total for weight in weights]


# %% gaussian_derivative
def gaussian_derivative(sigma, radius):
    smooth = gaussian(sigma, radius)
    derived = []
    for place in range(2 * radius + 1):
        x = place - radius
        derived.append(-x / sigma**2 * smooth[place])
    return derived


# %% derivative_x
def derivative_x(image, sigma, radius):
    smooth = gaussian(sigma, radius)
    derived = gaussian_derivative(sigma, radius)
    size = 2 * radius + 1

    # First along the rows: in a convolution the last weight meets the first pixel of the window.
    across = []
    for line in image:
        out_line = []
        for left in range(len(line) - size + 1):
            out_line.append(sum(derived[size - 1 - k] * line[left + k] for k in range(size)))
        across.append(out_line)

    # Then down the columns; the Gaussian is the same backwards.
    out = []
    for top in range(len(image) - size + 1):
        out_line = []
        for column in range(len(across[0])):
            out_line.append(sum(smooth[k] * across[top + k][column] for k in range(size)))
        out.append(out_line)
    return out
