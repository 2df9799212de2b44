# I write the layer down as it would be stored, one list of numbers for each output channel, and
# count what is in there.

# %% given
k = ...
cin = ...
cout = ...
bias = ...

# %% parameters
layer = []
for output in range(cout):
    kernel = []
    for channel in range(cin):
        for row in range(k):
            kernel.extend([0] * k)
    if bias:
        kernel.append(0)
    layer.append(kernel)
parameters = sum(len(kernel) for kernel in layer)

# %% enlarged
# I never asked for the size of the image above, so it cannot matter.
enlarged = "same"
