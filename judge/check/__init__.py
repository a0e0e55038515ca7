"""`judge check`: proves for each challenge that its hidden tests accept what is right and nothing else."""
