# %% given
ask = ...


# %% lower
def correlated(origin):
    output = []
    for place in range(len(signal)):
        total = 0
        for index, weight in enumerate(kernel):
            read = place + index - origin
            if 0 <= read < len(signal):
                total += weight * signal[read]
        output.append(total)
    return output


lower = correlated(1)

# %% upper
upper = correlated(2)

# %% relation
# I do not trust my feeling for directions, so I compare.
before, after = (lower, upper) if ask == "second" else (upper, lower)
if after[1:] == before[:-1]:
    relation = ("right", "enters")
elif after[:-1] == before[1:]:
    relation = ("left", "enters")
else:
    relation = ("turned", "enters")
