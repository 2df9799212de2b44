# %% given
here = ...
layout = ...

# %% training
# Training only looks at outputs, and each library can reach those of the other with its kernels upside down.
training = ["rotated", "finds_them"]

# %% loaded
# Turn round the two axes of length k, wherever they are.
loaded = {"first": "first_two", "last": "last_two"}[layout]

# %% response
# Library B does what A does not.
b_rotates = here == "correlate"
response = 0
for row in range(3):
    for column in range(3):
        if b_rotates:
            response += window[row][column] * kernel[2 - row][2 - column]
        else:
            response += window[row][column] * kernel[row][column]
