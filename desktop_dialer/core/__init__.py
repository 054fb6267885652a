"""Pure values and rules of a call: the standard library and phonenumbers, nothing else."""
