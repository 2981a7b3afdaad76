"""Who works in the house: accounts, how they sign in, and what each may do."""
