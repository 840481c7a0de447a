"""What keeps the process well: its log lines, its exit codes, one process per data folder, pauses in a crash loop."""
