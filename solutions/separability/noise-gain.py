# I write out the whole kernel of each case and add the squares, so that I need no rule about products.

# %% given
side = ...
center = ...
spread = ...

# %% plain
plain = 0
for coefficient in [-1 / spread, 0, 1 / spread]:
    plain = plain + coefficient * coefficient

# %% smoothed
total = side + center + side
smoothed = 0
for weight in [side / total, center / total, side / total]:
    for coefficient in [-1 / spread, 0, 1 / spread]:
        cell = weight * coefficient
        smoothed = smoothed + cell * cell

# %% times
times = plain / smoothed
