"""What people and programs get to see: tables and sections, and a writer for each format."""
