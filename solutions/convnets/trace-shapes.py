# Instead of a formula I let a ruler of the size of the kernel walk along each side and count where
# it still fits.

# %% given
height = ...
width = ...
first = ...
last = ...
k = ...
depth = ...
stride = ...
multiplier = ...


# %% conv
def places(side, kernel, step):
    count = 0
    position = 0
    while position + kernel <= side:
        count += 1
        position += step
    return count


conv = (places(height, k, 1), places(width, k, 1), first)

# %% dw
# Every channel keeps to itself; with two kernels each it becomes two channels.
dw = (places(conv[0], depth, stride), places(conv[1], depth, stride), conv[2] * multiplier)

# %% pw
pw = (dw[0], dw[1], last)
