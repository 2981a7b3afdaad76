"""Reading and cutting text in many languages: sentences, numbers, units, names, words."""
