# I make such an image, filter it with the printed kernel, and read off the middle.

# %% given
value = ...

# %% constant_result
image = [[value] * 3 for _ in range(3)]
constant_result = 0
for u in range(3):
    for v in range(3):
        constant_result += kernel[u][v] * image[u][v]

# %% divisor
# So many times too bright.
divisor = constant_result // value

# %% center
# The center adds its own share and has to take away what the other eight have added.
others = 0
for u in range(3):
    for v in range(3):
        if (u, v) != (1, 1):
            others += kernel[u][v]
center = -others
