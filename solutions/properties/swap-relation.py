# I tried it with letters in one dimension: (a, b) ⊗ (x, y) = (ay, ax + by, bx) and
# (x, y) ⊗ (a, b) = (xb, xa + yb, ya). The same three sums, read from the other end. In two
# dimensions that happens to the rows and to the columns.

# %% swapped
last_row = len(forward) - 1
last_column = len(forward[0]) - 1
swapped = []
for i in range(last_row + 1):
    line = []
    for j in range(last_column + 1):
        line.append(forward[last_row - i][last_column - j])
    swapped.append(line)
