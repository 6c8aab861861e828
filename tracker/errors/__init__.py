"""Every way the program can refuse, one class each, with its wording, hint, code and exit status; imports nothing."""
