# Everything is a nested list. I slide each kernel over its own channel, then look at the two maps one
# pixel at a time.

# %% first
def slide(channel, kernel):
    result = []
    for top in range(2):
        line = []
        for left in range(2):
            total = 0
            for u in range(2):
                for v in range(2):
                    total += kernel[u][v] * channel[top + u][left + v]
            line.append(total)
        result.append(line)
    return result


first = slide(red, red_kernel)

# %% second
second = slide(green, green_kernel)

# %% one
one = [[0, 0], [0, 0]]
for i in range(2):
    for j in range(2):
        pixel = [first[i][j], second[i][j]]
        one[i][j] = mixing[0][0] * pixel[0] + mixing[0][1] * pixel[1]

# %% two
two = [[0, 0], [0, 0]]
for i in range(2):
    for j in range(2):
        pixel = [first[i][j], second[i][j]]
        two[i][j] = mixing[1][0] * pixel[0] + mixing[1][1] * pixel[1]
