# First I make a list of all the kernels of a layer, each with the number of its weights; a bias is
# one more number per kernel.

# %% given
k = ...
cin = ...
multiplier = ...
cout = ...
bias = ...

# %% dw
depthwise_kernels = []
for channel in range(cin):
    for copy in range(multiplier):
        depthwise_kernels.append(k * k)  # it sees this one channel only
dw = 0
for weights in depthwise_kernels:
    dw = dw + weights + int(bias)

# %% pw
pw = 0
for kernel in range(cout):
    for channel in depthwise_kernels:
        pw = pw + 1
    pw = pw + int(bias)
