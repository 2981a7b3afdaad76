"""Long work that outlives the process that does it: asked for once, done step by step, taken up where it stood."""

from tour.jobs.job import Job
from tour.jobs.runner import Errand, Runner, Work

__all__ = ["Errand", "Job", "Runner", "Work"]
