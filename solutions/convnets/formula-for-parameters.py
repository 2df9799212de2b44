# I build the formula from its pieces: weights of one kernel, times how many kernels, plus biases.

# %% given
bias = ...
multiplier = ...

# %% standard
kernel = "k*k*C"
if bias != "none":
    kernel = "(" + kernel + " + 1)"
standard = "N * " + kernel

# %% block
maps = str(multiplier) + "*C"
one = "(k*k + 1)" if bias == "both" else "(k*k)"
mix = "(" + maps + ")" if bias == "none" else "(" + maps + " + 1)"
block = maps + "*" + one + " + N*" + mix
