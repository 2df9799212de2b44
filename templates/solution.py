# How a student would solve it: in plain Python, without `grader`, and if possible by another way than
# the formula of the exercise. Here I simply walk down the image and count.

# %% given
image = ...
kernel = ...
stride = ...

# %% side
side = 0
top = 0
while top + kernel <= image:
    side = side + 1
    top = top + stride
