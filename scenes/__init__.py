"""Sites, models, annotations, facts and poses: the floor that imports nothing of ours."""
