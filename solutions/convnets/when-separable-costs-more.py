# I count both for each of the seven, kernel by kernel, and compare.

# %% given
blocks = ...

# %% more
names = [
    "single_widening",
    "single_narrowing",
    "to_one",
    "to_one_too",
    "to_two",
    "to_two_too",
    "widening",
]
more = []
counted = {}
for name, (k, cin, cout) in zip(names, blocks, strict=True):
    depthwise = [k * k for channel in range(cin)]
    pointwise = [cin for channel in range(cout)]
    standard = [k * k * cin for channel in range(cout)]
    counted[name] = (sum(depthwise) + sum(pointwise), sum(standard))
    if counted[name][0] > counted[name][1]:
        more.append(name)

# %% block
block = counted["to_two"][0]

# %% standard
standard = counted["to_two"][1]
