# An ant walks to the place that is asked for, and each rule says what it does when it leaves the row.

# %% replicate
last = len(row) - 1
places = [-3, -2, -1, last + 1, last + 2, last + 3]
# It stops at the edge.
replicate = [row[0] if place < 0 else row[last] for place in places]

# %% reflect
# It turns round on the edge pixel: one step too far is one step back.
reflect = []
for place in places:
    position, direction = 0, 1
    if place < 0:
        position, direction = last, -1
    for _ in range(abs(place) + last if place < 0 else place):
        if not 0 <= position + direction <= last:
            direction = -direction
        position += direction
    reflect.append(row[position])

# %% symmetric
# It needs one step for turning round, and stands on the edge pixel meanwhile.
symmetric = []
for place in places:
    position, direction = 0, 1
    if place < 0:
        position, direction = last, -1
    for _ in range(abs(place) + last if place < 0 else place):
        if 0 <= position + direction <= last:
            position += direction
        else:
            direction = -direction
    symmetric.append(row[position])

# %% wrap
three_rows = list(row) + list(row) + list(row)
wrap = [three_rows[len(row) + place] for place in places]
