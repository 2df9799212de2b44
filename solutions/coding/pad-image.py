# First every row gets longer, then there are more rows. What works for the pixels of a row works for
# the rows of an image too, because both are lists: the same function does both.

# %% pad_image
def longer(items, width, rule, nothing):
    if rule == "zero":
        return [nothing] * width + items + [nothing] * width
    if rule == "replicate":
        return [items[0]] * width + items + [items[-1]] * width
    if rule == "wrap":
        return items[-width:] + items + items[:width]
    # A mirror: "reflect" leaves out the item at the edge, "symmetric" does not.
    skipped = 1 if rule == "reflect" else 0
    before = items[skipped : skipped + width]
    after = items[len(items) - width - skipped : len(items) - skipped]
    return before[::-1] + items + after[::-1]


def pad_image(image, width, rule):
    wider = [longer(row, width, rule, 0) for row in image]
    empty_row = [0] * len(wider[0])
    return longer(wider, width, rule, empty_row)
