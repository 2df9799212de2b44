# Six small filterings: I compute them all and compare.

# %% given
asked = ...

# %% giving


def correlate(image, kernel):
    result = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
    for row in range(3):
        for column in range(3):
            for u in range(3):
                for v in range(3):
                    y, x = row + u - 1, column + v - 1
                    if 0 <= y < 3 and 0 <= x < 3:
                        result[row][column] += kernel[u][v] * image[y][x]
    return result


def turn(kernel):
    return [line[::-1] for line in kernel[::-1]]


def convolve(image, kernel):
    return correlate(image, turn(kernel))


b = turn(a)
results = {
    "correlate_a_d": correlate(a, d),
    "convolve_a_d": convolve(a, d),
    "correlate_d_a": correlate(d, a),
    "convolve_d_a": convolve(d, a),
    "correlate_d_b": correlate(d, b),
    "convolve_d_b": convolve(d, b),
}
wanted = a if asked == "as_it_is" else b
giving = [name for name in results if results[name] == wanted]
