# I go by the corner, which is not zero here. The first row of the table is as good a row as any. Then
# the column has to say how many times this row each row is, and the first entries tell.

# %% factors
row = whole[0]
column = []
for line in whole:
    # times the row: line[0] / row[0]; and H is smaller than the table by the divisor
    column.append(line[0] / row[0] / divisor)
factors = (column, row)
