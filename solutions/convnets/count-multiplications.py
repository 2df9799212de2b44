# I walk over the image as the layer does, and count the products one position at a time.

# %% given
k = ...
cin = ...
cout = ...
height = ...
width = ...
stride = ...
padding = ...

# %% output
# The top-left corner of the window may be anywhere where the window still fits in the padded image.
rows = [top for top in range(0, height + 2 * padding, stride) if top + k <= height + 2 * padding]
columns = [
    left for left in range(0, width + 2 * padding, stride) if left + k <= width + 2 * padding
]
output = (len(rows), len(columns))

# %% standard
standard = 0
for top in rows:
    for left in columns:
        for channel in range(cout):
            standard += cin * k * k

# %% dw
dw = 0
for top in rows:
    for left in columns:
        for channel in range(cin):
            dw += k * k  # this channel's own kernel, and nothing else

# %% pw
pw = 0
for top in rows:
    for left in columns:
        for channel in range(cout):
            pw += cin  # one product with each channel

# %% ratio
ratio = standard / (dw + pw)
