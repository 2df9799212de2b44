# I write down which pixels the dilated kernel touches, and walk.

# %% given
height = ...
width = ...
k = ...
padding = ...
stride = ...
dilation = ...

# %% span
touched = [dilation * index for index in range(k)]
span = touched[-1] - touched[0] + 1


# %% size
def positions(side):
    padded = padding + side + padding
    count = 0
    first = 0
    while first + touched[-1] < padded:
        count += 1
        first += stride
    return count


size = (positions(height), positions(width))
