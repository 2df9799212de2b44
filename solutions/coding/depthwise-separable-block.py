# Three loops for the places and three more for the kernel are hard to read, so I filter one channel
# with a function of its own, by adding up shifted copies of it.

# %% depthwise_layer
def filter_channel(channel, kernel, start):
    rows = len(channel) - len(kernel) + 1
    columns = len(channel[0]) - len(kernel[0]) + 1
    out = [[start] * columns for _ in range(rows)]
    for u, weights in enumerate(kernel):
        for v, weight in enumerate(weights):
            for i in range(rows):
                for j in range(columns):
                    out[i][j] += weight * channel[i + u][j + v]
    return out


def depthwise_layer(x, kernels, bias):
    return [filter_channel(x[c], kernels[c], bias[c]) for c in range(len(x))]


# %% pointwise_layer
def pointwise_layer(x, weights, bias):
    maps = []
    for n in range(len(weights)):
        one_map = []
        for i in range(len(x[0])):
            line = []
            for j in range(len(x[0][0])):
                total = bias[n]
                for c in range(len(x)):
                    total += weights[n][c] * x[c][i][j]
                line.append(total)
            one_map.append(line)
        maps.append(one_map)
    return maps


# %% separable_block
def separable_block(x, kernels, kernel_bias, weights, weight_bias):
    between = depthwise_layer(x, kernels, kernel_bias)
    return pointwise_layer(between, weights, weight_bias)
