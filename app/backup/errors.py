"""What stops a backup or a restore; the message says what to do."""


class BackupError(Exception):
    """Nothing that was there before has been touched."""
