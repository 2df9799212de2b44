# I compute the cell both ways. In the interior of a 4 x 4 image a 3 x 3 window never hangs over the
# edge, so there is no border to think of.

# %% given
row = ...
column = ...

# %% as_correlation
as_correlation = 0
for u in range(3):
    for v in range(3):
        as_correlation += kernel[u][v] * image[row - 1 + u][column - 1 + v]

# %% as_convolution
# The textbook's minus signs: the weight u rows below the center meets the pixel u rows above.
as_convolution = 0
for u in (-1, 0, 1):
    for v in (-1, 0, 1):
        as_convolution += kernel[1 + u][1 + v] * image[row - u][column - v]

# %% operation
seen = shown[row][column]
turned = [line[::-1] for line in kernel[::-1]]
if turned == kernel:
    # Rotating changes nothing: nobody can tell the two apart, ever.
    operation = (
        ("both", "kernel_symmetric") if seen == as_correlation else ("neither", "none_agrees")
    )
elif seen == as_correlation:
    operation = ("correlation", "one_agrees")
elif seen == as_convolution:
    operation = ("convolution", "one_agrees")
else:
    operation = ("neither", "none_agrees")
