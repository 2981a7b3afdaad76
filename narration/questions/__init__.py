"""Which facts answer a question, and what kind of question it is."""
