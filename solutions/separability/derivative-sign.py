# I read the cells off the image itself, the long way. What the kernel does to a ramp I believe when I
# have seen it.

# %% given
vertical = ...

# %% correlated
correlated = 0
for u in range(3):
    for v in range(3):
        correlated += kernel[u][v] * image[u][1 + v]

# %% convolved
# The same window, and the kernel read from its last coefficient to its first.
coefficients = kernel[0] + kernel[1] + kernel[2]
pixels = image[0][1:4] + image[1][1:4] + image[2][1:4]
convolved = 0
for n in range(9):
    convolved += coefficients[8 - n] * pixels[n]

# %% divisor
# The derivative I can see: one pixel on, minus here. Then the question is only which number times this
# is what the correlation gave.
here = image[1][2]
following = image[2][2] if vertical else image[1][3]
divisor = correlated // (following - here)
