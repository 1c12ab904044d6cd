"""One active bot on a database, and others that wait: the lock, the lease upon it, and the epoch."""
