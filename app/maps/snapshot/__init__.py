"""What map and boards need of every record, as sorted columns in memory: a base in files, and what came since."""
