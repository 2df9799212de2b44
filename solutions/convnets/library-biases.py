# Two questions per program: does the depthwise stage have biases, and does the pointwise stage?

# %% given
k = ...
cin = ...
cout = ...
where = ...


# %% keras
def count(first_bias, second_bias):
    numbers = 0
    for channel in range(cin):
        numbers += k * k + (1 if first_bias else 0)
    for channel in range(cout):
        numbers += cin + (1 if second_bias else 0)
    return numbers


weights = count(first_bias=False, second_bias=False)
# What the four numbers on the sheet are, by how far they lie above the weights alone.
names = {0: "unbiased", cin: "first", cout: "last", cin + cout: "both"}

# SeparableConv2D is one layer: use_bias adds a vector at its very end.
keras = names[count(first_bias=False, second_bias=True) - weights]

# %% torch
# Two Conv2d, each with bias=True by default; groups changes nothing about that.
torch = names[count(first_bias=True, second_bias=True) - weights]

# %% two_layers
# Two layers again, whatever the library.
two_layers = names[count(first_bias=True, second_bias=True) - weights]

# %% without
# bias=False takes the vector away from the layer in which it stands.
first_bias = where == "pointwise"
second_bias = where == "depthwise"
without = names[count(first_bias, second_bias) - weights]
