"""The command line: one room for each noun, one for the verbs of the data set."""
