# The cell in row u, column v has to go to the opposite place: as many rows from the bottom as it
# was from the top, and as many columns from the right as it was from the left.

# %% rotated
rotated = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
for u in range(3):
    for v in range(3):
        rotated[2 - u][2 - v] = kernel[u][v]
