"""What keeps the process well."""
