# I forget which formula has the plus and which the minus, so I let the kernel walk along each side
# of the image and count where it may stop.

# %% given
height = ...
width = ...
m = ...
n = ...


# %% full
def stops(side, kernel, wanted):
    count = 0
    for first in range(-kernel, side + 1):
        covered = range(first, first + kernel)
        inside = [pixel for pixel in covered if 0 <= pixel < side]
        if len(inside) >= wanted:
            count += 1
    return count


# It is enough that one pixel of the image lies under the kernel.
full = (stops(height, m, 1), stops(width, n, 1))

# %% same
# One value for every pixel, whatever the kernel.
same = (height, width)

# %% valid
# All of the kernel must lie on the image.
valid = (stops(height, m, m), stops(width, n, n))

# %% positions
positions = valid[0] * valid[1]
