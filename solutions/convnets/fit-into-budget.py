# I buy channels one at a time, like sweets, until the next one would be too expensive.

# %% given
k = ...
cin = ...
budget = ...
bias = ...

# %% standard
price = 0
for channel in range(cin):
    price += k * k
if bias:
    price += 1
standard = 0
while (standard + 1) * price <= budget:
    standard += 1

# %% separable
# The depthwise layer has to be paid for first, one kernel (and bias) per input channel.
money = budget
for channel in range(cin):
    money -= k * k + int(bias)
separable = 0
while money >= cin + int(bias):
    money -= cin + int(bias)
    separable += 1
