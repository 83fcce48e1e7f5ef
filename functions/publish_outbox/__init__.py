"""Events that were committed but not published, found every minute."""
