# I try paddings, one row more each time, until the kernel has as many places as the image has rows.

# %% given
side = ...
k = ...
dilation = ...

# %% above
above = 0
below = 0
while True:
    padded = above + side + below
    places = 0
    first = 0
    while first + dilation * (k - 1) <= padded - 1:
        places += 1
        first += 1
    if places == side:
        break
    # The next row goes below whenever both sides have equally many.
    if above == below:
        below += 1
    else:
        above += 1

# %% below
# It came out together with the other side.
below = below  # noqa: PLW0127

# %% one_number
one_number = ("yes", "even_total") if above == below else ("no", "odd_total")
