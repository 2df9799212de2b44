# %% correlated
# The middle of the kernel lies on the entry, one neighbor on each side; outside there is nothing.
correlated = []
for n in range(len(signal)):
    total = 0
    for step in (-1, 0, 1):
        if 0 <= n + step < len(signal):
            total += kernel[1 + step] * signal[n + step]
    correlated.append(total)

# %% convolved
# I do not slide anything here. A convolution lets every entry of the signal write its own copy of
# the kernel, beginning at its place, and the copies add up. Nothing has to be reversed that way.
convolved = [0] * (len(signal) + len(kernel) - 1)
for n in range(len(signal)):
    for m in range(len(kernel)):
        convolved[n + m] += signal[n] * kernel[m]
