# A table of what I know of the libraries; then it is a matter of comparing.

# %% given
task = ...
wanted = ...
tool = ...

# %% laid_kernel
# True where the call rotates the kernel.
rotates = {"convolve": True, "correlate": False, "filter2D": False}
first = "filter2D" if task == "from_cv2" else wanted
second = tool if task == "from_cv2" else "filter2D"
laid_kernel = "both" if rotates[first] != rotates[second] else "as_is"

# %% border
# What the first call has outside, by the names of the options.
outside = {
    "signal": "zero",
    "signal_symmetric": "symmetric",
    "ndimage": "symmetric",
    "ndimage_mirror": "reflect",
    "from_cv2": "reflect",
}
border = outside[task]
