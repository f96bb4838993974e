"""The shop's rules: functions from values to values."""
