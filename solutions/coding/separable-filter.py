# A row knows nothing of the other rows, so I filter lists. Columns are the rows of the transposed image.

# %% given
frame_rows = ...
frame_columns = ...
m = ...
n = ...


# %% filter_rows
def filter_rows(picture, taps):
    radius = len(taps) // 2
    out = []
    for line in picture:
        # Zeros on both sides, so that no index runs out of the list.
        longer = [0] * radius + line + [0] * radius
        out_line = []
        for j in range(len(line)):
            total = 0
            for t in range(len(taps)):
                total = total + taps[t] * longer[j + t]
            out_line.append(total)
        out.append(out_line)
    return out


# %% filter_columns
def filter_columns(picture, taps):
    lying = [list(column) for column in zip(*picture)]
    return [list(line) for line in zip(*filter_rows(lying, taps))]


# %% filter_separably
def filter_separably(picture, down, across):
    # Columns first, for a change: the order makes no difference.
    return filter_rows(filter_columns(picture, down), across)


# %% products
# Every pixel costs n products in the first pass and m in the second.
first_pass = frame_rows * frame_columns * n
second_pass = frame_rows * frame_columns * m
products = first_pass + second_pass
