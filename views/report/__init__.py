"""The post-live report as messages and files."""
