# As wide as a terminal, less the margin that the advice is shown with.
[line_length: 76]
