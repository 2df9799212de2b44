# %% given
case = ...
rows = ...
columns = ...

# %% commutes
# My notes from the lecture: in mode full A * B = B * A; exchanging a correlation turns it by 180 degrees.
notes = {
    # sum over k of A[k] B[n - k] is symmetric in A and B
    "conv_full": ("always", "nothing_cut"),
    # equal sizes: the same crop of the same thing
    "conv_same": ("always", "same_middle"),
    # "same" means the size of the first, and the first is another one
    "conv_cut": ("never", "sizes"),
    "corr_full": ("sometimes", "half_turn"),
    "corr_same": ("sometimes", "half_turn"),
    # one window only
    "corr_valid": ("always", "one_cell"),
}
commutes = notes[case]

# %% breaks
# A single 1 in one corner of both would commute with itself, so the other gets its 1 elsewhere.
first = [[0] * columns for _ in range(rows)]
second = [[0] * columns for _ in range(rows)]
first[0][0] = 1
second[1][1] = 1
breaks = [first, second]

# %% agrees
# Both look the same upside down: a frame of ones at two opposite corners, and the other two.
one = [[0] * columns for _ in range(rows)]
other = [[0] * columns for _ in range(rows)]
one[0][0] = one[-1][-1] = 1
other[0][-1] = other[-1][0] = 1
agrees = [one, other]
