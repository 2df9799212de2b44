# Separable means that every 2 x 2 block of rows and columns has determinant 0: then any two rows are
# proportional, and rows of zeros need no special case.

# %% given
a = ...
b = ...
c = ...
d = ...

# %% separable


def has_rank_one(kernel):
    for i in range(3):
        for j in range(3):
            for k in range(3):
                for n in range(3):
                    if kernel[i][j] * kernel[k][n] != kernel[i][n] * kernel[k][j]:
                        return False
    return True


separable = []
for letter, kernel in (("A", a), ("B", b), ("C", c)):
    if has_rank_one(kernel):
        separable.append(letter)

# %% least
# It is not 1. Whether it is 3 the determinant tells.
determinant = 0
for j in range(3):
    determinant += d[0][j] * d[1][(j + 1) % 3] * d[2][(j + 2) % 3]
    determinant -= d[0][j] * d[1][(j + 2) % 3] * d[2][(j + 1) % 3]
least = "two" if determinant == 0 else "three"
