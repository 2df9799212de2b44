# I count by doing: a counter goes up by one where a product would be computed.

# %% given
m = ...
n = ...

# %% direct
direct = 0
for u in range(m):
    for v in range(n):
        direct += 1

# %% separable
separable = 0
for u in range(m):
    separable += 1
for v in range(n):
    separable += 1

# %% speedup
speedup = direct / separable

# %% most
most = 0
while (most + 1) * separable < direct:
    most += 1
