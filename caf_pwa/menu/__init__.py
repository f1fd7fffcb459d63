"""The fifth tab: the way to everything else."""
