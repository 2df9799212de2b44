# I write every operation of the list down as a loop, and let all pairs of signals vote: one no is enough.

# %% given
asked = ...
level = ...


# %% additive_ones
def made(number, s):
    out = []
    for i in range(6):
        left, here, right = s[i - 1], s[i], s[(i + 1) % 6]
        in_order = sorted([left, here, right])
        out.append(
            [
                left / 3 + here / 3 + right / 3,
                right - left,
                left,
                in_order[1],
                in_order[2],
                in_order[0],
                max(left, right) - min(left, right),
                1 if here > level else 0,
                here * here,
                min(here, level),
                here + level,
                s[5 - i],
                here * (i + 1),
                here - s[0],
            ][number]
        )
    return out


def close(one, other):
    return all(abs(a - b) < 1e-9 for a, b in zip(one, other))


# The pairs of the notebook, and a few of my own: single bright entries, and some that vary.
pairs = [
    (f, g),
    (u, v),
    ([9, 0, 0, 0, 0, 0], [0, 7, 0, 0, 0, 0]),
    ([1, 8, 2, 9, 3, 7], [5, 0, 9, 1, 6, 4]),
]

additive_ones = []
for place in range(6):
    number = asked[place]
    holds = True
    for one, other in pairs:
        together = made(number, [a + b for a, b in zip(one, other)])
        apart = [a + b for a, b in zip(made(number, one), made(number, other))]
        holds = holds and close(together, apart)
    if holds:
        additive_ones.append("ABCDEF"[place])

# %% homogeneous_ones
homogeneous_ones = []
for place in range(6):
    number = asked[place]
    holds = True
    for pair in pairs:
        for s in pair:
            holds = holds and close(
                made(number, [5 * a for a in s]), [5 * a for a in made(number, s)]
            )
    if holds:
        homogeneous_ones.append("ABCDEF"[place])

# %% invariant_ones
invariant_ones = []
for place in range(6):
    number = asked[place]
    holds = True
    for pair in pairs:
        for s in pair:
            moved = [s[5], *s[:5]]
            result = made(number, s)
            holds = holds and close(made(number, moved), [result[5], *result[:5]])
    if holds:
        invariant_ones.append("ABCDEF"[place])
