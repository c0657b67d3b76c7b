"""Fine-tuning at a provider: a file is sent, a job is made once, and looked at until it ends."""
