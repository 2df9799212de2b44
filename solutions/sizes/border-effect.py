# I extend the signal by two values at the front, once for each rule, and put the five weights on the
# first five.


# %% zero
def first_value(two_in_front):
    under = list(two_in_front) + list(signal[:3])
    total = 0
    for weight, value in zip(weights, under):
        total += weight * value
    return total / 10


zero = first_value([0, 0])

# %% replicate
replicate = first_value([signal[0], signal[0]])

# %% reflect
# Seen from the edge, place -1 is place 1 and place -2 is place 2.
reflect = first_value([signal[2], signal[1]])

# %% wrap
# Python counts negative places from the end, and that is just what wrap means.
wrap = first_value([signal[-2], signal[-1]])

# %% renormalized
# A weighted mean of what is there.
numerator = 0
denominator = 0
for place in range(3):
    numerator += weights[place + 2] * signal[place]
    denominator += weights[place + 2]
renormalized = numerator / denominator
