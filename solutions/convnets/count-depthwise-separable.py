# Count what has to be stored: one number for every weight, and one more for every output channel
# where there is a bias. I really count, one at a time, instead of trusting a formula.

# %% given
k = ...
cin = ...
cout = ...
bias = ...

# %% dw
# Depthwise: every input channel has a k x k kernel of its own and becomes one output channel.
dw = 0
for channel in range(cin):
    for weight in range(k * k):
        dw = dw + 1
    if bias:
        dw = dw + 1

# %% pw
# Pointwise: every output channel has a 1 x 1 kernel that looks at all the input channels.
pw = 0
for output in range(cout):
    for channel in range(cin):
        pw = pw + 1
    if bias:
        pw = pw + 1

# %% total
# The block is the one layer after the other, so the parameters add up.
total = dw + pw

# %% ratio
# A standard layer: every output channel has a k x k kernel over each of the input channels.
standard = 0
for output in range(cout):
    for channel in range(cin):
        standard = standard + k * k
    if bias:
        standard = standard + 1
ratio = standard / total
