"""What reviewers press and read."""
