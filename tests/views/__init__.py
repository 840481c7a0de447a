"""What people see, built and looked at without Discord."""
